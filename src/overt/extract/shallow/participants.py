"""Finds who took part in what a group of tells tells of, without a parser: `Build` in, `Participant`s out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from overt.extract.shallow.authorities import find_authority
from overt.extract.shallow.build import Build, lines_of, replace_type
from overt.extract.shallow.described import Somebody
from overt.extract.shallow.roles import role_of
from overt.extract.shallow.tells import LEGAL, Tell
from overt.types.account import EntityKind, Participant, PersonFacts, Role

_ON_PEOPLE = ("violence", "coercion")
_STATUS = {"response.arrest": "detained", "response.charge": "charged", "response.verdict": "convicted"}


def find_participants(build: Build) -> Iterator[Participant]:
    """Yield the people and bodies of the group's lines, each in the role that the words give them."""
    reader, code = build.reader, build.group.type
    merged: dict[tuple[Role, str], list[tuple[Somebody, str]]] = {}
    for line, tell in lines_of(build):
        beside = [other for other in reader.tells if other.line is line]
        speaking = {speaker.span for speaker in reader.voices.speakers(line)}
        for person in reader.cast.people[line.number]:
            span = line.span(person.start, person.end)
            if span in speaking or (person.is_official and build.group.family not in _ON_PEOPLE):
                continue
            if tell.type in LEGAL and _is_nearer_to_another(person, tell, beside):
                continue
            told = replace_type(tell, code) if tell.is_general or tell.is_weak else tell
            role = role_of(person, told, beside, reader.cast.language)
            if role is None:
                continue
            entity = reader.entities.of_person(person)
            value = (entity.name if entity else None) or reader.report.text[span.start : span.end]
            claim = build.book.add(f"participant.{role}", value, span, build.voices[tell])
            merged.setdefault((role, entity.key if entity else _plain(person)), []).append((person, claim))
    yield from _authorities(build)
    for (role, _), found in merged.items():
        person = found[0][0]
        entity = reader.entities.of_person(person)
        yield Participant(
            role=role,
            name=entity.name if entity else None,
            description=None if entity else person.line.text[person.start : person.end],
            kind=EntityKind.PERSON,
            entity_key=entity.key if entity else None,
            facts=_facts([one for one, _ in found], _STATUS.get(code) if role is Role.PERPETRATOR else None),
            claim_ids=tuple(dict.fromkeys(claim for _, claim in found)),
        )


def _is_nearer_to_another(person: Somebody, tell: Tell, beside: Sequence[Tell]) -> bool:
    """Say whether another step of the law in the line stands nearer to a person ("A was charged after B's arrest")."""
    others = [
        other
        for other in beside
        if other.type in LEGAL
        and other.type != tell.type
        and not other.is_weak
        and not (other.start < person.end and person.start < other.end)
    ]
    return any(_distance(person, other) < _distance(person, tell) for other in others)


def _distance(person: Somebody, tell: Tell) -> int:
    return max(tell.start - person.end, person.start - tell.end, 0)


def _authorities(build: Build) -> Iterator[Participant]:
    """Yield the first body of each role that is told to have taken the step."""
    seen: set[Role] = set()
    for tell in build.group.tells:
        authority = find_authority(tell, build.reader.cast) if tell.family == "response" and not tell.is_weak else None
        if authority is None or authority.role in seen:
            continue
        seen.add(authority.role)
        span = tell.line.span(authority.start, authority.end)
        text = span.quote(build.reader.report.text)
        claim = build.book.add(f"participant.{authority.role}", text, span, build.voices[tell])
        yield Participant(role=authority.role, name=None, description=text, kind=EntityKind.ORGANISATION,
                          entity_key=None, facts=PersonFacts(), claim_ids=(claim,))  # fmt: skip


def _plain(person: Somebody) -> str:
    facts = person.facts
    return f"{facts.count_lo}/{facts.nationality}/{facts.age}"


def _facts(people: Sequence[Somebody], status: str | None) -> PersonFacts:
    facts = [person.facts for person in people]
    counted = max(facts, key=lambda one: one.count_lo or 0)
    return replace(
        counted,
        age=next((one.age for one in facts if one.age is not None), None),
        nationality=next((one.nationality for one in facts if one.nationality is not None), None),
        is_minor=any(one.is_minor for one in facts),
        legal_status=status,
    )
