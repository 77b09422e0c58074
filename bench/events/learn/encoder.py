"""A small encoder that reads two documents side by side and says how likely each two mentions tell of one event.

MiniLM-L6, taught on the training part, with numpy alone: its weights lie beside this file in whole numbers of eight
bits, each row with its own scale (MODEL.md). Two documents are read as one row of pieces, so that every word of one is
seen in the light of the other; a mention is the mean of its pieces.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import erf

from bench.events.learn.pieces import CLOSING, OPENING, cut_word, load_pieces
from bench.events.read import Document

ENCODER = Path(__file__).with_name("encoder.npz")
LAYERS, HEADS, WIDTH = 6, 12, 384
LONGEST = 250  # pieces of a document
_TINY = 1e-12
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
    """The weights by their names."""

    weights: Mapping[str, Any]

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
        scores = self._apply("b", _gelu(self._apply("a", clues)))[:, 0]
        return dict(zip(pairs, scores.tolist(), strict=True))

    def _read(self, a: Row, b: Row) -> Any:
        row = np.array([OPENING, *a.pieces, CLOSING, *b.pieces, CLOSING])
        kind = (np.arange(len(row)) >= len(a.pieces) + 2).astype(np.int64)
        name, weights = "enc.embeddings.", self.weights
        hidden = weights[f"{name}word_embeddings.weight"][row] + weights[f"{name}token_type_embeddings.weight"][kind]
        hidden = self._level(f"{name}LayerNorm", hidden + weights[f"{name}position_embeddings.weight"][: len(row)])
        for layer in range(LAYERS):
            name = f"enc.encoder.layer.{layer}."
            said = self._apply(f"{name}attention.output.dense", self._attend(f"{name}attention.self.", hidden))
            hidden = self._level(f"{name}attention.output.LayerNorm", hidden + said)
            inner = _gelu(self._apply(f"{name}intermediate.dense", hidden))
            hidden = self._level(f"{name}output.LayerNorm", hidden + self._apply(f"{name}output.dense", inner))
        return hidden

    def _attend(self, name: str, hidden: Any) -> Any:
        count = len(hidden)
        query, key, value = (
            self._apply(f"{name}{part}", hidden).reshape(count, HEADS, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / math.sqrt(WIDTH // HEADS)
        powers = np.exp(scores - scores.max(axis=2, keepdims=True))
        seen = powers / powers.sum(axis=2, keepdims=True) @ value
        return seen.transpose(1, 0, 2).reshape(count, WIDTH)

    def _apply(self, name: str, values: Any) -> Any:
        return values @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def _level(self, name: str, values: Any) -> Any:
        middle = values - values.mean(axis=1, keepdims=True)
        spread = np.sqrt((middle**2).mean(axis=1, keepdims=True) + _TINY)
        return middle / spread * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]


def _gelu(values: Any) -> Any:
    return (values * (0.5 * (1 + erf(values / math.sqrt(2))))).astype(np.float32)


@cache
def load_encoder(path: Path = ENCODER) -> Encoder | None:
    """Return the encoder, None if its weights are not there."""
    if not path.exists():
        return None
    weights: dict[str, Any] = {}
    with np.load(path) as packed:
        for name in packed.files:
            if not name.endswith("|scale"):
                scale = packed[f"{name}|scale"] if f"{name}|scale" in packed.files else None
                weights[name] = unpack(packed[name], scale)
    return Encoder(weights)


def pack(values: Any) -> tuple[Any, Any]:
    """Return a table in whole numbers of eight bits, and the scale of each row."""
    scale = np.abs(values).max(axis=1, keepdims=True) / 127 + _TINY
    return np.round(values / scale).astype(np.int8), scale.astype(np.float32)


def unpack(values: Any, scale: Any | None) -> Any:
    """Return what was packed as plain numbers."""
    plain = values.astype(np.float32)
    return plain if scale is None else plain * scale


def write_encoder(weights: Mapping[str, Any], path: Path = ENCODER) -> None:
    """Write weights: tables packed, single rows as they are."""
    packed: dict[str, Any] = {}
    for name, values in weights.items():
        if values.ndim > 1:
            packed[name], packed[f"{name}|scale"] = pack(values)
        else:
            packed[name] = values.astype(np.float32)
    np.savez_compressed(path, **packed)
