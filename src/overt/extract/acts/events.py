"""Reads the acts that one report tells: parsed passages -> frames, each with fillers, place, time, stage and voice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from overt.base.knowledge import read_knowledge
from overt.base.spans import Span
from overt.extract.acts.fillers import FillerReader
from overt.extract.acts.frames import Filler, Frame, PlaceHit, TimeHit
from overt.extract.acts.grammar import noun_arguments, verb_arguments
from overt.extract.acts.legal import CLEARING, LEGAL_ACTS, MATTER, legal_voice, pursuit
from overt.extract.acts.moments import assign_times, has_own_time, in_scene, is_time_of_telling, is_when, opened_by
from overt.extract.acts.parts import PartReader, with_parts
from overt.extract.acts.phrases import Argument, objects_of, prep_arguments, subjects_of
from overt.extract.acts.places_apart import take_apart
from overt.extract.acts.setting import find_place_phrases, find_time_phrases, nearest_trigger
from overt.extract.acts.triggers import Hit, find_hits
from overt.extract.codebook.operators import Operators
from overt.extract.codebook.types import Codebook, Trigger, TriggerPos
from overt.extract.entities.words import load_words
from overt.extract.figures.statistics import is_aggregate
from overt.extract.parse import Parsed
from overt.extract.voices.speakers import ReportVoices
from overt.extract.voices.stage import stage_at
from overt.types.account import EntityKind, Role
from overt.types.claim import Voice
from overt.types.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class EventReader:
    """What is needed to read the acts of one report."""

    report: Report
    codebook: Codebook
    operators: Operators
    fillers: FillerReader
    voices: ReportVoices

    def read(self, parsed: Sequence[Parsed]) -> tuple[tuple[Frame, ...], tuple[int, ...]]:
        """Return the frames in the order of the text, and the running number of the sentence of each."""
        frames: list[Frame] = []
        numbers: list[int] = []
        number = 0
        parts = PartReader(fillers=self.fillers, operators=self.operators, voices=self.voices)
        for item in parsed:
            opened: tuple[TimeHit, ...] = ()
            for sentence in item.doc.sents:
                number += 1
                found = self._read_sentence(item, sentence)
                scene = self._scene(item, sentence)
                if not found and frames and numbers[-1] == number - 1:
                    _set_scene(frames, numbers, scene)
                elif not found and frames and numbers[-1] >= number - _BACK and is_when(sentence):
                    _set_scene(frames, numbers, ((), tuple(replace(time, opens=False) for time in scene[1])))
                if not found:
                    frames = self._with_opening(frames, item, sentence, scene[1])
                opened = opened_by(scene[1], found, opened)
                found = [in_scene(frame, opened) for frame in found] if not scene[1] else found
                frames += found
                numbers += [number] * len(found)
                frames = with_parts(frames, numbers, number, parts.read(item, sentence) if frames else ())
        return tuple(frames), tuple(numbers)

    def _with_opening(
        self, frames: list[Frame], parsed: Parsed, sentence: TokenSpan, times: tuple[TimeHit, ...]
    ) -> list[Frame]:
        """Give what only headings tell the time with which the story of whom it befell begins.

        "Exile poisoned" stands over "On the evening of 3 March, Jan Nemo sat in a café".
        """
        start = parsed.span_of(sentence.root).start
        opening = tuple(
            replace(time, inferred=True, opens=False) for time in times if time.interval and time.span.start < start
        )
        if not opening or sentence.root.tag_ != "VBD" or not all(frame.is_heading for frame in frames):
            return frames
        found = [self.fillers.entities.entity_at(parsed.span_of(head)) for head in subjects_of(sentence.root)]
        keys = {entity.key for entity in found if entity is not None}
        return [
            replace(frame, times=opening[:1]) if keys & frame.keys(Role.VICTIM) and not frame.times else frame
            for frame in frames
        ]

    def _read_sentence(self, parsed: Parsed, sentence: TokenSpan) -> list[Frame]:
        hits = find_hits(sentence, self.codebook, lambda token, trigger: self._fits(parsed, token, trigger))
        if not hits:
            return []
        tokens = [hit.token for hit in hits]
        places = _assign(self.sites(parsed, sentence), tokens)
        types = {hit.token: hit.trigger.type for hit in hits}
        times = assign_times(find_time_phrases(parsed, sentence, self.report), types, parsed)
        frames = [
            self._frame(parsed, hit, tuple(places.get(hit.token.i, ())), tuple(times.get(hit.token.i, ())), types)
            for hit in hits
        ]
        return take_apart(_without_the_law(frames))

    def _scene(self, parsed: Parsed, sentence: TokenSpan) -> tuple[tuple[PlaceHit, ...], tuple[TimeHit, ...]]:
        """Return the sites and times of a sentence that tells of no act itself."""
        sites = [replace(place, inferred=True) for place in self.sites(parsed, sentence) if place.role == "event_site"]
        times = find_time_phrases(parsed, sentence, self.report)
        told = [
            time
            for time in times
            if (words := parsed.tokens_at(time.span)) is not None and not is_time_of_telling(words.root)
        ]
        return tuple(sites), tuple(told)

    def arguments(self, token: Token) -> tuple[Argument, ...]:
        """Return the arguments of a trigger word by its part of speech."""
        if token.pos_ in {"VERB", "AUX"}:
            return verb_arguments(token, self.operators.control_of)
        return noun_arguments(token, self.operators.control_of, self.operators.light_verbs)

    def _fits(self, parsed: Parsed, token: Token, trigger: Trigger) -> bool:
        if not (trigger.obj_is or trigger.subj_is):
            return True
        arguments = [argument for argument in self.arguments(token) if argument.slot in {"subj", "obj"}]
        own = {word for phrase in trigger.phrases for word in phrase.others}
        objects = [argument.head for argument in arguments if argument.slot == "obj"]
        if trigger.obj in _PEOPLE_ROLES and any(
            self._is_event(head) and head.lemma_.lower() not in own for head in objects
        ):
            return False  # "commissioned the arson" recruits nobody
        is_guarded = bool(trigger.needs or trigger.needs_clause)
        if (
            is_guarded
            and trigger.obj in {*_PEOPLE_ROLES, Role.TARGET}
            and token.pos_ == "VERB"
            and not any(a.slot == "obj" for a in arguments)
        ):
            return False  # "investigators returned to the case" returns nobody
        return all(self.fillers.is_allowed(parsed, trigger, argument) for argument in arguments)

    def _is_event(self, head: Token) -> bool:
        """Say whether a noun tells of an event and not of somebody or something."""
        lemma = head.lemma_.lower()
        return (
            head.pos_ == "NOUN"
            and lemma in self.codebook.nouns
            and lemma not in self.fillers.person_nouns | self.fillers.thing_nouns
        )

    def _frame(
        self,
        parsed: Parsed,
        hit: Hit,
        places: tuple[PlaceHit, ...],
        times: tuple[TimeHit, ...],
        types: Mapping[Token, str],
    ) -> Frame:
        token, trigger = hit.token, hit.trigger
        stage, is_generic = stage_at(parsed, token)
        fillers = self.fillers.read(parsed, trigger, self._arguments_of(hit))
        fillers = self._with_directors(parsed, token, trigger, fillers)
        step = self._legal_step(token, types)
        is_denial = any(
            operator is not None and operator.kind == "deny" for _, operator in self.operators.governors(token)
        )
        if is_denial:  # "Moscow denied any role in the abduction": nobody says here who did it
            fillers = tuple(filler for filler in fillers if not filler.inferred)
        if step is not None and types[step] == "response.expulsion" and not trigger.type.startswith(_SENT_HOME_FOR):
            # diplomats sent home over an attack answer for their state
            fillers = tuple(filler for filler in fillers if not (filler.inferred and filler.role is Role.PERPETRATOR))
        return Frame(
            parsed=parsed,
            token=token,
            span=_words_span(parsed, hit),
            type=trigger.type,
            alternatives=trigger.alternatives,
            is_weak=trigger.weak,
            is_general=_is_general(hit),
            fillers=fillers,
            places=places,
            times=times,
            stage=trigger.stage or stage,
            is_generic=is_generic,
            is_aggregate=is_aggregate(parsed, token, hit.words) and not any(_is_a_few(filler) for filler in fillers),
            voice=self._voice(parsed, hit, types[step] if step is not None else None, fillers),
            is_denial=is_denial,
            embedded_in=step,
        )

    def _voice(self, parsed: Parsed, hit: Hit, matter_of: str | None, fillers: Sequence[Filler]) -> Voice:
        lemma, code = hit.token.lemma_.lower(), hit.trigger.type
        return legal_voice(
            self.voices.voice_at(parsed, hit.token),
            code,
            matter_of or pursuit(code, lemma),
            is_acquittal=lemma in CLEARING,
            accuses=any(filler.role in _ACCUSED for filler in fillers),
        )

    def _arguments_of(self, hit: Hit) -> list[Argument]:
        """Return the arguments of a trigger with those of the other words of its phrase."""
        own_words = {
            word.i
            for word in hit.words
            if word.lemma_.lower() not in self.fillers.thing_nouns
            or Role.OBJECT not in {hit.trigger.obj, hit.trigger.of}
            or word == hit.token
        }
        arguments = [argument for argument in self.arguments(hit.token) if argument.head.i not in own_words]
        if (
            hit.trigger.pos is TriggerPos.VERB
        ):  # "set fire to a depot", "planted a bomb in a van": the phrase hangs on the noun
            arguments += [
                a
                for word in hit.words[1:]
                for child in word.children
                if child.dep_ == "prep"
                for a in prep_arguments(child)
            ]
        for word in hit.words[1:]:
            if word.lemma_ == "life":  # "an attempt on the life of the editor"
                arguments += [a for child in word.children if child.lower_ == "of" for a in prep_arguments(child)]
        slot = "obj" if hit.trigger.pos is TriggerPos.VERB else "prep:of"
        arguments += [  # "plotting to kidnap the broadcaster": whom the second word befalls
            Argument(slot=slot, head=head, inferred=True)
            for word in hit.words[1:]
            if word.pos_ == "VERB"
            for head in objects_of(word)
        ]
        return arguments

    def _legal_step(self, token: Token, types: Mapping[Token, str]) -> Token | None:
        """Return the trigger of the legal step whose matter the act is.

        "jailed for", "charged with", "gave him eight years for".
        """
        if types[token].startswith("response."):
            return None
        step = self.operators.legal_step(token)
        if step in types:
            return step
        over = [governor for governor, _ in self.operators.governors(token)]
        found = (one.token for one in over if one.embed == "ccomp" and types.get(one.token) == "response.verdict")
        matter = (one.token for one in over if one.embed in MATTER and types.get(one.token, "") in LEGAL_ACTS)
        return next(chain(found, matter), None)  # "a court found that he set fire to it", "jailed for setting fire"

    def sites(self, parsed: Parsed, sentence: TokenSpan) -> tuple[PlaceHit, ...]:
        """Return the places of a sentence; a state that only modifies a noun ("the US embassy") is none."""
        found = []
        for place in find_place_phrases(parsed, sentence, self.fillers.thing_nouns):
            entity = self.fillers.entities.entity_at(place.span)
            is_state = (
                entity is not None and entity.kind is EntityKind.STATE and place.name not in load_words().capitals
            )
            if not (is_state and place.role == "modifier"):
                found.append(
                    replace(place, is_state=is_state, role="event_site" if place.role == "modifier" else place.role)
                )
        return tuple(found)

    def _with_directors(
        self, parsed: Parsed, token: Token, trigger: Trigger, fillers: tuple[Filler, ...]
    ) -> tuple[Filler, ...]:
        """Add who hired, ordered, helped or survived the act: the subject of a governing word.

        The one sent becomes a proxy.
        """
        if trigger.type.startswith("response."):
            return fillers
        proxy_known = Role.PROXY in self.codebook.types[trigger.type].roles
        kept = list(fillers)
        for role, heads, doer in self.operators.standing_roles(token):
            added = [
                filler
                for head in heads
                if (filler := self.fillers.filler(parsed, role, head, inferred=True)) is not None
            ]
            taken = {filler.key for filler in added}
            kept = [filler for filler in kept if not (filler.role is Role.PERPETRATOR and filler.key in taken)]
            if added and doer is Role.PROXY and proxy_known:
                kept = [replace(f, role=Role.PROXY) if f.role is Role.PERPETRATOR and f.inferred else f for f in kept]
            kept += added
        return tuple(kept)


def _without_the_law(frames: list[Frame]) -> list[Frame]:
    """Return the frames of a sentence in which whoever acts for the law is not taken for a suspect of its matter.

    "Police opened an inquiry for sabotage": what a verb controls is only likely.
    """
    law = {
        filler.token.i for frame in frames for filler in frame.fillers if filler.role in _LAW and not filler.inferred
    }
    return [
        replace(
            frame,
            fillers=tuple(f for f in frame.fillers if not (f.inferred and f.role in _ACCUSED and f.token.i in law)),
        )
        for frame in frames
    ]


_LAW = frozenset({Role.AUTHORITY, Role.COURT})


def _set_scene(
    frames: list[Frame], numbers: list[int], scene: tuple[tuple[PlaceHit, ...], tuple[TimeHit, ...]]
) -> None:
    """Give the place and time of a sentence without an act to the act told just before.

    Where that has none of its own.
    """
    places, times = scene
    index = next(
        (i for i in range(len(frames) - 1, -1, -1) if numbers[i] == numbers[-1] and frames[i].family != "response"),
        None,
    )
    if index is None:
        return
    frame = frames[index]
    has_site = any(place.role == "event_site" for place in frame.places)
    frames[index] = replace(
        frame,
        places=frame.places if has_site else (*frame.places, *places),
        times=frame.times if has_own_time(frame) else (*frame.times, *(time for time in times if not time.opens)),
    )


_ACCUSED = frozenset({Role.PERPETRATOR, Role.PROXY, Role.DIRECTOR, Role.HANDLER, Role.FACILITATOR})
_BACK = 4  # sentences that "that was in May" reaches back over
_PEOPLE_ROLES = frozenset({Role.PROXY, Role.VICTIM, Role.PERPETRATOR, Role.HANDLER})


_SENT_HOME_FOR = ("espionage.", "influence.")  # what diplomats are themselves said to have done


def _is_a_few(filler: Filler) -> bool:
    """Say whether a phrase counts its people exactly and low, "two diplomats".

    An event, whatever span of time stands beside it.
    """
    lo, hi = filler.facts.count_lo, filler.facts.count_hi
    return hi is not None and lo == hi and 1 < hi <= _A_FEW


_A_FEW = 12


@cache
def _general_words() -> frozenset[str]:
    return frozenset(read_knowledge("general_words.yaml")["words"])


def _is_general(hit: Hit) -> bool:
    return all(word.lemma_.lower() in _general_words() for word in hit.words)


def _words_span(parsed: Parsed, hit: Hit) -> Span:
    indices = sorted(word.i for word in hit.words)
    if indices[-1] - indices[0] > 6:
        return parsed.span_of(hit.token)
    return parsed.span_of(parsed.doc[indices[0] : indices[-1] + 1])


def _assign(places: Sequence[PlaceHit], tokens: Sequence[Token]) -> dict[int, list[PlaceHit]]:
    """Give each place to the trigger it stands nearest to.

    Triggers left without one take the sentence's only site, as inferred.
    """
    given: dict[int, list[PlaceHit]] = {}
    named = {place.token for place in places}
    for place in places:
        first = place.token
        while first.dep_ == "conj" and first.head in named:
            first = first.head  # towns that a conjunction joins are of one act
        trigger = nearest_trigger(first, tokens)
        if trigger is not None:
            given.setdefault(trigger.i, []).append(place)
    sites = [place for place in places if place.role == "event_site"]
    for token in tokens:
        if sites and not any(place.role == "event_site" for place in given.get(token.i, [])):
            firsts = [place for place in sites if not (place.token.dep_ == "conj" and place.token.head in named)]
            nearest = min(
                firsts or sites, key=lambda place: (not token.is_ancestor(place.token), abs(place.token.i - token.i))
            )
            given.setdefault(token.i, []).append(replace(nearest, inferred=True))
    return given
