"""Reads who took which part in an act told before: "a Belarusian ordered two men to do it" -> fillers of that act.

The act is taken up by "it", "this" or "so" under a verb that says what somebody's part was.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from overt.base.knowledge import read_knowledge
from overt.extract.acts.fillers import FillerReader
from overt.extract.acts.frames import Filler, Frame
from overt.extract.acts.grammar import verb_arguments
from overt.extract.codebook.operators import Operators
from overt.extract.parse import Parsed
from overt.extract.voices.speakers import ReportVoices
from overt.extract.voices.stage import stage_at
from overt.types.account import EntityKind, Role, Stage
from overt.types.claim import Polarity

REACH = 2  # sentences back to the act that "it" may mean
_DOERS = frozenset(
    {EntityKind.PERSON, EntityKind.GROUP, EntityKind.SERVICE, EntityKind.UNKNOWN, EntityKind.ORGANISATION}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartReader:
    """What is needed to read the parts that people took."""

    fillers: FillerReader
    operators: Operators
    voices: ReportVoices

    def read(self, parsed: Parsed, sentence: TokenSpan) -> tuple[Filler, ...]:
        """Return who is said to have done, ordered or organised what was told before, each in that word's voice."""
        found: list[Filler] = []
        for verb in sentence:
            role = _part_of(verb)
            if role is None or not self._is_told(parsed, verb):
                continue
            voice = self.voices.voice_at(parsed, verb)
            for part, head in self._people(verb, role):
                filler = self.fillers.filler(parsed, part, head, inferred=True)
                if filler is not None and filler.kind in _DOERS and not self._speaks(filler):
                    found.append(replace(filler, voice=voice))
        return tuple(found)

    def _is_told(self, parsed: Parsed, verb: Token) -> bool:
        """Leave out what is denied, asked or supposed: nobody is accused by it."""
        is_denied = any(child.dep_ == "neg" for child in verb.children) or any(
            operator is not None and operator.kind in {"deny", "fail"} for _, operator in self.operators.governors(verb)
        )
        stage, is_generic = stage_at(parsed, verb)
        is_affirmed = self.voices.voice_at(parsed, verb).polarity is Polarity.AFFIRMED
        return not (is_denied or is_generic or stage is Stage.UNKNOWN) and is_affirmed

    def _people(self, verb: Token, role: Role) -> Iterator[tuple[Role, Token]]:
        over = list(self.operators.standing_roles(verb))
        part = next((doer for _, _, doer in over if doer is not None), role)
        for argument in verb_arguments(verb, self.operators.control_of):
            if argument.slot == "subj" and argument.head.lower_ not in _TAKEN_UP:
                yield part, _whoever(argument.head)
        for standing, heads, _ in over:
            for head in heads:
                yield standing, head

    def _speaks(self, filler: Filler) -> bool:
        return filler.entity is not None and filler.entity.key in self.fillers.officials


def _whoever(head: Token) -> Token:
    """Return who "the one" is said to be: "the one who ordered it is a Belarusian"."""
    if head.lower_ not in {"one", "ones", "those"} or head.head.lemma_ != "be":
        return head
    return next((child for child in head.head.children if child.dep_ == "attr"), head)


def _part_of(verb: Token) -> Role | None:
    """Return the part that a verb says of its subject where its object takes up an act; None for other words."""
    if verb.pos_ != "VERB":
        return None
    taken_up = [child for child in verb.children if child.dep_ in {"dobj", "nsubjpass"} and child.lower_ in _TAKEN_UP]
    particle = next((child.lower_ for child in verb.children if child.dep_ == "prt"), "")
    return _parts().get(f"{verb.lemma_.lower()} {particle}".strip()) if taken_up else None


_TAKEN_UP = frozenset({"it", "this", "that"})


@cache
def _parts() -> Mapping[str, Role]:
    words = read_knowledge("relation_words.yaml")["parts_in_acts"]
    return {word: Role(role) for role, verbs in words.items() for word in verbs}


def with_parts(frames: Sequence[Frame], numbers: Sequence[int], number: int, parts: Sequence[Filler]) -> list[Frame]:
    """Return the frames with the parts given to the act told last, in this sentence or shortly before."""
    near = [
        index
        for index, frame in enumerate(frames)
        if frame.family not in {"response", "movement"} and number - numbers[index] <= REACH and not frame.is_weak
    ]
    if not parts or not near:
        return list(frames)
    at = near[-1]
    return [replace(frame, fillers=(*frame.fillers, *parts)) if n == at else frame for n, frame in enumerate(frames)]
