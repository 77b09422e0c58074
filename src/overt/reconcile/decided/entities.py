"""What people said of who is who: readings in, the same with the entities that were decided about called so out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from overt.base.spans import Span
from overt.types.account import EntityKind, LocalEntity
from overt.types.decision import Decision, DecisionKind, Mark, Subject
from overt.types.linked import LinkedReading

T = TypeVar("T")
_Name = tuple[bool, str]  # whether a person's; the name


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """Which mentions, and which names wherever else they stand, are whose: `known_id` of a local entity."""

    marks: Mapping[str, Mapping[Mark, str]]  # by report
    names: Mapping[_Name, str]


def identities_of(standing: Sequence[Decision]) -> Identities:
    """Return who is who by the decisions that hold, the later one having the last word."""
    of_mark: dict[Mark, str] = {}
    of_name: dict[_Name, str] = {}
    for decision in standing:
        kind, subjects, call = decision.draft.kind, decision.draft.subjects, f"decision {decision.number}"
        if kind is DecisionKind.SAME:
            _join(of_mark, [mark for subject in subjects for mark in subject.marks], call)
            _join(of_name, [name for subject in subjects for name in _names(subject)], call)
        elif kind is DecisionKind.DIFFERENT:
            of_mark.update(dict.fromkeys(subjects[1].marks, call))  # the rest stays what it was
    marks: dict[str, dict[Mark, str]] = {}
    for mark, known in of_mark.items():
        marks.setdefault(mark.report_id, {})[mark] = known
    return Identities(marks=marks, names=of_name)


def _join(found: dict[T, str], keys: Iterable[T], call: str) -> None:
    """Call all of these, and whatever was one with one of them before, the same."""
    wanted = set(keys)
    former = {found[key] for key in wanted if key in found}
    wanted |= {key for key, known in found.items() if known in former}
    found.update(dict.fromkeys(wanted, call))


def _names(subject: Subject) -> list[_Name]:
    """Return the names by which a new report may mean it: of a person only a full name tells enough."""
    is_person = subject.code == EntityKind.PERSON
    return [(is_person, name) for name in subject.names if " " in name or not is_person]


def call_entities(reading: LinkedReading, identities: Identities) -> LinkedReading:
    """Return a reading with its entities called as decided."""
    marks = identities.marks.get(reading.report.id, {})
    called = tuple(_called(entity, marks, identities.names) for entity in reading.entities)
    return reading if called == reading.entities else replace(reading, entities=called)


def _called(entity: LocalEntity, marks: Mapping[Mark, str], names: Mapping[_Name, str]) -> LocalEntity:
    known = next((known for mark, known in marks.items() if is_named_at(entity, mark)), None)
    if known is None and entity.known_id is None and entity.name:
        known = names.get((entity.kind is EntityKind.PERSON, entity.name))
    return entity if known is None else replace(entity, known_id=known)


def is_named_at(entity: LocalEntity, mark: Mark) -> bool:
    """Say whether one of the mentions of an entity stands where a mark does."""
    span = Span(start=mark.start, end=mark.end)
    return any(mention.span.overlaps(span) for mention in entity.mentions)
