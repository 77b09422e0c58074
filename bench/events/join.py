"""Joins mentions that tell of one event: a collection of documents in, groups of mentions out.

Documents are grouped first, by which of them tell one story; only mentions within a group are compared. Trees judge
each two mentions by named clues; the encoder, where it is there, by reading the two documents side by side.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np

from bench.events.clues import document_rows, mention_row
from bench.events.collection import Collection
from bench.events.groups import group
from bench.events.learn.encoder import Encoder, row_of
from bench.events.learn.weights import Weighed, Weights
from bench.events.read import Document

Pair = tuple[int, int]
Reader = Callable[[int, int], Mapping[Pair, float]]
_SURE = 1e-6


def group_documents(collection: Collection, weights: Weights) -> list[list[int]]:
    """Return which documents, by their places, tell one story."""
    places = list(range(len(collection.documents)))
    pairs = alike_pairs(collection, weights.weighed.least_alike)
    if not pairs:
        return [[place] for place in places]
    likely = weights.documents.judge(document_rows(collection, pairs))
    return group(places, dict(zip(pairs, likely.tolist(), strict=True)), weights.weighed.least_documents)


def alike_pairs(collection: Collection, least: float) -> list[Pair]:
    """Return the pairs of documents that share enough words to be compared at all."""
    return [pair for pair in combinations(range(len(collection.documents)), 2) if collection.alike[pair] > least]


def join_mentions(
    collection: Collection, groups: Sequence[Sequence[int]], weights: Weights, reader: Reader | None
) -> list[list[int]]:
    """Return the groups of mentions, by their numbers, that tell of one event; without a reader by clues alone."""
    weighed = weights.weighed
    least = weighed.least_alone if reader is None else weighed.least_together
    joined: list[list[int]] = []
    for places in groups:
        trees = judge_trees(collection, places, weights)
        read = read_side_by_side(reader, places) if reader is not None else None
        joined += join_judged(collection, places, blend(trees, read, weighed), least)
    return joined


def reader_of(documents: Sequence[Document], encoder: Encoder) -> Reader:
    """Return what reads two of these documents side by side, each two once."""
    rows = [row_of(document) for document in documents]
    return cache(lambda a, b: encoder.score(rows[a], rows[b]))


def join_judged(
    collection: Collection, places: Sequence[int], likely: Mapping[Pair, float], least: float
) -> list[list[int]]:
    """Return the groups of the mentions of these documents by how likely each two are one."""
    numbers = [told.number for place in places for told in collection.told[place]]
    order = {number: place for place, number in enumerate(numbers)}
    return group(numbers, {(order[a], order[b]): value for (a, b), value in likely.items()}, least)


def judge_trees(collection: Collection, places: Sequence[int], weights: Weights) -> dict[Pair, float]:
    """Return the odds, as a logarithm, of every two mentions in these documents by their clues alone."""
    pairs, rows = mention_rows(collection, [*combinations(places, 2), *((place, place) for place in places)])
    if not pairs:
        return {}
    likely = np.clip(weights.mentions.judge(rows).astype(np.float64), _SURE, 1 - _SURE)
    return dict(zip(pairs, np.log(likely / (1 - likely)).tolist(), strict=True))


def mention_rows(collection: Collection, pairs: Sequence[Pair]) -> tuple[list[Pair], Any]:
    """Return the pairs of mentions, the lower number first, of pairs of documents, and their clues."""
    found, rows = [], []
    for a, b in pairs:
        alike = float(collection.alike[a, b])
        for one in collection.told[a]:
            for other in collection.told[b]:
                if a != b or one.number < other.number:
                    found.append((min(one.number, other.number), max(one.number, other.number)))
                    rows.append(mention_row(collection, one, other, alike))
    return found, np.array(rows, np.float32)


def read_side_by_side(reader: Reader, places: Sequence[int]) -> dict[Pair, float]:
    """Return the odds by the encoder; two mentions of one document are read beside every other, and the mean counts."""
    said: dict[Pair, list[float]] = defaultdict(list)
    beside = list(combinations(sorted(places), 2)) or [(place, place) for place in places]
    for a, b in beside:
        for pair, score in reader(a, b).items():
            said[pair].append(score)
    return {pair: sum(scores) / len(scores) for pair, scores in said.items()}


def blend(trees: Mapping[Pair, float], read: Mapping[Pair, float] | None, weighed: Weighed) -> dict[Pair, float]:
    """Return probabilities: the mean of the odds, the encoder's by its weight; the trees' alone where it is silent."""
    odds = dict(trees)
    if read is not None:
        for pair, score in read.items():
            odds[pair] = (trees[pair] + weighed.encoder * score) / (1 + weighed.encoder)
    return {pair: 1 / (1 + math.exp(-value)) for pair, value in odds.items()}
