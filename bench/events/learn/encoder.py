"""A small encoder that reads two documents side by side and says how likely each two mentions tell of one event.

MiniLM-L6, taught on the training part, with numpy alone: its weights lie beside this file in whole numbers of eight
bits, each row with its own scale (MODEL.md). Two documents are read as one row of pieces, so that every word of one is
seen in the light of the other; a mention is the mean of its pieces.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from bench.events.read import Document
from bench.minilm.model import Model, gelu, read_model
from bench.minilm.pieces import CLOSING, OPENING, cut_word, load_pieces

ENCODER = Path(__file__).with_name("encoder.npz")
LONGEST = 250  # pieces of a document
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A document in pieces; `mentions` are the places of each mention's pieces, by the mention's number."""

    pieces: tuple[int, ...]
    mentions: Mapping[int, tuple[int, ...]]


def row_of(document: Document) -> Row:
    """Return a document in pieces, cut off where it is too long; a mention beyond is left out."""
    known = load_pieces()
    pieces: list[int] = []
    at: list[list[range]] = []
    for sentence in document.sentences:
        at.append([])
        for word in sentence.words:
            cut = cut_word(word, known)
            at[-1].append(range(len(pieces), len(pieces) + len(cut)))
            pieces += cut
    mentions = {}
    for one in document.mentions:
        places = [place for word in one.places for place in at[one.sentence][word] if place < LONGEST]
        if places:
            mentions[one.number] = tuple(places)
    return Row(tuple(pieces[:LONGEST]), mentions)


@dataclass(frozen=True, slots=True)
class Encoder:
    """The model, with two layers on top that compare mentions."""

    model: Model

    def score(self, a: Row, b: Row) -> dict[Pair, float]:
        """Return the odds, as a logarithm, of every two mentions in two documents; of one, read beside itself."""
        hidden = self._read(a, b)
        shift = len(a.pieces) + 2
        means = {number: hidden[np.array(places) + 1].mean(0) for number, places in a.mentions.items()}
        if b is not a:
            means |= {number: hidden[np.array(places) + shift].mean(0) for number, places in b.mentions.items()}
        pairs = list(combinations(sorted(means), 2))
        if not pairs:
            return {}
        left, right = (np.array([means[pair[side]] for pair in pairs]) for side in (0, 1))
        clues = np.concatenate([left + right, np.abs(left - right), left * right], axis=1)
        scores = self.model.apply("b", gelu(self.model.apply("a", clues)))[:, 0]
        return dict(zip(pairs, scores.tolist(), strict=True))

    def _read(self, a: Row, b: Row) -> Any:
        row = np.array([OPENING, *a.pieces, CLOSING, *b.pieces, CLOSING])
        kind = (np.arange(len(row)) >= len(a.pieces) + 2).astype(np.int64)
        return self.model.go_on(self.model.begin(row, kind))


@cache
def load_encoder(path: Path = ENCODER) -> Encoder | None:
    """Return the encoder, None if its weights are not there."""
    return Encoder(read_model(path)) if path.exists() else None
