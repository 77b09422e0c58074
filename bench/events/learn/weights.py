"""The weights of the trees and how all is weighed: files beside this module in, Weights out."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from bench.muc4.learn.trees import Trees

FOLDER = Path(__file__).parent
TREES, WEIGHED = FOLDER / "trees.npz", FOLDER / "weighed.json"
_PARTS = ("column", "limit", "low", "high", "value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Chosen on the part of the training topics that the encoder did not see: `alone` is for trees without encoder."""

    encoder: float
    least_together: float
    least_alone: float
    least_documents: float
    least_alike: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Trees for pairs of mentions and of documents, and how all is weighed."""

    mentions: Trees
    documents: Trees
    weighed: Weighed


@cache
def load_weights() -> Weights:
    """Return the weights as they lie beside this module."""
    with np.load(TREES) as packed:
        mentions, documents = (
            Trees(*(packed[f"{name}_{part}"] for part in _PARTS)) for name in ("mentions", "documents")
        )
    return Weights(mentions, documents, load_weighed())


def load_weighed() -> Weighed:
    """Return how all is weighed."""
    return Weighed(**json.loads(WEIGHED.read_text(encoding="utf-8")))


def write_trees(mentions: Trees, documents: Trees) -> None:
    """Write the trees."""
    tables: dict[str, Any] = {
        f"{name}_{part}": getattr(trees, part)
        for name, trees in (("mentions", mentions), ("documents", documents))
        for part in _PARTS
    }
    np.savez_compressed(TREES, **tables)
