"""Makes the entities of a report read without a parser: its cast and sponsors in, `LocalEntity`s out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from overt.base.spans import Span
from overt.extract.shallow.cast import Cast, person_key
from overt.extract.shallow.described import Somebody
from overt.extract.shallow.sponsors import Actor
from overt.types.account import EntityKind, LocalEntity, Mention, MentionForm
from overt.types.report import Report


@dataclass(slots=True, kw_only=True)
class _Draft:
    kind: EntityKind
    names: list[str] = field(default_factory=list)
    country: str | None = None
    known_id: str | None = None
    spans: set[Span] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityBook:
    """The entities of a report, found again by who or what was named."""

    entities: tuple[LocalEntity, ...]
    _by_key: Mapping[str, LocalEntity]

    def of_person(self, person: Somebody) -> LocalEntity | None:
        """Return the entity of a named person."""
        return self._by_key.get("person:" + person_key(person.name)) if person.name else None

    def of_actor(self, actor: Actor) -> LocalEntity | None:
        """Return the entity of a state or service."""
        return self._by_key.get(_actor_key(actor))


def build_entities(report: Report, cast: Cast, actors: Sequence[Actor]) -> EntityBook:
    """Return the named people, the known bodies and the states of a report, with all their mentions."""
    drafts: dict[str, _Draft] = {}
    for line in cast.lines:
        for person in cast.people[line.number]:
            if person.name is not None:
                draft = drafts.setdefault("person:" + person_key(person.name), _Draft(kind=EntityKind.PERSON))
                draft.names.append(person.name)
                draft.country = draft.country or person.facts.nationality
                draft.spans.add(line.span(person.start, person.end))
        for hit in cast.known[line.number]:
            row = hit.rows[0]
            if row.id is not None:
                draft = drafts.setdefault(
                    f"known:{row.id}", _Draft(kind=row.kind, country=row.country, known_id=row.id)
                )
                draft.names.append(row.name)
                draft.spans.add(line.span(hit.start, hit.end))
    for actor in actors:
        draft = drafts.setdefault(
            _actor_key(actor), _Draft(kind=actor.kind, country=actor.country, known_id=actor.known_id)
        )
        draft.names.append(actor.name)
        draft.spans.add(actor.line.span(actor.start, actor.end))
    ordered = sorted(drafts.items(), key=lambda item: min(item[1].spans))
    by_key = {key: _entity(f"e{n}", draft, report) for n, (key, draft) in enumerate(ordered, start=1)}
    return EntityBook(entities=tuple(by_key.values()), _by_key=by_key)


def _actor_key(actor: Actor) -> str:
    if actor.known_id is not None:
        return f"known:{actor.known_id}"
    return (
        f"state:{actor.country}"
        if actor.kind is EntityKind.STATE
        else f"service:{actor.country}:{actor.name[:6].casefold()}"
    )


def _entity(key: str, draft: _Draft, report: Report) -> LocalEntity:
    name = _best_name(draft.names)
    return LocalEntity(
        key=key,
        kind=draft.kind,
        name=name,
        aliases=tuple(dict.fromkeys(other for other in draft.names if other != name)),
        country=draft.country,
        mentions=tuple(
            Mention(span=span, quote=span.quote(report.text), form=MentionForm.NAME) for span in sorted(draft.spans)
        ),
        known_id=draft.known_id,
    )


def _best_name(names: Iterable[str]) -> str:
    """Return the fullest name; of its inflected forms the shortest, which in most languages is the base form."""
    return min(names, key=lambda name: (-len(name.split()), len(name), name))
