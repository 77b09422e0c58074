"""Who is said to be behind an incident: its tellings -> the actors on both sides (codebook §8.4)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from overt.base.knowledge import read_knowledge
from overt.reconcile.choosing.settle import Settled, settle, weigh_value
from overt.reconcile.matching.names import fold
from overt.reconcile.telling import Telling
from overt.types.account import Attribution, EntityKind
from overt.types.claim import Polarity
from overt.types.incident import Entity

LEVELS = (
    "none",
    "named_by_media",
    "suspected_by_officials",
    "officially_accused",
    "government_attribution",
    "court_found",
    "admitted",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Actor:
    name: str
    country: str | None
    did_it: bool  # executed it, rather than stood behind it


def settle_actors(tellings: Sequence[Telling]) -> Settled[_Actor]:
    """Return the actors on both sides; the stronger attribution stands for its side."""
    rows = []
    for telling in tellings:
        for a in telling.linked.account.attribution:
            entity = telling.entities.get(a.entity_key or "")
            if telling.affirms(*a.claim_ids):
                actor = _Actor(
                    name=entity.name if entity else a.actor,
                    country=entity.country if entity else None,
                    did_it=a.relation == "executed",
                )
                rows.append(weigh_value(telling, actor, actor.name, a.claim_ids, size=(-float(_level(a.level)), 0.0)))
    return settle(rows, _is_same_actor)


def _is_same_actor(a: _Actor, b: _Actor) -> bool:
    """A service and its state agree; who did it does not compete with who stood behind it."""
    if a.did_it != b.did_it or fold(a.name) == fold(b.name):
        return True
    return a.country is None or b.country is None or a.country == b.country


@cache
def _level(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else 0


def join_attribution(tellings: Sequence[Telling]) -> tuple[Attribution, ...]:
    """Return one attribution for each actor: the highest level, everyone who says it; `entity_key` is the Entity.id.

    The Kremlin, Moscow and Russia are one state here, "Russian services" and "спецслужбы РФ" one unnamed service of it.
    """
    groups: dict[str, list[tuple[Telling, Attribution]]] = defaultdict(list)
    denied = denied_actors(tellings)
    for telling in tellings:
        for a in telling.linked.account.attribution:
            groups[_actor_key(a, telling.entities.get(a.entity_key or ""))].append((telling, a))
    joined = [_joined(rows, denied) for _, rows in sorted(groups.items())]
    return tuple(sorted(joined, key=lambda a: (-_level(a.level), -len(a.claim_ids), a.actor)))


def _actor_key(attribution: Attribution, entity: Entity | None) -> str:
    state = _state_of(entity.name if entity else attribution.actor)
    if entity is not None and entity.kind is EntityKind.STATE:
        state = entity.country or state
    if state is not None and (entity is None or entity.kind is EntityKind.STATE):
        return f"state of {state}"
    if entity is None:
        return fold(attribution.actor)
    if entity.country and entity.kind is EntityKind.SERVICE and not _is_named(entity):
        return f"services of {entity.country}"
    return entity.id


def _state_of(name: str) -> str | None:
    """Return the country that a name alone stands for: its own, or its seat of government."""
    nations = read_knowledge("nationalities.yaml")
    code = nations["countries"].get(name) or nations["capitals"].get(name)
    return code if isinstance(code, str) else None


def _is_named(entity: Entity) -> bool:
    """Say whether a service has a name of its own: one that is known, or more capitals than its country's."""
    known = _known_services()
    if any(fold(name) in known for name in (entity.name, *entity.aliases)):
        return True
    return sum(word[0].isupper() for word in entity.name.split()) > 1


@cache
def _known_services() -> frozenset[str]:
    rows = (row for row in read_knowledge("services.yaml") if row["kind"] == "service")
    return frozenset(fold(name) for row in rows for name in (row["name"], *row.get("names", ())))


def _shown_first(row: tuple[Telling, Attribution]) -> tuple[bool, bool, int, str]:
    """The country's own name stands for a state, a name in Latin letters for what is told in several scripts."""
    telling, a = row
    entity = telling.entities.get(a.entity_key or "")
    name = entity.name if entity else a.actor
    is_country = name in read_knowledge("nationalities.yaml")["countries"]
    return not is_country, not name.isascii(), -len(a.claim_ids), name


def denied_actors(tellings: Sequence[Telling]) -> frozenset[str]:
    """Return the actors that are denied to stand behind it, by name and by country, in whichever report."""
    said = [
        (telling, claim.value)
        for telling in tellings
        for claim in telling.linked.account.claims
        if claim.field.startswith("attribution") and claim.voice.polarity is Polarity.DENIED
    ]
    names = {fold(value) for _, value in said}
    return frozenset(names | {code for telling, value in said if (code := country_of_actor(value, telling))})


def country_of_actor(name: str, telling: Telling) -> str | None:
    """Return the country of a state, its seat or its service, as a report or the lists of knowledge have it."""
    known = next(
        (one.country for one in telling.entities.values() if one.country and fold(one.name) == fold(name)), None
    )
    return known or _state_of(name) or _countries_of_bodies().get(fold(name)) or _country_in(name)


@cache
def _countries_of_bodies() -> dict[str, str]:
    rows = [row for row in read_knowledge("services.yaml") if row.get("country")]
    return {fold(name): row["country"] for row in rows for name in (row["name"], *row.get("names", ()))}


def _country_in(name: str) -> str | None:
    """Return the country of "the Russian embassy"."""
    nations = read_knowledge("nationalities.yaml")
    table = {**nations["countries"], **nations["demonyms"]}
    found = {code for word in name.split() if isinstance(code := table.get(word), str)}
    return found.pop() if len(found) == 1 else None


def _joined(rows: Sequence[tuple[Telling, Attribution]], denied_by: frozenset[str]) -> Attribution:
    telling, first = min(rows, key=_shown_first)
    entity = telling.entities.get(first.entity_key or "")
    relations = Counter(a.relation for _, a in rows)
    countries = {entity.country} if entity else set()
    countries |= {country_of_actor(a.actor, t) for t, a in rows}
    denied = bool({fold(a.actor) for _, a in rows} & denied_by or countries & denied_by)
    return Attribution(
        actor=entity.name if entity else first.actor,
        entity_key=entity.id if entity else None,
        relation=min(relations, key=lambda r: (r == "unspecified", -relations[r], r)),
        level=max((a.level for _, a in rows), key=_level),
        by=tuple(sorted({name for _, a in rows for name in a.by})),
        contested=denied or any(a.contested for _, a in rows),
        claim_ids=tuple(sorted({key for _, a in rows for key in a.claim_ids})),
    )
