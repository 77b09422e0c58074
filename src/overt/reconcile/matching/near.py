"""Weighs two names whole: each word of the shorter gets its own in the longer at least cost -> how near they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from overt.reconcile.matching.slips import FAR

_MOST_WORDS = 9  # of a name; what comes later is left aside


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """How far two names are from being one, in slips, with what speaks for it and what against."""

    cost: float
    worst: float = 0.0  # slips a letter of the pair of words that differs most; FAR where a word is missing
    speaks_for: tuple[str, ...] = ()
    speaks_against: tuple[str, ...] = ()


NOT_NEAR = Nearness(cost=FAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Which word of the longer name stands for which of the shorter, what each pair costs, and who is left over."""

    pairs: tuple[tuple[str, str, float], ...]
    left: tuple[str, ...]
    cost: float  # of the pairs
    is_ordered: bool  # as written, or turned round once (family name first)


def fit_words(few: Sequence[str], many: Sequence[str], weigh: Callable[[str, str], float]) -> Fit | None:
    """Match the words one to one at the least cost; None if some word of the shorter name has none near it."""
    few, many = tuple(few)[:_MOST_WORDS], tuple(many)[:_MOST_WORDS]
    costs = [[weigh(x, y) for y in many] for x in few]
    if any(min(row) >= FAR for row in costs):
        return None
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}  # words used, as bits -> cost, places
    for row in costs:
        found: dict[int, tuple[float, tuple[int, ...]]] = {}
        for used, (cost, places) in best.items():
            for at, step in enumerate(row):
                if step < FAR and not used >> at & 1:
                    now, key = (round(cost + step, 6), (*places, at)), used | 1 << at
                    found[key] = min(now, found.get(key, now))
        best = found
    if not best:
        return None
    cost, places = min(best.values())
    return Fit(
        pairs=tuple((x, many[at], costs[i][at]) for i, (x, at) in enumerate(zip(few, places, strict=True))),
        left=tuple(word for at, word in enumerate(many) if at not in places),
        cost=cost,
        is_ordered=_turns(places) <= 1,
    )


def _turns(places: Sequence[int]) -> int:
    """How often the order breaks, going round: once for a name as written or turned round."""
    return sum(y < x for x, y in zip(places, (*places[1:], places[0]), strict=True)) if len(places) > 1 else 0
