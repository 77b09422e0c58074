"""Finds statements that events have become more or fewer: Doc -> `Trend`s ("attacks nearly tripled in 2022")."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from overt.base.knowledge import read_knowledge
from overt.extract.figures.aggregates import find_period, noun_class, words_of
from overt.extract.figures.numbers import NumberSpan, read_number

_MAX_CLIMB = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """A change as told. lo/hi: the factor or the percentage; None, with the unit "trend", where no figure is given."""

    lo: float | None
    hi: float | None
    text: str
    unit: str
    direction: str
    noun: Token  # what has become more or fewer
    start: int
    end: int


def find_trends(doc: Doc) -> Iterator[Trend]:
    """Yield the trends of events, persons or activities; a trend of anything else (prices, voters) is none."""
    for token in doc:
        direction = _direction(token)
        noun = trend_subject(token) if direction and token.pos_ in {"VERB", "NOUN"} else None
        if direction is None or noun is None:
            continue
        trend = _read(doc, token, noun, direction)
        if trend.unit != "trend" or _is_stated(token):
            yield trend


def _is_stated(token: Token) -> bool:
    """Say whether a trend without a figure is the point of its clause ("attacks have increased")."""
    if token.pos_ == "NOUN":
        return token.dep_ in {"attr", "dobj", "ROOT"} and any(child.lower_ in {"a", "an"} for child in token.children)
    return token.dep_ != "amod" and token.tag_ in {"VBD", "VBN", "VBP", "VBZ", "VBG"}


def _direction(token: Token) -> str | None:
    lemma = token.lemma_.lower()
    if lemma in words_of("down"):
        return "down"
    if lemma in read_knowledge("statistics.yaml")["multiply"] or lemma in words_of("up"):
        return "up"
    return None


def trend_subject(token: Token) -> Token | None:
    """Return what rises or falls at a word for a trend ("attacks", "number" of attacks); None if we do not count it."""
    if _direction(token) is None:
        return None
    if token.pos_ == "NOUN":
        inner = (
            grand
            for child in token.children
            if child.lower_ in {"in", "of"}
            for grand in child.children
            if grand.dep_ == "pobj"
        )
        return next((noun for noun in inner if _is_countable(noun)), None)
    verb = token
    for _ in range(_MAX_CLIMB):
        subject = next((child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
        if subject is None and verb.dep_ == "acl" and verb.tag_ == "VBD":
            subject = _above(verb.head)  # the parser takes "attacks on ports tripled" for a reduced relative of "ports"
        if subject is not None or verb.head == verb:
            return subject if subject is not None and _is_countable(subject) else None
        verb = verb.head
    return None


def _above(noun: Token) -> Token:
    while not _is_countable(noun) and noun.dep_ == "pobj" and noun.head.head != noun.head:
        noun = noun.head.head
    return noun


def _is_countable(noun: Token) -> bool:
    inner = [
        grand for child in noun.children if child.lower_ == "of" for grand in child.children if grand.dep_ == "pobj"
    ]
    names = [noun, *inner, *(grand for token in inner for grand in token.conjuncts)]
    is_measure = noun.lemma_.lower() in words_of("measures")
    if is_measure:
        return any(
            noun_class(name) in {"event", "person"} or name.lemma_.lower() in words_of("activities")
            for name in names[1:]
        )
    is_mass = noun.lemma_.lower() in words_of("activities")
    return is_mass or (noun.tag_ == "NNS" and noun_class(noun) == "event")


def _read(doc: Doc, word: Token, noun: Token, direction: str) -> Trend:
    lo, hi, unit = _figure(doc, word)
    start, end = _extent(doc, word)
    return Trend(
        lo=lo, hi=hi, text=doc[start:end].text, unit=unit, direction=direction, noun=noun, start=start, end=end
    )


def _figure(doc: Doc, word: Token) -> tuple[float | None, float | None, str]:
    knowledge = read_knowledge("statistics.yaml")
    factor = knowledge["multiply"].get(word.lemma_.lower())
    if factor is None:
        folds = (
            knowledge["fold"].get(child.lower_.replace("-", ""))
            for child in word.subtree
            if abs(child.i - word.i) <= _MAX_CLIMB
        )
        factor = next((fold for fold in folds if fold), None)
    if factor is not None:
        return (*_qualified(doc, word, factor), "factor")
    number = _percentage(doc, word)
    return (number.lo, number.hi, "percent") if number is not None else (None, None, "trend")


def _qualified(doc: Doc, word: Token, factor: float) -> tuple[float | None, float | None]:
    """Return the bounds of a factor after "nearly", "more than", "about" before it."""
    tables = read_knowledge("numbers.yaml")["before"]
    for width in (3, 2, 1):
        before = doc[max(0, word.i - width) : word.i].text.lower()
        kind = next((kind for kind, words in tables.items() if before in words), None)
        if kind in {"about", "under"}:
            return round(factor * 0.9, 3), round(factor * 1.1, 3) if kind == "about" else factor
        if kind == "floor":
            return factor, None
        if kind == "ceiling":
            return 0, factor
    return factor, factor


def _percentage(doc: Doc, word: Token) -> NumberSpan | None:
    numbers = (read_number(doc, token.i) for token in word.subtree if token.i > word.i - _MAX_CLIMB)
    return next((number for number in numbers if number is not None and number.unit == "percent"), None)


def _extent(doc: Doc, word: Token) -> tuple[int, int]:
    """Return the tokens from the word's adverbs to the end of its period or percentage, if that follows closely."""
    adverbs = [child.i for child in word.lefts if child.dep_ in {"advmod", "amod"} and word.i - child.i <= 3]
    start, end = min([word.i, *adverbs]), word.i + 1
    number = _percentage(doc, word)
    if number is not None and 0 <= number.start - end <= 2:
        end = number.end
    period = find_period(word)
    tokens = doc.char_span(period[1], period[2], alignment_mode="expand") if period else None
    if tokens is not None and 0 <= tokens.start - end <= 2:
        end = tokens.end
    return start, end
