"""Pairs up what shares a key: things in order -> pairs of neighbours, so that a frequent key costs no square."""

from collections.abc import Sequence
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
