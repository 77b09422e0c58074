"""Says who says what in a text by a small language model: text in, attributions as rows of words out.

MiniLM-L6, taught on the training part of PolNeAR (bench/voices/MODEL.md), with numpy alone. All six layers say where
cues are. For each cue the state of the fourth layer around it is read on with the cue marked, and the last two layers
say which words are its source, its own and its content: attributions can overlap and nest.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from bench.minilm.model import LAYERS, Model, read_model
from bench.minilm.pieces import CLOSING, OPENING
from bench.polnear_rows import Row, Words
from bench.voices.words import WINDOW, Text, cut_words, windows_of, words_at

READER = Path(__file__).with_name("reader.npz")
LIMITS = Path(__file__).with_name("limits.json")
TRUNK, NEAR = 4, 80
PARTS = ("source", "cue", "content")
_STEP = WINDOW // 2
_OUTSIDE, _FIRST, _NEXT = range(3)
LEAST = 0.3  # from which likelihood on a word can belong to a cue


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From which likelihood on something is said: `anchor`, that there is a cue, of its likeliest word; else a part."""

    anchor: float
    source: float
    cue: float
    content: float


@dataclass(frozen=True, slots=True)
class Seen:
    """A window as the model sees it: its words, at which of its pieces each begins, the trunk, and cues' likelihood."""

    first: int
    after: int
    begins: Any
    trunk: Any
    likely: Any


@dataclass(frozen=True, slots=True)
class Asked:
    """A cue by its likeliest word, how likely that is one, and how likely words at these places belong to each part."""

    word: int
    strength: float
    places: Any
    likely: Any


@dataclass(frozen=True, slots=True)
class Reader:
    """The model, with what marks a cue and two layers on top: `cue` and `parts`."""

    model: Model

    def read(self, said: str, limits: Limits) -> tuple[Row, ...]:
        """Return the attributions of a text."""
        text = cut_words(said)
        return rows_of(text, self.ask(text, limits.anchor), limits)

    def ask(self, text: Text, anchor: float) -> Iterator[Asked]:
        """Yield the cues that are likely enough, each with what is said of the words around it."""
        windows = [self._see(text, *window) for window in windows_of(text, step=_STEP)]
        home = _homes(text, windows)
        likely = np.array([windows[at].likely[word - windows[at].first] for word, at in enumerate(home)]).reshape(-1, 3)
        for cue in find_cues(likely, text.is_word):
            word = int(cue[likely[cue, _OUTSIDE].argmin()])
            strength = float(1 - likely[word, _OUTSIDE])
            if strength >= anchor:
                places, parts = self._ask(windows[home[cue[0]]], cue)
                yield Asked(word, strength, places, parts)

    def _see(self, text: Text, first: int, after: int) -> Seen:
        base, end = text.first[first], text.first[after]
        pieces = np.concatenate([[OPENING], text.pieces[base:end], [CLOSING]])
        kinds = np.zeros(len(pieces), np.int64)
        kinds[1:-1] = np.repeat(text.is_capital[first:after], np.diff(text.first[first : after + 1]))
        begins = text.first[first:after] - base + 1
        trunk = self.model.go_on(self.model.begin(pieces, kinds), range(TRUNK))
        top = self.model.go_on(trunk, range(TRUNK, LAYERS))
        return Seen(first, after, begins, trunk, _softmax(self.model.apply("cue", top[begins])))

    def _ask(self, seen: Seen, cue: Any) -> tuple[Any, Any]:
        cue = cue[cue < seen.after]
        start, last = (int(seen.begins[word - seen.first]) for word in (cue[0], cue[-1]))
        low = max(0, start - NEAR)
        hidden = seen.trunk[low : low + 2 * NEAR].copy()
        hidden[start - low : last + 1 - low] += self.model.weights["mark"]
        inside = np.flatnonzero((seen.begins >= low) & (seen.begins < low + len(hidden)))
        top = self.model.go_on(hidden, range(TRUNK, LAYERS))[seen.begins[inside] - low]
        return inside + seen.first, 1 / (1 + np.exp(-self.model.apply("parts", top)))


def find_cues(likely: Any, is_word: Any) -> Iterator[Any]:
    """Yield the places of each cue's words that stand together.

    `likely`: for each word how likely it is outside, the first or a next word of a cue.
    """
    held: list[int] = []
    for place in range(len(likely)):
        is_inside = is_word[place] and 1 - likely[place, _OUTSIDE] >= LEAST
        if held and not (is_inside and likely[place, _NEXT] >= likely[place, _FIRST]):
            yield np.array(held)
            held = []
        if is_inside:
            held.append(place)
    if held:
        yield np.array(held)


def rows_of(text: Text, asked: Iterable[Asked], limits: Limits) -> tuple[Row, ...]:
    """Return the attributions, the likeliest first where two have one cue."""
    found: dict[Words, Row] = {}
    for one in sorted(asked, key=lambda one: -one.strength):
        if one.strength >= limits.anchor:
            row = row_of(text, one, limits)
            found.setdefault(row.cue, row)
    return tuple(sorted(found.values(), key=lambda row: min(row.cue)))


def row_of(text: Text, asked: Asked, limits: Limits) -> Row:
    """Return an attribution: of each part the words that are likely enough, of the cue its likeliest in any case."""
    source, cue, content = (
        words_at(text, asked.places[asked.likely[:, number] >= getattr(limits, part)])
        for number, part in enumerate(PARTS)
    )
    cue |= words_at(text, np.array([asked.word]))
    return Row(source=source - cue, cue=cue, content=content - cue - source)


def _homes(text: Text, windows: list[Seen]) -> list[int]:
    """Return for each word the window in which it stands farthest from both ends."""
    home, best = np.zeros(len(text.starts), np.int64), np.full(len(text.starts), -1)
    for number, seen in enumerate(windows):
        length = len(seen.trunk)
        margin = np.minimum(
            seen.begins if seen.first else length,
            length - seen.begins if seen.after < len(text.starts) else length,
        )
        here = slice(seen.first, seen.after)
        is_better = margin > best[here]
        home[here] = np.where(is_better, number, home[here])
        best[here] = np.maximum(margin, best[here])
    return [int(number) for number in home]


def _softmax(scores: Any) -> Any:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@cache
def load_reader(path: Path = READER) -> Reader | None:
    """Return the reader, None if its weights are not there."""
    return Reader(read_model(path)) if path.exists() else None


@cache
def load_limits(path: Path = LIMITS) -> Limits:
    """Return the limits that weigh.py chose."""
    return Limits(**json.loads(path.read_text(encoding="utf-8")))
