"""Cuts words and texts into the pieces that MiniLM knows: words in, numbers of pieces out; plain Python, no packages.

As uncased BERT cuts: lower case, no accents, punctuation apart, then the longest known beginning, again and again.
"""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

VOCABULARY = Path(__file__).with_name("vocabulary.json")
OPENING, CLOSING, UNKNOWN, MASK = 101, 102, 100, 103
_LONGEST = 100
_MARKS = ((33, 47), (58, 64), (91, 96), (123, 126))  # ASCII that counts as punctuation whatever Unicode says
Place = tuple[int, int, int]  # a piece, and from where to where it stands


@cache
def load_pieces(path: Path = VOCABULARY) -> Mapping[str, int]:
    """Return the numbers of all pieces; one that goes on within a word begins with ##."""
    pieces: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))["model"]["vocab"]
    return pieces


def cut_word(word: str, known: Mapping[str, int]) -> list[int]:
    """Return the pieces of a word, the unknown piece if it cannot be made of any."""
    return [piece for piece, _, _ in cut_text(word, known)] or [UNKNOWN]


def cut_text(text: str, known: Mapping[str, int]) -> Iterator[Place]:
    """Yield the pieces of a text with their places in it."""
    for part, places in _parts(text):
        for piece, first, after in _cut(part, known):
            yield piece, places[first], places[after - 1] + 1


def _parts(text: str) -> Iterator[tuple[str, list[int]]]:
    held: list[str] = []
    places: list[int] = []
    for char, place in _plain(text):
        alone = _stands_alone(char)
        if (alone or char.isspace()) and held:
            yield "".join(held), places
            held, places = [], []
        if alone:
            yield char, [place]
        elif not char.isspace() and unicodedata.category(char)[0] != "C":
            held.append(char)
            places.append(place)
    if held:
        yield "".join(held), places


def _plain(text: str) -> Iterator[tuple[str, int]]:
    for place, char in enumerate(text):
        if char.isascii():
            yield char.lower(), place
        else:
            for part in unicodedata.normalize("NFD", char.lower()):
                if unicodedata.category(part) != "Mn":
                    yield part, place


def _stands_alone(char: str) -> bool:
    code = ord(char)
    return (
        any(first <= code <= last for first, last in _MARKS)
        or unicodedata.category(char)[0] == "P"
        or 0x4E00 <= code <= 0x9FFF
    )


def _cut(part: str, known: Mapping[str, int]) -> list[Place]:
    whole = [(UNKNOWN, 0, len(part))]
    if len(part) > _LONGEST:
        return whole
    pieces: list[Place] = []
    start = 0
    while start < len(part):
        prefix = "##" if start else ""
        end = next((end for end in range(len(part), start, -1) if prefix + part[start:end] in known), 0)
        if not end:
            return whole
        pieces.append((known[prefix + part[start:end]], start, end))
        start = end
    return pieces
