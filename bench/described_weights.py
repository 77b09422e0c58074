"""The weights by which clues become a probability that a text describes an event; one set for each part of the pairs.

A pair belongs to a part by the hash of its first text, and is judged by the set that was taught on the other parts. So
a figure on the pairs that taught is honest, and on any others every set is one that never saw them.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

WEIGHTS = Path(__file__).with_name("described.json")
FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightSet:
    """A plain logistic regression, and for each trivial rule from which share of words on it says yes."""

    middle: tuple[float, ...]
    spread: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    limits: dict[str, float]

    def judge(self, rows: Any) -> Any:
        """Return the probability of each row of clues."""
        plain = (np.asarray(rows, float) - self.middle) / self.spread
        return 1 / (1 + np.exp(-(plain @ np.array(self.weights) + self.bias)))


def fold_of(text: str) -> int:
    """Return the part that a pair belongs to by its first text."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % FOLDS


@cache
def load_sets(path: Path = WEIGHTS) -> tuple[WeightSet, ...]:
    """Return the sets of weights by part."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return tuple(
        WeightSet(
            middle=tuple(row["middle"]),
            spread=tuple(row["spread"]),
            weights=tuple(row["weights"]),
            bias=row["bias"],
            limits=row["limits"],
        )
        for row in rows
    )


def teach(rows: Any, answers: Sequence[bool], pull: float, limits: dict[str, float]) -> WeightSet:
    """Return weights by Newton's method; `pull` draws them towards nothing, the more the higher it is."""
    rows, wanted = np.asarray(rows, float), np.asarray(answers, float)
    middle, spread = rows.mean(0), rows.std(0) + 1e-9
    plain = np.hstack([(rows - middle) / spread, np.ones((len(rows), 1))])
    ridge = np.diag([pull] * rows.shape[1] + [0.0])
    weights = np.zeros(plain.shape[1])
    for _ in range(50):
        likely = 1 / (1 + np.exp(-plain @ weights))
        slope = plain.T @ (likely - wanted) + ridge @ weights
        bend = plain.T @ (plain * (likely * (1 - likely))[:, None]) + ridge
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return WeightSet(
        middle=_rounded(middle),
        spread=_rounded(spread),
        weights=_rounded(weights[:-1]),
        bias=round(float(weights[-1]), 6),
        limits=limits,
    )


def _rounded(values: Any) -> tuple[float, ...]:
    return tuple(round(float(value), 6) for value in values)
