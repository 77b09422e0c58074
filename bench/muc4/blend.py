"""Weighs the learned layer against the rules: judged phrases and the rules' fillers in, new probabilities out."""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from bench.muc4.learn.candidates import key_of
from bench.muc4.templates import MucRole, Template
from overt.base.knowledge import read_yaml

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


def _agreement(key: str, of_rules: frozenset[str]) -> str | None:
    if key in of_rules:
        return "same"
    padded = f" {key} "
    return "near" if any(f" {other} " in padded or padded in f" {other} " for other in of_rules) else None


def _weigh(weights: Mapping[str, float], likely: float, agreement: str | None) -> float:
    bounded = min(max(likely, _SURE), 1 - _SURE)
    odds = weights["start"] + weights["share"] * math.log(bounded / (1 - bounded))
    return 1 / (1 + math.exp(-(odds + (weights[agreement] if agreement else 0.0))))


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    rows: dict[str, dict[str, float]] = read_yaml(Path(__file__).with_name("blend.yaml"), "blend.yaml")
    return rows
