"""Cuts words into the pieces that the encoder knows: words in, numbers of pieces out; plain Python, no packages.

As uncased BERT cuts: lower case, no accents, punctuation apart, then the longest known beginning, again and again.
"""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from bench.muc4.learn.tagger import VOCABULARY

OPENING, CLOSING, UNKNOWN = 101, 102, 100
_LONGEST = 100
_MARKS = ((33, 47), (58, 64), (91, 96), (123, 126))  # ASCII that counts as punctuation whatever Unicode says


@cache
def load_pieces(path: Path = VOCABULARY) -> Mapping[str, int]:
    """Return the numbers of all pieces; one that goes on within a word begins with ##."""
    pieces: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))["model"]["vocab"]
    return pieces


def cut_word(word: str, known: Mapping[str, int]) -> list[int]:
    """Return the pieces of a word, the unknown piece if it cannot be made of any."""
    return [piece for part in _parts(word) for piece in _cut(part, known)] or [UNKNOWN]


def _parts(word: str) -> Iterator[str]:
    plain = "".join(char for char in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(char) != "Mn")
    held = ""
    for char in plain:
        if _stands_alone(char) or char.isspace():
            if held:
                yield held
            held = ""
            if not char.isspace():
                yield char
        elif unicodedata.category(char)[0] != "C":
            held += char
    if held:
        yield held


def _stands_alone(char: str) -> bool:
    code = ord(char)
    return (
        any(first <= code <= last for first, last in _MARKS)
        or unicodedata.category(char)[0] == "P"
        or 0x4E00 <= code <= 0x9FFF
    )


def _cut(part: str, known: Mapping[str, int]) -> list[int]:
    if len(part) > _LONGEST:
        return [UNKNOWN]
    pieces: list[int] = []
    start = 0
    while start < len(part):
        prefix = "##" if start else ""
        end = next((end for end in range(len(part), start, -1) if prefix + part[start:end] in known), 0)
        if not end:
            return [UNKNOWN]
        pieces.append(known[prefix + part[start:end]])
        start = end
    return pieces
