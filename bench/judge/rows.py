"""Puts overt's rows into words and marks for those who look at single cases."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bench.accusations import Accusation, Person, Verdict
from bench.judged import Mark

Row = dict[str, Any]


def own_claims(row: Row, reports: Iterable[str], *fields: str) -> list[Row]:
    """Return the claims of these reports, of these fields (or families of fields) if any are named."""
    known = set(reports)
    return [
        claim
        for claim in row["claims"]
        if claim["report"] in known
        and (not fields or claim["field"].split(".")[0] in fields or claim["field"] in fields)
    ]


def to_marks(claims: Iterable[Row]) -> tuple[Mark, ...]:
    """Return where overt's quotes stand."""
    spans = {(claim["start"], claim["end"], claim["field"]): None for claim in claims}
    return tuple(Mark(start=start, end=end, is_gold=False, label=field) for start, end, field in sorted(spans))


def find_words(text: str, words: Iterable[str], label: str) -> tuple[Mark, ...]:
    """Return where words of the gold stand in a text, if they do: the gold of some sets has no places."""
    return tuple(mark for one in dict.fromkeys(words) for mark in _find_one(text, one, label))


def _find_one(text: str, words: str, label: str) -> Iterator[Mark]:
    bare, at = words.strip(), 0
    while len(bare) > 2 and (at := text.casefold().find(bare.casefold(), at)) >= 0:
        yield Mark(start=at, end=at + len(bare), is_gold=True, label=label)
        at += len(bare)


def say_incident(row: Row, reports: Sequence[str]) -> str:
    """Return an incident as overt has it, in a few lines."""
    parts = [f"{row['type']}, {row['stage']}, {row['granularity']}, {row['status']}"]
    if row["time"]:
        parts.append(f"when: {row['time'].get('edtf') or row['time'].get('lo')}")
    if row["places"]:
        parts.append("where: " + ", ".join(f"{one['name']} ({one['country'] or '?'})" for one in row["places"]))
    parts += [f"{one['role']}: {one['name'] or one['description']}" for one in row["participants"]]
    parts += [f"object: {row['target_object']}"] if row["target_object"] else []
    parts += [f"behind it: {one['actor']} ({one['level']})" for one in row["attribution"]]
    return "\n".join([*parts, *(f"by: “{claim['quote']}”" for claim in own_claims(row, reports, "type")[:3])])


def say_act(row: Row, reports: Sequence[str]) -> str:
    """Return what overt takes an incident for, and the words by which it does."""
    quotes = ", ".join(f"“{claim['quote']}”" for claim in own_claims(row, reports, "type")[:3])
    return f"in: {row['type']}, {row['stage']} by {quotes or 'no words of its own'}"


def label_of(row: Row, reports: Sequence[str]) -> str:
    """Return a label for an incident that the gold does not have: its type and where it is told."""
    return f"{row['type']}@{min((claim['start'] for claim in own_claims(row, reports)), default=0)}"


def accusation_cause(accusation: Accusation) -> str:
    """Return in what way somebody is falsely accused; the gravest sorts first."""
    if accusation.verdict is Verdict.GRAVE:
        return "false accusation of the gold's victim, target, authority or speaker"
    return (
        "accused by name, not in the gold" if accusation.person.is_named else "accused by description, not in the gold"
    )


def say_person(person: Person) -> str:
    """Return somebody with the role, and whether that is inferred."""
    return f"{person.role}: {person.words}{' (inferred)' if person.is_inferred else ''}"
