"""Which act a time is of: the time phrases and triggers of a sentence -> the times of each trigger.

A time that hangs on a verb of saying is that of the saying, unless the saying does the act or makes it known
("declared three diplomats personae non gratae", "announced the arrest").
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from overt.base.edtf import make_interval
from overt.base.knowledge import read_knowledge
from overt.extract.acts.frames import Frame, TimeHit
from overt.extract.acts.setting import nearest_trigger, speech_verb_over
from overt.extract.parse import Parsed
from overt.types.account import Stage

_OWN_PARTS = frozenset({"dobj", "oprd", "attr", "nsubjpass", "conj", "dative", "compound"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_MAX_DEPTH = 25


@cache
def _announcing() -> frozenset[str]:
    return frozenset(read_knowledge("calendar.yaml")["en"]["announcing"])


def assign_times(times: Sequence[TimeHit], types: Mapping[Token, str], parsed: Parsed) -> dict[int, list[TimeHit]]:
    """Return the times of each trigger by its index in the passage; a time that is no trigger's is left out."""
    given: dict[int, list[TimeHit]] = {}
    telling: list[tuple[Token, TimeHit]] = []
    for time in times:
        words = parsed.tokens_at(time.span)
        trigger = _owner(words.root, types) if words is not None else None
        if trigger is not None:
            given.setdefault(trigger.i, []).append(time)
        elif words is not None and (speech := speech_verb_over(words.root)) is not None:
            telling.append((speech, time))
    for speech, time in telling:
        for trigger in types:
            if trigger.i not in given and _is_content(trigger, speech):
                given[trigger.i] = [_by_then(time)]
    return given


def _is_content(trigger: Token, speech: Token) -> bool:
    """Say whether an act stands in what is said, and not in a clause beside it."""
    token = trigger
    for _ in range(_MAX_DEPTH):
        if token.head == speech:
            return token.dep_ in {"ccomp", "xcomp", "dobj", "pobj", "prep", "pcomp"}
        token = token.head
    return False


def _by_then(time: TimeHit) -> TimeHit:
    """What was said in May had happened by May."""
    hi = time.interval.hi if time.interval is not None else None
    interval = make_interval(None, hi) if hi is not None else None
    return replace(time, interval=interval, inferred=True, opens=False, is_latest=True)


def is_time_of_telling(word: Token) -> bool:
    """Say whether a time phrase is that of a saying that does nothing itself ("police said on Monday")."""
    speech = speech_verb_over(word)
    return speech is not None and speech.lemma_.lower() not in _announcing() and _content_before(word, speech) is None


def _owner(word: Token, types: Mapping[Token, str]) -> Token | None:
    tokens = list(types)
    trigger = nearest_trigger(word, tokens)
    speech = speech_verb_over(word)
    if trigger is None or speech is None or speech == trigger:
        if trigger is None or _is_of_another_act(word, trigger) or _is_of_what_it_names(word, trigger):
            return None
        return _step_over(word, trigger, types) or trigger
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

    "Boarded on Monday the ship that cut the cable" tells not when it was cut, "left in 2019 after the poisoning" not
    when that was.
    """
    verb = _verb_over(word)
    if verb.pos_ not in {"VERB", "AUX"}:
        return False  # a sentence parsed as a name with a clause
    token = trigger
    for _ in range(_MAX_DEPTH):
        if token in {verb, token.head}:
            return False
        if token.dep_ == "relcl" or (token.dep_ == "prep" and token.lower_ in _BESIDE and token.head == verb):
            return verb.is_ancestor(token)
        token = token.head
    return False


# A verb with one of these before the act tells of something else that was done because of it, after or before it.
_BESIDE = frozenset("after before following over about since despite amid because".split())


def _verb_over(word: Token) -> Token:
    verb = word
    for _ in range(_MAX_DEPTH):
        if verb.pos_ in {"VERB", "AUX"} or verb.head == verb:
            break
        verb = verb.head
    return verb


def _is_of_what_it_names(word: Token, trigger: Token) -> bool:
    """Say whether the time hangs on a verb that only tells which one is meant.

    "Targeted the head of a unit that fights since 2014" does not say when; "the death of a man who fell in 2014" does.
    """
    verb = _verb_over(word)
    for _ in range(_MAX_DEPTH):
        if verb in {trigger, verb.head}:
            return False
        if verb.dep_ in {"relcl", "acl"}:
            is_its_story = trigger.pos_ == "NOUN" and verb.tag_ == "VBD"
            return not is_its_story and trigger not in {verb.head, verb} and trigger.is_ancestor(verb)
        verb = verb.head
    return False


def _step_over(word: Token, trigger: Token, types: Mapping[Token, str]) -> Token | None:
    """Return the step of the law whose matter is told in a bare word before the time: "charged with arson in May"."""
    own = [child for child in trigger.children if not (child == word or child.is_ancestor(word))]
    if trigger.pos_ != "NOUN" or own or types[trigger].startswith("response.") or word.i < trigger.i:
        return None
    over = trigger.head
    for _ in range(_MAX_DEPTH):
        if over in types:
            return over if types[over].startswith("response.") and over.pos_ == "VERB" else None
        if over.pos_ not in {"ADP", "NOUN"} or over.head == over or over.lower_ in _BESIDE:
            return None
        over = over.head
    return None


def opened_by(times: Sequence[TimeHit], frames: Sequence[Frame], opened: tuple[TimeHit, ...]) -> tuple[TimeHit, ...]:
    """Return the time of the scene after a sentence: its own where a time opens it, the former where it names none.

    A step of the law is later than what it is about, so that its time opens no scene.
    """
    if not times:
        return opened
    if any(frame.family == "response" for frame in frames):
        return ()
    return tuple(time for time in times if time.opens and time.interval is not None)


def in_scene(frame: Frame, opened: Sequence[TimeHit]) -> Frame:
    """Return an act told by a plain past verb with the time that opened its scene: "In May he moved. He was hit"."""
    is_plain = frame.token.tag_ in {"VBD", "VBN"} and not any(
        child.lower_ in _EARLIER for child in frame.token.children
    )
    is_told = frame.stage is Stage.OCCURRED and frame.family != "response" and not frame.is_heading
    if has_own_time(frame) or not (opened and is_plain and is_told and frame.token == frame.token.sent.root):
        return frame
    return replace(frame, times=tuple(replace(time, inferred=True, opens=False) for time in opened))


def has_own_time(frame: Frame) -> bool:
    """Say whether a time is told for the act, and not only for its telling."""
    return any(not time.is_latest for time in frame.times)


_EARLIER = frozenset({"had", "has", "have", "'ve", "already", "previously", "earlier", "before", "once"})


def is_when(sentence: TokenSpan) -> bool:
    """Say whether a sentence only tells when something was that was told before: "That was in February last year"."""
    subjects = [word for word in sentence.root.children if word.dep_ in _SUBJECTS]
    takes_up = any(word.lower_ in {"that", "this", "it"} and not list(word.children) for word in subjects)
    return takes_up and sentence.root.lemma_.lower() in {"be", "happen", "occur", "take"} and len(sentence) <= _SHORT


_SHORT = 14  # words
