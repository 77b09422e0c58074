"""Says what each report is among the others: copies, and what incidents showed of their origins -> standings."""

from collections.abc import Collection, Iterable
from hashlib import sha256

from overt.reconcile.growing.desk import Desk
from overt.reconcile.growing.memory import ReportCard
from overt.types.incident import Incident, ReportStanding
from overt.types.kept import CardKind, Tie, TieKind

# What makes two reports depend on each other as a whole, not only for one proposition.
_WHOLE = frozenset({"I1", "I2"})
_TYING = (TieKind.NEAR, TieKind.ORIGIN)


def tie_origins(
    desk: Desk, incidents: Collection[Incident], gone_incidents: Collection[str], gone_reports: Collection[str]
) -> set[str]:
    """Tie reports that an incident shows to depend on each other as a whole; return those whose ties changed."""
    renewed = {incident.id for incident in incidents} | set(gone_incidents)
    reports = {key for incident in incidents for key in incident.sources.report_ids} | set(gone_reports)
    old = {(tie.a, tie.b): tie for tie in desk.ties(sorted(reports), (TieKind.ORIGIN,))}
    shown: dict[tuple[str, str], set[str]] = {pair: set(tie.reasons) - renewed for pair, tie in old.items()}
    for incident in incidents:
        for relation in incident.sources.relations:
            if relation.rule in _WHOLE:
                shown.setdefault((relation.report_a, relation.report_b), set()).add(incident.id)
    changed = set()
    for pair, by in sorted(shown.items()):
        tie = Tie(kind=TieKind.ORIGIN, a=pair[0], b=pair[1], reasons=tuple(sorted(by))) if by else None
        if tie == old.get(pair):
            continue
        if pair in old:
            desk.untie(old[pair])
        if tie is not None:
            desk.tie(tie)
        changed |= set(pair)
    return changed


def stand_reports(desk: Desk, report_ids: Iterable[str]) -> tuple[ReportStanding, ...]:
    """Return the standings of all reports that hang together with the given ones; each group is named by its first."""
    standings: dict[str, ReportStanding] = {}
    for start in sorted(report_ids):
        if start not in standings:
            cards = _group(desk, start)
            if not cards:
                continue
            first = min(cards.values(), key=lambda card: (card.order, card.id))
            found = "org_" + sha256(first.id.encode()).hexdigest()[:16]
            originals = {card.sha256_text: card.id for card in cards.values() if card.is_told}
            for card in cards.values():
                standings[card.id] = ReportStanding(
                    report_id=card.id,
                    cites=card.cites,
                    origin_group=found,
                    duplicate_of=None if card.is_told else originals[card.sha256_text],
                )
    return tuple(standings[key] for key in sorted(standings))


def _group(desk: Desk, start: str) -> dict[str, ReportCard]:
    cards: dict[str, ReportCard] = {}
    ahead = {start}
    while ahead:
        found = desk.get(CardKind.REPORT, ahead)
        cards |= found
        same = desk.members([f"whole {card.sha256_text}" for card in found.values()])
        tied = {end for tie in desk.ties(sorted(found), _TYING) for end in (tie.a, tie.b)}
        ahead = tied.union(*same.values()) - cards.keys()
    return cards
