"""A text as the reader of bench/voices takes it: text in, its words, their pieces and where they stand out.

A word is what the scorer calls one, or a single sign; a gap between lines is a word of its own that stands nowhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.minilm.pieces import CLOSING, cut_word, load_pieces
from bench.polnear_rows import Words

WINDOW = 254  # pieces
_PART = re.compile(r"(?P<word>\w+(?:['’]\w+)?)|(?P<sign>[^\w\s])|(?P<gap>\s*\n\s*)")
_MOST = 12  # pieces of one word; an address has more


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a text.

    `starts`: where each begins, -1 for a gap; `is_word`: the scorer counts it; `is_capital`: it begins with a capital;
    `pieces`: all pieces in order; `first`: at which piece each word begins, and at the end how many pieces there are.
    """

    starts: Any
    is_word: Any
    is_capital: Any
    pieces: Any
    first: Any


def cut_words(text: str) -> Text:
    """Return a text as words."""
    known = load_pieces()
    starts, is_word, is_capital, pieces, first = [], [], [], list[int](), [0]
    for match in _PART.finditer(text):
        is_gap = match.lastgroup == "gap"
        starts.append(-1 if is_gap else match.start())
        is_word.append(match.lastgroup == "word")
        is_capital.append(match[0][0].isupper())
        pieces += [CLOSING] if is_gap else cut_word(match[0], known)[:_MOST]
        first.append(len(pieces))
    return Text(
        starts=np.array(starts, np.int64),
        is_word=np.array(is_word, bool),
        is_capital=np.array(is_capital, bool),
        pieces=np.array(pieces, np.int64),
        first=np.array(first, np.int64),
    )


def places_of(text: Text, words: Words) -> Any:
    """Return the places of words by where they begin."""
    return np.flatnonzero(np.isin(text.starts, np.array(sorted(words), np.int64)) & text.is_word)


def words_at(text: Text, places: Any) -> Words:
    """Return where the words at some places begin, signs left out."""
    return frozenset(text.starts[places][text.is_word[places]].tolist())


def windows_of(text: Text, *, start: int = 0, step: int = WINDOW) -> Iterator[tuple[int, int]]:
    """Yield windows, from which word to which: WINDOW pieces or fewer, `step` pieces apart, from a word on."""
    first, count = start, len(text.starts)
    while first < count:
        after = max(first + 1, _reach(text, first, WINDOW))
        yield first, after
        if after >= count:
            return
        first = max(first + 1, min(after, _reach(text, first, step)))


def _reach(text: Text, first: int, size: int) -> int:
    """Return the word after the last one that ends within this many pieces of the beginning of another."""
    return int(np.searchsorted(text.first, text.first[first] + size, "right")) - 1


def first_run(places: Any) -> Any:
    """Return those of the places that stand beside each other from the first on."""
    breaks = np.flatnonzero(np.diff(places) > 1)
    return places[: breaks[0] + 1] if len(breaks) else places
