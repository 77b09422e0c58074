"""Joins the entities of all reports, conservatively: names as reports tell them -> forms -> one entity for each group.

A form is a name with all that tells it from its like. However many reports tell it, it is compared once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from overt.reconcile.matching.bodies import compare_bodies, has_numbers_apart, is_same_body
from overt.reconcile.matching.names import fold, name_words, sound
from overt.reconcile.matching.persons import Likeness, compare_persons
from overt.types.account import EntityKind, LocalEntity
from overt.types.incident import Entity, EntityMention, EntityPart, EntityRelation
from overt.types.linked import LinkedReading


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """An entity as one report names it. Two reports that name it alike in all of this have the same `id`."""

    id: str
    key: str  # LocalEntity.key
    known_id: str | None
    name: str  # "": known, and only described here
    description: str
    aliases: tuple[str, ...]
    kind: EntityKind
    country: str | None

    @property
    def is_person(self) -> bool:
        """Persons and bodies are never one."""
        return self.kind is EntityKind.PERSON


def form_of(entity: LocalEntity) -> Form | None:
    """Return the form of an entity's name; None if it is never named."""
    name = entity.name or ""
    if entity.known_id:
        found = f"known {entity.known_id}"
    elif not fold(name):
        return None
    else:
        also = () if entity.kind is EntityKind.PERSON else sorted(entity.aliases)
        found = "\n".join((entity.kind.value, name, entity.country or "", *also))
    return Form(
        id=found,
        key=entity.key,
        known_id=entity.known_id,
        name=name,
        description=_description(entity),
        aliases=tuple(sorted(entity.aliases)),
        kind=entity.kind,
        country=entity.country,
    )


def form_keys(form: Form) -> set[str]:
    """Return the keys of which two forms share one before they are compared."""
    if form.known_id:
        return set()
    if form.is_person:
        return {f"name person {sound(word)[:4]}" for word in name_words(form.name)[-2:]}
    words = [[w for w in fold(name).split() if len(w) > 2] for name in (form.name, *form.aliases)]
    marks = {w[:4] for row in words for w in row[:1]} | {"".join(w[0] for w in row) for row in words if len(row) > 2}
    return {f"name body {mark}" for mark in marks}


def may_be_one(a: Form, b: Form) -> bool:
    """Say whether two names alone may be one's; country, kind and the company they are in come later."""
    if a.is_person is not b.is_person:
        return False
    if a.is_person:
        return compare_persons(a.name, b.name) is Likeness.FULL
    return any(is_same_body(x, y) for x in (a.name, *a.aliases) for y in (b.name, *b.aliases))


def is_worth_asking(a: Form, b: Form) -> bool:
    """Say whether two names are near enough for a person to be asked, if what they are told of is near as well."""
    if a.is_person is not b.is_person:
        return False
    if a.is_person:
        return compare_persons(a.name, b.name) is Likeness.NEAR
    return compare_bodies(a.name, b.name) is Likeness.NEAR and not has_numbers_apart(a.name, b.name)


def group_forms(forms: Iterable[Form]) -> list[tuple[Form, ...]]:
    """Put each form into the first group with which it agrees; fullest names first, so that bare surnames come last.

    Forms of two calls never depend on each other unless they may be one, directly or through others.
    """
    ordered = sorted(forms, key=lambda f: (-len(name_words(f.name)), fold(f.name), f.id))
    groups: list[list[Form]] = []
    for form in ordered:
        fits = [] if form.known_id else [group for group in groups if _fits(form, group)]
        # A bare surname that fits two people is neither.
        if len(fits) == 1 or (fits and (not form.is_person or len(name_words(form.name)) > 1)):
            fits[0].append(form)
        else:
            groups.append([form])
    return [tuple(group) for group in groups]


def _fits(form: Form, group: Sequence[Form]) -> bool:
    countries = {one.country for one in group if one.country}
    if group[0].known_id or (form.country and countries and form.country not in countries):
        return False
    if form.is_person:
        return all(may_be_one(form, one) for one in group)
    if any(EntityKind.UNKNOWN not in {form.kind, one.kind} and form.kind is not one.kind for one in group):
        return False
    return any(may_be_one(form, one) for one in group)


def entity_id_of(founder: Form) -> str:
    """Return the id of an entity: that of the form that the ledger knew first, so that growth never changes it."""
    return _hash("known", founder.known_id) if founder.known_id else _hash("form", founder.id)


def _hash(*parts: str) -> str:
    return "ent_" + sha256("\0".join(parts).encode()).hexdigest()[:16]


def tally(form: Form) -> Counter[str]:
    """Return what one report adds to the tallies of a form."""
    rows = [f"kind {form.kind.value}", *(f"alias {alias}" for alias in form.aliases)]
    rows.append(f"name {form.name}" if form.name else f"description {form.description}")
    return Counter([*rows, *([f"country {form.country}"] if form.country else [])])


def head_of(found: str, tallies: Mapping[str, int]) -> Entity:
    """Return an entity without its mentions: its fullest name, and what most reports say of it."""
    rows: dict[str, dict[str, int]] = defaultdict(dict)
    for row, count in tallies.items():
        what, _, value = row.partition(" ")
        rows[what][value] = count
    names, kinds, countries = rows["name"] or rows["description"], rows["kind"], rows["country"]
    best = min(names, key=lambda n: (-len(fold(n).split()), -names[n], n))
    return Entity(
        id=found,
        kind=EntityKind(min(kinds, key=lambda kind: (kind == EntityKind.UNKNOWN.value, -kinds[kind], kind))),
        name=best,
        aliases=tuple(sorted((rows["alias"].keys() | rows["name"].keys()) - {best})),
        country=min(countries, key=lambda c: (-countries[c], c)) if countries else None,
        relations=(),
        mentions=(),
        is_named=bool(rows["name"]),
    )


def place_entities(report_id: str, forms: Sequence[Form], entity_of: Mapping[str, str]) -> dict[str, str]:
    """Return the entity of each named entity of a report, by key. `entity_of`: by the id of the form.

    What one report tells apart is two: the fuller name is the entity, the other one stands for itself.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for form in sorted(forms, key=lambda f: (-len(name_words(f.name)), fold(f.name), f.key)):
        entity = entity_of[form.id]
        if entity in taken and not form.known_id:
            entity = _hash("again", entity, report_id, form.key)
        taken.add(entity)
        found[form.key] = entity
    return found


def _description(entity: LocalEntity) -> str:
    quotes = [m.quote for m in sorted(entity.mentions, key=lambda m: (m.form.value, m.span))]
    return quotes[0] if quotes else entity.key


def local_id(report_id: str, key: str) -> str:
    """Return the id of an entity that is never named: no other report can mean it."""
    return _hash("unnamed", report_id, key)


def local_head(found: str, entity: LocalEntity) -> Entity:
    """Return the head of an entity that only one report knows."""
    return Entity(
        id=found,
        kind=entity.kind,
        name=entity.name or _description(entity),
        aliases=tuple(sorted(entity.aliases)),
        country=entity.country,
        relations=(),
        mentions=(),
        is_named=bool(entity.name),
    )


def parts_of(reading: LinkedReading, id_of: Mapping[str, str], own: Mapping[str, Entity]) -> tuple[EntityPart, ...]:
    """Return what a report tells of each of its entities. `id_of`: by LocalEntity.key; `own`: heads it alone knows."""
    mentions: dict[str, list[EntityMention]] = defaultdict(list)
    evidence: dict[tuple[str, str, str], list[EntityMention]] = defaultdict(list)
    report_id = reading.report.id
    for entity in reading.entities:
        mine = id_of[entity.key]
        mentions[mine] += [
            EntityMention(report_id=report_id, start=m.span.start, end=m.span.end, quote=m.quote)
            for m in sorted(entity.mentions, key=lambda m: m.span)
        ]
        for relation in entity.relations:
            to, span = id_of.get(relation.to), relation.span
            if to and to != mine:
                quote = EntityMention(report_id=report_id, start=span.start, end=span.end, quote=relation.quote)
                evidence[mine, relation.kind, to].append(quote)
    return tuple(
        EntityPart(
            entity_id=found,
            report_id=report_id,
            head=own.get(found),
            mentions=tuple(rows),
            relations=tuple(
                EntityRelation(kind=kind, to=to, evidence=_sorted(quotes))
                for (mine, kind, to), quotes in sorted(evidence.items())
                if mine == found
            ),
        )
        for found, rows in sorted(mentions.items())
    )


def _sorted(mentions: Iterable[EntityMention]) -> tuple[EntityMention, ...]:
    return tuple(sorted(set(mentions), key=lambda m: (m.report_id, m.start, m.end)))
