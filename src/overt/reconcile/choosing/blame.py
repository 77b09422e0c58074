"""Who is said to be behind an incident: its tellings -> the actors on both sides (codebook §8.4)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from overt.reconcile.choosing.settle import Settled, settle, weigh_value
from overt.reconcile.matching.names import fold
from overt.reconcile.telling import Telling
from overt.types.account import Attribution
from overt.types.claim import Polarity

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
    """Return one attribution for each actor: the highest level, everyone who says it; `entity_key` is the Entity.id."""
    groups: dict[str, list[tuple[Telling, Attribution]]] = defaultdict(list)
    for telling in tellings:
        for a in telling.linked.account.attribution:
            entity = telling.entities.get(a.entity_key or "")
            groups[entity.id if entity else fold(a.actor)].append((telling, a))
    joined = [_joined(rows) for _, rows in sorted(groups.items())]
    return tuple(sorted(joined, key=lambda a: (-_level(a.level), -len(a.claim_ids), a.actor)))


def _joined(rows: Sequence[tuple[Telling, Attribution]]) -> Attribution:
    telling, first = rows[0]
    entity = telling.entities.get(first.entity_key or "")
    relations = Counter(a.relation for _, a in rows)
    denied = any(
        c.voice.polarity is Polarity.DENIED and c.field.startswith("attribution")
        for t, _ in rows
        for c in t.linked.account.claims
    )
    return Attribution(
        actor=entity.name if entity else first.actor,
        entity_key=entity.id if entity else None,
        relation=min(relations, key=lambda r: (r == "unspecified", -relations[r], r)),
        level=max((a.level for _, a in rows), key=_level),
        by=tuple(sorted({name for _, a in rows for name in a.by})),
        contested=denied or any(a.contested for _, a in rows),
        claim_ids=tuple(sorted({key for _, a in rows for key in a.claim_ids})),
    )
