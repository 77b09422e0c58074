"""Knows a text under other words: two texts -> what shows that one is rewritten or translated from the other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from overt.reconcile.matching.names import fold, sound
from overt.reconcile.sources.texts import Sentence, Text

_FEW_STEMS = 5  # a shorter sentence says too little
_ALIKE = 0.6
_MIN_ALIKE = 3
_MIN_SHARE_ALIKE = 0.6
_MIN_LANDMARKS = 7
_MIN_SHARE_LANDMARKS = 0.7
_NAME_LETTERS = 4
_TOKEN = re.compile(r"\d[\d.,\u00a0\u202f]*|[^\W\d_][\w'’-]*|[\"“”„«»]|[.!?:]\s|\n")


@dataclass(frozen=True, slots=True)
class Alike:
    """Two sentences, or two words, that stand for each other, as offsets."""

    a: tuple[int, int]
    b: tuple[int, int]


def find_rewritten(a: Text, b: Text) -> tuple[Alike, ...]:
    """Return the sentences that say the same in nearly the same words, if most of the shorter text does."""
    one, other = ([s for s in text.sentences if len(s.stems) >= _FEW_STEMS] for text in (a, b))
    if len(one) > len(other):
        return tuple(Alike(pair.b, pair.a) for pair in _pair_sentences(other, one))
    return _pair_sentences(one, other)


def _pair_sentences(one: Sequence[Sentence], other: Sequence[Sentence]) -> tuple[Alike, ...]:
    taken: set[int] = set()
    found = []
    for sentence in one:
        best, at = max(
            ((_likeness(sentence, rival), -at) for at, rival in enumerate(other) if at not in taken), default=(0.0, 0)
        )
        if best >= _ALIKE:
            taken.add(-at)
            found.append(Alike((sentence.start, sentence.end), (other[-at].start, other[-at].end)))
    is_enough = len(found) >= _MIN_ALIKE and len(found) >= _MIN_SHARE_ALIKE * len(one)
    return tuple(found) if is_enough else ()


def _likeness(a: Sentence, b: Sentence) -> float:
    small, large = sorted((len(a.stems), len(b.stems)))
    if large > 3 * small:
        return 0.0
    return len(a.stems & b.stems) / small


@dataclass(frozen=True, slots=True)
class Landmark:
    """What of a text stays the same in another language: a number, a name, the beginning of a quotation."""

    key: str
    start: int
    end: int


@lru_cache(maxsize=20_000)
def _name_key(word: str) -> str:
    return sound(fold(word).replace(" ", ""))[:_NAME_LETTERS]


def find_landmarks(text: Text) -> tuple[Landmark, ...]:
    """Return the numbers, the names that do not begin a sentence, and the quotation marks of a text, in order."""
    found: list[Landmark] = []
    is_start, body = True, text.report.text
    apart = [(part.span.start, part.span.end) for part in text.report.boilerplate]
    for match in _TOKEN.finditer(body):
        token = match[0]
        if any(start <= match.start() < end for start, end in apart):
            continue
        if token[0].isdigit():
            found.append(Landmark(_number_key(token), match.start(), match.end()))
        elif token[0].isalpha():
            if token[0].isupper() and not is_start and len(key := _name_key(token)) >= 3:
                found.append(Landmark(key, match.start(), match.end()))
        elif token[0] in '"“„«':
            found.append(Landmark('"', match.start(), match.end()))
        is_start = not (token[0].isalnum()) and token[0] not in "”»"
    return tuple(found)


def _number_key(token: str) -> str:
    """Return a number as one form: 34.000 and 34,000 are 34000, 5,4 and 5.4 are 5.4."""
    bare = re.sub(r"[\u00a0\u202f]", "", token).rstrip(".,")
    whole = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", bare)
    return "#" + whole.replace(",", ".")


def find_translated(a: Text, b: Text, one: Sequence[Landmark], other: Sequence[Landmark]) -> tuple[Alike, ...]:
    """Return what stands in two texts of different languages in the same order, if it is most of the shorter one's."""
    if a.report.language == b.report.language or min(len(one), len(other)) < _MIN_LANDMARKS:
        return ()
    common = _common_order([mark.key for mark in one], [mark.key for mark in other])
    if len(common) < max(_MIN_LANDMARKS, _MIN_SHARE_LANDMARKS * min(len(one), len(other))):
        return ()
    return tuple(Alike((one[i].start, one[i].end), (other[j].start, other[j].end)) for i, j in common)


def _common_order(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Return the longest common subsequence of two lists, as places in each."""
    best = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            best[i][j] = 1 + best[i + 1][j + 1] if a[i] == b[j] else max(best[i + 1][j], best[i][j + 1])
    found, i, j = [], 0, 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return found
