"""Where and when: the place and time phrases of a sentence, and which of them belong to a trigger."""

from bisect import bisect_left
from collections.abc import Sequence

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from overt.base.calendar import TimeExpression, TimeTold, resolve_time, tell_times
from overt.base.calendar.forms import Clocked
from overt.base.edtf import Interval
from overt.base.spans import Span
from overt.extract.acts.datelines import dateline_end
from overt.extract.acts.frames import PlaceHit, TimeHit
from overt.extract.acts.nouns import noun_lists
from overt.extract.parse import Parsed, text_of
from overt.extract.voices.cues import read_lexicon
from overt.types.passage import PassageKind
from overt.types.report import Report

_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_ROLE_OF_PREPOSITION = {
    "from": "origin",
    "to": "destination",
    "into": "destination",
    "towards": "destination",
    "toward": "destination",
}
_SITE_PREPOSITIONS = frozenset(
    (
        "in at near outside off on inside around across within over beside between through throughout under "
        "along beyond"
    ).split()
)
_SITE_NOUNS = frozenset(
    (
        "city town village capital region port centre center outskirts outskirt suburb district area coast streets "
        "east west north south edge province municipality"
    ).split()
)
_FOREIGN_NOUNS = frozenset(
    ("embassy consulate mission ambassador diplomat officer agent flag dissident citizen national resident").split()
)
# A town before one of these is part of a body's name and tells where its people sit, not where something happened.
_SEATED_NOUNS = frozenset(
    (
        "branch bureau ministry department directorate agency office correspondent newspaper regime leadership edition"
    ).split()
)
_OFFICERS = frozenset("judge prosecutor police officer detective investigator magistrate mayor".split())
_LIVES_THERE = frozenset("register flag base bear live reside headquarter domicile raise educate".split())
_GIVERS = frozenset("by to from with for via through".split())
_MISTAKEN = frozenset({"", "PERSON", "ORG", "NORP"})  # what taggers take an unknown town for
_TIES = frozenset("link tie connect attribute trace blame belong loyal report answer accuse".split())
_MAX_DEPTH = 25


def find_place_phrases(parsed: Parsed, sentence: TokenSpan, things: frozenset[str]) -> tuple[PlaceHit, ...]:
    """Return the place names of a sentence that stand as places: after a place preposition.

    Or as a modifier of a thing.
    """
    hits = []
    dateline = _dateline_end(parsed, sentence)
    for ent in sentence.ents:
        if ent.label_ not in _PLACE_LABELS or ent.text.islower():
            continue  # "in absentia" is no place
        words = ent[1:] if len(ent) > 1 and ent[0].lower_ == "the" else ent
        preposition, role = _standing(ent.root) if ent.end_char > dateline else (None, "speech_place")
        if role == "owner":
            role = "event_site" if ent.root.head.lemma_.lower() in things else None
        if role is None:
            continue
        hits.append(
            PlaceHit(name=words.text, role=role, preposition=preposition, token=ent.root, span=parsed.span_of(words))
        )
    hits += [hit for token in sentence if (hit := _guess(parsed, token)) is not None]
    return tuple(hits)


def _dateline_end(parsed: Parsed, sentence: TokenSpan) -> int:
    """Return where the dateline ends that the sentence opens with, in the passage; 0 if there is none."""
    if sentence.start_char > 0 or parsed.passage.kind is not PassageKind.PARAGRAPH:
        return 0
    return dateline_end(text_of(parsed.doc))


def _guess(parsed: Parsed, token: Token) -> PlaceHit | None:
    """Return a name after "in" or "near" that the tagger missed; the gazetteer decides whether it is a place."""
    if token.pos_ != "PROPN" or token.ent_type_ not in _MISTAKEN:
        return None
    first = token.head if token.dep_ == "conj" and token.head.pos_ == "PROPN" else token  # "in Linz and Coventry"
    if first.dep_ != "pobj" or (first.head.lower_ not in _INTO_TOWNS and not _is_of_site(first.head)):
        return None
    words = token.doc[token.left_edge.i : token.i + 1]
    if not all(word.pos_ == "PROPN" for word in words):
        return None
    return PlaceHit(
        name=words.text,
        role="event_site",
        preposition=first.head.lower_,
        token=token,
        span=parsed.span_of(words),
        is_guess=True,
    )


_INTO_TOWNS = frozenset({"in", "near", "outside"})


def _is_of_site(preposition: Token) -> bool:
    """Say whether "of" stands between a stretch of land and its name: "the city of", "the edge of"."""
    return preposition.lower_ == "of" and preposition.head.lemma_.lower() in _SITE_NOUNS


_Standing = tuple[str | None, str | None]
_NOWHERE: _Standing = (None, None)


def _standing(root: Token) -> _Standing:
    """Return (preposition, role) of a place name; role None if it stands as an actor or anything but a place."""
    head = root
    while head.dep_ in {"conj", "appos"} and head.head != head:
        head = head.head
    if head.dep_ == "pobj" and head.head.pos_ in {"ADP", "SCONJ"}:
        return _after_preposition(head.head, is_state=root.ent_type_ == "GPE")
    if head.dep_ in {"compound", "nmod", "amod"} and head.head.pos_ in {"NOUN", "PROPN"}:
        return _as_modifier(head.head.lemma_.lower())
    if head.dep_ == "poss" and head.head.ent_type_ == "" and head.head.pos_ == "NOUN":
        return None, "owner"  # "Poland's railway", not "Poland's prime minister": the caller knows the things
    if head.dep_ == "dobj" and head.head.lemma_ in {"enter", "reach", "leave", "flee"}:
        return None, "destination" if head.head.lemma_ in {"enter", "reach"} else "origin"
    return (None, "event_site") if head.dep_ in {"npadvmod", "appos"} else _NOWHERE


def _after_preposition(prep: Token, *, is_state: bool) -> _Standing:
    word, over = prep.lower_, prep.head
    if over.lemma_.lower() in _TIES or (word == "on" and is_state):
        return _NOWHERE  # "linked to Beijing", "the blame on Russia"
    if word in {"in", "at", "near"} and _is_of_somebody(over):
        return word, "residence"
    if word in _ROLE_OF_PREPOSITION:
        return word, _ROLE_OF_PREPOSITION[word]
    is_site = word in _SITE_PREPOSITIONS or (word == "of" and over.lemma_.lower() in _SITE_NOUNS)
    return (word, "event_site") if is_site else _NOWHERE


def _as_modifier(noun: str) -> _Standing:
    if noun in _FOREIGN_NOUNS | _SEATED_NOUNS:
        return _NOWHERE
    return None, "residence" if noun in noun_lists()[0] - _OFFICERS else "modifier"


def _is_of_somebody(over: Token) -> bool:
    """Say whether a place only tells where somebody or something is at home: "by a man in X", "registered in X"."""
    if over.lemma_.lower() in _LIVES_THERE:
        return True
    is_person = over.pos_ == "NOUN" and over.lemma_.lower() in noun_lists()[0]
    return is_person and over.dep_ == "pobj" and over.head.lower_ in _GIVERS


def find_time_phrases(parsed: Parsed, sentence: TokenSpan, report: Report) -> tuple[TimeHit, ...]:
    """Return the times of a sentence, placed on the calendar where the report's date is known."""
    anchor = report.published.interval if report.published else None
    shift = parsed.passage.span.start
    first = shift + max(sentence.start_char, _dateline_end(parsed, sentence))
    apart = tuple((part.span.start, part.span.end) for part in report.boilerplate)
    told = tell_times(report.text, "en", anchor, apart)
    hits = []
    for one in told[bisect_left(told, first, key=lambda one: one.expression.start) :]:
        if one.expression.start >= shift + sentence.end_char:
            break
        if parsed.passage.kind is PassageKind.HEADING and not one.expression.is_relative and _is_today(one, anchor):
            continue  # the date line of a head
        tense = _tense_at(parsed, sentence, one.expression.start - shift)
        interval = resolve_time(one.expression, anchor, tense, one.story)
        span = Span(start=one.expression.start, end=one.expression.end)
        opens = one.expression.start - shift - sentence.start_char <= _OPENING
        hits.append(
            TimeHit(
                text=one.expression.text,
                span=span,
                interval=interval,
                opens=opens,
                is_later=one.expression.is_of_story and not _is_of_same_day(one.expression),
            )
        )
    return tuple(hits)


_AT_ONE_TIME = ("that ", "the same ", "the very ", "in the same ", "on the same ", "in that ", "on that ")


def _is_of_same_day(expression: TimeExpression) -> bool:
    return isinstance(expression.form, Clocked) or expression.text.lower().startswith(_AT_ONE_TIME)


_OPENING = 5  # characters before a time that opens its sentence: "But in May"


def _is_today(one: TimeTold, published: Interval | None) -> bool:
    return published is not None and resolve_time(one.expression, None) == published


def _tense_at(parsed: Parsed, sentence: TokenSpan, start: int) -> str:
    """Return the tense of the clause around a time phrase: "past", "present" or "future"."""
    words = parsed.doc.char_span(start, start + 1, alignment_mode="expand")
    token = words[0] if words is not None else sentence.root
    for _ in range(_MAX_DEPTH):
        if token.pos_ in {"VERB", "AUX"} or token.head == token:
            break
        token = token.head
    auxiliaries = {child.lower_ for child in token.children if child.dep_ in {"aux", "auxpass"}}
    if auxiliaries & {"will", "shall", "'ll"}:
        return "future"
    return "present" if token.tag_ in {"VBZ", "VBP"} and not auxiliaries else "past"


def tree_distance(a: Token, b: Token) -> int:
    """Return the number of dependency steps between two tokens of one sentence.

    Large if they are in different trees.
    """
    ups = {}
    current = a
    for depth in range(_MAX_DEPTH):
        ups[current.i] = depth
        if current.head == current:
            break
        current = current.head
    current = b
    for depth in range(_MAX_DEPTH):
        if current.i in ups:
            return ups[current.i] + depth
        if current.head == current:
            break
        current = current.head
    return 2 * _MAX_DEPTH


def speech_verb_over(token: Token) -> Token | None:
    """Return the verb of saying that a phrase hangs on directly ("said on Monday").

    None if it hangs on anything else.
    """
    verb = token
    for _ in range(_MAX_DEPTH):
        if verb.pos_ in {"VERB", "AUX"} or verb.head == verb:
            break
        verb = verb.head
    rows = read_lexicon().by_lemma.get(verb.lemma_.lower(), ())
    is_saying = any(
        cue.link == "speaker" and not cue.attitude and len(words) == 1 and cue.pos == "verb" for words, cue in rows
    )
    return verb if is_saying else None


def nearest_trigger(token: Token, triggers: Sequence[Token]) -> Token | None:
    """Return the trigger that a phrase belongs to: the nearest in the tree, then the nearest in the text."""
    if not triggers:
        return None
    return min(triggers, key=lambda trigger: (tree_distance(token, trigger), abs(token.i - trigger.i)))
