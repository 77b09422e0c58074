"""Counts false accusations: people in roles of overt's incidents and what the gold has of them in, shares out.

To put somebody into an accusing role whom nobody accuses is the worst that overt can do. An accusation is BORNE_OUT if
the gold accuses the same there. It is GRAVE if the gold has them there as victim, target, authority or speaker.
OPEN is everybody else; a bare description ("two men") may well be the right people in other words, so named people and
bodies are counted apart. Baseline: everybody who stands in the incident in any role is accused of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bench.scorers import ratio

ACCUSING = frozenset({"PER", "PRX", "DIR", "HND"})
SPONSOR = "sponsor"  # stands behind it by an attribution, not by a role

Row = dict[str, Any]
Forms = frozenset[str]  # all names and descriptions of one participant


class Verdict(StrEnum):
    """What the gold has of somebody in an incident."""

    BORNE_OUT = "borne out"
    GRAVE = "grave"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A participant, or a sponsor, of one of overt's incidents as one document tells it."""

    role: str
    words: str
    forms: Forms
    is_named: bool
    is_inferred: bool  # no claim of it stands in its own words
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Accusation:
    """A person of an incident with what the gold has of them; counted if the role accuses."""

    document: str
    incident: str
    person: Person
    verdict: Verdict
    is_matched: bool  # the incident is one of the gold's

    @property
    def is_accusing(self) -> bool:
        """Whether the role says that they had a part in it."""
        return self.person.role in ACCUSING or self.person.role == SPONSOR


def people_of(row: Row, reports: Iterable[str]) -> list[Person]:
    """Return the participants and sponsors of an incident of the native export, as far as these reports name them."""
    known = set(reports)
    local = {claim["id"]: claim for claim in row["claims"] if claim["report"] in known}
    said = [(one["role"], one["name"], one["description"], one["claims"]) for one in row["participants"]]
    said += [(SPONSOR, one["actor"], None, one["claims"]) for one in row["attribution"]]
    return [
        _person(role, name, description, own)
        for role, name, description, ids in said
        if (own := [local[key] for key in ids if key in local])
    ]


def _person(role: str, name: str | None, description: str | None, claims: Sequence[Row]) -> Person:
    said = {str(claim[key]) for claim in claims for key in ("value", "quote") if claim[key]}
    return Person(
        role=role,
        words=name or description or "",
        forms=frozenset(said | {one for one in (name, description) if one}),
        is_named=bool(name),
        is_inferred=all(claim["inferred"] for claim in claims),
        claims=tuple(claim["id"] for claim in claims),
    )


def judge_person(*, is_accused: bool, is_other: bool) -> Verdict:
    """Return what the gold has of a person: that it accuses them wins over any other part that they have."""
    if is_accused:
        return Verdict.BORNE_OUT
    return Verdict.GRAVE if is_other else Verdict.OPEN


def accusation_figures(rows: Sequence[Accusation]) -> dict[str, float]:
    """Return shares that are better the lower they are, each with its number of accused; `all`: unmatched ones too."""
    matched = [one for one in rows if one.is_matched]
    accused = [one for one in matched if one.is_accusing]
    stated = [one for one in accused if not one.person.is_inferred]
    inferred = [one for one in accused if one.person.is_inferred]
    everywhere = [one for one in rows if one.is_accusing]
    figures: dict[str, float] = {}
    for name, some in (
        ("false_accusation", accused),
        ("false_accusation_named", [one for one in accused if one.person.is_named]),
        ("false_accusation_stated", stated),
        ("false_accusation_inferred", inferred),
        ("false_accusation_all", everywhere),
        ("false_accusation_all_named", [one for one in everywhere if one.person.is_named]),
        ("accuse_everybody", matched),
    ):
        grave = sum(one.verdict is Verdict.GRAVE for one in some)
        wrong = sum(one.verdict is not Verdict.BORNE_OUT for one in some)
        figures |= {name: ratio(wrong, len(some)), f"{name}_grave": ratio(grave, len(some)), f"{name}_n": len(some)}
        figures |= {f"{name}_wrong": wrong, f"{name}_grave_n": grave}
    return figures
