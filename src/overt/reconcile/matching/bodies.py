"""Compares names of organisations: legal forms, abbreviations, numbers and acronyms set aside -> one body or not."""

import re
from dataclasses import dataclass
from functools import lru_cache

from overt.base.knowledge import read_knowledge
from overt.reconcile.matching.names import fold, is_near, is_same_word


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyName:
    """A body's name as compared: its own words in order, and the classes of the legal forms it gives."""

    words: tuple[str, ...]
    forms: frozenset[str]
    joined: str  # all its words as one, the legal form with them ("SiemensAG")


@lru_cache(maxsize=65536)
def is_same_body(a: str, b: str) -> bool:
    """Say whether two names of organisations are one's: the same words, or one is the other's acronym.

    A legal form that one side leaves out ("Bank", "Bank AG") tells nothing; two of different classes ("Bank AG", "Bank
    GmbH") are two bodies.
    """
    one, other = read_body(a), read_body(b)
    if not one.words or not other.words:
        return False
    if one.forms and other.forms and not one.forms & other.forms:
        return False
    if sorted(one.words) == sorted(other.words) or one.joined == other.joined:
        return True
    if "".join(one.words) == "".join(other.words):
        return True
    few, many = sorted((one.words, other.words), key=len)
    if len(few) == 1 and len(many) >= _ACRONYM and few[0] == "".join(word[0] for word in many):
        return True
    return len(few) == len(many) and all(_is_spelling(x, y) for x, y in zip(few, many, strict=True))


def _is_spelling(a: str, b: str) -> bool:
    return is_same_word(a, b) or (min(len(a), len(b)) >= _LONG and is_near(a, b))


_LONG = 5
_ACRONYM = 3  # so many words make an acronym that says something


@lru_cache(maxsize=65536)
def read_body(name: str) -> BodyName:
    """Return a body's name with abbreviations spelled out, numbers as digits and its legal forms set apart."""
    told = _join_letters(fold(re.sub(r"(?<=\w)['’]s\b", "", name)))
    bare, forms = told, set()
    for phrase, form in _legal_forms():
        if phrase in bare:
            shorter = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", " ", bare)
            if shorter != bare and shorter.strip():
                forms.add(form)
                bare = shorter
    words = tuple(word for word in _spelled_out(bare) if word not in _small())
    return BodyName(words=words, forms=frozenset(forms), joined="".join(told.split()))


def _join_letters(text: str) -> str:
    """Single letters in a row are one abbreviation: "g m b h", "u s"."""
    return re.sub(r"\b(?:[a-z] ){1,5}[a-z]\b(?! \w\b)", lambda match: match[0].replace(" ", ""), text)


def _spelled_out(text: str) -> list[str]:
    table = _abbreviations()
    return " ".join(table.get(word, word) for word in text.split()).split()


@lru_cache(maxsize=1)
def _legal_forms() -> tuple[tuple[str, str], ...]:
    rows = read_knowledge("matching.yaml")["legal_forms"]
    pairs = {(fold(phrase), form) for form, phrases in rows.items() for phrase in phrases}
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


@lru_cache(maxsize=1)
def _abbreviations() -> dict[str, str]:
    return {str(short): str(long) for short, long in read_knowledge("matching.yaml")["body_abbreviations"].items()}


@lru_cache(maxsize=1)
def _small() -> frozenset[str]:
    return frozenset(read_knowledge("matching.yaml")["body_small_words"])
