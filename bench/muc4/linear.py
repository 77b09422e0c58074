"""Linear models over named features: features in, the probability of each label out; training beside it in train.py."""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_MODELS = Path(__file__).with_name("models")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearModel:
    """Weights of features for each label; a feature that training did not see counts nothing."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        """Return the probability of each label; each feature counts once."""
        scores = list(self.bias)
        for feature in set(features):
            for number, weight in enumerate(self.weights.get(feature, ())):
                scores[number] += weight
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        return {label: power / sum(powers) for label, power in zip(self.labels, powers, strict=True)}


@cache
def load_model(name: str) -> LinearModel:
    """Return the model that train.py has written under this name."""
    return model_of(json.loads((_MODELS / f"{name}.json").read_text(encoding="utf-8")))


def model_of(content: Mapping[str, Any]) -> LinearModel:
    """Return the model that training describes."""
    weights = {feature: tuple(row) for feature, row in content["weights"].items()}
    return LinearModel(labels=tuple(content["labels"]), bias=tuple(content["bias"]), weights=weights)
