"""Finds who is said to stand behind an act: sentence -> `SponsorHit`, each with the actor's span and the words that tie it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from overt.base.knowledge import read_knowledge
from overt.base.spans import Span
from overt.extract.grammar import phrase_bounds
from overt.extract.mentions import EntityMap
from overt.extract.parse import Parsed
from overt.types.account import EntityKind, LocalEntity

_WINDOW = 5  # words between the tie and the actor's phrase: "on behalf of what they called the GRU"


@dataclass(frozen=True, slots=True, kw_only=True)
class SponsorHit:
    """A state or service tied to an act in one sentence."""

    actor: str  # as written, article stripped
    entity: LocalEntity | None
    relation: str
    head: Token
    span: Span
    cue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ties:
    before: Mapping[tuple[str, ...], str]
    after: Mapping[str, str]
    suffixes: frozenset[str]
    actor_nouns: frozenset[str]
    not_after: frozenset[tuple[str, ...]]
    demonyms: frozenset[str]


@cache
def _ties() -> _Ties:
    data = read_knowledge("attribution.yaml")
    return _Ties(
        before={tuple(words.split()): relation for relation, phrases in data["before"].items() for words in phrases},
        after={word: relation for relation, words in data["after"].items() for word in words},
        suffixes=frozenset(data["suffixes"]),
        actor_nouns=frozenset(data["actor_nouns"]),
        not_after=frozenset(tuple(words.split()) for words in data["not_after"]),
        demonyms=frozenset(read_knowledge("nationalities.yaml")["demonyms"]),
    )


def find_sponsors(parsed: Parsed, sentence: TokenSpan, entities: EntityMap) -> tuple[SponsorHit, ...]:
    """Return the actors that the sentence ties to an act; which act is the caller's question."""
    hits: list[SponsorHit] = []
    taken: set[int] = set()
    for head, start, end in _actors(parsed, sentence, entities):
        if head.i in taken:
            continue
        tie = _tie_before(sentence, start) or _tie_after(head) or _suffix_tie(head)
        if tie is None:
            continue
        taken |= set(range(start, end))
        relation, cue = tie
        words = parsed.doc[start:end]
        while len(words) > 1 and (words[0].pos_ in {"DET", "PUNCT"} or words[0].dep_ == "poss"):
            words = words[1:]
        entity = entities.entity_at(parsed.span_of(head))
        hits.append(
            SponsorHit(
                actor=words.text, entity=entity, relation=relation, head=head, span=parsed.span_of(words), cue=cue
            )
        )
    return tuple(hits)


def _actors(parsed: Parsed, sentence: TokenSpan, entities: EntityMap) -> Iterator[tuple[Token, int, int]]:
    """Yield (head, start, end) of phrases that name a state or service: known entities, or a nationality with an actor noun."""
    ties = _ties()
    for token in sentence:
        if token.pos_ not in {"NOUN", "PROPN", "ADJ"}:
            continue
        start, end = phrase_bounds(token)
        if token.lower_ in ties.actor_nouns and any(t.text in ties.demonyms for t in parsed.doc[start : token.i]):
            yield token, start, end
            continue
        if (
            token.dep_ in {"compound", "amod", "poss", "nmod"}
            and token.head.i < sentence.end
            and token.head.lower_ in ties.actor_nouns
        ):
            continue
        entity = entities.entity_at(parsed.span_of(token))
        if token.dep_ == "poss" and entities.entity_at(parsed.span_of(token.head)) is not None:
            continue  # "Russia's GRU": the service is the actor
        if entity is None or entity.kind not in {EntityKind.SERVICE, EntityKind.STATE} or token.pos_ == "ADJ":
            if not (token.pos_ == "ADJ" and _suffix_tie(token)):
                continue
        yield token, start, end


def _tie_before(sentence: TokenSpan, start: int) -> tuple[str, str] | None:
    """Match the longest tie that ends within a few words before the phrase, nothing but modifiers in between."""
    ties = _ties()
    lemmas = [token.lemma_.lower() for token in sentence]
    at = start - sentence.start
    for gap in range(_WINDOW):
        end = at - gap
        if end < 1:
            break
        for length in range(min(5, end), 0, -1):
            words = tuple(lemmas[end - length : end])
            if words in ties.not_after:
                return None
            if words in ties.before and _is_used(sentence[end - length], words, ties.before[words]):
                relation = ties.before[words]
                return ("unspecified" if relation == "accusing" else relation), " ".join(words)
        if sentence[end - 1].pos_ not in {"DET", "ADJ", "NOUN", "PROPN", "PART", "PRON"} and sentence[
            end - 1
        ].text not in {",", '"', "-"}:
            break
    return None


def _is_used(first: Token, words: tuple[str, ...], relation: str) -> bool:
    return len(words) > 1 or relation != "accusing" or first.pos_ == "VERB"


def _tie_after(head: Token) -> tuple[str, str] | None:
    """Match a tie whose subject the actor is: "the GRU ordered", "Russia was behind"."""
    ties = _ties()
    if head.dep_ not in {"nsubj", "nsubjpass", "pobj"}:
        return None
    verb = head.head
    if head.dep_ == "pobj":
        if verb.dep_ != "agent":
            return None
        verb = verb.head
    if verb.lemma_ in ties.after and verb.pos_ == "VERB" and head.dep_ != "nsubjpass":
        return ties.after[verb.lemma_], verb.lemma_
    for child in verb.children:
        if (
            verb.lemma_ in {"be", "stand", "lie", "have"}
            and child.lemma_ in ties.after
            and child.pos_ in {"ADP", "ADJ", "ADV", "SCONJ"}
        ):
            return ties.after[child.lemma_], child.lemma_
    return None


def _suffix_tie(head: Token) -> tuple[str, str] | None:
    """Match "Russian-backed", also split at the hyphen by the tokeniser."""
    ties = _ties()
    first, _, last = head.lower_.rpartition("-")
    if (
        first
        and last in ties.suffixes
        and first.title() in ties.demonyms | {"Kremlin", "Moscow", "Tehran", "Beijing", "Minsk"}
    ):
        return "unspecified", last
    following = head.doc[head.i + 1 : head.i + 3]
    if len(following) == 2 and following[0].text == "-" and following[1].lower_ in ties.suffixes:
        return "unspecified", following[1].lower_
    return None
