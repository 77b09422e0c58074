"""What filled a role before: counts over the training documents of phrases, last and first words, kept by hash.

Names of the training documents cannot be read back from the numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.muc4.learn.linear import ROLES, Scores, bucket


@dataclass(frozen=True, slots=True)
class Habits:
    """`filled`: (buckets, roles), in how many documents a phrase or edge word filled the role; `seen`: had the word."""

    filled: Scores
    seen: Scores

    def of(self, key: str) -> Scores:
        """Return (roles, columns): how often the phrase filled, and what share of its last and first word did."""
        whole, last, first = names_of(key)
        columns = [
            np.log1p(self.filled[bucket(whole)]),
            (self.filled[bucket(last)] + 0.02) / (self.seen[bucket(last)] + 1.0),
            (self.filled[bucket(first)] + 0.02) / (self.seen[bucket(first)] + 1.0),
        ]
        return np.stack(columns, axis=1).astype(np.float32)


def names_of(key: str) -> tuple[str, str, str]:
    """Return the names under which a phrase, its last and its first word are counted."""
    parts = key.split()
    return f"key={key}", f"last={parts[-1]}", f"first={parts[0]}"


def count_habits(rows: Sequence[tuple[frozenset[str], Sequence[frozenset[str]]]], size: int) -> Habits:
    """Count over documents: (all words, the keys that fill each role); `size` is the number of buckets."""
    filled = np.zeros((size, len(ROLES)), np.float32)
    seen = np.zeros(size, np.float32)
    for words, fillers in rows:
        for name in {f"{edge}={word}" for word in words for edge in ("last", "first")}:
            seen[bucket(name)] += 1
        for role, keys in enumerate(fillers):
            for name in {name for key in keys for name in names_of(key)}:
                filled[bucket(name), role] += 1
    return Habits(filled, seen)
