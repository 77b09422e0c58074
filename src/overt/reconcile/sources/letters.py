"""How reliable a source is: what people decided and its class -> a letter A-F with its row (codebook §8.5).

Never the content, never the agreement with others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from overt.base.knowledge import read_knowledge
from overt.reconcile.grades import SourceRecord, grade_chain, grade_source
from overt.reconcile.sources.outlets import outlet_key
from overt.types.claim import Claim, SpeakerKind
from overt.types.decision import DecisionKind, Docket
from overt.types.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The letters that people set, by the key of the outlet (row S1)."""

    letters: Mapping[str, str] = field(default_factory=dict)


def make_register(docket: Docket) -> Register:
    """Return the letters that hold; of two for one outlet the later one stands."""
    return Register(
        letters={
            outlet_key(subject.id): decision.draft.value
            for decision in docket.standing()
            if decision.draft.kind is DecisionKind.LETTER and decision.draft.value
            for subject in decision.draft.subjects
        }
    )


def best_letter(register: Register, reports: Mapping[str, Report], claims: Iterable[Claim]) -> tuple[str, str]:
    """Return the letter of the best chain of speakers among the claims, and its row."""
    found = {_chain_letter(register, reports[c.report_id], c) for c in claims if c.report_id in reports}
    return min(found, default=("F", "S9"))


def _chain_letter(register: Register, report: Report, claim: Claim) -> tuple[str, str]:
    links = [s for s in claim.voice.chain if s.span is not None]
    letters = [letter_of(register, report.outlet)[0]]
    letters += [letter_of(register, s.name, s.kind)[0] for s in links]
    return grade_chain(letters, is_origin_anonymous=bool(links) and not links[-1].named)


def letter_of(register: Register, name: str | None, kind: SpeakerKind = SpeakerKind.OUTLET) -> tuple[str, str]:
    """Return the letter of one link of a chain and its row: what a person set, its record, or its class alone."""
    rows: dict[str, Any] = read_knowledge("sources.yaml")
    key = outlet_key(name or "")
    is_outlet = kind in {SpeakerKind.OUTLET, SpeakerKind.JOURNALIST}
    class_name = (_class_of_outlet().get(key) if is_outlet else None) or rows["class_of_speaker"].get(kind.value)
    record = SourceRecord(
        analyst=(register.letters.get(key) or _register("analyst").get(key)) if key else None,
        fabricated=bool(key) and key in _register("fabricators"),
        class_default=rows["classes"][class_name]["letter"] if class_name else None,
    )
    return grade_source(record)


@cache
def _class_of_outlet() -> Mapping[str, str]:
    rows = read_knowledge("sources.yaml")["class_of_outlet"]
    return {outlet_key(name): class_name for class_name, names in rows.items() for name in names}


@cache
def _register(row: str) -> Mapping[str, str]:
    found = read_knowledge("sources.yaml")[row]
    if isinstance(found, dict):
        return {outlet_key(name): str(entry["letter"]) for name, entry in found.items()}
    return {outlet_key(name): "E" for name in found}
