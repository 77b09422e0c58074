"""The layers of MiniLM-L6 for teaching, in torch: the makers' folder in, a net that can be taught, its weights out.

The table of pieces is not taught: it is put into eight bits first, as pieces.npz has it, so that what is taught on top
fits it exactly and several benchmarks can share it. Needs the extra `training`.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

from bench.minilm.model import HEADS, LAYERS, SHARED, TABLE, WIDTH, pack, unpack, write_model

_PIECES, _PLACES, _KINDS = 30522, 512, 2
_TINY = 1e-12
_LAYER = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "said": "attention.output.dense",
    "level_said": "attention.output.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "level": "output.LayerNorm",
}
_BEGIN = {
    "pieces.weight": TABLE,
    "places.weight": "enc.embeddings.position_embeddings.weight",
    "kinds.weight": "enc.embeddings.token_type_embeddings.weight",
    "level.weight": "enc.embeddings.LayerNorm.weight",
    "level.bias": "enc.embeddings.LayerNorm.bias",
}


class Layer(nn.Module):
    """One layer."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.said = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.level_said, self.level = nn.LayerNorm(WIDTH, _TINY), nn.LayerNorm(WIDTH, _TINY)
        self.inner, self.outer = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, hidden: Any, seen: Any) -> Any:
        """Return the next state of rows of pieces; `seen`: which of them are there."""
        count, length, _ = hidden.shape
        query, key, value = (
            part(hidden).view(count, length, HEADS, -1).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        said = functional.scaled_dot_product_attention(query, key, value, attn_mask=seen[:, None, None, :])
        hidden = self.level_said(hidden + self.said(said.transpose(1, 2).reshape(count, length, WIDTH)))
        return self.level(hidden + self.outer(functional.gelu(self.inner(hidden))))


class Base(nn.Module):
    """The base model as its makers published it, its table of pieces kept as it is."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.pieces, self.places = nn.Embedding(_PIECES, WIDTH), nn.Embedding(_PLACES, WIDTH)
        self.kinds, self.level = nn.Embedding(_KINDS, WIDTH), nn.LayerNorm(WIDTH, _TINY)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        makers = {f"enc.{name}": value for name, value in load_file(folder / "model.safetensors").items()}
        makers[TABLE] = torch.tensor(unpack(*pack(makers[TABLE].numpy())))
        self.load_state_dict({own: makers[name] for own, name in _names()})
        self.pieces.weight.requires_grad_(False)

    def begin(self, pieces: Any, kinds: Any) -> Any:
        """Return what goes into the first layer."""
        return self.level(self.pieces(pieces) + self.places(torch.arange(pieces.shape[1])) + self.kinds(kinds))

    def go_on(self, hidden: Any, seen: Any, layers: Iterable[int] = range(LAYERS)) -> Any:
        """Return what comes out of layers."""
        for layer in layers:
            hidden = self.layers[layer](hidden, seen)
        return hidden


def taught_weights(base: Base) -> dict[str, Any]:
    """Return what was taught, under the names that the reader in numpy knows."""
    state = base.state_dict()
    return {name: state[own].float().numpy() for own, name in _names() if name != TABLE}


def write_shared(folder: Path) -> None:
    """Write the makers' table of pieces in eight bits."""
    table, scale = pack(load_file(folder / "model.safetensors")[TABLE.removeprefix("enc.")].numpy())
    np.savez_compressed(SHARED, **{TABLE: table, f"{TABLE}|scale": scale})


def write_taught(base: Base, heads: Mapping[str, Any], path: Path) -> None:
    """Write a taught model and the heads on top of it."""
    write_model(taught_weights(base) | {name: value.detach().float().numpy() for name, value in heads.items()}, path)


def _names() -> list[tuple[str, str]]:
    layers = [
        (f"layers.{number}.{own}.{part}", f"enc.encoder.layer.{number}.{name}.{part}")
        for number in range(LAYERS)
        for own, name in _LAYER.items()
        for part in ("weight", "bias")
    ]
    return [*_BEGIN.items(), *layers]
