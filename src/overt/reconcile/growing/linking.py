"""Links incidents: ties between their accounts -> legal_stage_of, response_to, led_to, possibly_same, ..."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from overt.reconcile.growing.desk import Desk
from overt.types.incident import Link
from overt.types.kept import Tie, TieKind

_LINKING = (TieKind.LINK, TieKind.MERGE, TieKind.PROPOSE, TieKind.REFUSED)


def linked_accounts(desk: Desk, account_ids: Iterable[str]) -> set[str]:
    """Return the accounts that a tie between two incidents may hold to the given ones."""
    return {end for tie in desk.ties(sorted(account_ids), _LINKING) for end in (tie.a, tie.b)}


def link_incidents(desk: Desk, clusters: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[Link, ...]]:
    """Return the links of these incidents. What may be one and was not joined is linked possibly_same (R3)."""
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
    links: dict[str, list[Link]] = defaultdict(list)
    for (start, end, kind), reason in sorted(reasons.items()):
        if start in clusters:
            links[start].append(Link(incident_id=end, kind=kind, reason=reason))
    return {key: tuple(rows) for key, rows in links.items()}


def _rank(tie: Tie) -> int:
    return tie.strength if tie.kind is TieKind.LINK else 0
