"""Joins the entities of all reports: LocalEntity of each reading -> Entity across reports, conservatively."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from overt.reconcile.matching.bodies import is_same_body
from overt.reconcile.matching.names import fold, name_words, sound
from overt.reconcile.matching.persons import Likeness, compare_persons
from overt.types.account import EntityKind, LocalEntity
from overt.types.incident import Entity, EntityMention, EntityRelation
from overt.types.linked import LinkedReading

Key = tuple[str, str]  # (report id, LocalEntity.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """All entities, and which one each local entity became."""

    entities: tuple[Entity, ...]
    by_id: Mapping[str, Entity]
    id_of: Mapping[Key, str]


def join_entities(readings: Sequence[LinkedReading]) -> Cast:
    """Join what is surely one: known to the alias table, or named alike, of one kind and no two countries."""
    locals_ = {(r.report.id, e.key): e for r in sorted(readings, key=lambda r: r.report.id) for e in r.entities}
    groups = _group(locals_)
    id_of: dict[Key, str] = {}
    taken: set[str] = set()
    for keys in groups:
        found = _entity_id([locals_[key] for key in keys], keys[0])
        if found in taken:
            found = _hash("again", found, *keys[0])
        taken.add(found)
        id_of.update(dict.fromkeys(keys, found))
    entities = [_entity(id_of[keys[0]], keys, locals_, id_of) for keys in groups]
    entities.sort(key=lambda e: e.id)
    return Cast(entities=tuple(entities), by_id={e.id: e for e in entities}, id_of=id_of)


def _group(locals_: Mapping[Key, LocalEntity]) -> list[tuple[Key, ...]]:
    blocks: dict[str, list[Key]] = defaultdict(list)
    groups: list[tuple[Key, ...]] = []
    for key, entity in sorted(locals_.items()):
        if entity.known_id:
            blocks[f"known {entity.known_id}"].append(key)
        elif entity.name is None or not fold(entity.name):
            groups.append((key,))
        elif entity.kind is EntityKind.PERSON:
            blocks["person"].append(key)
        else:
            blocks["body"].append(key)
    groups += [tuple(keys) for name, keys in blocks.items() if name.startswith("known ")]
    groups += _group_named(blocks["person"], locals_, is_person=True)
    groups += _group_named(blocks["body"], locals_, is_person=False)
    return sorted(groups)


def _group_named(keys: Sequence[Key], locals_: Mapping[Key, LocalEntity], *, is_person: bool) -> list[tuple[Key, ...]]:
    """Put each into the first group with which it agrees; fullest names first, so that a bare surname comes last."""
    ordered = sorted(keys, key=lambda k: (-len(name_words(locals_[k].name or "")), fold(locals_[k].name or ""), k))
    groups: list[list[Key]] = []
    index: dict[str, list[int]] = defaultdict(list)
    for key in ordered:
        entity = locals_[key]
        marks = _marks(entity, is_person=is_person)
        near = sorted({at for mark in marks for at in index[mark]})
        fits = [at for at in near if _fits(entity, [locals_[k] for k in groups[at]], is_person=is_person)]
        # A bare surname that fits two people is neither.
        is_clear = len(fits) == 1 or (fits and (not is_person or len(name_words(entity.name or "")) > 1))
        if is_clear and not any(k[0] == key[0] for k in groups[fits[0]]):
            groups[fits[0]].append(key)
            at = fits[0]
        else:
            groups.append([key])
            at = len(groups) - 1
        for mark in marks:
            if at not in index[mark]:
                index[mark].append(at)
    return [tuple(sorted(group)) for group in groups]


def _marks(entity: LocalEntity, *, is_person: bool) -> set[str]:
    if is_person:
        return {sound(word)[:4] for word in name_words(entity.name or "")[-2:]}
    names = [entity.name or "", *entity.aliases]
    words = [[w for w in fold(name).split() if len(w) > 2] for name in names]
    return {w[:4] for row in words for w in row[:1]} | {"".join(w[0] for w in row) for row in words if len(row) > 2}


def _fits(entity: LocalEntity, group: Sequence[LocalEntity], *, is_person: bool) -> bool:
    countries = {e.country for e in group if e.country}
    if entity.country and countries and entity.country not in countries:
        return False
    if is_person:
        return all(compare_persons(entity.name or "", e.name or "") >= Likeness.SURNAME for e in group)
    if any(EntityKind.UNKNOWN not in {entity.kind, e.kind} and entity.kind is not e.kind for e in group):
        return False
    names = (entity.name or "", *entity.aliases)
    return any(is_same_body(x, y) for e in group for x in names for y in (e.name or "", *e.aliases))


def _hash(*parts: str) -> str:
    return "ent_" + sha256("\0".join(parts).encode()).hexdigest()[:16]


def _entity_id(group: Sequence[LocalEntity], first: Key) -> str:
    known = next((e.known_id for e in group if e.known_id), None)
    if known:
        return _hash("known", known)
    names = sorted(fold(e.name) for e in group if e.name and fold(e.name))
    return _hash("named", names[0], _kind(group).value) if names else _hash("unnamed", *first)


def _kind(group: Iterable[LocalEntity]) -> EntityKind:
    counts = Counter(e.kind for e in group)
    return min(counts, key=lambda kind: (kind is EntityKind.UNKNOWN, -counts[kind], kind.value))


def _entity(found: str, keys: Sequence[Key], locals_: Mapping[Key, LocalEntity], id_of: Mapping[Key, str]) -> Entity:
    group = [locals_[key] for key in keys]
    names = Counter(e.name for e in group if e.name)
    best = min(names, key=lambda n: (-len(fold(n).split()), -names[n], n)) if names else None
    countries = Counter(e.country for e in group if e.country)
    return Entity(
        id=found,
        kind=_kind(group),
        name=best or _description(group[0]),
        aliases=tuple(sorted(({a for e in group for a in e.aliases} | set(names)) - {best})),
        country=min(countries, key=lambda c: (-countries[c], c)) if countries else None,
        relations=_relations(keys, locals_, id_of),
        mentions=tuple(
            EntityMention(report_id=key[0], start=m.span.start, end=m.span.end, quote=m.quote)
            for key in keys
            for m in sorted(locals_[key].mentions, key=lambda m: m.span)
        ),
        is_named=best is not None,
    )


def _description(entity: LocalEntity) -> str:
    quotes = [m.quote for m in sorted(entity.mentions, key=lambda m: (m.form.value, m.span))]
    return quotes[0] if quotes else entity.key


def _relations(
    keys: Sequence[Key], locals_: Mapping[Key, LocalEntity], id_of: Mapping[Key, str]
) -> tuple[EntityRelation, ...]:
    evidence: dict[tuple[str, str], list[EntityMention]] = defaultdict(list)
    for key in keys:
        for relation in locals_[key].relations:
            to = id_of.get((key[0], relation.to))
            if to and to != id_of[key]:
                span = relation.span
                mention = EntityMention(report_id=key[0], start=span.start, end=span.end, quote=relation.quote)
                evidence[relation.kind, to].append(mention)
    return tuple(
        EntityRelation(
            kind=kind, to=to, evidence=tuple(sorted(set(found), key=lambda m: (m.report_id, m.start, m.end)))
        )
        for (kind, to), found in sorted(evidence.items())
    )
