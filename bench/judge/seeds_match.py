"""Finds which incident of an export is which of the seeds' gold: gold, documents and export in, pairs out.

The scorer tells no more than its figures, so the pairs are worked out here after its rules: at least the same family of
types, claims on the gold's mentions; where they lie, type, people and time decide. One to one, greatest sum.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.judge.rows import Row
from bench.scorers import load_scorer
from bench.texts import read_rows

_COUNTED = ("single", "series")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeds:
    """The gold of some documents beside what an export says of them."""

    gold: Mapping[str, Any]
    texts: Mapping[str, str]  # document -> text
    report_of: Mapping[str, str]  # document -> id of its report in the export
    rows: tuple[Row, ...]  # incidents with a claim in one of the documents, without the rejected ones

    @property
    def incidents(self) -> list[Row]:
        """The gold incidents of these documents, with the mentions that stand in them."""
        told = [(one, [m for m in one["mentions"] if m["doc"] in self.texts]) for one in self.gold["incidents"]]
        return [{**one, "mentions": mentions} for one, mentions in told if mentions]

    @property
    def reports(self) -> list[str]:
        """The ids of the documents' reports."""
        return sorted(self.report_of.values())

    def document_of(self, report: str) -> str:
        """Return the document of a report."""
        return next(doc for doc, one in self.report_of.items() if one == report)


def read_seeds(gold: Path, folder: Path, export: Path, documents: Sequence[str]) -> Seeds:
    """Return the gold and what the export says of the documents."""
    content = json.loads(gold.read_text(encoding="utf-8"))
    files = {row["doc"]: row["file"] for row in content["documents"] if row["doc"] in documents}
    inputs = {Path(row["input"]).name: row["id"] for row in read_rows(export / "reports.jsonl")}
    reports = {doc: inputs[file] for doc, file in files.items() if file in inputs}
    rows = [
        row
        for row in read_rows(export / "incidents.jsonl")
        if row["status"] != "rejected" and any(claim["report"] in reports.values() for claim in row["claims"])
    ]
    texts = {doc: (folder / files[doc]).read_bytes().decode("utf-8") for doc in reports}
    return Seeds(gold=content, texts=texts, report_of=reports, rows=tuple(rows))


def match_seeds(seeds: Seeds) -> list[tuple[Row, Row]]:
    """Return the pairs (gold, row)."""
    scorer, gold = load_scorer("score_seeds"), seeds.incidents
    table = [[_weight(scorer, seeds, row, one) for one in gold] for row in seeds.rows]
    pairs = scorer.hungarian(table) if table and gold else []
    return [(gold[at], seeds.rows[row]) for row, at in pairs]


def type_fit(row: Row, gold: Row) -> float:
    """Return 1 for an accepted type, less for an accepted alternative or the same family, 0 for another."""
    if row["type"] in gold["codes"]:
        return 1.0
    if set(row["type_alternatives"]) & set(gold["codes"]):
        return 0.8
    families = {code.split(".")[0] for code in gold["codes"]}
    return 0.5 if row["type"].split(".")[0] in families else 0.0


def is_counted(granularity: str) -> bool:
    """Say whether something is an incident, not a count or a pattern of many."""
    return granularity in _COUNTED


def _weight(scorer: Any, seeds: Seeds, row: Row, gold: Row) -> float:
    fit = type_fit(row, gold)
    claims = [claim for claim in row["claims"] if claim["report"] in seeds.reports]
    best = max((_nearness(scorer, seeds, claim, one) for claim in claims for one in gold["mentions"]), default=0)
    if not fit or not best:
        return 0.0
    of_type = [claim for claim in claims if claim["field"] == "type"]
    typed = max((_nearness(scorer, seeds, claim, one) for claim in of_type for one in gold["mentions"]), default=0)
    own = sum(max(_nearness(scorer, seeds, claim, one) for one in gold["mentions"]) for claim in claims)
    weight = best + typed + 2 * own / (3 * len(claims)) + 0.5 * (row["granularity"] in gold["granularity_ok"])
    weight += 0.3 * (gold["relevance"] == "core") + 0.3 * (row["type"] == gold["codes"][0])
    names = [name for one in row["participants"] for name in (one["name"], one["description"]) if name]
    if names and gold["participants"]:
        alike = [any(scorer.anysame(name, one["names"]) for name in names) for one in gold["participants"]]
        weight += sum(alike) / len(alike)
    time = scorer.interval(row["time"])
    if scorer.t_any(time):
        weight += {None: 0.0, 0.0: -0.5, 0.5: 0.3, 1.0: 0.8}[scorer.time_credit(time, gold["time"])]
    return float(max(weight, 0.05) * fit)


def _nearness(scorer: Any, seeds: Seeds, claim: Row, mention: Row) -> int:
    """Return 3 for a claim on a mention, 2 in its sentence, 1 in its line."""
    doc = mention["doc"]
    if seeds.report_of.get(doc) != claim["report"]:
        return 0
    if claim["start"] < mention["end"] and mention["start"] < claim["end"]:
        return 3
    for points, units in ((2, scorer.sentences), (1, scorer.lines)):
        for start, end in units(seeds.texts[doc]):
            both = (claim, mention)
            if all(start < one["end"] and one["start"] < end for one in both):
                return points
    return 0
