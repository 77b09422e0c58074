"""Weighs the learned layer against the rules and, where there is one, the tagger: judged phrases in, new odds out."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from bench.muc4.learn.candidates import key_of
from bench.muc4.learn.tags import CLUES
from bench.muc4.templates import MucRole, Template
from overt.base.knowledge import read_yaml

TAGGED_WEIGHTS = Path(__file__).with_name("tagged.json")
_SURE = 1e-4  # log-odds end here


def rule_keys(templates: Iterable[Template], role: MucRole) -> frozenset[str]:
    """Return the phrases with which the rules fill a role, as the learned layer spells them."""
    fillers = (filler for template in templates for filler in template.fillers if filler.role is role)
    return frozenset(key_of(mention.text) for filler in fillers for mention in filler.mentions)


def blend(role: MucRole, keys: Sequence[str], likely: Sequence[float], of_rules: frozenset[str]) -> list[float]:
    """Return the probability of each phrase with what the rules say of it taken in."""
    return [_weigh(_weights()[role], value, _agreement(key, of_rules)) for key, value in zip(keys, likely, strict=True)]


def least_of(role: MucRole) -> float:
    """Return the probability from which a phrase is kept."""
    return _weights()[role]["least"]


def blend_tagged(role: MucRole, likely: Sequence[float], clues: Sequence[Sequence[float]]) -> list[float]:
    """Return these probabilities with a tagger's word taken in; `clues`: what it says of each phrase in this role."""
    weights = _tagged_weights()[role]
    return [_with_tags(weights, *row) for row in zip(likely, clues, strict=True)]


def least_tagged(role: MucRole) -> float:
    """Return the probability from which a phrase of a tagged document is kept."""
    return _tagged_weights()[role]["least"]


def _with_tags(weights: Mapping[str, float], likely: float, clues: Sequence[float]) -> float:
    odds = weights["start"] + weights["share"] * log_odds(likely)
    return _probability(odds + sum(weights[name] * value for name, value in zip(CLUES, clues, strict=True)))


def _agreement(key: str, of_rules: frozenset[str]) -> str | None:
    if key in of_rules:
        return "same"
    padded = f" {key} "
    return "near" if any(f" {other} " in padded or padded in f" {other} " for other in of_rules) else None


def _weigh(weights: Mapping[str, float], likely: float, agreement: str | None) -> float:
    odds = weights["start"] + weights["share"] * log_odds(likely)
    return _probability(odds + (weights[agreement] if agreement else 0.0))


def log_odds(probability: float) -> float:
    """Return the log-odds of a probability, never without end."""
    bounded = min(max(probability, _SURE), 1 - _SURE)
    return math.log(bounded / (1 - bounded))


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    rows: dict[str, dict[str, float]] = read_yaml(Path(__file__).with_name("blend.yaml"), "blend.yaml")
    return rows


@cache
def _tagged_weights() -> Mapping[str, Mapping[str, float]]:
    rows: dict[str, dict[str, float]] = json.loads(TAGGED_WEIGHTS.read_text(encoding="utf-8"))
    return rows
