"""A small language model that tags a document's word pieces with roles: text in, Tags out; needs the extra `learned`.

The file beside it is a MiniLM-L6 taught on the training part, in whole numbers of eight bits (MODEL.md). A document is
read in windows that overlap; a piece counts most where it is far from the window's edges.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from bench.muc4.learn.linear import ROLES
from bench.muc4.learn.tags import Numbers, Tags

TAGGER = Path(__file__).with_name("tagger.onnx")
VOCABULARY = Path(__file__).with_name("vocabulary.json")
WINDOW, STEP = 510, 384
CLASSES = 3 * len(ROLES)  # then one that says, of the document's opening mark, whether it tells of an incident
OPENING, CLOSING = 101, 102
_FULL_WEIGHT = 64


@dataclass(frozen=True, slots=True)
class Tagger:
    """The model and its vocabulary, as onnxruntime and tokenizers hold them."""

    session: Any
    vocabulary: Any

    def read(self, text: str) -> Tags:
        """Return the document tagged."""
        pieces, starts, ends = cut(self.vocabulary, text)
        spans, weights = np.zeros((len(pieces), len(ROLES), 3), np.float32), np.zeros(len(pieces), np.float32)
        told = 0.0
        for first, after in windows_of(len(pieces)):
            here = _softmax(*self._run(pieces[first:after]))
            distance = np.minimum(np.arange(after - first), np.arange(after - first)[::-1]) + 1
            weight = np.minimum(distance, _FULL_WEIGHT).astype(np.float32)
            spans[first:after] += here[0] * weight[:, None, None]
            weights[first:after] += weight
            told = max(told, here[1])
        shares = spans / np.maximum(weights, 1e-9)[:, None, None]
        return Tags(starts, ends, shares.astype(np.float32), told)

    def _run(self, pieces: Any) -> tuple[Numbers, float]:
        row = np.concatenate([[OPENING], pieces, [CLOSING]]).astype(np.int64)[None]
        scores = self.session.run(None, {"ids": row, "mask": np.ones_like(row)})[0][0]
        return scores[1:-1, :CLASSES].reshape(-1, len(ROLES), 3), float(scores[0, CLASSES])


def cut(vocabulary: Any, text: str) -> tuple[Any, Any, Any]:
    """Return the word pieces of a text by number, and where each starts and ends."""
    encoded = vocabulary.encode(text, add_special_tokens=False)
    offsets = np.array(encoded.offsets, np.int64).reshape(-1, 2)
    return np.array(encoded.ids, np.int64), offsets[:, 0], offsets[:, 1]


def windows_of(count: int) -> Iterator[tuple[int, int]]:
    """Yield the windows in which a row of this many pieces is read."""
    first = 0
    while count:
        yield first, min(count, first + WINDOW)
        if first + WINDOW >= count:
            return
        first += STEP


def _softmax(scores: Numbers, told: float) -> tuple[Numbers, float]:
    powers = np.exp(scores - scores.max(axis=2, keepdims=True))
    return powers / powers.sum(axis=2, keepdims=True), float(1 / (1 + np.exp(-told)))


def is_installed() -> bool:
    """Say whether the packages of the extra `learned` are there."""
    return all(find_spec(name) for name in ("onnxruntime", "tokenizers"))


@cache
def load_tagger(path: Path = TAGGER) -> Tagger:
    """Return the tagger; one thread, so that figures of speed mean the same everywhere."""
    import onnxruntime  # noqa: PLC0415 - an optional package

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return Tagger(session, load_vocabulary())


def load_vocabulary(path: Path = VOCABULARY) -> Any:
    """Return the vocabulary, with nothing cut off."""
    from tokenizers import Tokenizer  # noqa: PLC0415 - an optional package

    vocabulary = Tokenizer.from_file(str(path))
    vocabulary.no_truncation()
    vocabulary.no_padding()
    return vocabulary
