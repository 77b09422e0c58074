"""A linear model over named clues: clues in, one score a role out. A hash of its name leads to a clue's weights."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

from bench.muc4.templates import MucRole

ROLES = tuple(MucRole)
BUCKETS = 1 << 18
DOCUMENT_SHARE = 0.3  # the clues of the document are many and the same for all its candidates, so each counts less

Scores = npt.NDArray[np.float32]  # in the order of ROLES


@cache
def bucket(clue: str) -> int:
    """Return the place of a clue's weights."""
    return crc32(clue.encode()) % BUCKETS


@dataclass(frozen=True, slots=True)
class Linear:
    """`weights`: buckets by roles; `offsets`: what a candidate has without any clue."""

    weights: Scores
    offsets: Scores

    def score(self, clues: Iterable[str], share: float = 1.0) -> Scores:
        """Return the sum of the weights of the clues, without the offset; a clue named twice counts once."""
        return self.score_places({bucket(clue) for clue in clues}, share)

    def score_places(self, places: Collection[int], share: float = 1.0) -> Scores:
        """Return the same for clues by bucket."""
        total: Scores = self.weights[list(places)].sum(axis=0, dtype=np.float32) * np.float32(share)
        return total
