"""Restores the case of a text in small letters, so that the tagger sees names: text in, text of the same length out.

A word is taken for a name where no English dictionary (that of the parser's lemmatizer) has it, or where the gazetteer
of nations or names.yaml has it; a short one without vowels, or one alone in brackets, is an abbreviation.
"""

import re
from functools import cache
from pathlib import Path

from overt.base.knowledge import read_knowledge, read_yaml
from overt.extract.parse import load_parser

_WORD = re.compile(r"(?<!\w)[a-z][\w'-]*(?:\.[a-z]\b)*")
_SENTENCE = re.compile(r"(?:^|[.!?:]\"?\s+\"?|\n\s*)([a-z])")
_BRACKETS = re.compile(r"\(([a-z][a-z0-9-]{1,6})\)")
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_MONTH = re.compile(rf"(?:(?<=\d )|(?<=\d\d )|\b(?=\w+ \d)|(?<=\bin )|(?<=last )|(?<=since ))(?:{_MONTHS})\b")
_VOWELS = frozenset("aeiouy")


def restore_case(text: str) -> str:
    """Return the text with names and openings of sentences in capitals; a text with capitals of its own as it is."""
    if text != text.lower():
        return text
    cased = _wholes().sub(lambda match: match[0].title(), text)
    cased = _MONTH.sub(lambda match: match[0].capitalize(), cased)
    cased = _WORD.sub(lambda match: _cased(match[0]), cased)
    cased = _BRACKETS.sub(lambda match: match[0] if _is_word(match[1]) else match[0].upper(), cased)
    return _SENTENCE.sub(lambda match: match[0][:-1] + match[1].upper(), cased)


def _cased(word: str) -> str:
    bare = word.removesuffix("'s")
    if bare in _short() or (len(bare) <= 5 and bare.isalpha() and not _VOWELS & set(bare) and not _is_word(bare)):
        return bare.upper() + word[len(bare) :]
    if bare in _names() or not _is_word(bare):
        return "-".join(
            part if part in _dictionary() and part not in _names() else part.capitalize() for part in word.split("-")
        )
    return word


def _is_word(word: str) -> bool:
    return word in _dictionary() or all(part in _dictionary() or not part.isalpha() for part in re.split(r"[-']", word))


@cache
def _names() -> frozenset[str]:
    """Return one-word names of nations, peoples, capitals and people, in small letters."""
    tables = read_knowledge("nationalities.yaml")
    names = {name.lower() for key in ("countries", "demonyms", "capitals") for name in tables[key]}
    plain = {
        "pole",
        "poles",
        "polish",
        "thai",
        "turkey",
        "mali",
        "dane",
        "swede",
        "march",
    }  # words before they are names
    return frozenset(name for name in names - plain if name.isalpha()) | {*_listed()["people"], *_listed()["places"]}


@cache
def _short() -> frozenset[str]:
    return frozenset(_listed()["short"])


@cache
def _wholes() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, _listed()['wholes']))})\b")


@cache
def _listed() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = read_yaml(Path(__file__).with_name("names.yaml"), "names.yaml")
    return lists


@cache
def _dictionary() -> frozenset[str]:
    nlp = load_parser()
    lookups = nlp.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    words = {word for words in lookups.get_table("lemma_index").values() for word in words}
    words |= {word for words in lookups.get_table("lemma_exc").values() for word in words}
    return frozenset(words | {form for word in words for form in _inflected(word)} | nlp.Defaults.stop_words)


def _inflected(word: str) -> set[str]:
    stem = word.removesuffix("e")
    y = {word[:-1] + "ies", word[:-1] + "ied"} if word.endswith("y") else set()
    doubled = {word + word[-1] + end for end in ("ed", "ing", "er")} if word[-1:] in set("bdgklmnprstz") else set()
    return (
        {word + "s", word + "es", stem + "ed", stem + "ing", stem + "er", stem + "ers", word + "ly", word + "d"}
        | y
        | doubled
    )
