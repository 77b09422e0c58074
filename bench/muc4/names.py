"""Names of persons as the keys quote them: a token in, the whole name without titles out."""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from overt.base.knowledge import read_knowledge, read_yaml
from overt.extract.acts.nouns import noun_lists
from overt.extract.parse import Parsed

_LINKS = frozenset({"de", "del", "la", "los", "y", "da", "dos", "von", "van"})


@cache
def load_words() -> dict[str, Any]:
    """Return the lists of words.yaml."""
    words: dict[str, Any] = read_yaml(Path(__file__).with_name("words.yaml"), "words.yaml")
    return words


@cache
def words_of(name: str) -> frozenset[str]:
    """Return one list of words.yaml."""
    return frozenset(load_words()[name])


def name_around(token: Token) -> tuple[int, int] | None:
    """Return the first token and the end of the name of a person that a token belongs to; None if it is in none."""
    if not _is_part(token):
        return None
    start = end = token.i
    while start > token.sent.start and _goes_on(token.doc[start - 1], token.doc[start]):
        start -= 1
    while end + 1 < token.sent.end and _goes_on(token.doc[end + 1], token.doc[end]):
        end += 1
    while start < end and (token.doc[start].lower_ in words_of("titles") | _LINKS | _peoples()):
        start += 1
    while end > start and token.doc[end].lower_ in _LINKS:
        end -= 1
    return (start, end + 1) if token.doc[start].lower_ not in words_of("titles") else None


@cache
def _peoples() -> frozenset[str]:
    """Return the words for people of a nation, which stand before a name and are no part of it."""
    return frozenset(name.lower() for name in read_knowledge("nationalities.yaml")["demonyms"]) | words_of("peoples")


def _is_part(token: Token) -> bool:
    return (
        token.text[:1].isupper()
        and token.is_alpha
        and (token.pos_ in {"PROPN", "NOUN", "ADJ"} or bool(token.ent_type_))
    )


def _goes_on(token: Token, beside: Token) -> bool:
    return _is_part(token) or (token.lower_ in _LINKS and _is_part(beside))


def is_person(tokens: Tokens) -> bool:
    """Say whether a name is one of a person: the tagger's word, a title before it, or two names and no other kind."""
    labels = {token.ent_type_ for token in tokens if token.ent_type_}
    before = tokens[0].nbor(-1) if tokens[0].i > 0 else None
    titles = (words_of("titles") - {"the"}) | noun_lists()[0]
    if before is not None and (before.lower_ in titles or before.lemma_.lower() in titles):
        return True
    if "PERSON" in labels:
        return True
    return len(tokens) > 1 and not labels & {"ORG", "GPE", "LOC", "FAC", "DATE", "NORP", "PRODUCT"}


def fullest(name: str, names: Iterable[str]) -> str:
    """Return the fullest of the names of a document that hold all words of a name, in order; the name itself else."""
    words = name.split()
    fuller = [other for other in names if len(other.split()) > len(words) and _holds(other.split(), words)]
    return max(fuller, key=len, default=name)


def _holds(longer: Sequence[str], words: Sequence[str]) -> bool:
    at = iter(longer)
    return all(word in at for word in words)


def person_names(parsed: Sequence[Parsed]) -> dict[str, tuple[int, int]]:
    """Return the names of persons in a document, in small letters, each with where it stands first."""
    found: dict[str, tuple[int, int]] = {}
    for item in parsed:
        for token in item.doc:
            bounds = name_around(token)
            if bounds is None or bounds[0] != token.i or not is_person(item.doc[bounds[0] : bounds[1]]):
                continue
            span = item.span_of(item.doc[bounds[0] : bounds[1]])
            found.setdefault(item.doc[bounds[0] : bounds[1]].text.lower(), (span.start, span.end))
    return found
