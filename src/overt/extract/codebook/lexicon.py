"""Finds what happened in a text of another language, without a parser: text in, words that tell of types out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from overt.base.errors import KnowledgeError
from overt.base.knowledge import list_knowledge, read_knowledge
from overt.base.spans import Span
from overt.extract.codebook.rows import check_keys, read_row
from overt.extract.codebook.types import load_codebook

_STATE_LEAST, _COUNTER_LEAST = 2, 3  # different words
# Acts that are rarely private: one of them stands for the state that early reports do not name yet.
_TELLING_FAMILIES = frozenset({"sabotage", "espionage", "influence", "movement"})
_TELLING_TYPES = frozenset({"violence.poisoning", "violence.abduction", "response.expulsion"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WordHit:
    """A word or phrase that tells of a type; `span` counts code points of the text given."""

    type: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The words of one language."""

    language: str
    types: Mapping[str, re.Pattern[str]]
    state: re.Pattern[str]
    counter: re.Pattern[str]

    def find(self, text: str) -> tuple[WordHit, ...]:
        """Return the hits in the order of the text; of two that overlap the longer, then the type named first."""
        hits = [
            WordHit(type=code, span=Span(start=match.start(), end=match.end()))
            for code, pattern in self.types.items()
            for match in pattern.finditer(text)
        ]
        kept: list[WordHit] = []
        for hit in sorted(hits, key=lambda hit: hit.span.start - hit.span.end):
            if not any(other.span.overlaps(hit.span) for other in kept):
                kept.append(hit)
        return tuple(sorted(kept, key=lambda hit: hit.span))

    def is_in_scope(self, text: str, nations: int = 0) -> bool:
        """Say whether the text tells of an act and of states or their targets, and not of sport, films or business.

        `nations` countries that it names beyond the first count like words of states, beside at least one.
        """
        types = {hit.type for hit in self.find(text)}
        is_telling = any(code in _TELLING_TYPES or code.partition(".")[0] in _TELLING_FAMILIES for code in types)
        signals = len(_different(self.state, text))
        signals += max(0, nations) if signals else 0
        is_told = is_telling or (bool(types) and signals >= _STATE_LEAST)
        return is_told and len(_different(self.counter, text)) < _COUNTER_LEAST


def list_languages() -> tuple[str, ...]:
    """Return the languages that have a lexicon, as ISO 639-1 codes."""
    return tuple(name[len(_PREFIX) : -len(".yaml")] for name in list_knowledge("codebook") if name.startswith(_PREFIX))


@cache
def load_lexicon(language: str) -> Lexicon | None:
    """Return the lexicon of a language (ISO 639-1); None if there is none. Raises KnowledgeError if it is wrong."""
    name = f"{_PREFIX}{language}.yaml"
    return read_lexicon(read_knowledge(name), name) if language in list_languages() else None


def read_lexicon(content: object, where: str) -> Lexicon:
    """Return the lexicon of a file's content; `where` names the file in errors."""
    file = read_row(content, where)
    check_keys(file, ("language", "types", "scope"))
    check_keys(file.row("types"), tuple(load_codebook().types))
    check_keys(file.row("scope"), ("state", "counter"))
    if not file.row("types").values:
        raise KnowledgeError("a lexicon without types", where=where, todo="List words under types.")
    return Lexicon(
        language=file.text("language"),
        types={code: _compile(file.row("types").words(code)) for code in file.row("types").values},
        state=_compile(file.row("scope").words("state")),
        counter=_compile(file.row("scope").words("counter")),
    )


_PREFIX = "codebook/lexicon_"


def _compile(words: Iterable[str]) -> re.Pattern[str]:
    parts = [
        re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)" if parts else r"(?!)", re.IGNORECASE)


def _different(pattern: re.Pattern[str], text: str) -> set[str]:
    """Return the words found, by their first five letters, so that inflected forms of one word count once."""
    return {match[0].casefold()[:5] for match in pattern.finditer(text)}
