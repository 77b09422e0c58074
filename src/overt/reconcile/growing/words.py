"""Puts the names of reports under their keys, and finds whom a change of a name touches.

A new report touches the others that tell the same word only when the word turns: from no place's name to a place's,
from no official's to an official's, from rare to frequent.
"""

from collections.abc import Collection, Iterable

from overt.reconcile.growing.desk import Desk
from overt.reconcile.growing.memory import ReportCard
from overt.reconcile.matching.lore import RARE, Lore, Words, asked_keys, fixed_keys, rare_keys
from overt.types.kept import CardKind


def move_words(desk: Desk, gone: Collection[ReportCard], come: Collection[ReportCard]) -> set[str]:
    """Put the names of reports under their keys; return the other reports whose facts read otherwise now."""
    ours = {card.id for card in (*gone, *come)}
    before, _ = _lore(desk, [card.words for card in (*gone, *come)])
    for card in gone:
        for key in (*_keys(card.words), *rare_keys(card.words, before)):
            desk.leave(key, (0, card.id))
    for card in come:
        for key in _keys(card.words):
            desk.stand(key, (0, card.id))
    touched = _turn_offices(desk, ours)
    _, now = _lore(desk, [card.words for card in come])
    for card in come:
        for key in rare_keys(card.words, now):
            desk.stand(key, (0, card.id))
    for key in _turned(desk, "rare ", RARE):
        touched |= desk.members([key])[key]
    for key in _turned(desk, "place ", 0):
        told = f"told {key.partition(' ')[2]}"
        touched |= desk.members([told])[told]
    return touched - ours


def lore_of(desk: Desk, cards: Iterable[ReportCard]) -> Lore:
    """Return what the ledger shows now of all names that these reports tell."""
    return _lore(desk, [card.words for card in cards])[1]


def _lore(desk: Desk, all_words: Iterable[Words]) -> tuple[Lore, Lore]:
    old, now = desk.count({key for words in all_words for key in asked_keys(words)})
    return Lore(counts=old), Lore(counts=now)


def _keys(words: Words) -> list[str]:
    return [*fixed_keys(words), *(f"told {word}" for word in words.told)]


def _turned(desk: Desk, kind: str, most: int) -> list[str]:
    """Return the keys whose count passed `most` one way or the other."""
    old, now = desk.count(desk.moved((kind,)))
    return [key for key in sorted(old) if (old[key] > most) != (now[key] > most)]


def _turn_offices(desk: Desk, ours: set[str]) -> set[str]:
    """Move the other reports that tell a name which became an official's, or is none any more."""
    turned = {key.split()[1] for key in _turned(desk, "office ", 0)}
    told = desk.members([f"told {word}" for word in sorted(turned)])
    cards = desk.get(CardKind.REPORT, {i for found in told.values() for i in found} - ours)
    old, now = _lore(desk, [card.words for card in cards.values()])
    touched = set()
    for card in cards.values():
        for word in sorted(turned & card.words.told.keys()):
            given = card.words.told[word]
            was, is_one = old.is_official(word, given), now.is_official(word, given)
            if was != is_one:
                touched.add(card.id)
                if word in card.words.anywhere:
                    (desk.leave if is_one else desk.stand)(f"rare {word}", (0, card.id))
    return touched
