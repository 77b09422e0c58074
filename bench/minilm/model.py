"""The layers of MiniLM-L6 with numpy alone: numbers of pieces in, what each piece means where it stands out.

Weights lie in files of eight bits, each row of a table with its own scale; names are those of its makers, "enc."
before them, and whatever heads a benchmark put on top. The makers' own table of pieces, half of all weights, lies once
in pieces.npz beside this module. A file has by how many of its eight-bit steps teaching moved each number of it, or
nothing where teaching left it alone.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import erf

LAYERS, HEADS, WIDTH = 6, 12, 384
SHARED = Path(__file__).with_name("pieces.npz")
TABLE = "enc.embeddings.word_embeddings.weight"
_MOVED = f"{TABLE}|moved"
_TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Model:
    """The weights by their names."""

    weights: Mapping[str, Any]

    def begin(self, pieces: Any, kinds: Any) -> Any:
        """Return what goes into the first layer: a row for each piece; `kinds`: 0 or 1 for each."""
        name, weights = "enc.embeddings.", self.weights
        hidden = weights[TABLE][pieces] + weights[f"{name}token_type_embeddings.weight"][kinds]
        return self._level(f"{name}LayerNorm", hidden + weights[f"{name}position_embeddings.weight"][: len(pieces)])

    def go_on(self, hidden: Any, layers: Iterable[int] = range(LAYERS)) -> Any:
        """Return what comes out of layers."""
        for layer in layers:
            name = f"enc.encoder.layer.{layer}."
            said = self.apply(f"{name}attention.output.dense", self._attend(f"{name}attention.self.", hidden))
            hidden = self._level(f"{name}attention.output.LayerNorm", hidden + said)
            inner = gelu(self.apply(f"{name}intermediate.dense", hidden))
            hidden = self._level(f"{name}output.LayerNorm", hidden + self.apply(f"{name}output.dense", inner))
        return hidden

    def apply(self, name: str, values: Any) -> Any:
        """Return what a linear layer makes of rows."""
        return values @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def _attend(self, name: str, hidden: Any) -> Any:
        count = len(hidden)
        query, key, value = (
            self.apply(f"{name}{part}", hidden).reshape(count, HEADS, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / math.sqrt(WIDTH // HEADS)
        powers = np.exp(scores - scores.max(axis=2, keepdims=True))
        seen = powers / powers.sum(axis=2, keepdims=True) @ value
        return seen.transpose(1, 0, 2).reshape(count, WIDTH)

    def _level(self, name: str, values: Any) -> Any:
        middle = values - values.mean(axis=1, keepdims=True)
        spread = np.sqrt((middle**2).mean(axis=1, keepdims=True) + _TINY)
        return middle / spread * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]


def gelu(values: Any) -> Any:
    """Return values bent as the model bends them."""
    return (values * (0.5 * (1 + erf(values / math.sqrt(2))))).astype(np.float32)


def read_model(path: Path) -> Model:
    """Return the model of a file."""
    with np.load(path) as packed:
        names = [name for name in packed.files if not name.endswith(("|scale", "|moved"))]
        scales = {name: packed[f"{name}|scale"] for name in names if f"{name}|scale" in packed.files}
        weights = {name: unpack(packed[name], scales.get(name)) for name in names}
        steps, scale = load_shared()
        weights[TABLE] = unpack(steps + packed[_MOVED] if _MOVED in packed.files else steps, scale)
    return Model(weights)


@cache
def load_shared() -> tuple[Any, Any]:
    """Return the makers' table of pieces in eight-bit steps, as numbers that can grow beyond, and each row's scale."""
    with np.load(SHARED) as packed:
        return packed[TABLE].astype(np.int16), packed[f"{TABLE}|scale"]


def pack(values: Any) -> tuple[Any, Any]:
    """Return a table in whole numbers of eight bits, and the scale of each row."""
    scale = np.abs(values).max(axis=1, keepdims=True) / 127 + _TINY
    return np.round(values / scale).astype(np.int8), scale.astype(np.float32)


def unpack(values: Any, scale: Any | None) -> Any:
    """Return what was packed as plain numbers."""
    plain = values.astype(np.float32)
    return plain if scale is None else plain * scale


def write_model(weights: Mapping[str, Any], path: Path) -> None:
    """Write weights: tables packed, the table of pieces by how far it was moved, single rows as they are."""
    packed: dict[str, Any] = {}
    for name, values in weights.items():
        if name == TABLE:
            packed[_MOVED] = moved(values)
        elif values.ndim > 1:
            packed[name], packed[f"{name}|scale"] = pack(values)
        else:
            packed[name] = values.astype(np.float32)
    np.savez_compressed(path, **packed)


def moved(table: Any) -> Any:
    """Return by how many steps a table of pieces lies off the makers'."""
    steps, scale = load_shared()
    return np.clip(np.round(table / scale) - steps, -127, 127).astype(np.int8)
