"""How far one text describes the event that a word of another tells: two texts and the word in, named clues out.

Lexical throughout: which words of the text, of the trigger's sentence and of what stands near the trigger the other
text has too, how rare they are, and how many of them stand together in it.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from overt.extract.parse import load_parser

_CONTENT = frozenset({"NOUN", "VERB", "PROPN", "ADJ", "NUM"})
_NEAR = 8
_LONGEST = 40_000  # characters of a text that are read
_SILENT = 0.5  # the text says nothing of the kind: neither for nor against
_YEAR = re.compile(r"(1[5-9]|20)\d\d")
CLUES = (
    *(
        "words",
        "words, weighed",
        "sentence",
        "sentence, weighed",
        "near",
        "near, weighed",
        "names",
        "names of sentence",
    ),
    *("count of names", "numbers", "years", "two in a row", "three in a row", "four in a row", "trigger"),
    *("count of trigger", "sentence in one", "sentence in three", "near in three", "text in three", "most together"),
    *("sentence together", "length", "length of text", "length of sentence", "weight shared"),
)


@dataclass(frozen=True, slots=True)
class Parts:
    """A text as words: lemmas of content words by sentence, all lemmas, all forms."""

    sentences: tuple[frozenset[str], ...]
    lemmas: tuple[str, ...]
    forms: tuple[str, ...]

    @property
    def content(self) -> frozenset[str]:
        """The content words of the whole text."""
        return frozenset().union(*self.sentences)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about: a text, its trigger's lemmas, the words of its sentence and near it, names and numbers."""

    parts: Parts
    trigger: frozenset[str]
    sentence: frozenset[str]
    near: frozenset[str]
    names: frozenset[str]
    names_of_sentence: frozenset[str]
    numbers: frozenset[str]
    years: frozenset[str]


class Rarity:
    """How much a shared word says, by how few of the texts have it."""

    def __init__(self, texts: Iterable[Parts]) -> None:
        held = [set(parts.lemmas) for parts in texts]
        self._count = len(held)
        self._holds = Counter(lemma for lemmas in held for lemma in lemmas)

    def weigh(self, words: Iterable[str]) -> float:
        """Return what words weigh together, in a fixed order so that the sum is the same in every run."""
        return sum(math.log((self._count + 1) / (self._holds[word] + 1)) for word in sorted(words))


def parse(text: str) -> Doc:
    """Return a text parsed, the end of a very long one left out."""
    return load_parser()(text[:_LONGEST])


def parts_of(doc: Doc) -> Parts:
    """Return a parsed text as words."""
    return Parts(
        sentences=tuple(_content(sentence) for sentence in doc.sents),
        lemmas=tuple(token.lemma_.lower() for token in doc),
        forms=tuple(token.text.lower() for token in doc),
    )


def ask(doc: Doc, start: int, end: int) -> Asked:
    """Return what is asked about the event whose trigger stands from `start` to `end` of the text."""
    words = [token for token in doc if token.idx < end and token.idx + len(token) > start] or [doc[0]]
    heads = [token for token in words if token.pos_ in _CONTENT] or words
    sentence = words[0].sent
    return Asked(
        parts=parts_of(doc),
        trigger=frozenset(token.lemma_.lower() for token in heads),
        sentence=_content(sentence),
        near=_content(doc[max(0, words[0].i - _NEAR) : words[-1].i + _NEAR + 1]),
        names=_names(doc),
        names_of_sentence=_names(sentence),
        numbers=frozenset(token.text.lower() for token in doc if any(map(str.isdigit, token.text))),
        years=frozenset(token.text for token in sentence if _YEAR.fullmatch(token.text)),
    )


def describe(asked: Asked, other: Parts, rarity: Rarity) -> list[float]:
    """Return the clues, in the order of CLUES."""
    text, has, forms = asked.parts.content, frozenset(other.lemmas), frozenset(other.forms)
    counts = Counter(other.lemmas)
    weigh = rarity.weigh
    trigger = sum(counts[lemma] for lemma in asked.trigger)
    together = _together(other.sentences, (asked.sentence, asked.near, text), rarity)
    whole, sentence, near = (max(1e-6, weigh(words)) for words in (text, asked.sentence, asked.near))
    return [
        *(
            value
            for words in (text, asked.sentence, asked.near)
            for value in (_share(words, has), _weighed(words, has, rarity))
        ),
        _share(asked.names, forms),
        _share(asked.names_of_sentence, forms),
        float(len(asked.names & forms)),
        _share(asked.numbers, forms),
        _share(asked.years, forms),
        *(_in_a_row(asked.parts.forms, other.forms, count) for count in (2, 3, 4)),
        float(trigger > 0),
        math.log1p(trigger),
        max((weigh(asked.sentence & words) for words in other.sentences), default=0.0) / sentence,
        together[0] / sentence,
        together[1] / near,
        together[2] / whole,
        together[2],
        together[0],
        math.log1p(len(other.lemmas)),
        math.log1p(len(asked.parts.lemmas)),
        math.log1p(len(asked.sentence)),
        math.log1p(weigh(text & has)),
    ]


def _together(sentences: Sequence[frozenset[str]], wanted: Sequence[frozenset[str]], rarity: Rarity) -> list[float]:
    """The most that three neighbouring sentences have of each of the wanted words."""
    windows = [frozenset().union(*sentences[max(0, place - 1) : place + 2]) for place in range(len(sentences))]
    return [max((rarity.weigh(words & window) for window in windows), default=0.0) for words in wanted]


def _share(words: frozenset[str], has: frozenset[str]) -> float:
    return len(words & has) / len(words) if words else _SILENT


def _weighed(words: frozenset[str], has: frozenset[str], rarity: Rarity) -> float:
    return rarity.weigh(words & has) / max(1e-6, rarity.weigh(words)) if words else _SILENT


def _in_a_row(a: Sequence[str], b: Sequence[str], count: int) -> float:
    of_a, of_b = ({tuple(x[place : place + count]) for place in range(len(x) - count + 1)} for x in (a, b))
    return len(of_a & of_b) / max(1, len(of_a))


def _content(tokens: Doc | Span) -> frozenset[str]:
    return frozenset(token.lemma_.lower() for token in tokens if token.pos_ in _CONTENT and _is_word(token))


def _names(tokens: Doc | Span) -> frozenset[str]:
    return frozenset(token.text.lower() for token in tokens if token.pos_ == "PROPN" and len(token) > 2)


def _is_word(token: Token) -> bool:
    return any(map(str.isalnum, token.text))
