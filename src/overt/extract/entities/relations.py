"""Reads the relations that a report states between its entities: parsed passages and chains in, relations out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Token

from overt.base.knowledge import read_knowledge
from overt.base.spans import Span
from overt.extract.entities.chain import Chain
from overt.extract.entities.found import Found, phrase_start
from overt.extract.entities.words import load_words
from overt.extract.parse import Parsed
from overt.types.account import EntityKind, MentionForm

_BODIES = frozenset({EntityKind.SERVICE, EntityKind.ORGANISATION, EntityKind.GROUP})
_CLIMB = 8  # steps up the tree in search of the subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A relation to another chain, with the words that state it."""

    kind: str
    to: Chain
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """A passage with the mention that each token belongs to, the shortest first."""

    item: Parsed
    at: Mapping[int, tuple[Found, Chain]]

    def chain_at(self, token: Token | None) -> Chain | None:
        """Return whose mention the token is part of."""
        hit = None if token is None else self.at.get(token.i)
        return None if hit is None else hit[1]

    def span(self, first: int, last: int) -> Span:
        """Return the span of tokens first to last, both included, in the report's text."""
        low, high = sorted((first, last))
        if low in self.at:
            low = min(low, self.at[low][0].first)
        if high in self.at:
            high = max(high, self.at[high][0].last - 1)
        return self.item.span_of(self.item.doc[low]).cover(self.item.span_of(self.item.doc[high]))


_Triple = tuple[Chain, str, Chain, Span]


def find_relations(parsed: Sequence[Parsed], chains: Sequence[Chain]) -> Mapping[int, tuple[Stated, ...]]:
    """Return the stated relations of each chain by its `id()`, each kind to the same chain once, where first stated."""
    found: dict[int, dict[tuple[str, int], Stated]] = {}
    for reader in _readers(parsed, chains):
        for subject, kind, to, span in _triples(reader):
            if subject is not to:
                own = found.setdefault(id(subject), {})
                own.setdefault((kind, id(to)), Stated(kind=kind, to=to, span=span))
    return {key: tuple(own.values()) for key, own in found.items()}


def _readers(parsed: Sequence[Parsed], chains: Sequence[Chain]) -> Iterator[_Reader]:
    places: list[list[tuple[Found, Chain]]] = [[] for _ in parsed]
    for chain in chains:
        for found in chain.members:
            places[found.passage].append((found, chain))
    for item, members in zip(parsed, places, strict=True):
        at: dict[int, tuple[Found, Chain]] = {}
        for found, chain in sorted(members, key=lambda pair: pair[0].first - pair[0].last):
            at.update(dict.fromkeys(range(found.first, found.last), (found, chain)))
        for found, chain in members:  # the head of a phrase means the phrase, whatever names stand in it
            at[found.head] = (found, chain)
        yield _Reader(item=item, at=at)


def _triples(reader: _Reader) -> Iterator[_Triple]:
    seen: set[int] = set()
    for found, chain in list(reader.at.values()):
        if id(found) in seen:
            continue
        seen.add(id(found))
        yield from _from_role(reader, found, chain)
        if found.form is MentionForm.NAME and chain.kind in _BODIES:
            yield from _from_owner(reader, found, chain)
    for token in reader.item.doc:
        if token.pos_ in ("VERB", "AUX"):
            yield from _from_verb(reader, token)
        elif token.lower_ == "behalf":
            yield from _from_behalf(reader, token)
        elif token.lemma_.lower() in _rules()["parts"]:
            yield from _from_part(reader, token)


@cache
def _rules() -> Any:  # the reader of YAML gives no types
    return read_knowledge("relation_words.yaml")


def _from_role(reader: _Reader, found: Found, chain: Chain) -> Iterator[_Triple]:
    """Read roles: "FSB officer Jan Nemo", "a former KGB officer", "the head of the service", "his brother"."""
    doc = reader.item.doc
    if found.form is MentionForm.PRONOUN or chain.kind not in (EntityKind.PERSON, EntityKind.GROUP):
        return
    if found.form is MentionForm.DESCRIPTION:
        role, first = doc[found.head], found.first
    elif found.first and found.nouns and doc[found.first - 1].lemma_.lower() in found.nouns:
        role = doc[found.first - 1]
        first = min(phrase_start(role), phrase_start(doc[found.head]))
    else:
        return
    noun = role.lemma_.lower().removeprefix("ex-")
    if noun in _rules()["family"]:
        yield from _kin(reader, (role, doc[found.head]), chain)
    body = _body_of(reader, role, first)
    if body is None:
        return
    token, other = body
    for kind in load_words().relations.get(noun, ()):
        if other.kind in _BODIES or (kind == "works_for" and other.known is not None and other.known.is_seat):
            yield chain, kind, other, reader.span(min(first, token.i), max(found.last - 1, token.i))


def _body_of(reader: _Reader, role: Token, first: int) -> tuple[Token, Chain] | None:
    """Return the body that a role belongs to: named before it or after "of", "at", "in", "with", "for"."""
    doc = role.doc
    for child in role.rights:
        if child.dep_ == "prep" and child.lower_ in ("of", "at", "with", "for", "in", "from"):
            for pobj in child.children:
                if pobj.dep_ == "pobj":
                    for i in (pobj.i, *range(phrase_start(pobj), pobj.i)):
                        if (hit := reader.chain_at(doc[i])) is not None and _is_body(hit):
                            return doc[i], hit
    for i in range(role.i - 1, first - 1, -1):
        hit = reader.chain_at(doc[i])
        if hit is not None and _is_body(hit) and reader.at[i][0].last <= role.i:
            return doc[i], hit
    return None


def _is_body(chain: Chain) -> bool:
    return chain.kind in _BODIES or (chain.known is not None and chain.known.is_seat)


def _kin(reader: _Reader, roles: tuple[Token, Token], chain: Chain) -> Iterator[_Triple]:
    for role in roles:
        for child in role.children:
            owner = child if child.dep_ == "poss" else None
            if child.dep_ == "prep" and child.lower_ == "of":
                owner = next((pobj for pobj in child.children if pobj.dep_ == "pobj"), None)
            other = reader.chain_at(owner)
            if owner is not None and other is not None and other.kind is EntityKind.PERSON:
                yield chain, "family", other, reader.span(owner.i, role.i)


def _from_owner(reader: _Reader, found: Found, chain: Chain) -> Iterator[_Triple]:
    """Read owners: "the GRU's Unit 12345", "Unit 12345 of the GRU"."""
    head = reader.item.doc[found.head]
    for child in head.children:
        owner = child if child.dep_ in ("poss", "compound", "nmod") and child.i < found.first else None
        if child.dep_ == "prep" and child.lower_ == "of":
            owner = next((pobj for pobj in child.children if pobj.dep_ == "pobj"), None)
        other = reader.chain_at(owner)
        if owner is not None and other is not None and other.kind in _BODIES:
            yield chain, "part_of", other, reader.span(owner.i, found.last - 1)


def _from_part(reader: _Reader, token: Token) -> Iterator[_Triple]:
    """Read parts: "X, a branch of Y", "X is part of Y"."""
    whole = next(
        (pobj for child in token.children if child.lower_ == "of" for pobj in child.children if pobj.dep_ == "pobj"),
        None,
    )
    holder = token.head if token.dep_ == "appos" else _subject(token.head) if token.dep_ == "attr" else token
    part, other = reader.chain_at(holder), reader.chain_at(whole)
    if (
        whole is not None
        and holder is not None
        and part is not None
        and other is not None
        and {part.kind, other.kind} <= _BODIES
    ):
        yield part, "part_of", other, reader.span(holder.i, whole.i)


def _from_behalf(reader: _Reader, token: Token) -> Iterator[_Triple]:
    principal = next((pobj for child in token.children if child.lower_ == "of" for pobj in child.children), None)
    verb = token.head.head
    doer = _subject(verb)
    agent, other = reader.chain_at(doer), reader.chain_at(principal)
    if (
        principal is not None
        and doer is not None
        and agent is not None
        and other is not None
        and agent.kind is not EntityKind.STATE
    ):
        yield agent, "works_for", other, reader.span(doer.i, principal.i)


def _from_verb(reader: _Reader, verb: Token) -> Iterator[_Triple]:
    rules, lemma = _rules(), verb.lemma_.lower()
    if any(child.dep_ == "neg" for child in verb.children):
        return
    for kind, lemmas in rules["verbs"].items():
        if lemma in lemmas:
            yield from _transitive(reader, verb, kind)
    for kind, verbs in rules["prepositional"].items():
        for child in verb.children:
            if child.dep_ == "prep" and child.lower_ in verbs.get(lemma, ()):
                yield from _prepositional(reader, verb, child, kind)
    if lemma in rules["joins"]:
        doer, thing = _subject(verb), next((child for child in verb.children if child.dep_ == "dobj"), None)
        member, body = reader.chain_at(doer), reader.chain_at(thing)
        if doer is not None and thing is not None and member is not None and body is not None and body.kind in _BODIES:
            yield member, "member_of", body, reader.span(doer.i, thing.i)


def _transitive(reader: _Reader, verb: Token, kind: str) -> Iterator[_Triple]:
    agent = next(
        (pobj for child in verb.children if child.dep_ == "agent" for pobj in child.children if pobj.dep_ == "pobj"),
        None,
    )
    dobj = next((child for child in verb.children if child.dep_ == "dobj"), None)
    doer = agent or _active_subject(verb)
    thing = _subject(verb) if agent is not None else dobj
    one, other = reader.chain_at(doer), reader.chain_at(_antecedent(thing))
    if doer is None or thing is None or one is None or other is None:
        return
    span = reader.span(thing.i, doer.i).cover(reader.item.span_of(verb))
    if kind == "leads" and one.kind is EntityKind.PERSON and other.kind in _BODIES:
        yield one, kind, other, span
    if kind == "recruited_by" and other.kind in (EntityKind.PERSON, EntityKind.GROUP):
        yield other, kind, one, span


def _prepositional(reader: _Reader, verb: Token, preposition: Token, kind: str) -> Iterator[_Triple]:
    target = next((pobj for pobj in preposition.children if pobj.dep_ == "pobj"), None)
    doer = _subject(verb)
    one, other = reader.chain_at(_antecedent(doer)), reader.chain_at(target)
    if target is None or doer is None or one is None or other is None or one.kind is EntityKind.STATE:
        return
    is_state = other.kind is EntityKind.STATE
    if (kind == "located_in") is not (is_state and not (other.known and other.known.is_seat)) and kind != "works_for":
        return
    span = reader.span(doer.i, target.i) if abs(doer.i - target.i) < 30 else reader.span(verb.i, target.i)
    if kind == "works_for" and verb.dep_ == "xcomp" and verb.head.lemma_ in _rules()["agreeing"]:
        yield one, "recruited_by", other, span
    yield one, kind, other, span


def _antecedent(token: Token | None) -> Token | None:
    """Return the noun that "which" or "that" at the head of a clause stands for; other tokens as they are."""
    if token is None or token.lower_ not in ("which", "that"):
        return token
    verb = token.head
    return verb.head if verb.dep_ == "relcl" else token


def _active_subject(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.dep_ == "nsubj"), None)


def _subject(verb: Token) -> Token | None:
    """Return the subject of a verb: its own, or that of the clause that it hangs on ("agreed to work")."""
    for _ in range(_CLIMB):
        own = next((child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")), None)
        if own is not None:
            return _antecedent(own)
        if verb.dep_ in ("acl", "relcl"):
            return verb.head
        if verb.dep_ == "ROOT" or verb.head == verb:
            return None
        verb = verb.head
    return None
