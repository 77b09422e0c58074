"""Says which act each sponsor statement of a report belongs to: groups of frames -> sponsors of each group."""

from collections.abc import Sequence

from spacy.tokens import Token

from overt.base.knowledge import read_knowledge
from overt.extract.accounts.organs import organ_of
from overt.extract.accounts.responsibility import SponsorClaim
from overt.extract.accounts.sponsors import SponsorHit, befalling_nouns, find_sponsors, state_name
from overt.extract.acts.frames import Frame
from overt.extract.acts.legal import spoken_in_law
from overt.extract.acts.nouns import noun_lists
from overt.extract.acts.setting import tree_distance
from overt.extract.entities.mentions import EntityMap
from overt.extract.entities.words import cue_words
from overt.extract.parse import Parsed
from overt.extract.voices.speakers import ReportVoices
from overt.types.account import EntityKind, Role
from overt.types.claim import Certainty, SpeechAct, Voice

_REACH = 2  # sentences back to the act that "Moscow was behind it" may mean


def assign_sponsors(
    parsed: Sequence[Parsed], groups: Sequence[Sequence[Frame]], entities: EntityMap, voices: ReportVoices
) -> tuple[tuple[SponsorClaim, ...], ...]:
    """Return the sponsors of each group, in the order of the groups."""
    found: list[list[SponsorClaim]] = [[] for _ in groups]
    order = {
        sentence: number
        for number, sentence in enumerate((item.passage.index, s.start) for item in parsed for s in item.doc.sents)
    }
    for item in parsed:
        for sentence in item.doc.sents:
            number = order[item.passage.index, sentence.start]
            for hit in find_sponsors(item, sentence, entities):
                for index in _groups_meant(hit, number, groups, order):
                    voice = _weaker(voices.voice_at(item, hit.head), hit.head, groups[index])
                    claim = SponsorClaim(
                        actor=hit.actor, entity=hit.entity, relation=hit.relation, span=hit.span, voice=voice
                    )
                    if not _is_sufferer(claim, groups[index]):
                        found[index].append(claim)
    for index, group in enumerate(groups):
        for frame in group:
            if _is_act(frame):
                found[index] += [*_by_nationality(frame, entities), *_by_organs(frame, entities)]
    return tuple(tuple(claims) for claims in found)


def _is_act(frame: Frame) -> bool:
    return frame.family != "response"


def _weaker(voice: Voice, head: Token, group: Sequence[Frame]) -> Voice:
    """Return the voice of the act where the actor stands inside the act's own words and nothing else qualifies it."""
    if voice.speech_act not in {SpeechAct.REPORT_AS_FACT, SpeechAct.ASSERT} or voice.certainty is not Certainty.FIRM:
        return voice
    inside = [
        frame
        for frame in group
        if frame.parsed.doc == head.doc and (frame.token == head or frame.token.is_ancestor(head))
    ]
    return spoken_in_law(inside[0].voice if inside else voice, accuses=True)


def _by_nationality(frame: Frame, entities: EntityMap) -> list[SponsorClaim]:
    """Return the state that an act is named after: "a Russian sabotage plot", "the secret Chinese police station"."""
    codes = read_knowledge("nationalities.yaml")["demonyms"]
    claims = []
    for token in frame.token.children:
        is_named_after = frame.token.pos_ == "NOUN" and token.dep_ == "amod" and token.text in codes
        if not is_named_after or frame.token.lemma_.lower() in befalling_nouns():
            continue
        span = frame.parsed.span_of(token)
        entity = entities.entity_at(span)
        name = state_name(token, entity)
        claims.append(SponsorClaim(actor=name, entity=entity, relation="unspecified", span=span, voice=frame.voice))
    return claims


def _by_organs(frame: Frame, entities: EntityMap) -> list[SponsorClaim]:
    """Return the states whose people do the act: "Rwandan agents abducted him". A spy may act against his own."""
    if frame.family not in _OPENLY_DONE:
        return []
    claims = []
    for filler in frame.fillers:
        organ = None
        if filler.role is Role.PERPETRATOR and not filler.inferred:
            organ = organ_of(frame.parsed, filler.token, entities)
        if organ is not None and (filler.kind not in _BODIES or filler.entity != organ.entity):
            owner = organ.entity or (entities.entity_at(frame.parsed.span_of(organ.owner)) if organ.owner else None)
            actor = state_name(organ.owner, owner) if organ.owner else organ.words.text
            span = frame.parsed.span_of(organ.words)
            voice = filler.voice or frame.voice
            claims.append(SponsorClaim(actor=actor, entity=owner, relation="executed", span=span, voice=voice))
    return claims


_OPENLY_DONE = frozenset({"violence", "sabotage", "coercion", "influence"})
_BODIES = frozenset({EntityKind.SERVICE, EntityKind.STATE})  # they stand behind it as fillers (responsibility.py)


def _groups_meant(
    hit: SponsorHit, number: int, groups: Sequence[Sequence[Frame]], order: dict[tuple[int, int], int]
) -> list[int]:
    """Return the acts of the same sentence nearest to the actor; else the act of a legal step there.

    Else the act told last.
    """
    head = hit.head
    near = [
        (tree_distance(head, frame.token), abs(head.i - frame.token.i), index, frame)
        for index, group in enumerate(groups)
        for frame in group
        if order[frame.passage_sentence] == number
    ]
    acts = [row for row in near if row[3].family != "response"]
    before = [
        (number - order[frame.passage_sentence], -frame.token.i, index)
        for index, group in enumerate(groups)
        for frame in group
        if _is_act(frame)
        and number > order[frame.passage_sentence]
        and (hit.is_of_those_told or not _tells_own_act(head))
    ]
    spoken_of = _subject_of(head)
    told_of = [row[2] for row in acts if spoken_of is not None and row[3].token == spoken_of]
    if told_of:
        return list(dict.fromkeys(told_of))
    if acts:
        nearest = min(acts, key=lambda row: row[:2])
        is_for_it = _recruits_the_same(nearest[3]) and bool(before) and min(before)[0] <= _REACH
        meant = [row[2] for row in acts if row[3].token == nearest[3].token]  # one word may tell of acts in two towns
        return [*dict.fromkeys(meant), *([min(before)[2]] if is_for_it else [])]
    if before and (min(before)[0] <= _REACH or not near):
        return list(dict.fromkeys([min(before)[2], *_led_with(min(before)[2], groups, order)]))
    return [min(near, key=lambda row: row[:2])[2]] if near else []


def _led_with(last: int, groups: Sequence[Sequence[Frame]], order: dict[tuple[int, int], int]) -> list[int]:
    """Return the act that the report tells before all others, where it is of a family with the last one told.

    "Lima suspects Peru's neighbour", after a word on a second fire, is said of the matter of the report.
    """
    acts = [
        (min(order[frame.passage_sentence] for frame in group), index)
        for index, group in enumerate(groups)
        if _is_act(group[0]) and not all(frame.is_weak for frame in group)
    ]
    first = min(acts, default=(0, last))[1]
    return [first] if groups[first][0].family == groups[last][0].family else []


def _subject_of(head: Token) -> Token | None:
    """Return what is said to be the actor's: "the fire was planned and paid for by Peru"."""
    verb = next((word for word in head.ancestors if word.pos_ == "VERB"), None)
    while verb is not None and verb.dep_ == "conj" and verb.head.pos_ == "VERB" and not _subjects(verb):
        verb = verb.head
    return next((word for word in _subjects(verb) if word != head), None) if verb is not None else None


def _subjects(verb: Token) -> list[Token]:
    """Return the subjects of a verb; the parser may hang one on the auxiliary."""
    words = [verb, *(child for child in verb.children if child.dep_ in {"aux", "auxpass"})]
    return [child for word in words for child in word.children if child.dep_ in {"nsubj", "nsubjpass"}]


def _recruits_the_same(frame: Frame) -> bool:
    """Say whether those told of before were recruited: "the men were hired by the service" (rule R7)."""
    return frame.type == "espionage.recruitment" and any(
        filler.inferred and filler.role is Role.PROXY for filler in frame.fillers
    )


def _tells_own_act(head: Token) -> bool:
    """Say whether the actor is tied to something new: "a teenager poured paint over the stone on behalf of the GRU"."""
    says = cue_words("speech_verbs")
    verb = next((word for word in head.ancestors if word.pos_ == "VERB" and word.lemma_ not in says), None)
    objects = [child for child in verb.children if child.dep_ == "dobj"] if verb is not None else []
    if verb is None or not objects:
        return False
    if head.dep_ == "nsubj" and head.head == verb and not any(_takes_up(one) for one in objects):
        return True  # "Germany is planning one", "Warsaw ordered an inquiry"
    subjects = [child for child in verb.children if child.dep_ == "nsubj"]
    return any(word.lower_ in {"a", "an"} or word.dep_ == "nummod" for one in subjects for word in one.lefts)


def _takes_up(noun: Token) -> bool:
    """Say whether an object may mean what was told before, or people who were hired for it."""
    if noun.lemma_.lower() in noun_lists()[0] or noun.lower_ in {"it", "this", "that", "them", "these", "him", "her"}:
        return True
    return any(child.dep_ in {"det", "poss"} and child.lower_ not in {"a", "an", "no"} for child in noun.children)


def _is_sufferer(claim: SponsorClaim, group: Sequence[Frame]) -> bool:
    """A state that is the act's target does not stand behind it."""
    if claim.entity is None:
        return False
    return any(
        filler.entity is not None
        and filler.entity.key == claim.entity.key
        and filler.role in {Role.VICTIM, Role.TARGET, Role.OBJECT, Role.HOST}
        for frame in group
        for filler in frame.fillers
    )
