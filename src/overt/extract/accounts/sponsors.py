"""Finds who is said to stand behind an act.

Sentence -> `SponsorHit`, each with the actor's span and the words that tie it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from babel import Locale
from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from overt.base.knowledge import read_knowledge
from overt.base.spans import Span
from overt.extract.accounts.organs import organ_of
from overt.extract.acts.nouns import body_nouns, noun_lists
from overt.extract.acts.phrases import phrase_bounds
from overt.extract.entities.mentions import EntityMap
from overt.extract.entities.words import load_words
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
    is_of_those_told: bool = False  # "had promised them money": those who did what was told before


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ties:
    before: Mapping[tuple[str, ...], str]
    after: Mapping[str, str]
    suffixes: frozenset[str]
    actor_nouns: frozenset[str]
    backing_nouns: frozenset[str]
    waged_nouns: frozenset[str]
    not_after: frozenset[tuple[str, ...]]
    demonyms: frozenset[str]
    helping: frozenset[str]
    briefing: frozenset[str]
    lawful: frozenset[str]


@cache
def _ties() -> _Ties:
    data = read_knowledge("attribution.yaml")
    return _Ties(
        before={tuple(words.split()): relation for relation, phrases in data["before"].items() for words in phrases},
        after={word: relation for relation, words in data["after"].items() for word in words},
        suffixes=frozenset(data["suffixes"]),
        actor_nouns=frozenset(data["actor_nouns"]),
        backing_nouns=frozenset(data["backing_nouns"]),
        waged_nouns=frozenset(data["waged_nouns"]),
        not_after=frozenset(tuple(words.split()) for words in data["not_after"]),
        demonyms=frozenset(read_knowledge("nationalities.yaml")["demonyms"]),
        helping=frozenset(data["helping"]),
        briefing=frozenset(data["briefing"]),
        lawful=frozenset(data["lawful"]),
    )


def find_sponsors(parsed: Parsed, sentence: TokenSpan, entities: EntityMap) -> tuple[SponsorHit, ...]:
    """Return the actors that the sentence ties to an act; which act is the caller's question."""
    hits: list[SponsorHit] = []
    taken: set[int] = set()
    for head, whole, end in _actors(parsed, sentence, entities):
        start = _behind_suspects(parsed, whole, head)
        tie = None if head.i in taken else _tie_of(sentence, head, start, parsed, entities)
        if tie is None:
            continue
        taken |= set(range(start, end))
        entity = entities.entity_at(parsed.span_of(head))
        words = _actor_words(parsed.doc[start:end], is_known=entity is not None and entity.known_id is not None)
        actor = state_name(head, entity) if head.text in _ties().demonyms else words.text
        span = parsed.span_of(words)
        is_back = _tie_briefed(head, parsed, entities) is not None
        hits.append(
            SponsorHit(
                actor=actor, entity=entity, relation=tie[0], head=head, span=span, cue=tie[1], is_of_those_told=is_back
            )
        )
    return tuple(hits)


def _behind_suspects(parsed: Parsed, start: int, head: Token) -> int:
    """Return where an actor's phrase starts that the parser joined to the one who suspects it."""
    verb = next((w.i for w in parsed.doc[start : head.i] if w.lower_ == "suspects" and _is_body_before(w)), None)
    return start if verb is None else verb + 1


def _actor_words(words: TokenSpan, *, is_known: bool) -> TokenSpan:
    """Return the phrase without its article, without a trailing "'s", and for a known service without its owner."""
    while len(words) > 1 and (words[0].pos_ in {"DET", "PUNCT"} or words[0].tag_ == "POS"):
        words = words[1:]
    while len(words) > 1 and words[-1].tag_ == "POS":
        words = words[:-1]
    owner = next((word.i for word in words if word.tag_ == "POS"), None)
    return words.doc[owner + 1 : words.end] if is_known and owner is not None else words


@cache
def befalling_nouns() -> frozenset[str]:
    """Return the nouns of acts whose nationality says where they befell somebody: "the Polish fire"."""
    return frozenset(read_knowledge("attribution.yaml")["befalling_nouns"])


def state_name(token: Token, entity: LocalEntity | None) -> str:
    """Return the state that an adjective of nationality stands for: "Russia" for "Russian"."""
    code: str = read_knowledge("nationalities.yaml")["demonyms"].get(token.text, "")
    return entity.name if entity is not None and entity.name else str(Locale("en").territories.get(code, token.text))


def _actors(parsed: Parsed, sentence: TokenSpan, entities: EntityMap) -> Iterator[tuple[Token, int, int]]:
    """Yield (head, start, end) of phrases that name a state or service.

    Known entities, a nationality, or a body of one.
    """
    ties = _ties()
    for token in sentence:
        if token.pos_ not in {"NOUN", "PROPN", "ADJ"}:
            continue
        start, end = phrase_bounds(token)
        if token.lower_ in ties.actor_nouns and any(_names_state(word) for word in parsed.doc[start : token.i]):
            yield token, start, end
        elif token.text in ties.demonyms and token.dep_ == "amod" and token.head.lower_ not in ties.actor_nouns:
            yield token, token.i, token.i + 1
        elif _is_actor_entity(parsed, token, entities):
            yield token, start, end


def _names_state(word: Token) -> bool:
    return word.text in _ties().demonyms or (word.ent_type_ == "GPE" and word.dep_ in {"poss", "compound"})


def _is_actor_entity(parsed: Parsed, token: Token, entities: EntityMap) -> bool:
    if token.pos_ == "ADJ" or (token.dep_ in {"compound", "nmod"} and token.head.lower_ in _ties().actor_nouns):
        return False
    if token.dep_ == "poss" and entities.entity_at(parsed.span_of(token.head)) is not None:
        return False  # "Russia's GRU": the service is the actor
    entity = entities.entity_at(parsed.span_of(token))
    if entity is None:
        return token.text in load_words().capitals  # "linked to Beijing": only a tie makes it an actor
    is_state_body = entity.kind is EntityKind.ORGANISATION and any(_names_state(child) for child in token.children)
    return entity.kind in {EntityKind.SERVICE, EntityKind.STATE} or is_state_body


def _tie_of(
    sentence: TokenSpan, head: Token, start: int, parsed: Parsed, entities: EntityMap
) -> tuple[str, str] | None:
    """Return (relation, words) of what ties the actor to an act; None if nothing does."""
    direct = _suffix_tie(head) or _noun_tie(head)
    if direct or head.text in _ties().demonyms:
        return direct
    entity = entities.entity_at(parsed.span_of(head))
    is_service = head.lower_ in _ties().actor_nouns or (entity is not None and entity.kind is EntityKind.SERVICE)
    before = parsed.doc[start - 1] if start > sentence.start else None
    is_bidding = before is not None and before.lower_ == "for" and before.head.lemma_.lower() not in noun_lists()[0]
    if is_service and is_bidding:  # but not "a spokesman for the government"
        return "unspecified", "for"  # "set fire to it for Russian security services"
    if is_service and _is_helped(head):
        return "unspecified", head.head.lemma_
    briefed = _tie_briefed(head, parsed, entities)
    return briefed or _tie_before(sentence, start) or _tie_after(head) or _tie_around(head)


def _tie_briefed(head: Token, parsed: Parsed, entities: EntityMap) -> tuple[str, str] | None:
    """Match "an officer of the GRU had promised them money": a service's own people, and those told of before."""
    subject = head
    while subject.dep_ == "pobj" and subject.head.lower_ in {"of", "from", "at"} and subject.head.head != subject.head:
        subject = subject.head.head
    verb = subject.head
    if subject.dep_ != "nsubj" or verb.lemma_ not in _ties().briefing or organ_of(parsed, subject, entities) is None:
        return None
    objects = (child for child in verb.children if child.dep_ in {"dobj", "dative", "iobj"})
    inner = (child for word in objects for child in (word, *word.children))
    return (
        ("coordinated", verb.lemma_)
        if any(word.lower_ in {"him", "her", "them", "me", "us"} for word in inner)
        else None
    )


def _is_helped(head: Token) -> bool:
    """Say whether somebody helps the actor to an act: "helped the GRU to set fire"; not "helped the FBI to arrest"."""
    ties = _ties()
    if head.dep_ != "dobj" or head.head.lemma_ not in ties.helping:
        return False
    acts = [child for child in head.head.children if child.dep_ in {"xcomp", "ccomp", "advcl"} and child.i > head.i]
    return bool(acts) and all(act.lemma_.lower() not in ties.lawful for act in acts)


def _noun_tie(token: Token) -> tuple[str, str] | None:
    """Match "Russian backing", "Moscow's hybrid campaign", "a suspected Russian scheme": the noun says it."""
    ties = _ties()
    if token.dep_ not in {"amod", "poss", "compound", "nmod"}:
        return None
    noun = token.head.lower_
    is_waged = noun in ties.waged_nouns and (
        noun not in {"war", "warfare"} or any(child.lower_ in _COVERT for child in token.head.children)
    )
    # "Swedish backing for Kyiv", "American links with Israel" tie two states and no act
    is_for_somebody = any(
        child.lower_ == "for" or (child.lower_ in {"with", "to", "between"} and any(map(_is_state, child.children)))
        for child in token.head.children
    )
    return ("unspecified", noun) if (noun in ties.backing_nouns and not is_for_somebody) or is_waged else None


_COVERT = frozenset({"hybrid", "shadow", "secret", "covert", "undeclared"})


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
    if first.lower_ == "suspects" and _is_body_before(first):
        return True
    if first.pos_ == "NOUN" and any(_is_state(child) for child in first.children):
        return False  # "Washington's ties to Israel", "American links with Israel" tie no act
    if first.lemma_ in _SIDE_BY_SIDE and any(
        _is_state(child) or child.lower_ in {"it", "we"} or child.lemma_.lower() in body_nouns()
        for child in first.children
        if child.dep_ in {"nsubj", "nsubjpass"}
    ):
        return False  # "Poland cooperated with Lithuania": two who inquire
    return len(words) > 1 or relation != "accusing" or first.pos_ == "VERB"


_SIDE_BY_SIDE = frozenset({"cooperate", "collaborate", "work", "coordinate"})


def _is_state(token: Token) -> bool:
    return token.ent_type_ == "GPE" or token.text in _ties().demonyms


def _is_body_before(token: Token) -> bool:
    """Say whether the parser took a verb for a noun: "Danish intelligence suspects Russian services"."""
    before = token.nbor(-1) if token.i > token.sent.start else token
    return before.lower_ in body_nouns() or before.lower_ in _ties().actor_nouns


def _tie_after(head: Token) -> tuple[str, str] | None:
    """Match a tie whose subject the actor is: "the GRU ordered", "Russia was behind"."""
    ties = _ties()
    if head.dep_ not in {"nsubj", "nsubjpass", "pobj"}:
        return None
    verb = head.head
    if head.dep_ == "pobj":
        if verb.lower_ != "by":
            return None
        verb = verb.head
    for word in (verb, verb.head if verb.dep_ == "conj" else verb):  # "organised and paid for by Moscow"
        if word.lemma_ in ties.after and word.pos_ == "VERB" and head.dep_ != "nsubjpass":
            return ties.after[word.lemma_], word.lemma_
    if verb.lemma_ == "have" and any(c.dep_ == "dobj" and c.lower_ in ties.backing_nouns for c in verb.children):
        return "unspecified", "have"  # "Minsk had a hand in it"
    for child in verb.children:
        if (
            verb.lemma_ in {"be", "stand", "lie", "have"}
            and child.lemma_ in ties.after
            and child.pos_ in {"ADP", "ADJ", "ADV", "SCONJ"}
        ):
            return ties.after[child.lemma_], child.lemma_
    return None


def _tie_around(head: Token) -> tuple[str, str] | None:
    """Match a verb that ties what it names to the actor: "links the fires in two towns to the GRU", "is accused of"."""
    ties = _ties()
    verb = head.head
    if head.dep_ == "nsubjpass":
        accuses = ties.before.get((verb.lemma_.lower(),)) == "accusing"
        return ("unspecified", verb.lemma_) if accuses else None
    if head.dep_ != "pobj":
        return None
    preposition, steps = verb, 0
    while verb.pos_ not in {"VERB", "AUX"} and verb.head != verb and steps < _CLIMB:
        verb, steps = verb.head, steps + 1
    is_tie = ties.before.get((verb.lemma_.lower(), preposition.lower_)) == "unspecified" and verb.lemma_ in _TYING
    is_of_something = any(child.dep_ == "dobj" and child.i < preposition.i for child in verb.children)
    return ("unspecified", f"{verb.lemma_} {preposition.lower_}") if is_tie and is_of_something else None


_CLIMB = 8
_TYING = frozenset({"tie", "link", "connect", "attribute", "trace", "pin", "ascribe", "blame"})


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
