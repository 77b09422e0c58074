"""Says which act each sponsor statement of a report belongs to: groups of frames -> sponsors of each group."""

from collections.abc import Sequence

from spacy.tokens import Token

from overt.base.knowledge import read_knowledge
from overt.extract.accounts.responsibility import SponsorClaim
from overt.extract.accounts.sponsors import befalling_nouns, find_sponsors, state_name
from overt.extract.acts.frames import Frame
from overt.extract.acts.legal import spoken_in_law
from overt.extract.acts.nouns import noun_lists
from overt.extract.acts.setting import tree_distance
from overt.extract.entities.mentions import EntityMap
from overt.extract.entities.words import cue_words
from overt.extract.parse import Parsed
from overt.extract.voices.speakers import ReportVoices
from overt.types.account import Role
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
                for index in _groups_meant(hit.head, number, groups, order):
                    voice = _weaker(voices.voice_at(item, hit.head), hit.head, groups[index])
                    claim = SponsorClaim(
                        actor=hit.actor, entity=hit.entity, relation=hit.relation, span=hit.span, voice=voice
                    )
                    if not _is_sufferer(claim, groups[index]):
                        found[index].append(claim)
    for index, group in enumerate(groups):
        found[index] += [claim for frame in group if _is_act(frame) for claim in _by_nationality(frame, entities)]
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


def _groups_meant(
    head: Token, number: int, groups: Sequence[Sequence[Frame]], order: dict[tuple[int, int], int]
) -> list[int]:
    """Return the acts of the same sentence nearest to the actor; else the act of a legal step there.

    Else the act told last.
    """
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
        if _is_act(frame) and number > order[frame.passage_sentence] and not _tells_own_act(head)
    ]
    if acts:
        nearest = min(acts, key=lambda row: row[:2])
        is_for_it = _recruits_the_same(nearest[3]) and bool(before) and min(before)[0] <= _REACH
        meant = [row[2] for row in acts if row[3].token == nearest[3].token]  # one word may tell of acts in two towns
        return [*dict.fromkeys(meant), *([min(before)[2]] if is_for_it else [])]
    if before and (min(before)[0] <= _REACH or not near):
        return [min(before)[2]]
    return [min(near, key=lambda row: row[:2])[2]] if near else []


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
