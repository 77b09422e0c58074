"""What overt says of the sample reports in its native export: a folder in, a view out. Also the trivial answer."""

import json
import re
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bench.gate_gold import Gold
from overt.assemble import RunSettings, run_reports
from overt.record import open_ledger
from overt.record.ledger import Ledger
from overt.share import export_ledger

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A report as overt stored it, under the key that the gold uses."""

    key: str
    id: str
    text: str
    row: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """All that overt says of a folder; incidents without the rejected ones."""

    reports: Mapping[str, ReportView]
    incidents: tuple[Row, ...]
    statistics: tuple[Row, ...]
    relations: Mapping[frozenset[str], str]  # two report ids -> the strongest relation said of them


def read_samples(folder: Path) -> View:
    """Return what a run over the folder with an empty ledger says."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        with open_ledger(work / "gate.ledger", create=True) as ledger:
            run_reports(ledger, [folder], RunSettings(jobs=1))
            export_ledger(ledger, "jsonl", work)
            return _make_view(ledger, work, folder)


def _make_view(ledger: Ledger, work: Path, folder: Path) -> View:
    reports = (_report(ledger, row, folder) for row in _rows(work / "reports.jsonl"))
    return View(
        reports={one.key: one for one in reports},
        incidents=tuple(row for row in _rows(work / "incidents.jsonl") if row["status"] != "rejected"),
        statistics=tuple(_rows(work / "statistics.jsonl")),
        relations=_relations(ledger),
    )


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _report(ledger: Ledger, row: dict[str, Any], folder: Path) -> ReportView:
    key = row["input"].removeprefix(f"{folder}/")
    return ReportView(key=key, id=row["id"], text=ledger.report(row["id"]).text, row=row)


def _relations(ledger: Ledger) -> dict[frozenset[str], str]:
    """Two reports that depend on each other for one thing are dependent, whatever else they say."""
    found: dict[frozenset[str], str] = {}
    rank = ("undetermined", "independent", "dependent")
    for incident in ledger.incidents():
        for one in incident.sources.relations:
            pair = frozenset((one.report_a, one.report_b))
            found[pair] = max(found.get(pair, "undetermined"), one.relation, key=rank.index)
    return found


def make_trivial_view(gold: Gold, view: View) -> View:
    """Return what a program says that reads nothing: one incident a report, of the commonest type, on its day.

    Everybody with a name of two words or more did it.
    """
    types = Counter(gold.incidents[name].types[0] for report in gold.reports.values() for name in report.tells)
    commonest = types.most_common(1)[0][0]
    incidents = tuple(
        _trivial_incident(view.reports[key], report.published, commonest)
        for key, report in gold.reports.items()
        if key in view.reports
    )
    reports = {key: replace(one, row={**one.row, "cites": [], "boilerplate": []}) for key, one in view.reports.items()}
    return View(reports=reports, incidents=incidents, statistics=(), relations={})


_NAME = re.compile(r"[A-Z]\w+(?: [A-Z]\w+)+")


def _trivial_incident(view: ReportView, day: date, code: str) -> Row:
    claim = {"report": view.id, "field": "type", "polarity": "affirmed", "certainty": "firm", "start": 0, "end": 0}
    claim |= {"id": f"trivial {view.id}", "value": code, "inferred": False}
    everybody = dict.fromkeys(_NAME.findall(view.text))
    people = [{"role": "PER", "name": name, "description": None, "claims": [claim["id"]]} for name in everybody]
    empty = ("type_alternatives", "places", "quantities", "attribution", "disputed", "links")
    return {
        **{key: [] for key in empty},
        "participants": people,
        "id": f"trivial {view.id}",
        "type": code,
        "stage": "occurred",
        "status": "candidate",
        "time": {"lo": day.isoformat(), "hi": day.isoformat()},
        "sources": {"reports": [view.id]},
        "claims": [{**claim, "quote": ""}],
    }
