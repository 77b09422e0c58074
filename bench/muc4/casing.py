"""Restores the case of a text in small letters, so that the tagger sees names: text in, text of the same length out.

A word is taken for a name where no English dictionary (that of the parser's lemmatizer) has it, where the gazetteer of
nations has it, or where it stands after a title ("president", "colonel"); a short one without vowels, or one that
stands alone in brackets, is an abbreviation.
"""

import re
from functools import cache

from overt.base.knowledge import read_knowledge
from overt.extract.parse import load_parser

_WORD = re.compile(r"[a-z][\w'-]*")
_SENTENCE = re.compile(r"(?:^|[.!?:]\"?\s+\"?|\n\s*|\")([a-z])")
_BRACKETS = re.compile(r"\(([a-z][a-z0-9-]{1,6})\)")
_VOWELS = frozenset("aeiouy")


def restore_case(text: str) -> str:
    """Return the text with names and openings of sentences in capitals; a text with capitals of its own as it is."""
    if text != text.lower():
        return text
    cased = _WORD.sub(lambda match: _cased(match[0]), text)
    cased = _BRACKETS.sub(lambda match: match[0] if _is_word(match[1]) else match[0].upper(), cased)
    return _SENTENCE.sub(lambda match: match[0][:-1] + match[1].upper(), cased)


def _cased(word: str) -> str:
    bare = word.removesuffix("'s")
    if _is_word(bare) and bare not in _names():
        return word
    if len(bare) <= 5 and not _VOWELS & set(bare):
        return bare.upper() + word[len(bare) :]
    return "-".join(part.capitalize() if not _is_word(part) or len(part) > 2 else part for part in word.split("-"))


def _is_word(word: str) -> bool:
    return word in _dictionary() or all(part in _dictionary() or not part.isalpha() for part in re.split(r"[-']", word))


@cache
def _names() -> frozenset[str]:
    """Return one-word names of nations, peoples and capitals, in small letters."""
    tables = read_knowledge("nationalities.yaml")
    names = {name.lower() for key in ("countries", "demonyms", "capitals") for name in tables[key]}
    return frozenset(name for name in names if name.isalpha())


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
