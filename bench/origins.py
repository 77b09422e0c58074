"""Measures how overt tells dependence of reports on pairs of our own: tables of stories in, P, R, F1 of each value out.

`python -m bench.origins [TABLE ...] [--misses]`. Each story is one act told by several reports; its pairs are judged
twice: "pair" weighs all that the two reports claim as one proposition, "joined" takes what the ledger of the whole
story says of the two (a relation in an incident, or one origin group), so that it also counts joins that were missed.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from overt.assemble import read_report
from overt.base.settings import CollectSettings
from overt.collect import read_reports
from overt.reconcile import reconcile_claims
from overt.reconcile.sources.independence import relate
from overt.reconcile.sources.witness import Witness
from overt.types.incident import Findings, SourceRelation
from overt.types.linked import LinkedReading
from overt.types.problem import Problem

TABLES = (Path("tests/cases/origins.yaml"), Path("tests/cases/origins_2.yaml"))
VALUES = ("dependent", "independent", "undetermined")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One pair: what it is, of which kind, and what overt said, with the rule and the evidence."""

    label: str
    is_what: str
    kind: str
    said: str
    why: str


def judge_table(path: Path) -> dict[str, list[Judged]]:
    """Return the judged pairs of a table by way of judging."""
    found: dict[str, list[Judged]] = {"pair": [], "joined": []}
    for story in yaml.safe_load(path.read_text(encoding="utf-8")):
        readings = _read_story(story["reports"])
        findings = reconcile_claims(list(readings.values()))
        told = {key: _relation_in(findings, readings, *key) for key, *_ in _pairs(story)}
        for (a, b), is_what, kind in _pairs(story):
            label = f"{story['story']}: {a}, {b}"
            one = _relate(readings[a], readings[b])
            why = f"{one.rule}: {one.evidence}"
            found["pair"].append(Judged(label=label, is_what=is_what, kind=kind, said=one.relation, why=why))
            said, reason = told[a, b]
            found["joined"].append(Judged(label=label, is_what=is_what, kind=kind, said=said, why=reason))
    return found


def _pairs(story: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], str, str]]:
    for kind, pairs in story["dependent"].items():
        yield from (((a, b), "dependent", kind) for a, b in pairs)
    for value in VALUES[1:]:
        yield from (((a, b), value, value) for a, b in story[value])


def _read_story(reports: Mapping[str, Mapping[str, Any]]) -> dict[str, LinkedReading]:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "story.jsonl"
        rows = [{"id": key, **report} for key, report in reports.items()]
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        found = [one for one in read_reports([path], CollectSettings()) if not isinstance(one, Problem)]
        return {one.input.removeprefix(f"{path}:"): read_report(one) for one in found}


def _relate(a: LinkedReading, b: LinkedReading) -> SourceRelation:
    first, second = (
        Witness(
            report=one.report,
            cites=one.cites,
            claims=tuple(claim for linked in one.accounts for claim in linked.account.claims),
        )
        for one in (a, b)
    )
    return relate(first, second)


def _relation_in(findings: Findings, readings: Mapping[str, LinkedReading], a: str, b: str) -> tuple[str, str]:
    pair = {readings[a].report.id, readings[b].report.id}
    found = [r for i in findings.incidents for r in i.sources.relations if {r.report_a, r.report_b} == pair]
    if found:
        best = min(found, key=lambda r: VALUES.index(r.relation))
        return best.relation, f"{best.rule}: {best.evidence}"
    groups = {s.origin_group for s in findings.standings if s.report_id in pair}
    return ("dependent", "one origin group") if len(groups) == 1 else ("undetermined", "not joined")


def figures(judged: Sequence[Judged]) -> dict[str, tuple[float, float, float, int]]:
    """Return P, R, F1 and the number of gold pairs of each value."""
    rows: dict[str, tuple[float, float, float, int]] = {}
    for value in VALUES:
        gold = sum(one.is_what == value for one in judged)
        said = sum(one.said == value for one in judged)
        right = sum(one.is_what == one.said == value for one in judged)
        p, r = right / said if said else 0.0, right / gold if gold else 0.0
        rows[value] = (p, r, 2 * p * r / (p + r) if p + r else 0.0, gold)
    return rows


def main() -> None:
    """Print the figures of the tables, and with --misses the pairs that are wrong."""
    parser = argparse.ArgumentParser(description="Measure dependence of reports on our own pairs.")
    parser.add_argument("tables", type=Path, nargs="*", default=TABLES)
    parser.add_argument("--misses", action="store_true", help="for tables that do not end in _2")
    args = parser.parse_args()
    for path in args.tables:
        for way, judged in judge_table(path).items():
            right = sum(one.said == one.is_what for one in judged)
            print(f"\n{path.stem}, {way}: {right} of {len(judged)} right")
            for value, (p, r, f1, gold) in figures(judged).items():
                print(f"  {value:<14} P {p:.3f}  R {r:.3f}  F1 {f1:.3f}  n {gold}")
            kinds = sorted({one.kind for one in judged})
            shares = [(k, [one.said == one.is_what for one in judged if one.kind == k]) for k in kinds]
            print("  by kind: " + ", ".join(f"{k} {sum(hits)}/{len(hits)}" for k, hits in shares))
            if args.misses and not path.stem.endswith("_2"):
                for one in judged:
                    if one.said != one.is_what:
                        print(f"  - {one.label}: {one.said}, not {one.is_what} ({one.kind}) [{one.why}]")


if __name__ == "__main__":
    main()
