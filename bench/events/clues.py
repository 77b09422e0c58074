"""What speaks for one event in two mentions, and in two documents: a pair in, a row of named numbers out."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from bench.events.collection import Collection
from bench.events.told import Told, Words

_NOTHING = -1.0  # one of the two says nothing of the kind, which is not the same as saying something else
_LIGHT = frozenset({"be", "have", "do", "make", "take", "get", "give", "go", "come"})
_TAGS = {"VERB": 0, "NOUN": 1, "PROPN": 2, "ADJ": 3}
_OTHER_TAG = 4
_ENDS = ("ations", "ation", "ings", "ing", "ments", "ment", "ers", "er", "ions", "ion", "ed", "es", "s", "e")
_STEM = 3

MENTION_CLUES = (
    *("same lemma", "same stem", "common beginning", "same text", "words shared", "tag of one", "tag of other"),
    *("same tag", "light", "rarer trigger", "commoner trigger", "documents alike", "same document", "same sentence"),
    *("sentences apart", "who", "what", "where", "arguments", "arguments near one", "arguments near other", "near"),
    *("names", "names of one", "dates", "numbers", "words of sentence", "weight of shared words", "arguments named"),
    *("shorter", "longer", "trigger told in other", "same governor", "same relation"),
)


def mention_row(collection: Collection, a: Told, b: Told, alike: float) -> list[float]:
    """Return the clues of a pair of mentions, in the order of MENTION_CLUES."""
    same_document = a.document == b.document
    tags = sorted((_TAGS.get(a.tag, _OTHER_TAG), _TAGS.get(b.tag, _OTHER_TAG)))
    opened = sorted((collection.share_opened(a.lemma), collection.share_opened(b.lemma)))
    less = min(collection.weigh(a.words), collection.weigh(b.words))
    near = sorted((_part(a.arguments, b.near), _part(b.arguments, a.near)))
    return [
        float(a.lemma == b.lemma),
        float(stem(a.lemma) == stem(b.lemma)),
        common_beginning(a.lemma, b.lemma),
        float(a.text == b.text),
        _overlap(a.span, b.span),
        *tags,
        float(tags[0] == tags[1]),
        float((a.lemma in _LIGHT) + (b.lemma in _LIGHT)),
        *opened,
        alike,
        float(same_document),
        float(same_document and a.sentence == b.sentence),
        float(abs(a.sentence - b.sentence)) if same_document else _NOTHING,
        _part(a.who, b.who),
        _part(a.what, b.what),
        _part(a.where, b.where),
        _part(a.arguments, b.arguments),
        *near,
        _overlap(a.near, b.near),
        _overlap(a.names, b.names),
        _part(a.names, b.names),
        _part(a.dates, b.dates),
        _part(a.numbers, b.numbers),
        _overlap(a.words, b.words),
        collection.weigh(a.words & b.words) / (less + 1e-6),
        float(len(a.arguments & b.names) + len(b.arguments & a.names)),
        float(min(a.length, b.length)),
        float(max(a.length, b.length)),
        float(a.lemma in b.words or b.lemma in a.words),
        float(a.governor == b.governor != ""),
        float(a.relation == b.relation),
    ]


def document_rows(collection: Collection, pairs: Sequence[tuple[int, int]]) -> Any:
    """Return the clues of pairs of documents, given by their places: what they share of each kind, who else is near."""
    kinds = [_kinds(collection, place) for place in range(len(collection.documents))]
    alike = np.array(collection.alike)
    np.fill_diagonal(alike, 0)
    ranked = np.sort(alike, axis=1)[:, ::-1]
    fifth = ranked[:, min(4, ranked.shape[1] - 1)]
    rows = []
    for a, b in pairs:
        row = [float(alike[a, b])]
        for of_a, of_b in zip(kinds[a], kinds[b], strict=True):
            row += _shared(collection, of_a, of_b)
        special = (kinds[a][0] & kinds[b][0]) | (kinds[a][1] & kinds[b][1])
        row.append(max((collection.rarity(word) for word in special), default=0.0))
        row += sorted(float(alike[a, b] / (ranked[one, 0] + 1e-9)) for one in (a, b))
        row += sorted(float(alike[a, b] - fifth[one]) for one in (a, b))
        row.append(float(min(len(frozenset().union(*kinds[one])) for one in (a, b))))
        rows.append(row)
    return np.array(rows, np.float32).reshape(len(rows), -1)


def stem(word: str) -> str:
    """Return a word less the ending that most often tells the act from the verb."""
    for end in _ENDS:
        if word.endswith(end) and len(word) - len(end) >= _STEM:
            return word[: -len(end)]
    return word


def common_beginning(a: str, b: str) -> float:
    """Return the share of the longer word that both begin with."""
    count = next((place for place, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return count / max(1, len(a), len(b))


def _kinds(collection: Collection, place: int) -> tuple[Words, ...]:
    """Names, numbers, verbs and nouns of a document."""
    sentences = collection.documents[place].sentences
    return tuple(
        frozenset(lemma for one in sentences for lemma, tag in zip(one.lemmas, one.tags, strict=True) if tag == wanted)
        for wanted in ("PROPN", "NUM", "VERB", "NOUN")
    )


def _shared(collection: Collection, a: Words, b: Words) -> list[float]:
    both = a & b
    weight = collection.weigh(both)
    less, all_of_them = min(collection.weigh(a), collection.weigh(b)), collection.weigh(a | b)
    return [
        float(len(both)),
        weight,
        weight / (less + 1e-6) if a and b else _NOTHING,
        weight / (all_of_them + 1e-6) if a | b else _NOTHING,
    ]


def _overlap(a: Words, b: Words) -> float:
    return len(a & b) / len(a | b) if a | b else _NOTHING


def _part(a: Words, b: Words) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else _NOTHING
