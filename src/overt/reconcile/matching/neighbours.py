"""Pairs up what shares a key: things in order -> pairs of neighbours, so that a frequent key costs no square."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import blake2b


def place_in_order(day: date | None, key: str) -> int:
    """Return a number that orders by day, undated last, then by the id alone: when it arrived does not matter."""
    return ((day or date.max).toordinal() << 40) | int.from_bytes(blake2b(key.encode(), digest_size=5).digest(), "big")


def neighbours(ordered: Sequence[str], reach: int) -> set[tuple[str, str]]:
    """Return each with the `reach` that follow it, every pair sorted."""
    return {
        (min(one, other), max(one, other))
        for at, one in enumerate(ordered)
        for other in ordered[at + 1 : at + 1 + reach]
    }


def join_groups(keys: Iterable[str], pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """Return what pairs hold together, each group sorted, in order of their first."""
    home = {key: key for key in keys}

    def find(key: str) -> str:
        while home[key] != key:
            home[key] = home[home[key]]
            key = home[key]
        return key

    for a, b in pairs:
        one, other = sorted((find(a), find(b)))
        home[other] = one
    groups: dict[str, list[str]] = defaultdict(list)
    for key in sorted(home):
        groups[find(key)].append(key)
    return tuple(sorted(tuple(group) for group in groups.values()))
