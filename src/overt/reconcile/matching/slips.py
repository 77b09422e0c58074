"""Weighs what sets two folded words apart: slips of the pen, vowels heard otherwise, endings -> a cost in letters."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from overt.reconcile.matching.names import german_sound, is_known_variant, sound

FAR = 9.0  # more than any slip: another word
_VOWELS = frozenset("aeiouy")
_EAR = 0.4  # one vowel for another, or a doubled letter: how a name is heard, not another name
_ENDING = 0.4  # what a language adds to a name: "Lavrovs", "Tarkovinas"
_EYE = 0.4  # a digit that looks like a letter
_LOOKS = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g"}
_ENDINGS = ("s", "is", "as", "us", "a", "u", "om", "em", "e")  # nominatives and cases of Baltic and Slavic languages
_ADJECTIVE = r"sk(iy|ii|ij|yy|yi|yj|y|i|aya|aia|a|oe|e|oye|ogo|oho)$"  # a town's plant: "Velmorskiy" of Velmor
_LONG = 5  # shorter words keep their ends


@lru_cache(maxsize=262144)
def slip(a: str, b: str) -> float:
    """Return how many slips lie between two folded words: 0 for spellings of one sound, FAR for more than three."""
    if a == b or sound(a) == sound(b) or is_known_variant(a, b):
        return 0.0
    if min(len(a), len(b)) >= _LONG and (german_sound(a) == sound(b) or sound(a) == german_sound(b)):
        return 0.0
    short, long = sorted((a, b), key=len)
    if len(short) >= _LONG and long.startswith(short) and long[len(short) :] in _ENDINGS:
        return _ENDING
    if short != long and (bare := re.sub(_ADJECTIVE, "", long)) != long and bare.startswith(short[:4]):
        return min(FAR, _weigh(short, bare) + _ENDING)
    if OSA.distance(a, b, score_cutoff=4) > 4:
        return FAR
    cost = min(_weigh(a, b), _weigh(sound(a), sound(b)) + _EAR)
    if any(c.isdigit() for c in a + b) and not (a.isdigit() or b.isdigit()):
        cost = min(cost, _look(a, b))
    return cost if cost <= 3 else FAR


def _look(a: str, b: str) -> float:
    """Digits among letters are read as the letters they look like."""
    read = ["".join(_LOOKS.get(c, c) for c in word) for word in (a, b)]
    swapped = sum(c.isdigit() for c in a + b)
    return _weigh(*read) + _EYE * swapped


def _weigh(a: str, b: str) -> float:
    """Weighted edits with neighbours swapped (optimal string alignment)."""
    before: list[float] = []
    row = [0.0]
    for at, letter in enumerate(b):
        row.append(row[-1] + _drop(b, at, letter))
    for i, x in enumerate(a):
        now = [row[0] + _drop(a, i, x)]
        for j, y in enumerate(b):
            best = min(row[j + 1] + _drop(a, i, x), now[j] + _drop(b, j, y), row[j] + _change(x, y))
            if i and j and x == b[j - 1] and a[i - 1] == y:
                best = min(best, before[j - 1] + 1)
            now.append(best)
        before, row = row, now
    return row[-1]


def _change(x: str, y: str) -> float:
    if x == y:
        return 0.0
    return _VOWEL if x in _VOWELS and y in _VOWELS else 1.0


def _drop(word: str, at: int, letter: str) -> float:
    return _EAR if at and word[at - 1] == letter else 1.0


_VOWEL = 0.7


@lru_cache(maxsize=65536)
def hearsay(word: str) -> str:
    """Return the consonants of a folded word as far as every script keeps them: "barack" and "beilake" are both blk."""
    heard = sound(word)
    for sounds, stands in _COARSE:
        heard = re.sub(sounds, stands, heard)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyhn]", "", heard))


# What scripts without an alphabet, or without the letter, put one for the other.
_COARSE = (
    ("[pbv]", "b"),
    ("[td]", "d"),
    ("[kgq]", "k"),
    ("[rl]", "l"),
    ("[szcjx]", "s"),
    ("[mn](?=$)", "n"),
    ("[fw]", "f"),
)
