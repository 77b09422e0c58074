"""Groups the touched accounts anew: ties -> clusters, each with the id of the incident that it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from overt.reconcile.decided.binding import Binding, ids_of
from overt.reconcile.growing.copying import Moved
from overt.reconcile.growing.desk import Desk
from overt.reconcile.matching.clusters import group_judged
from overt.reconcile.matching.facts import Facts
from overt.reconcile.matching.judge import Answer, Judgement
from overt.reconcile.titles import encode_id
from overt.types.kept import CardKind, Seat, Tie, TieKind

_JUDGED = {TieKind.MERGE: Answer.MERGE, TieKind.PROPOSE: Answer.PROPOSE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrouped:
    """Clusters by the id of their incident; accounts whose incident is another now, and incidents that lost one."""

    clusters: Mapping[str, tuple[str, ...]]
    moved: frozenset[str]
    left: frozenset[str]
    refused: frozenset[str]  # accounts of which a refused join is new or gone


def take_seats(desk: Desk, moved: Moved, arrival: int) -> None:
    """Seat the accounts that came; one that was read under another id before keeps the seat it had."""
    come = {card.id: card for card in moved.come}
    desk.seats_at(key for card in moved.come for key in card.claims)
    for seat in desk.seats_of(card.id for card in (*moved.gone, *moved.come)):
        desk.seats[seat.account_id] = replace(seat, incident_id=None)
    for card in come.values():
        old = {seat.account_id: seat for seat in desk.seats_of([card.id])}
        free = {key: seat.claims for key, seat in old.items() if key not in card.claims}
        for key, claims in sorted(card.claims.items()):
            if key in old:
                desk.seats[key] = replace(old[key], incident_id=None, claims=claims)
                continue
            heir = max(free, key=partial(_shared, free, claims), default=None)
            if heir is not None and free.pop(heir) & claims:
                again = f"{heir}\0{old[heir].origin}"
                desk.seats[key] = replace(old[heir], account_id=key, claims=claims, incident_id=None)
                desk.seats[heir] = replace(desk.seats[heir], arrival=arrival, origin=again, name=encode_id(again))
            else:
                desk.seats[key] = Seat(
                    account_id=key,
                    report_id=card.id,
                    arrival=arrival,
                    origin=key,
                    name=encode_id(key),
                    incident_id=None,
                    claims=claims,
                )


def _shared(free: Mapping[str, frozenset[str]], claims: frozenset[str], key: str) -> tuple[int, str]:
    return len(free[key] & claims), key


def regroup(desk: Desk, touched: Iterable[str], binding: Binding) -> Regrouped:
    """Group all accounts that hang together with the touched ones; what no tie connects with them stays as it is."""
    touched = set(touched)
    touched |= _left_behind(desk, touched)
    facts, ties = _hanging_together(desk, touched, binding)
    judged = {pair: _judgement(tie) for pair, tie in ties.items() if tie.kind in _JUDGED}
    grouping = group_judged(facts, judged, binding)
    open_pairs = [row for row in grouping.proposals if "; ".join(_reasons(ties, row)) != row[2]]
    refused = _tie_by_case(desk, facts, TieKind.REFUSED, open_pairs)
    _tie_by_case(desk, facts, TieKind.CASE, grouping.joined)
    before = desk.seats_at({*touched, *facts})
    former = {key: (desk.former_seat(key) or seat).incident_id for key, seat in before.items()}
    clusters: dict[str, tuple[str, ...]] = {}
    moved = set()
    names = _name(grouping.clusters, before, binding)
    for name, keys in zip(names, grouping.clusters, strict=True):
        clusters[name] = keys
        for key in keys:
            if former[key] != name:
                moved.add(key)
            desk.seats[key] = replace(before[key], incident_id=name)
    gone = touched - facts.keys()
    left = {former[key] for key in (*moved, *gone) if key in former}
    return Regrouped(
        clusters=clusters,
        moved=frozenset(moved | gone),
        left=frozenset(key for key in left if key is not None),
        refused=refused,
    )


def _left_behind(desk: Desk, touched: set[str]) -> set[str]:
    """Return the accounts whose incident lost one: what alone held them together, a decision perhaps, went with it."""
    lost = touched - desk.get(CardKind.FACTS, touched).keys()
    seats = [seat for key in lost if (seat := desk.former_seat(key)) is not None]
    former = desk.memory.incidents({seat.incident_id for seat in seats if seat.incident_id})
    return {key for incident in former.values() for key in incident.account_ids}


def _name(clusters: Sequence[tuple[str, ...]], seats: Mapping[str, Seat], binding: Binding) -> list[str]:
    """Return the id of each cluster: the one that a decision gave it, else that of its first seat still free."""
    decided = ids_of(clusters, binding)
    taken = set(decided.values())
    names = []
    for at, keys in enumerate(clusters):
        ordered = sorted((seats[key] for key in keys), key=lambda seat: (seat.arrival, seat.origin))
        own = next((seat.name for seat in ordered if seat.name not in taken), None)
        name = decided.get(at) or own or encode_id(f"{ordered[0].origin}\0apart")
        names.append(name)
        taken.add(name)
    return names


def _hanging_together(
    desk: Desk, touched: set[str], binding: Binding
) -> tuple[dict[str, Facts], dict[tuple[str, str], Tie]]:
    """Follow merges, and the steps of one case, from account to account."""
    facts: dict[str, Facts] = {}
    ties: dict[tuple[str, str], Tie] = {}
    ahead = touched
    while ahead:
        found = desk.get(CardKind.FACTS, ahead)
        facts |= found
        ends = set()
        for tie in desk.ties(sorted(found), (TieKind.MERGE, TieKind.PROPOSE, TieKind.STEP)):
            if tie.kind is not TieKind.STEP:
                ties[tie.a, tie.b] = tie
            if tie.kind is not TieKind.PROPOSE:
                ends |= {tie.a, tie.b}
        ends |= {key for one in found for key in binding.neighbours(one)}
        ahead = ends - facts.keys()
    return facts, {pair: tie for pair, tie in ties.items() if pair[0] in facts and pair[1] in facts}


def _judgement(tie: Tie) -> Judgement:
    return Judgement(answer=_JUDGED[tie.kind], strength=tie.strength, reasons=tie.reasons)


def _reasons(ties: Mapping[tuple[str, str], Tie], row: tuple[str, str, str]) -> tuple[str, ...]:
    tie = ties.get((row[0], row[1]))
    return tie.reasons if tie else ()


def _tie_by_case(
    desk: Desk, facts: Mapping[str, Facts], kind: TieKind, rows: Iterable[tuple[str, str, str]]
) -> frozenset[str]:
    """Keep what a case's other incidents spoke for, whether the two did join or not; return whom that changes."""
    old = {(tie.a, tie.b): tie for tie in desk.ties(sorted(facts), (kind,))}
    new = {(a, b): Tie(kind=kind, a=a, b=b, reasons=tuple(reason.split("; "))) for a, b, reason in rows}
    changed = [pair for pair in {**old, **new} if old.get(pair) != new.get(pair)]
    for pair in changed:
        if pair in old:
            desk.untie(old[pair])
        if pair in new:
            desk.tie(new[pair])
    return frozenset(end for pair in changed for end in pair)
