"""A collection of documents: how rare each word is in it, and how alike two documents are by their words."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.events.read import Document
from bench.events.told import CONTENT, Told, tell


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents with their mentions told; `holds` counts documents with a word, `opens` those with a trigger."""

    documents: tuple[Document, ...]
    told: tuple[tuple[Told, ...], ...]
    holds: Counter[str]
    opens: Counter[str]
    alike: Any  # of each two documents, by their place: 0-1

    def rarity(self, word: str) -> float:
        """Return how much a shared word says: the logarithm of how few documents hold it, never below 0."""
        return max(0.0, math.log(len(self.documents) / (1 + self.holds[word])))

    def weigh(self, words: Iterable[str]) -> float:
        """Return how much words say together, in a fixed order so that the sum is the same in every run."""
        return sum(self.rarity(word) for word in sorted(words))

    def share_opened(self, lemma: str) -> float:
        """Return the share of the documents that tell of something by this trigger."""
        return self.opens[lemma] / max(1, len(self.documents))


def collect(documents: Sequence[Document]) -> Collection:
    """Return documents with what they tell and how alike they are."""
    told = tuple(tuple(tell(document)) for document in documents)
    holds = Counter(lemma for one in documents for lemma in {word for s in one.sentences for word in s.lemmas})
    opens = Counter(lemma for mentions in told for lemma in {mention.lemma for mention in mentions})
    return Collection(tuple(documents), told, holds, opens, _likeness(documents))


def _likeness(documents: Sequence[Document]) -> Any:
    """Cosine of the content words, weighed by how often a document and how few documents have them."""
    bags = [
        Counter(lemma for s in one.sentences for lemma, tag in zip(s.lemmas, s.tags, strict=True) if tag in CONTENT)
        for one in documents
    ]
    having = Counter(word for bag in bags for word in bag)
    column = {word: place for place, word in enumerate(having)}
    table = np.zeros((len(bags), max(1, len(column))))
    for row, bag in enumerate(bags):
        for word, count in bag.items():
            table[row, column[word]] = (1 + math.log(count)) * math.log(len(bags) / having[word])
    table /= np.linalg.norm(table, axis=1, keepdims=True) + 1e-9
    return table @ table.T
