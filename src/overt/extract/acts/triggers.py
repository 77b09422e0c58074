"""Finds the words that tell of an event.

Sentence -> `Hit`, one for each trigger word, in the sense that its sentence allows.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from overt.base.knowledge import read_knowledge
from overt.extract.acts.nouns import noun_lists
from overt.extract.codebook.types import Codebook, Phrase, Trigger, TriggerPos, has_any

_MAX_CLIMB = 8
_Accepts = Callable[[Token, Trigger], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A trigger word in its sense; `words` are the tokens of the whole phrase."""

    token: Token
    trigger: Trigger
    words: tuple[Token, ...]


def find_hits(sentence: TokenSpan, codebook: Codebook, accepts: _Accepts) -> tuple[Hit, ...]:
    """Return at most one hit a token. `accepts` says whether the token's arguments fit the trigger's kinds."""
    lemmas = " ".join(token.lemma_.lower() for token in sentence)
    hits: list[Hit] = []
    taken: set[int] = set()
    for token in sentence:
        best = _best_hit(token, codebook, lemmas, accepts)
        if best is not None:
            hits.append(best)
    for hit in sorted(hits, key=lambda h: -len(h.words)):
        if hit.token.i in taken:
            hits.remove(hit)
        else:
            taken |= {word.i for word in hit.words}
    return tuple(hits)


def _best_hit(token: Token, codebook: Codebook, lemmas: str, accepts: _Accepts) -> Hit | None:
    """Return the most specific sense that holds.

    Longer phrases first, strong before weak, conditions met before none asked.
    """
    found = [
        Hit(token=token, trigger=trigger, words=words)
        for phrase, trigger in _candidates(token, codebook)
        if (words := _phrase_words(token, phrase, trigger.pos))
        and _is_in_sense(token, trigger, lemmas)
        and accepts(token, trigger)
    ]
    return max(found, key=_specificity, default=None)


def _specificity(hit: Hit) -> tuple[int, bool, bool]:
    return len(hit.words), not hit.trigger.weak, bool(hit.trigger.needs or hit.trigger.needs_clause)


def _candidates(token: Token, codebook: Codebook) -> Iterator[tuple[Phrase, Trigger]]:
    lemma = token.lemma_.lower()
    if token.pos_ == "VERB" and token.dep_ != "amod":
        yield from codebook.verbs.get(lemma, ())
    elif token.pos_ in {
        "NOUN",
        "ADJ",
        "PROPN",
    }:  # the tagger missed the verb: only whole phrases count, word after word
        yield from (entry for entry in codebook.verbs.get(lemma, ()) if _follow_on(token, entry[0]))
    if _is_trade(token):
        return
    is_gerund = token.tag_ == "VBG" and token.dep_ in {"pobj", "dobj", "nsubj", "pcomp", "nsubjpass"}
    if token.pos_ in {"NOUN", "PROPN"} or (is_gerund and not any(child.dep_ == "dobj" for child in token.children)):
        yield from codebook.nouns.get(lemma, ())
        if token.tag_ == "VBG" and lemma != token.lower_:
            yield from codebook.nouns.get(token.lower_, ())
    if token.pos_ in {"ADJ", "VERB"} and token.dep_ in {"acomp", "oprd", "attr", "ROOT", "conj", "xcomp"}:
        yield from codebook.adjectives.get(lemma, ())


_TELLING_PEOPLE = frozenset({"suspect", "plotter", "victim", "case"})


def _is_trade(token: Token) -> bool:
    """Say whether a noun only tells what somebody or something is: "spy chief", "arson expert", "fire brigade".

    "murder suspect" still tells of the murder.
    """
    if token.dep_ != "compound" or token.head.lemma_.lower() in _TELLING_PEOPLE:
        return False
    head = token.head.lemma_.lower()
    return (head in noun_lists()[0] or head in _trades()) and token.pos_ in {"NOUN", "PROPN"}


@cache
def _trades() -> frozenset[str]:
    return frozenset(read_knowledge("general_words.yaml")["trades"])


def _follow_on(token: Token, phrase: Phrase) -> bool:
    following = token.doc[token.i + 1 : token.i + 1 + len(phrase.others)]
    return (
        any(len(word) > 3 for word in phrase.others)
        and tuple(word.lemma_.lower() for word in following) == phrase.others
    )


def _phrase_words(token: Token, phrase: Phrase, pos: TriggerPos) -> tuple[Token, ...]:
    """Return the tokens of the phrase, or nothing if one of its words is not among the token's dependents or theirs."""
    if not phrase.others:
        return (token,)
    if pos is TriggerPos.VERB and token.pos_ != "VERB":
        return tuple(token.doc[token.i : token.i + 1 + len(phrase.others)])
    near: dict[str, Token] = {}
    for child in token.children:
        if child.dep_ in {"nsubj", "nsubjpass"} and pos is TriggerPos.VERB:
            continue
        near.setdefault(child.lemma_.lower(), child)
        near.setdefault(child.lower_, child)
        if pos is TriggerPos.NOUN and child.lower_ in _HOLDS_AN_ACT and child.lower_ not in phrase.others:
            continue  # "an investigation for sabotage" tells of the sabotage; "a sabotage investigation" does not
        for grand in child.children:
            near.setdefault(grand.lemma_.lower(), grand)
    if pos is TriggerPos.NOUN and token.i > token.sent.start:
        before = token.nbor(-1)
        near.setdefault(before.lemma_.lower(), before)
    if pos is TriggerPos.VERB:
        near |= {c.lemma_.lower(): c for c in _passive_subjects(token) if c.lemma_.lower() not in near}
    words = [near[word] for word in phrase.others if word in near]
    if len(words) < len(phrase.others) or not _hang_together(words):
        return ()
    return (token, *words)


_HOLDS_AN_ACT = frozenset({"for", "into", "over"})


def _hang_together(words: Sequence[Token]) -> bool:
    """Say whether each preposition of the phrase governs the next word.

    "Set on fire" does, "set fire ... on behalf of" does not.
    """
    return all(
        after.head == before or before.pos_ != "ADP" or before.dep_ == "prt" for before, after in pairwise(words)
    )


def _passive_subjects(token: Token) -> list[Token]:
    """Return the complement of a phrase that stands as subject: "a Molotov cocktail was thrown", "a fire set by"."""
    subjects = [child for child in token.children if child.dep_ == "nsubjpass"]
    subjects += [token.head] if token.dep_ == "acl" and token.tag_ == "VBN" else []  # "a fire set by"
    return subjects + [grand for child in subjects for grand in child.children if grand.dep_ == "compound"]


def _is_in_sense(token: Token, trigger: Trigger, lemmas: str) -> bool:
    if trigger.forbids and any(
        child.lemma_.lower() in trigger.forbids or child.lower_ in trigger.forbids for child in _dependents(token)
    ):
        return False
    if trigger.needs and not has_any(trigger.needs, lemmas):
        return False
    return not trigger.needs_clause or has_any(trigger.needs_clause, _clause_lemmas(token))


def _dependents(token: Token) -> Iterator[Token]:
    """Yield the token's own dependents, with the objects of its prepositions."""
    for child in token.children:
        yield child
        if child.dep_ in {"prep", "agent"}:
            yield from child.children


def _clause_lemmas(token: Token) -> str:
    top = token
    for _ in range(_MAX_CLIMB):
        if top.pos_ in {"VERB", "AUX"} or top.head == top:
            break
        top = top.head
    antecedent = [top.head] if top.dep_ == "relcl" else []  # "the fire which gutted the centre"
    return " ".join(word.lemma_.lower() for word in (*antecedent, *top.subtree))
