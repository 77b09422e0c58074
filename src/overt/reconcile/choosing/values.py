"""Chooses the values of an incident: its tellings -> time, places, numbers, attribution, with what is disputed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from overt.base.knowledge import read_knowledge
from overt.reconcile.choosing.blame import country_of_actor, join_attribution, settle_actors
from overt.reconcile.choosing.numbers import chosen_numbers, numbers_of, settle_number
from overt.reconcile.choosing.setting import chosen_places, chosen_time, settle_places, settle_time
from overt.reconcile.choosing.settle import Candidate, Settled, settle, weigh_value
from overt.reconcile.telling import Telling
from overt.types.account import Account, Attribution, Granularity, Quantity, Stage
from overt.types.claim import Polarity
from overt.types.incident import Dispute, DisputedValue, IncidentTime
from overt.types.linked import Place

V = TypeVar("V")


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
    """Choose by rule: best graded, more origins, more precise, lower for casualties (C6); denials do not compete."""
    accounts = [telling.linked.account for telling in tellings]
    code, others = _choose_type(tellings)
    time, places = settle_time(tellings), settle_places(tellings)
    numbers = {key: settle_number(rows) for key, rows in numbers_of(tellings).items()}
    actors = settle_actors(tellings)
    disputes = [time.dispute("time"), places.dispute("place") if _is_at_one_place(code, accounts) else None]
    disputes += [found.dispute(f"quantities.{key[0]}") for key, found in numbers.items()]
    disputes += [actors.dispute("attribution"), _settle_means(tellings).dispute("means"), *_ages(tellings)]
    named: list[tuple[str, Settled[Any]]] = [
        ("time", time),
        ("place", places),
        *(("numbers", n) for n in numbers.values()),
        ("attribution", actors),
    ]
    return Values(
        type=code,
        type_alternatives=others,
        stage=_vote(tellings, [a.stage for a in accounts], order=_STAGE_ORDER),
        granularity=_vote(tellings, [a.granularity for a in accounts], order=tuple(Granularity)),
        time=chosen_time(time),
        places=chosen_places(tellings, places),
        quantities=tuple(q for found in numbers.values() for q in chosen_numbers(found)),
        attribution=join_attribution(tellings),
        means=_union(a.means for a in accounts),
        target_sector=_union(a.target_sector for a in accounts),
        target_object=_choose_object(tellings),
        flags=tuple(sorted({flag for a in accounts for flag in a.flags})),
        disputed=tuple([found for found in disputes if found] + _denials(tellings)),
        settled=tuple(_sides(name, found) for name, found in named if found.kept),
    )


def _is_at_one_place(code: str, accounts: Sequence[Account]) -> bool:
    """Say whether two towns are a dispute: for what was done at one place, and not for what was only planned."""
    is_done = all(account.stage not in {Stage.FOILED, Stage.PLANNED, Stage.ORDERED} for account in accounts)
    return is_done and code.startswith(tuple(read_knowledge("matching.yaml")["at_one_place"]))


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
    """The value that most reports give, then most origins; ties go to the first in order, the last only wins alone.

    Reports that copy each other word for word were put aside before; those that share an origin were still written
    one by one, and that most of them call it so says more than one that differs.
    """
    reports: dict[V, set[str]] = defaultdict(set)
    origins: dict[V, set[str]] = defaultdict(set)
    for telling, value in zip(tellings, values, strict=True):
        reports[value].add(telling.report.id)
        origins[value].add(telling.origin)
    return min(reports, key=lambda v: (v == order[-1], -len(reports[v]), -len(origins[v]), order.index(v)))


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


def _settle_means(tellings: Sequence[Telling]) -> Settled[str]:
    """Only for harm to persons: elsewhere several means stand beside each other."""
    rows = [
        weigh_value(
            telling,
            means,
            means,
            tuple(c.id for c in telling.linked.account.claims if c.field == "means" and c.value == means),
        )
        for telling in tellings
        if telling.linked.account.type.startswith("violence.")
        for means in telling.linked.account.means
    ]
    return settle([row for row in rows if row.claim_ids], lambda a, b: a == b or {a, b} == {"explosive", "incendiary"})


def _choose_object(tellings: Sequence[Telling]) -> str | None:
    counts = Counter(t.linked.account.target_object for t in tellings if t.linked.account.target_object)
    return min(counts, key=lambda o: (o.islower(), -counts[o], len(o), o)) if counts else None


def _ages(tellings: Sequence[Telling]) -> list[Dispute | None]:
    """Ages of one named person, or of the only one in a role whose age every report gives."""
    rows: dict[tuple[str, str], list[Candidate[_Age]]] = defaultdict(list)
    for telling in tellings:
        aged = [p for p in telling.linked.account.participants if p.facts.age and telling.affirms(*p.claim_ids)]
        for p in aged:
            entity = telling.entities.get(p.entity_key or "")
            is_only = sum(other.role is p.role for other in aged) == 1
            age = _Age(years=p.facts.age or 0, told=_day_of(telling))
            weighed = weigh_value(telling, age, str(p.facts.age), p.claim_ids)
            if entity and entity.is_named:
                rows[p.role.value, entity.id].append(weighed)
            if is_only:
                rows[p.role.value, ""].append(weighed)
    counts = Counter(role for role, who in rows if who)
    known = {key: found for key, found in rows.items() if key[1] or counts[key[0]] <= 1}
    disputes = {
        (role, found.values): found
        for (role, _), rows_of in sorted(known.items())
        for found in [settle(rows_of, _is_same_age).dispute(f"participant.{role}.age")]
        if found
    }
    return list({found.field: found for found in disputes.values()}.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Age:
    years: int
    told: date | None


def _day_of(telling: Telling) -> date | None:
    published = telling.report.published
    return published.interval.hi if published else None


def _is_same_age(a: _Age, b: _Age) -> bool:
    """A birthday may lie between two reports, unless they came out at the same time."""
    is_news = a.told is not None and b.told is not None and abs(a.told - b.told) <= timedelta(days=31)
    return abs(a.years - b.years) <= (0 if is_news else 1)


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
                sides[is_denied, claim.value].add(claim.id)
        # The denial stands against what most claims say, not against every wording of it.
        affirmed = sorted((key for key in sides if not key[0]), key=lambda key: (-len(sides[key]), key))[:1]
        said = {value for is_denied, value in sides if not is_denied}
        denied = sorted(key for key in sides if key[0] and _is_against(field, key[1], said, tellings))
        if not denied:
            continue
        values = tuple(
            DisputedValue(
                value=f"denied: {value}" if is_denied else value, claim_ids=tuple(sorted(sides[is_denied, value]))
            )
            for is_denied, value in affirmed + denied
        )
        disputes.append(Dispute(field=field, values=values, rule="denied"))
    return disputes


def _is_against(field: str, denied: str, said: set[str], tellings: Sequence[Telling]) -> bool:
    """Say whether a denial is of what somebody says.

    "It was no vandalism but an operation", where nobody calls it vandalism, disputes no type; what Iran denies is not
    what Russia is accused of.
    """
    if field == "type":
        return denied in said
    if not field.startswith("attribution") or not said:
        return True
    countries = [country_of_actor(denied, telling) for telling in tellings]
    known = next((code for code in countries if code), None)
    others = {country_of_actor(value, telling) for value in said for telling in tellings} - {None}
    return known is None or not others or known in others
