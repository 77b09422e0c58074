"""Which act a time is of: the time phrases and triggers of a sentence -> the times of each trigger.

A time that hangs on a verb of saying is that of the saying, unless the saying does the act or makes it known
("declared three diplomats personae non gratae", "announced the arrest").
"""

from collections.abc import Mapping, Sequence
from functools import cache

from spacy.tokens import Token

from overt.base.knowledge import read_knowledge
from overt.extract.acts.frames import TimeHit
from overt.extract.acts.setting import nearest_trigger, speech_verb_over
from overt.extract.parse import Parsed

_OWN_PARTS = frozenset({"dobj", "oprd", "attr", "nsubjpass", "conj", "dative", "compound"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_MAX_DEPTH = 25


@cache
def _announcing() -> frozenset[str]:
    return frozenset(read_knowledge("calendar.yaml")["en"]["announcing"])


def assign_times(times: Sequence[TimeHit], types: Mapping[Token, str], parsed: Parsed) -> dict[int, list[TimeHit]]:
    """Return the times of each trigger by its index in the passage; a time that is no trigger's is left out."""
    given: dict[int, list[TimeHit]] = {}
    for time in times:
        words = parsed.tokens_at(time.span)
        trigger = _owner(words.root, types) if words is not None else None
        if trigger is not None:
            given.setdefault(trigger.i, []).append(time)
    return given


def is_time_of_telling(word: Token) -> bool:
    """Say whether a time phrase is that of a saying that does nothing itself ("police said on Monday")."""
    speech = speech_verb_over(word)
    return speech is not None and speech.lemma_.lower() not in _announcing() and _content_before(word, speech) is None


def _owner(word: Token, types: Mapping[Token, str]) -> Token | None:
    tokens = list(types)
    trigger = nearest_trigger(word, tokens)
    speech = speech_verb_over(word)
    if trigger is None or speech is None or speech == trigger:
        return trigger if trigger is not None and not _is_of_another_act(word, trigger) else None
    content = _content_before(word, speech)
    if content is not None:
        return nearest_trigger(content, [token for token in tokens if content == token or content.is_ancestor(token)])
    done = [token for token in tokens if types[token].startswith("response.") and _is_done_by(speech, token)]
    return nearest_trigger(word, done)


def _content_before(word: Token, speech: Token) -> Token | None:
    """Return the verb of what is said where the time stands in it: "The line failed on Sunday, its operator said"."""
    for child in speech.children:
        is_before = child.dep_ in {"ccomp", "parataxis"} and child.i < word.i < speech.i
        if is_before and not any(one.i < word.i for one in speech.children if one.dep_ in _SUBJECTS):
            return child
    return None


def _is_done_by(speech: Token, trigger: Token) -> bool:
    """Say whether a verb of announcing has the trigger for its object, and not somewhere in what is told."""
    if speech.lemma_.lower() not in _announcing():
        return False
    token = trigger
    for _ in range(_MAX_DEPTH):
        if token == speech:
            return True
        if token.dep_ not in _OWN_PARTS or token.head == token:
            return False
        token = token.head
    return False


def _is_of_another_act(word: Token, trigger: Token) -> bool:
    """Say whether the time hangs on a verb under which the act only stands in a relative clause.

    "Boarded on Monday the ship that cut the cable" does not tell when it was cut.
    """
    verb = word
    for _ in range(_MAX_DEPTH):
        if verb.pos_ in {"VERB", "AUX"} or verb.head == verb:
            break
        verb = verb.head
    token = trigger
    for _ in range(_MAX_DEPTH):
        if token in {verb, token.head}:
            return False
        if token.dep_ == "relcl":
            return verb.is_ancestor(token)
        token = token.head
    return False
