"""Groups the frames of one report into incidents: Frame* -> tuples of frames, one tuple for each incident told.

Within one report the same act is told again and again ("the attack", "the killing", "it"); by default two frames
of one type are one incident unless something tells them apart: another place, day, victim or suspect,
or a word such as "another".
"""

from collections.abc import Sequence
from functools import cache

from spacy.tokens import Token

from overt.base.edtf import overlaps
from overt.base.knowledge import read_knowledge
from overt.extract.acts.frames import Filler, Frame
from overt.extract.acts.nouns import body_nouns, noun_lists
from overt.extract.codebook.ties import Ties
from overt.extract.entities.words import load_words
from overt.types.account import EntityKind, Role, Stage
from overt.types.claim import Polarity

_DEFINITE = frozenset({"the", "this", "that", "his", "her", "their", "its", "these", "those"})
_SUFFERERS = (Role.VICTIM, Role.TARGET)
_HIT = (*_SUFFERERS, Role.OBJECT)
_BEHIND_MANY = frozenset({EntityKind.STATE, EntityKind.SERVICE})
_DOERS = (Role.PERPETRATOR, Role.PROXY, Role.HANDLER, Role.FACILITATOR)
_REACH = 14  # sentences back that a bare repetition reaches


def group_frames(frames: Sequence[Frame], order: Sequence[int], ties: Ties) -> tuple[tuple[Frame, ...], ...]:
    """Return the groups in the order of their first frame; `order` numbers the sentence of each frame in the report.

    Body frames come before headings, and strong frames before weak ones, which join a group where they can.
    """
    ranked = sorted(
        zip(frames, order, strict=True),
        key=lambda pair: (pair[0].is_heading, pair[0].is_weak, pair[1], pair[0].token.i),
    )
    groups: list[list[tuple[Frame, int]]] = []
    for frame, number in ranked:
        best = max(groups, key=lambda group: _likeness(group, frame, number, ties), default=None)
        if best is not None and _likeness(best, frame, number, ties) > 0:
            best.append((frame, number))
        else:
            groups.append([(frame, number)])
    ordered = sorted(groups, key=lambda group: min((number, frame.token.i) for frame, number in group))
    return tuple(
        tuple(frame for frame, _ in sorted(group, key=lambda pair: (pair[1], pair[0].token.i))) for group in ordered
    )


def _likeness(group: Sequence[tuple[Frame, int]], frame: Frame, number: int, codes: Ties) -> float:
    """Return how well a frame fits a group: 0 if anything tells them apart or nothing ties them."""
    members = [member for member, _ in group]
    kinship = _type_kinship(members, frame, codes)
    if not kinship or any(_differ(member, frame) for member in members) or _is_other(frame, members):
        return 0.0
    if _tells_of_many(frame) != all(_tells_of_many(member) for member in members) and not frame.is_heading:
        return 0.0
    ties = _ties(members, frame)
    distance = min(abs(number - other) for _, other in group)
    if _is_of_others(frame, members, is_tied=bool(ties)):
        return 0.0
    if not ties and (kinship < 0.9 or distance > _REACH or _is_many(frame)):
        return 0.0
    return kinship + ties + 1 / (1 + distance)


def _type_kinship(members: Sequence[Frame], frame: Frame, codes: Ties) -> float:
    special = {member.type for member in members if not member.is_general} or {member.type for member in members}
    telling = [member for member in members if not member.is_general] or members  # "attacks" may be anything
    wider = special | {code for member in telling for code in member.alternatives}
    if frame.type in special:
        return 1.0
    if _is_act(frame) and _is_act(members[0]) and (frame.is_general or all(member.is_general for member in members)):
        is_alike = frame.family == members[0].family or _is_definite(frame.token) or frame.is_general
        return 0.95 if is_alike else 0.0
    if frame.type in wider or special & set(frame.alternatives):
        return 1.0 if frame.is_weak or _is_definite(frame.token) else 0.8
    if codes.is_part(frame.type, special):
        return 0.9  # a window broken in an assault is part of it (R7), unless place or day tell them apart
    if codes.are_kin(frame.type, special):
        return 0.8
    return 0.0


def _is_of_others(frame: Frame, members: Sequence[Frame], *, is_tied: bool) -> bool:
    """Say whether what was hit, or whether it was done at all, sets a frame apart from a group."""
    if frame.family == "response" and not is_tied and not _agree(frame, members):
        return True
    return (frame.is_general and _hits_another(frame, members)) or _is_introduced(frame, members)


def _agree(frame: Frame, members: Sequence[Frame]) -> bool:
    """Say whether a step of the law and those told before were all taken, or none of them was."""
    return any(
        (member.voice.polarity is Polarity.DENIED) == (frame.voice.polarity is Polarity.DENIED) for member in members
    )


def _is_introduced(frame: Frame, members: Sequence[Frame]) -> bool:
    """Say whether "a pilot" was hit after somebody with a name was: who has been named is not brought in anew."""
    new = [f for f in frame.fillers if f.role in _SUFFERERS and any(c.lower_ in {"a", "an"} for c in f.token.children)]
    former = [member for member in members if member.span < frame.span and _named(member, _SUFFERERS)]
    shared = {f.key for f in new} & {f.key for member in members for f in member.fillers}
    return bool(new and former) and not shared and not frame.is_heading


def _hits_another(frame: Frame, members: Sequence[Frame]) -> bool:
    """Say whether a plain verb names somebody else or another thing as hit: "they targeted the head of a battalion"."""
    own = [f for f in frame.fillers if f.role in _HIT and f.token.pos_ in {"NOUN", "PROPN"}]
    others = {f.key for member in members for f in member.fillers if f.role in (*_HIT, Role.PROXY)}
    return frame.token.pos_ == "VERB" and bool(own and others) and not {f.key for f in own} & others


def _is_act(frame: Frame) -> bool:
    return frame.family not in {"response", "movement"}


def _ties(members: Sequence[Frame], frame: Frame) -> float:
    """Count what ties a frame to a group: shared people or objects, place, day, a definite article."""
    shared = _cast(frame) & frozenset().union(*(_cast(member) for member in members))
    score = 2.0 * len(shared)
    if any(
        tie(*pair)
        for tie in (_is_cause, _is_purpose, _is_told_of)
        for member in members
        for pair in ((member, frame), (frame, member))
    ):
        score += 1.5
    if _sites(frame) & {site for member in members for site in _sites(member)}:
        score += 1.5
    if any(_same_day(member, frame) for member in members):
        score += 1.5
    if _is_definite(frame.token):
        score += 1.0
    if frame.is_heading:
        score += 1.0
    return score


def _cast(frame: Frame) -> frozenset[str]:
    """Return who and what is told of an act; a state or service is behind many, and ties none of them together."""
    return frozenset(f.key for f in frame.fillers if f.role not in _DOERS or f.kind not in _BEHIND_MANY)


def _is_cause(effect: Frame, cause: Frame) -> bool:
    """Say whether an act is told as what another was caused by: "a fire that was caused by an incendiary device"."""
    verb = next((word for word in cause.token.ancestors if word.pos_ == "VERB"), None)
    if effect.passage_sentence != cause.passage_sentence or verb is None or verb.lemma_.lower() not in _CAUSING:
        return False
    is_beside = verb.dep_ in {"relcl", "acl"} and 0 < verb.i - effect.token.i <= _BESIDE  # however it was parsed
    return is_beside or effect.token.head == verb


def _is_told_of(noun: Frame, verb: Frame) -> bool:
    """Say whether an act is what another word of it does: "the firebomb that burned in Graz"."""
    if noun.token.pos_ not in {"NOUN", "PROPN"} or verb.token.pos_ != "VERB":
        return False
    is_clause = verb.token.dep_ in {"relcl", "acl"} and verb.token.head == noun.token
    return is_clause or any(c == noun.token and c.dep_ in {"nsubj", "nsubjpass"} for c in verb.token.children)


def _is_purpose(end: Frame, means: Frame) -> bool:
    """Say whether an act is what somebody was sent to do: "sent agents to gather information"."""
    verb = end.token
    for _ in range(_BESIDE):
        if verb.head == verb or verb.dep_ not in {"xcomp", "advcl", "relcl", "conj"}:
            return False
        if verb.head == means.token:
            return any(child.tag_ == "TO" for child in end.token.children)
        verb = verb.head
    return False


_BESIDE = 12  # words

_CAUSING = frozenset("cause start spark trigger ignite set blame".split())


def _differ(a: Frame, b: Frame) -> bool:
    return (
        (a.token == b.token and a.apart != b.apart)
        or _sites_differ(a, b)
        or _things_differ(a, b)
        or _names_differ(a, b)
        or _is_plan_beside(a, b)
        or _times_differ(a, b)
        or _people_differ(a, b, _SUFFERERS)
        or _suspects_differ(a, b)
        or _is_one_of_many(a, b)
    )


def _sites(frame: Frame) -> set[str]:
    return {
        place.name.casefold()
        for place in frame.places
        if place.role == "event_site"
        and not place.inferred
        and (place.token.ent_type_ != "LOC" or place.name in load_words().capitals)
    }


def _sites_differ(a: Frame, b: Frame) -> bool:
    """Tell two towns apart; a country beside a town says nothing."""
    one, two = ((_sites(f) - _state_names(f)) for f in (a, b))
    return bool(one and two and not (one & two) and not any(x in y or y in x for x in one for y in two))


def _state_names(frame: Frame) -> set[str]:
    return {place.name.casefold() for place in frame.places if place.is_state}


def _times_differ(a: Frame, b: Frame) -> bool:
    one, two = (
        [time.interval for time in frame.times if time.interval is not None and not time.inferred] for frame in (a, b)
    )
    return bool(one and two) and not any(overlaps(x, y, tolerance_days=1) for x in one for y in two)


def _things_differ(a: Frame, b: Frame) -> bool:
    """Tell two targets apart that were hit on two days, each of which is told: a shop on Sunday, a depot on Monday."""
    one, two = ([f for f in frame.fillers if f.role is Role.OBJECT and f.is_thing] for frame in (a, b))
    heads, others = ({f.token.lemma_.lower() for f in some} for some in (one, two))
    if not heads or not others or heads & others or {f.key for f in one} & {f.key for f in two}:
        return False
    days, more = ([t.interval for t in f.times if t.interval is not None and not t.inferred] for f in (a, b))
    return bool(days and more) and not any(overlaps(x, y) for x in days for y in more)


def _is_plan_beside(a: Frame, b: Frame) -> bool:
    """Tell what is only planned against nobody named, or another, from what was done: R1 keeps a plan from a deed."""
    if a.family != "violence" or b.family != "violence" or a.passage_sentence == b.passage_sentence:
        return False
    plan = next((frame for frame in (a, b) if frame.stage is Stage.PLANNED), None)
    deed = next((frame for frame in (a, b) if frame.stage is Stage.OCCURRED), None)
    if plan is None or deed is None or plan.is_heading or deed.is_heading or _is_definite(plan.token):
        return False
    return plan.type != deed.type and not _cast(plan) & _cast(deed)


def _names_differ(a: Frame, b: Frame) -> bool:
    """Tell the fire at one named thing from that at another: "the fire at the Tolgar depot", "the Baltvega fire"."""
    if a.family != "sabotage" or b.family != "sabotage":
        return False
    one, two = _named_things(a), _named_things(b)
    return bool(one and two) and not one & two


def _named_things(frame: Frame) -> frozenset[str]:
    """Return the names of what was hit: "tolgar" of "the Tolgar fire", of "the fire at the Tolgar depot".

    A town before a thing ("the Vilnius store") is no name of it, but for one that stands in a town itself.
    """
    at, sentence = frame.token.i, frame.token.sent
    near = frame.token.doc[max(sentence.start, at - _BEFORE) : min(sentence.end, at + _AFTER)]
    heads = [frame.token, *(word for word in near if word.pos_ == "NOUN" and _is_thing(word))]
    named = [(child, head) for head in heads for child in head.children if child.dep_ in {"compound", "nmod"}]
    named += [(f.token, f.token) for f in frame.fillers if f.role is Role.OBJECT]
    return frozenset(word.lower_ for word, head in named if word.pos_ == "PROPN" and not _is_town(word, head))


def _is_town(word: Token, head: Token) -> bool:
    return word.ent_type_ in {"GPE", "NORP", "LOC"} and not any(c.dep_ == "poss" for c in head.children if c != word)


def _is_thing(word: Token) -> bool:
    return word.lemma_.lower() not in noun_lists()[0] | body_nouns()


_BEFORE, _AFTER = 4, 10  # words


def _same_day(a: Frame, b: Frame) -> bool:
    return any(x.interval and y.interval and x.interval == y.interval for x in a.times for y in b.times)


def _named(frame: Frame, roles: Sequence[Role]) -> list[Filler]:
    return [
        f
        for f in frame.fillers
        if f.role in roles and f.entity is not None and f.entity.name and f.kind is EntityKind.PERSON
    ]


def _people_differ(a: Frame, b: Frame, roles: Sequence[Role]) -> bool:
    one, two = ({f.key for f in _named(frame, roles)} for frame in (a, b))
    return bool(one and two and not one & two)


def _is_one_of_many(a: Frame, b: Frame) -> bool:
    """Tell one person's case from what is said of an open number of people ("fighters", "more than 600 agents")."""
    if a.is_heading or b.is_heading:
        return False
    roles = _DOERS + _SUFFERERS
    for one, other in ((a, b), (b, a)):
        crowd = [f for f in one.fillers if f.role in roles and f.facts.count_hi is None and (f.facts.count_lo or 0) > 1]
        people = _named(other, roles)
        if crowd and people and not _named(one, roles) and {f.role for f in crowd} & {f.role for f in people}:
            return True
        if crowd and not one.is_general and one.token.pos_ == other.token.pos_ == "VERB" and _is_of_one(other):
            return True  # "sent fighters", "sent him"
    return False


def _is_of_one(frame: Frame) -> bool:
    return any(word.dep_ in {"dobj", "nsubjpass"} and word.lower_ in _ONE for word in frame.token.children)


_ONE = frozenset({"him", "her", "he", "she"})


def _suspects_differ(a: Frame, b: Frame) -> bool:
    """Tell apart the legal steps of different people; in acts, two suspects may be of one crew."""
    if a.family != "response" or b.family != "response" or a.is_heading or b.is_heading:
        return False
    one, two = (
        [f for f in frame.fillers if f.role in _DOERS + _SUFFERERS and f.kind is not EntityKind.STATE]
        for frame in (a, b)
    )
    if not one or not two or {f.key for f in one} & {f.key for f in two}:
        return False
    if _people_differ(a, b, _DOERS + _SUFFERERS):
        return True
    if len({sum(filler.facts.count_lo or 1 for filler in side) for side in (one, two)}) == 1 and len(one) != len(two):
        return False  # "two men" and the two names that the next sentence gives them
    return not any(_could_be_same(x, y) for x in one for y in two)


def _could_be_same(x: Filler, y: Filler) -> bool:
    facts, others = x.facts, y.facts
    if facts.nationality and others.nationality and facts.nationality != others.nationality:
        return False
    if facts.age and others.age and abs(facts.age - others.age) > 1:
        return False
    return (facts.count_lo, facts.count_hi) == (others.count_lo, others.count_hi)


@cache
def _otherness() -> frozenset[str]:
    return frozenset(read_knowledge("general_words.yaml")["otherness"])


def _is_other(frame: Frame, members: Sequence[Frame]) -> bool:
    """Say whether a word such as "another" sets the act apart from what was told before."""
    if any(time.is_later and time.opens for time in frame.times) and frame.token.pos_ == "VERB":
        return all(member.span < frame.span for member in members)  # "Three weeks later a depot was set alight"
    modifiers = {child.lower_ for child in frame.token.children} | {
        child.lower_
        for filler in frame.fillers
        if filler.role in {*_SUFFERERS, Role.OBJECT}
        for child in filler.token.children
    }
    return bool(modifiers & _otherness()) and not any(
        member.passage_sentence == frame.passage_sentence for member in members
    )


def _is_definite(token: Token) -> bool:
    return token.pos_ == "NOUN" and any(
        child.dep_ in {"det", "poss"} and child.lower_ in _DEFINITE for child in token.children
    )


def _tells_of_many(frame: Frame) -> bool:
    return frame.is_aggregate or frame.is_generic


def _is_many(frame: Frame) -> bool:
    """Say whether the trigger is a bare plural ("attacks"): it may tell of many, so it joins nothing by itself."""
    is_counted = any(child.dep_ == "nummod" for child in frame.token.children)
    return frame.token.tag_ == "NNS" and not is_counted and not _is_definite(frame.token)
