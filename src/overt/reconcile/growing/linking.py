"""Links incidents: ties between their accounts -> legal_stage_of, response_to, led_to, possibly_same, ..."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from overt.reconcile.decided.binding import Binding
from overt.reconcile.growing.desk import Desk
from overt.types.incident import Link
from overt.types.kept import Tie, TieKind

_LINKING = (TieKind.LINK, TieKind.MERGE, TieKind.PROPOSE, TieKind.REFUSED)


def linked_accounts(desk: Desk, account_ids: Iterable[str]) -> set[str]:
    """Return the accounts that a tie between two incidents may hold to the given ones."""
    return {end for tie in desk.ties(sorted(account_ids), _LINKING) for end in (tie.a, tie.b)}


def link_incidents(
    desk: Desk, clusters: Mapping[str, tuple[str, ...]], binding: Binding
) -> dict[str, tuple[Link, ...]]:
    """Return the links of these incidents. What may be one and was not joined is linked possibly_same (R3).

    What a person keeps apart is proposed no more.
    """
    ties = desk.ties([account for keys in clusters.values() for account in keys], _LINKING)
    seats = desk.seats_at(end for tie in ties for end in (tie.a, tie.b))
    refused = {(tie.a, tie.b) for tie in ties if tie.kind is TieKind.REFUSED}
    reasons: dict[tuple[str, str, str], str] = {}
    for tie in sorted(ties, key=lambda tie: (tie.kind is not TieKind.LINK, -_rank(tie), tie.a, tie.b)):
        a, b = seats[tie.a], seats[tie.b]
        if a.incident_id is None or b.incident_id is None or a.incident_id == b.incident_id:
            continue
        if tie.kind is TieKind.LINK:
            reasons.setdefault((a.incident_id, b.incident_id, tie.reasons[0]), tie.reasons[1])
        elif a.report_id != b.report_id and (tie.kind is TieKind.REFUSED or (tie.a, tie.b) not in refused):
            for start, end in ((a.incident_id, b.incident_id), (b.incident_id, a.incident_id)):
                reasons.setdefault((start, end, "possibly_same"), "; ".join(tie.reasons))
    for key in [key for key in reasons if key[2] == "possibly_same" and _is_apart(desk, key[:2], binding)]:
        del reasons[key]
    links: dict[str, list[Link]] = defaultdict(list)
    for (start, end, kind), reason in sorted(reasons.items()):
        if start in clusters:
            links[start].append(Link(incident_id=end, kind=kind, reason=reason))
    return {key: tuple(rows) for key, rows in links.items()}


def _is_apart(desk: Desk, incident_ids: tuple[str, str], binding: Binding) -> bool:
    """Say whether a person keeps accounts of two incidents apart."""
    seats = desk.seats_at({key for pair in binding.apart for key in pair})
    pairs = ({seat.incident_id for key in pair if (seat := seats.get(key))} for pair in binding.apart)
    return any(set(incident_ids) == pair for pair in pairs)


def _rank(tie: Tie) -> int:
    return tie.strength if tie.kind is TieKind.LINK else 0
