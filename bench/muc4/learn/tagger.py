"""A small language model that tags a document's word pieces with roles: text in, Tags out.

The file beside it is a MiniLM-L6 taught on the training part, in whole numbers of eight bits (MODEL.md), read with
numpy. A document is read in windows that overlap; a piece counts most where it is far from the window's edges.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from bench.minilm.model import Model, read_model
from bench.minilm.pieces import CLOSING, OPENING, cut_text, load_pieces
from bench.muc4.learn.linear import ROLES
from bench.muc4.learn.tags import Numbers, Tags

TAGGER = Path(__file__).with_name("tagger.npz")
WINDOW, STEP = 510, 384
CLASSES = 3 * len(ROLES)  # then one that says, of the document's opening mark, whether it tells of an incident
_FULL_WEIGHT = 64


class Net(Protocol):
    """Says of pieces, the opening and closing mark among them, how far each is of each class."""

    def run(self, pieces: Any) -> Any:
        """Return the scores: a row for each piece, CLASSES and one columns."""


@dataclass(frozen=True, slots=True)
class TaggerNet:
    """The model, with a layer of classes on top."""

    model: Model

    def run(self, pieces: Any) -> Any:
        """Return the scores of pieces."""
        hidden = self.model.go_on(self.model.begin(pieces, np.zeros(len(pieces), np.int64)))
        return self.model.apply("tags", hidden)


@dataclass(frozen=True, slots=True)
class Tagger:
    """The net, and how a document is cut for it."""

    net: Net

    def read(self, text: str) -> Tags:
        """Return the document tagged."""
        pieces, starts, ends = cut(text)
        spans, weights = np.zeros((len(pieces), len(ROLES), 3), np.float32), np.zeros(len(pieces), np.float32)
        told = 0.0
        for first, after in windows_of(len(pieces)):
            here = _softmax(*self._run(pieces[first:after]))
            distance = np.minimum(np.arange(after - first), np.arange(after - first)[::-1]) + 1
            weight = np.minimum(distance, _FULL_WEIGHT).astype(np.float32)
            spans[first:after] += here[0] * weight[:, None, None]
            weights[first:after] += weight
            told = max(told, here[1])
        shares = spans / np.maximum(weights, 1e-9)[:, None, None]
        return Tags(starts, ends, shares.astype(np.float32), told)

    def _run(self, pieces: Any) -> tuple[Numbers, float]:
        scores = self.net.run(np.concatenate([[OPENING], pieces, [CLOSING]]).astype(np.int64))
        return scores[1:-1, :CLASSES].reshape(-1, len(ROLES), 3), float(scores[0, CLASSES])


def cut(text: str) -> tuple[Any, Any, Any]:
    """Return the word pieces of a text by number, and where each starts and ends."""
    places = np.array(list(cut_text(text, load_pieces())), np.int64).reshape(-1, 3)
    return places[:, 0], places[:, 1], places[:, 2]


def windows_of(count: int) -> Iterator[tuple[int, int]]:
    """Yield the windows in which a row of this many pieces is read."""
    first = 0
    while count:
        yield first, min(count, first + WINDOW)
        if first + WINDOW >= count:
            return
        first += STEP


def _softmax(scores: Numbers, told: float) -> tuple[Numbers, float]:
    powers = np.exp(scores - scores.max(axis=2, keepdims=True))
    return powers / powers.sum(axis=2, keepdims=True), float(1 / (1 + np.exp(-told)))


@cache
def load_tagger(path: Path = TAGGER) -> Tagger | None:
    """Return the tagger, None if its weights are not there."""
    return Tagger(TaggerNet(read_model(path))) if path.exists() else None
