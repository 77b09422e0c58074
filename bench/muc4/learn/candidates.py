"""Which phrases may be fillers: the words of a document in, candidate phrases out, far more than fill a role."""

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass

from bench.muc4.learn.words import NAME_OR_NOUN, Words

LONGEST = 110  # characters; the training part has hardly a filler that is longer
_LEFT, _RIGHT = 7, 3
_ALONE = frozenset({"ADJ", "NUM", "VERB", "X"})  # what the tagger makes of nouns and names that it does not know
_ARTICLES = frozenset({"the", "a", "an"})
_MARKS = frozenset({"PUNCT", "SPACE"})
_ARTICLE = re.compile(r"\b(a|an|the)\b")
_DROP_MARKS = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase from `first` to `last` word around its head; `key` is how the scorer of MUC-4 compares strings."""

    first: int
    last: int
    head: int
    key: str


def key_of(phrase: str) -> str:
    """Return a phrase without marks, articles and spare spaces, as the scorer of MUC-4 compares strings."""
    return " ".join(_ARTICLE.sub(" ", phrase.lower().translate(_DROP_MARKS)).split())


def find_candidates(words: Words) -> tuple[Candidate, ...]:
    """Return the noun phrases of a document, each also with less on its left and with more on its right."""
    found: dict[tuple[int, int], Candidate] = {}
    for head, word in enumerate(words.row):
        if word.pos in NAME_OR_NOUN or (word.pos in _ALONE and word.text[:1].isalpha()):
            for first, last in _stretches(words, head):
                key = key_of(words.quote(first, last))
                if key and (first, last) not in found:
                    found[first, last] = Candidate(first, last, head, key)
    return tuple(found.values())


def _stretches(words: Words, head: int) -> Iterator[tuple[int, int]]:
    row = words.row
    is_noun = row[head].pos in NAME_OR_NOUN
    for first in range(_leftmost(words, head) if is_noun else head, head + 1):
        if row[first].text in _ARTICLES or (row[first].pos in _MARKS and row[first].text != '"'):
            continue
        for last in _ends(words, head) if is_noun else (head,):
            if row[last].end - row[first].start <= LONGEST:
                yield first, last


def _leftmost(words: Words, head: int) -> int:
    edge = head
    for child in sorted((number for number in words.children.get(head, ()) if number < head), reverse=True):
        low, high = words.reach(child)
        if high + 1 != edge:
            break
        edge = low
    return max(edge, head - _LEFT)


def _ends(words: Words, head: int) -> list[int]:
    right = [number for number in words.children.get(head, ()) if number > head and words.row[number].dep != "punct"]
    return [head, *(words.reach(number)[1] for number in right[:_RIGHT])]
