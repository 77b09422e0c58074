"""What a document says of a phrase in all its places together: scored candidates in, one row of numbers a phrase out.

The second model judges these rows: how the phrase ranks in its document matters as much as its own score.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench.muc4.learn.candidates import Candidate
from bench.muc4.learn.habits import Habits
from bench.muc4.learn.linear import ROLES, Scores
from bench.muc4.learn.words import Words

LOWEST = -4.5  # a phrase that scores lower in a role is never asked about, one that does in all is left out
_NONE, _LAST_RANK, _POS = -14.0, 20, {"NOUN": 1.0, "PROPN": 2.0}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase with the candidates that say it; `best` is the one that scores highest in any role."""

    key: str
    places: tuple[int, ...]
    best: int


@dataclass(frozen=True, slots=True)
class Table:
    """`features`: (phrases, roles, columns); `scores`: (phrases, roles), the best of the phrase's places."""

    phrases: tuple[Phrase, ...]
    scores: Scores
    features: Scores


def make_table(
    words: Words, candidates: Sequence[Candidate], scores: Scores, of_document: Scores, habits: Habits
) -> Table:
    """Return the table of a document; `scores`: (candidates, roles), `of_document`: what its own clues add to each."""
    places: dict[str, list[int]] = {}
    for number, candidate in enumerate(candidates):
        places.setdefault(candidate.key, []).append(number)
    phrases = tuple(
        Phrase(key, tuple(rows), rows[int(scores[rows].max(axis=1).argmax())])
        for key, rows in places.items()
        if scores[rows].max() > LOWEST
    )
    if not phrases:
        return Table((), np.zeros((0, len(ROLES)), np.float32), np.zeros((0, len(ROLES), 0), np.float32))
    best = np.stack([scores[list(phrase.places)].max(axis=0) for phrase in phrases])
    heads = _best_by(scores, [candidate.head for candidate in candidates])
    sentences = _best_by(scores, [words.row[candidate.head].sentence for candidate in candidates])
    own = [_own(words, candidates, scores, phrase, heads, sentences) for phrase in phrases]
    before = np.stack([habits.of(phrase.key) for phrase in phrases])
    parts = [np.stack(own), before, _of_document(words, best, of_document), _among(best), _nested(phrases, best)]
    return Table(phrases, best, np.concatenate(parts, axis=2).astype(np.float32))


def _best_by(scores: Scores, groups: Sequence[int]) -> Mapping[int, Scores]:
    found: dict[int, Scores] = {}
    for row, group in zip(scores, groups, strict=True):
        found[group] = np.maximum(found[group], row) if group in found else row
    return found


def _own(  # noqa: PLR0913, PLR0917 - all that one row needs
    words: Words,
    candidates: Sequence[Candidate],
    scores: Scores,
    phrase: Phrase,
    heads: Mapping[int, Scores],
    sentences: Mapping[int, Scores],
) -> Scores:
    rows = list(phrase.places)
    here = scores[rows]
    ranked = np.sort(here, axis=0)[::-1]
    of_head = np.stack([heads[candidates[row].head] for row in rows])
    place = candidates[phrase.best]
    head = words.row[place.head]
    beside = sentences[head.sentence]
    count = max(words.row[-1].sentence + 1, 1)
    columns = [
        here.max(axis=0),
        here.mean(axis=0),
        ranked[1] if len(rows) > 1 else _all(-9.0),
        np.log(np.exp(here).sum(axis=0) + 1e-6),
        _all(min(len(rows), 10)),
        _all(words.row[candidates[rows[0]].first].start / 400),
        _all(words.row[candidates[rows[0]].first].start / max(len(words.text), 1)),
        _all(len(phrase.key.split())),
        of_head.max(axis=0),
        (here - of_head).max(axis=0),
        _second(here.max(axis=0)),
        _all(place.last - place.head),
        _all(place.head - place.first),
        _all(head.sentence),
        _all(head.sentence / count),
        _all(_POS.get(head.pos, 3.0)),
        *(_all(float(score)) for score in beside),
    ]
    return np.stack(columns, axis=1)


def _of_document(words: Words, best: Scores, of_document: Scores) -> Scores:
    top = best.max(axis=0)
    likely = (1 / (1 + np.exp(-best))).sum(axis=0)
    columns = [_all(len(words.text) / 1000), top, _all(float(top.max())), *(_all(float(score)) for score in top)]
    columns += [likely, of_document, _all(float(of_document.max()))]
    return np.broadcast_to(np.stack(columns, axis=1), (len(best), len(ROLES), len(columns)))


def _among(best: Scores) -> Scores:
    """Return how each phrase stands to the best of its document: the distance, and its rank."""
    ranks = np.minimum(np.argsort(np.argsort(-best, axis=0), axis=0), _LAST_RANK)
    return np.stack([best - best.max(axis=0), ranks], axis=2)


def _nested(phrases: Sequence[Phrase], best: Scores) -> Scores:
    """Return how each phrase stands to longer phrases that hold it and to shorter ones that it holds."""
    longer, shorter = np.full_like(best, _NONE), np.full_like(best, _NONE)
    for one in range(len(phrases)):
        for other in range(len(phrases)):
            if one != other and f" {phrases[one].key} " in f" {phrases[other].key} ":
                longer[one] = np.maximum(longer[one], best[other])
                shorter[other] = np.maximum(shorter[other], best[one])
    return np.stack([longer, shorter, best - longer, best - shorter], axis=2)


def _second(row: Scores) -> Scores:
    """Return for each role the best score of the other roles."""
    return np.array([max(np.delete(row, role)) for role in range(len(row))], np.float32)


def _all(value: float) -> Scores:
    return np.full(len(ROLES), value, np.float32)
