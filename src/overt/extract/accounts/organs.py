"""Finds the state or service whose people act: "Rwandan agents", "a ship of the Peruvian navy" -> who stands behind."""

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from overt.base.knowledge import read_knowledge
from overt.extract.acts.phrases import phrase_bounds
from overt.extract.entities.mentions import EntityMap
from overt.extract.parse import Parsed
from overt.types.account import EntityKind, LocalEntity

_DEEP = 3  # "the crew of a ship of the Peruvian navy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organ:
    """A state's body or a service that a doer belongs to."""

    words: TokenSpan  # the whole phrase of the body
    head: Token
    owner: Token | None  # the word that names the state: "Rwandan"; None for a service known by its own name
    entity: LocalEntity | None  # the service


def organ_of(parsed: Parsed, doer: Token, entities: EntityMap) -> Organ | None:
    """Return the body of a state, or the service, that a doer's phrase names as his own.

    None for who left it ("a former officer"), and for bodies that keep the law where they are (police, courts).
    """
    token: Token | None = doer
    for _ in range(_DEEP):
        if token is None or _is_past(token):
            return None
        start, end = phrase_bounds(token)
        words = parsed.doc[start:end]
        entity = entities.entity_at(parsed.span_of(token))
        if entity is not None and entity.kind is EntityKind.SERVICE:
            return Organ(words=words, head=token, owner=None, entity=entity)
        owner = _owner(token) if token.lemma_.lower() in _organs() else None
        if owner is not None and not _keeps_the_law(token):
            return Organ(words=words, head=token, owner=owner, entity=None)
        token = _whole_of(token)
    return None


@cache
def _organs() -> frozenset[str]:
    return frozenset(read_knowledge("attribution.yaml")["organs"])


@cache
def _lists() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    data = read_knowledge("attribution.yaml")
    demonyms = frozenset(read_knowledge("nationalities.yaml")["demonyms"])
    return demonyms, frozenset(data["no_longer"]), frozenset(data["law_keepers"])


def _owner(token: Token) -> Token | None:
    """Return the word that says whose it is: "Rwandan agents", "Iran's navy", "the navy of Iran"."""
    demonyms = _lists()[0]
    for child in token.children:
        is_named = child.dep_ == "amod" and child.text in demonyms
        if is_named or (child.dep_ in {"poss", "compound", "nmod"} and _is_state(child, demonyms)):
            return child
    whole = _whole_of(token)
    return whole if whole is not None and whole.ent_type_ == "GPE" else None


def _is_state(token: Token, demonyms: frozenset[str]) -> bool:
    return token.ent_type_ == "GPE" or token.text in demonyms


def _whole_of(token: Token) -> Token | None:
    """Return the noun after "of"."""
    of = next((child for child in token.children if child.dep_ == "prep" and child.lower_ == "of"), None)
    return None if of is None else next((child for child in of.children if child.dep_ == "pobj"), None)


def _is_past(token: Token) -> bool:
    return any(child.lower_.removesuffix("-") in _lists()[1] for child in token.children)


def _keeps_the_law(token: Token) -> bool:
    keepers = _lists()[2]
    return token.lower_ in keepers or any(child.lower_ in keepers for child in token.children)
