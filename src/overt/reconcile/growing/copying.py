"""Keeps track of copies while reports come and go: cards of reports -> who is told, and which reports are alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from overt.reconcile.growing.desk import Desk, changed_pairs
from overt.reconcile.growing.memory import ReportCard
from overt.reconcile.sources.copies import COPY_REACH, Copies, compare_texts, may_be_copies
from overt.types.kept import CardKind, Tie, TieKind
from overt.types.report import Report

ALIKE = (TieKind.NEAR, TieKind.QUOTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What came of a change: cards as they were told before and are told now, and the reports alike otherwise."""

    gone: tuple[ReportCard, ...]  # told before; gone, read again, or found to be a copy
    come: tuple[ReportCard, ...]  # told now; new, read again, or no longer a copy
    copied: frozenset[str]  # reports that have other copies than before


def move_reports(desk: Desk, gone: Iterable[str], come: Mapping[str, ReportCard]) -> Moved:
    """Take reports away and put others in; the first of those with one text is told, the others are its copies."""
    old = desk.get(CardKind.REPORT, {*gone, *come})
    for card in old.values():
        desk.put(CardKind.REPORT, card.id, None)
        desk.leave(_text_key(card), (card.order, card.id))
    for card in come.values():
        desk.put(CardKind.REPORT, card.id, card)
        desk.stand(_text_key(card), (card.order, card.id))
    before = {card.id: card for card in old.values() if card.is_told}
    now, copied = _tell_first(desk, before, come)
    now |= {card.id: card for card in desk.get(CardKind.REPORT, come).values() if card.is_told}
    for card in before.values():
        for key in card.copy_keys:
            desk.leave(key, (card.order, card.id))
    for card in now.values():
        for key in card.copy_keys:
            desk.stand(key, (card.order, card.id))
    return Moved(
        gone=tuple(before[key] for key in sorted(before)),
        come=tuple(now[key] for key in sorted(now)),
        copied=frozenset(copied),
    )


def _text_key(card: ReportCard) -> str:
    return f"whole {card.sha256_text}"


def _tell_first(
    desk: Desk, before: dict[str, ReportCard], come: Mapping[str, ReportCard]
) -> tuple[dict[str, ReportCard], set[str]]:
    """Of reports with one text tell the first; put others that were told into `before`, return those to tell now."""
    now: dict[str, ReportCard] = {}
    copied: set[str] = set()
    for ids in desk.members(desk.moved(("whole ",))).values():
        cards = sorted(desk.get(CardKind.REPORT, ids).values(), key=lambda card: (card.order, card.id))
        for at, card in enumerate(cards):
            if len(cards) > 1 or not card.is_told:
                copied.add(card.id)
            if card.is_told == (at == 0):
                continue
            told = replace(card, is_told=at == 0)
            desk.put(CardKind.REPORT, card.id, told)
            if told.is_told:
                now[card.id] = told
            elif card.id not in come:
                before[card.id] = card
    return now, copied


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """What changed between reports: whose copies and quotations, which pairs are near now, and who no longer is."""

    touched: frozenset[str]
    near: frozenset[tuple[str, str]]
    parted: frozenset[str]


def compare_moved(desk: Desk, moved: Moved, known: Mapping[str, Report]) -> Alike:
    """Tie the reports that came to those that are like them. `known`: reports at hand, by id."""
    gone = {card.id for card in moved.gone}
    dropped = desk.ties(sorted(gone), ALIKE)
    desk.ties({end for tie in dropped for end in (tie.a, tie.b)}, ())  # read at once
    for tie in dropped:
        desk.untie(tie)
    keys = desk.moved(("text ", "quote ", "names "))
    gained, lost = changed_pairs(desk, dict.fromkeys(keys, COPY_REACH))
    cards = desk.get(CardKind.REPORT, {i for pair in gained for i in pair})
    pairs = sorted(pair for pair in gained if may_be_copies(cards[pair[0]].copy_keys, cards[pair[1]].copy_keys))
    texts = {**desk.memory.reports({i for pair in pairs for i in pair} - known.keys()), **known}
    made = [tie for a, b in pairs for tie in _alike(texts[a], texts[b])]
    for tie in made:
        desk.tie(tie)
    for tie in desk.ties({i for pair in lost for i in pair}, ALIKE):
        if (tie.a, tie.b) in lost and not _is_neighbour(desk, tie):
            desk.untie(tie)
            dropped.append(tie)
    near = frozenset((tie.a, tie.b) for tie in made if tie.kind is TieKind.NEAR)
    parted = {(tie.a, tie.b) for tie in dropped if tie.kind is TieKind.NEAR} - near
    return Alike(
        touched=frozenset(end for tie in (*dropped, *made) for end in (tie.a, tie.b)),
        near=near,
        parted=frozenset(end for pair in parted for end in pair),
    )


def _alike(a: Report, b: Report) -> list[Tie]:
    found = compare_texts(a, b)
    rows = ((TieKind.NEAR, found.near), (TieKind.QUOTE, found.quote))
    return [Tie(kind=kind, a=a.id, b=b.id, reasons=(reason,)) for kind, reason in rows if reason]


def _is_neighbour(desk: Desk, tie: Tie) -> bool:
    cards = desk.get(CardKind.REPORT, (tie.a, tie.b))
    a, b = cards[tie.a], cards[tie.b]
    rows = (a.order, a.id), (b.order, b.id)
    return any(desk.distance(key, *rows) <= COPY_REACH for key in sorted(a.copy_keys & b.copy_keys))


def copies_among(desk: Desk, report_ids: Iterable[str]) -> Copies:
    """Return what is a copy of what among some reports and all that have the same text as one of them."""
    ids = set(report_ids)
    cards = desk.get(CardKind.REPORT, ids)
    texts = desk.members({_text_key(card) for card in cards.values()})
    groups = [
        sorted(desk.get(CardKind.REPORT, found).values(), key=lambda card: (card.order, card.id))
        for found in texts.values()
        if len(found) > 1
    ]
    ties = desk.ties(sorted(ids), ALIKE)
    return Copies(
        duplicate_of={card.id: group[0].id for group in groups for card in group[1:]},
        near={(tie.a, tie.b): tie.reasons[0] for tie in ties if tie.kind is TieKind.NEAR},
        quotes={(tie.a, tie.b): tie.reasons[0] for tie in ties if tie.kind is TieKind.QUOTE},
    )
