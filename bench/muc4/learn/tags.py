"""What a tagged document says of phrases: how likely each word piece opens or goes on with a filler in, clues out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]
Spans = Sequence[tuple[int, int]]

CLUES = ("whole", "inside", "opens", "closes", "weakest", "inside_of_all", "any", "of_document", "told")
_OUTSIDE, _FIRST, _NEXT = range(3)
_SMALL = 1e-5


@dataclass(frozen=True, slots=True)
class Tags:
    """A tagged document.

    `starts`, `ends`: offsets of its pieces in the text; `spans`: (pieces, roles, 3), how likely a piece is outside, the
    first or a next one of a filler; `told`: how likely the document tells of an incident.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    spans: Numbers
    told: float


def clues_of(tags: Tags, places: Spans) -> Numbers:
    """Return what is said of a phrase in all its places, for each role: (roles, clues)."""
    count = len(tags.starts)
    padded = np.concatenate([tags.spans, np.zeros((1, *tags.spans.shape[1:]), np.float32)])
    rows = np.stack([_of_place(tags, padded, start, end) for start, end in places])  # (places, 5, roles)
    best = rows.max(axis=0)
    inside = 1 - tags.spans[:, :, _OUTSIDE]
    of_document = inside.max(axis=0) if count else np.zeros(padded.shape[1])
    together = np.log(np.exp(rows[:, 0]).sum(axis=0) + 1e-6)
    told = np.full_like(of_document, tags.told)
    columns = [*best, rows[:, 1].mean(axis=0), together, of_document, told]
    return np.stack(columns, axis=1).astype(np.float32)


def _of_place(tags: Tags, padded: Numbers, start: int, end: int) -> Numbers:
    first = int(np.searchsorted(tags.ends, start, "right"))
    after = max(first + 1, int(np.searchsorted(tags.starts, end, "left")))
    first, after = min(first, len(padded) - 1), min(after, len(padded))
    closing = 1 - padded[min(after, len(padded) - 1), :, _NEXT]
    logs = np.log(np.maximum(padded[first:after], _SMALL))
    whole = logs[0, :, _FIRST] + logs[1:, :, _NEXT].sum(axis=0) + np.log(np.maximum(closing, _SMALL))
    inside = 1 - padded[first:after, :, _OUTSIDE]
    return np.stack([whole, inside.mean(axis=0), padded[first, :, _FIRST], closing, inside.min(axis=0)])
