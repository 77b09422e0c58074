"""Finds whom overt accuses in a retold report: the report in, accusations and their cases out."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bench.accusations import Accusation, Forms, Verdict, judge_person, people_of
from bench.judge.retold_report import ALIKE, RetoldReport, accused_field, other_field, say_gold
from bench.judge.rows import accusation_cause, label_of, say_act, say_person, to_marks
from bench.judged import Judged, State


def find_accusations(report: RetoldReport) -> Iterator[Accusation]:
    """Yield everybody in an incident told here, with what the gold has of them.

    A step of the law may say again whom the report's acts accuse; in an incident that the gold has not, whom it accuses
    anywhere in the report.
    """
    golds, everything = {told.incident["id"]: gold for gold, told in report.matched.pairs}, list(report.gold.incidents)
    for row in report.view.told_in(report.gold.n):
        gold = golds.get(row["id"])
        here = [gold] if gold and gold.type not in report.scorer.LEGAL_STEPS else everything
        for person in people_of(row, report.ids):
            verdict = judge_person(
                is_accused=any(_accuses(report, one, person.forms) for one in here),
                is_other=any(_has_otherwise(report, one, person.forms) for one in ([gold] if gold else everything)),
            )
            label = gold.id if gold else label_of(row, report.ids)
            is_matched = gold is not None
            yield Accusation(document=report.key, incident=label, person=person, verdict=verdict, is_matched=is_matched)


def _accuses(report: RetoldReport, gold: Any, forms: Forms) -> bool:
    sponsor = gold.row.get("sponsor")
    if sponsor and report.scorer.same_sponsor(sponsor, sorted(forms), report.view.country_of):
        return True
    return _is_named(report, gold.names(accused_field(gold.type)), forms)


def _has_otherwise(report: RetoldReport, gold: Any, forms: Forms) -> bool:
    speaker = (gold.row.get("attribution") or {}).get("by")
    return _is_named(report, [*gold.names(other_field(gold.type)), *([speaker] if speaker else [])], forms)


def _is_named(report: RetoldReport, names: list[str], forms: Forms) -> bool:
    return any(report.scorer.likeness(name, form) >= ALIKE for name in names for form in forms)


def judge_accusation(report: RetoldReport, accusation: Accusation) -> Judged:
    """Return an accusation in an incident of the gold as a case."""
    person = accusation.person
    rows = report.view.told_in(report.gold.n)
    claims = {claim["id"]: claim for row in rows for claim in row["claims"] if claim["id"] in person.claims}
    gold = next(one for one in report.gold.incidents if one.id == accusation.incident)
    state = State.FOUND if accusation.verdict is Verdict.BORNE_OUT else State.WRONG
    label = f"{gold.id} {person.role} {person.words}"
    return replace(
        report.case("accusations", label, state, accusation_cause(accusation)),
        gold=say_gold(gold.row),
        said="\n\n".join(
            [
                say_person(person),
                *(say_act(row, report.ids) for row in rows if any(c["id"] in claims for c in row["claims"])),
            ]
        ),
        marks=to_marks(claims.values()) + report.gold_marks(gold.row),
    )
