"""Chooses the values of an incident: its tellings -> time, places, numbers, attribution, with what is disputed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any, TypeVar

from overt.base.knowledge import read_knowledge
from overt.reconcile.names import fold
from overt.reconcile.settle import Candidate, Settled, settle
from overt.reconcile.telling import Telling
from overt.types.account import Attribution, Granularity, Quantity, Stage
from overt.types.claim import Certainty, Polarity
from overt.types.incident import Dispute, DisputedValue, IncidentTime
from overt.types.linked import EventTime, Place

V = TypeVar("V")
_CASUALTIES = frozenset({"killed", "injured", "wounded", "dead", "abducted"})
_FINE = frozenset({"G1", "G2", "G3"})
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
class Values:
    """The chosen values of an incident; `settled` keeps the sides of each proposition for its grade."""

    type: str
    type_alternatives: tuple[str, ...]
    stage: Stage
    granularity: Granularity
    time: IncidentTime | None
    places: tuple[Place, ...]
    quantities: tuple[Quantity, ...]
    attribution: tuple[Attribution, ...]
    means: tuple[str, ...]
    target_sector: tuple[str, ...]
    target_object: str | None
    flags: tuple[str, ...]
    disputed: tuple[Dispute, ...]
    settled: tuple[
        tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]], ...
    ]  # proposition, chosen claims, rival claims


def choose_values(tellings: Sequence[Telling]) -> Values:
    """Choose by rule: best graded, then more origins, then more precise, lower for casualties (C6). Only affirmed claims compete."""
    accounts = [telling.linked.account for telling in tellings]
    code, others = _choose_type(tellings)
    time, places = _settle_time(tellings), _settle_places(tellings)
    numbers = {key: _settle_number(rows) for key, rows in _numbers(tellings).items()}
    actors = _settle_actors(tellings)
    disputes = [time.dispute("time"), places.dispute("place")]
    disputes += [found.dispute(f"quantities.{key[0]}") for key, found in numbers.items()]
    disputes += [actors.dispute("attribution"), _settle_means(tellings).dispute("means"), *_ages(tellings)]
    named = [("time", time), ("place", places), *(("numbers", n) for n in numbers.values()), ("attribution", actors)]
    return Values(
        type=code, type_alternatives=others,
        stage=_vote(tellings, [a.stage for a in accounts], order=_STAGE_ORDER),
        granularity=_vote(tellings, [a.granularity for a in accounts], order=tuple(Granularity)),
        time=_chosen_time(time),
        places=_chosen_places(tellings, places),
        quantities=tuple(q for found in numbers.values() for q in _chosen_numbers(found)),
        attribution=_join_attribution(tellings),
        means=_union(a.means for a in accounts),
        target_sector=_union(a.target_sector for a in accounts),
        target_object=_choose_object(tellings),
        flags=tuple(sorted({flag for a in accounts for flag in a.flags})),
        disputed=tuple([found for found in disputes if found] + _denials(tellings)),
        settled=tuple(_sides(name, found) for name, found in named if found.kept),
    )  # fmt: skip


def _sides(name: str, found: Settled[Any]) -> tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]]:
    chosen = tuple(sorted({key for side in found.kept for key in side.claim_ids}))
    return name, chosen, tuple(side.claim_ids for side in found.rivals)


_STAGE_ORDER = (
    Stage.OCCURRED,
    Stage.ATTEMPTED,
    Stage.FOILED,
    Stage.ONGOING,
    Stage.PLANNED,
    Stage.ORDERED,
    Stage.THREATENED,
    Stage.UNKNOWN,
)


def _vote(tellings: Sequence[Telling], values: Sequence[V], order: Sequence[V]) -> V:
    """The value that most origin groups give; ties go to the first in order, and what is last in order only wins alone."""
    origins: dict[V, set[str]] = defaultdict(set)
    for telling, value in zip(tellings, values, strict=True):
        origins[value].add(telling.origin)
    return min(origins, key=lambda v: (v == order[-1], -len(origins[v]), order.index(v)))


def _choose_type(tellings: Sequence[Telling]) -> tuple[str, tuple[str, ...]]:
    codes = [telling.linked.account.type for telling in tellings]
    known = set(codes)
    gravest = [code for code in read_knowledge("matching.yaml")["gravest_first"] if code in known]
    order = [*gravest, *sorted(known - set(gravest)), ""]
    chosen = _vote(tellings, codes, order)
    said = {code for telling in tellings for code in telling.linked.account.type_alternatives}
    return chosen, tuple(sorted((said | known) - {chosen}))


def _union(rows: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    counts = Counter(value for row in rows for value in dict.fromkeys(row))
    return tuple(sorted(counts, key=lambda v: (-counts[v], v)))


def _candidate(
    telling: Telling, value: V, label: str, claim_ids: tuple[str, ...], width: float = 0.0, low: float = 0.0
) -> Candidate[V]:  # noqa: PLR0913
    claims = telling.claims
    firm = any(claims[key].voice.certainty is Certainty.FIRM for key in claim_ids if key in claims)
    return Candidate(
        value=value, label=label, claim_ids=claim_ids, report_id=telling.report.id, origin=telling.origin,
        is_firm=firm, width=width, low=low,
    )  # fmt: skip


# ---- time


def _settle_time(tellings: Sequence[Telling]) -> Settled[EventTime]:
    rows = []
    for telling in tellings:
        time = telling.linked.time
        if time and telling.affirms(time.claim_id):
            width = (time.interval.hi - time.interval.lo).days if time.interval.lo and time.interval.hi else 1e6
            rows.append(_candidate(telling, time, time.interval.edtf, (time.claim_id,), width=float(width)))
    return settle(rows, _is_same_time)


def _is_same_time(a: EventTime, b: EventTime) -> bool:
    one, other, day = a.interval, b.interval, timedelta(days=1)
    is_before = one.hi is not None and other.lo is not None and other.lo - one.hi > day
    is_after = one.lo is not None and other.hi is not None and one.lo - other.hi > day
    return not (is_before or is_after)


def _chosen_time(found: Settled[EventTime]) -> IncidentTime | None:
    if not found.kept:
        return None
    side = found.kept[0]
    return IncidentTime(interval=side.best.value.interval, basis=side.best.value.basis, claim_ids=side.claim_ids)


# ---- places


def _settle_places(tellings: Sequence[Telling]) -> Settled[Place]:
    rows = [
        _candidate(telling, place, place.name, (place.claim_id,), width=float(place.precision[1:]))
        for telling in tellings for place in telling.linked.places
        if place.role == "event_site" and place.precision in _FINE and telling.affirms(place.claim_id)
    ]  # fmt: skip
    return settle(rows, is_same_place)


def is_same_place(a: Place, b: Place) -> bool:
    """Say whether two places may be one: same id or name, near each other, or one a part of the other's region."""
    if a.gazetteer_id and a.gazetteer_id == b.gazetteer_id:
        return True
    if a.country and b.country and a.country != b.country:
        return False
    names = [{fold(p.name), fold(p.name_as_written)} for p in (a, b)]
    if names[0] & names[1]:
        return True
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return "G1" in {a.precision, b.precision}
    # A tenth of a degree is about 11 km north to south; a district or site may lie that far from its town's centre.
    reach = {"G1": 0.25, "G2": 0.1, "G3": 0.4}
    return max(abs(a.lat - b.lat), abs(a.lon - b.lon) / 2) <= max(reach.get(p.precision, 0.1) for p in (a, b))


def _chosen_places(tellings: Sequence[Telling], found: Settled[Place]) -> tuple[Place, ...]:
    kept = [side.best.value for side in found.kept]
    others = [p for t in tellings for p in t.linked.places if not (p.role == "event_site" and p.precision in _FINE)]
    finer = {(p.role, p.country) for p in [*kept, *others] if p.precision in _FINE | {"G4"}}
    for place in sorted(others, key=lambda p: (p.role, p.precision, p.name, p.claim_id)):
        is_wider = place.precision == "G5" and (place.role, place.country) in finer
        if not is_wider and not any(p.role == place.role and is_same_place(p, place) for p in kept):
            kept.append(place)
    return tuple(kept)


# ---- numbers


def _numbers(tellings: Sequence[Telling]) -> dict[tuple[str, str], list[Candidate[Quantity]]]:
    rows: dict[tuple[str, str], list[Candidate[Quantity]]] = defaultdict(list)
    for telling in tellings:
        for q in telling.linked.account.quantities:
            if telling.affirms(*q.claim_ids):
                width = (q.hi - q.lo) if q.lo is not None and q.hi is not None else 1e9
                low = (q.lo or 0.0) if q.what in _CASUALTIES else 0.0
                rows[q.what, q.unit].append(_candidate(telling, q, _number_label(q), q.claim_ids, width=width, low=low))
    return dict(sorted(rows.items()))


def _number_label(q: Quantity) -> str:
    if q.lo is not None and q.lo == q.hi:
        return f"{q.lo:g}"
    return q.text


def _settle_number(rows: Sequence[Candidate[Quantity]]) -> Settled[Quantity]:
    return settle(rows, is_same_number)


def is_same_number(a: Quantity, b: Quantity) -> bool:
    """Say whether two numbers agree: ranges overlap, vague ones with a tenth to spare."""
    slack = 0.1 if a.vague or b.vague else 0.0
    lo_a, lo_b = (q.lo if q.lo is not None else 0.0 for q in (a, b))
    hi_a, hi_b = (q.hi if q.hi is not None else float("inf") for q in (a, b))
    return lo_a * (1 - slack) <= hi_b * (1 + slack) and lo_b * (1 - slack) <= hi_a * (1 + slack)


def _chosen_numbers(found: Settled[Quantity]) -> list[Quantity]:
    return [replace(side.best.value, claim_ids=side.claim_ids) for side in found.kept]


# ---- attribution


@dataclass(frozen=True, slots=True, kw_only=True)
class _Actor:
    name: str
    country: str | None
    did_it: bool  # executed it, rather than stood behind it


def _settle_actors(tellings: Sequence[Telling]) -> Settled[_Actor]:
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
                rows.append(_candidate(telling, actor, actor.name, a.claim_ids, width=-float(_level(a.level))))
    return settle(rows, _is_same_actor)


def _is_same_actor(a: _Actor, b: _Actor) -> bool:
    """A service and its state agree; who did it does not compete with who stood behind it."""
    if a.did_it != b.did_it or fold(a.name) == fold(b.name):
        return True
    return a.country is None or b.country is None or a.country == b.country


@cache
def _level(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else 0


def _join_attribution(tellings: Sequence[Telling]) -> tuple[Attribution, ...]:
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


# ---- means, object, ages, denials


def _settle_means(tellings: Sequence[Telling]) -> Settled[str]:
    """Only for harm to persons: elsewhere several means stand beside each other."""
    rows = [
        _candidate(telling, means, means, tuple(c.id for c in telling.linked.account.claims if c.field == "means" and c.value == means))
        for telling in tellings if telling.linked.account.type.startswith("violence.")
        for means in telling.linked.account.means
    ]  # fmt: skip
    return settle([row for row in rows if row.claim_ids], lambda a, b: a == b or {a, b} == {"explosive", "incendiary"})


def _choose_object(tellings: Sequence[Telling]) -> str | None:
    counts = Counter(t.linked.account.target_object for t in tellings if t.linked.account.target_object)
    return min(counts, key=lambda o: (o.islower(), -counts[o], len(o), o)) if counts else None


def _ages(tellings: Sequence[Telling]) -> list[Dispute | None]:
    rows: dict[tuple[str, str], list[Candidate[int]]] = defaultdict(list)
    for telling in tellings:
        for p in telling.linked.account.participants:
            entity = telling.entities.get(p.entity_key or "")
            if p.facts.age is not None and entity and entity.is_named and telling.affirms(*p.claim_ids):
                rows[p.role.value, entity.id].append(_candidate(telling, p.facts.age, str(p.facts.age), p.claim_ids))
    # A birthday may lie between two reports.
    return [
        settle(found, lambda a, b: abs(a - b) <= 1).dispute(f"participant.{key[0]}.age")
        for key, found in sorted(rows.items())
    ]


_DENIABLE = ("type", "attribution", "stage", "quantity", "participant", "target_object", "means")


def _denials(tellings: Sequence[Telling]) -> list[Dispute]:
    """Fields that somebody denies: what is affirmed first, then the denial."""
    claims = [claim for telling in tellings for claim in telling.linked.account.claims]
    disputes = []
    for field in sorted(
        {c.field for c in claims if c.voice.polarity is Polarity.DENIED and c.field.startswith(_DENIABLE)}
    ):
        sides: dict[tuple[bool, str], set[str]] = defaultdict(set)
        for claim in claims:
            if claim.field == field and claim.voice.polarity is not Polarity.NEITHER:
                is_denied = claim.voice.polarity is Polarity.DENIED
                sides[is_denied, f"denied: {claim.value}" if is_denied else claim.value].add(claim.id)
        values = tuple(DisputedValue(value=key[1], claim_ids=tuple(sorted(sides[key]))) for key in sorted(sides))
        disputes.append(Dispute(field=field, values=values, rule="denied"))
    return disputes
