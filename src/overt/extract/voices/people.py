"""Remembers who has spoken in a report, so that "he", "the outlet" and a surname lead back to the one meant."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from overt.extract.parse import Parsed
from overt.extract.voices.names import PRONOUNS, describe_speaker, is_outlet_name, name_tokens, read_speaker_words
from overt.types.claim import Speaker, SpeakerKind

_SINGLE = frozenset({"he", "she", "him", "her", "himself", "herself"})
_BACK = 4  # sentences a pronoun may look back


@dataclass(slots=True)
class Memory:
    """Persons and bodies in the order in which the report names them; used while one report is read."""

    full_names: dict[str, str]
    sentence: int = 0
    persons: list[tuple[int, Speaker]] = field(default_factory=list)
    groups: list[tuple[int, Speaker]] = field(default_factory=list)
    bodies: list[tuple[int, Speaker]] = field(default_factory=list)
    by_name: dict[str, Speaker] = field(default_factory=dict)

    def resolve(self, parsed: Parsed, head: Token, cue: str) -> Speaker:
        """Return the speaker that `head` means, by what the report said before where that is safe."""
        speaker = describe_speaker(parsed, head, cue)
        if head.lower_ in PRONOUNS:
            return self._from_pronoun(speaker, head)
        if speaker.name is None:
            return self._from_definite(speaker, head)
        return self._fullest(speaker)

    def note(self, speaker: Speaker, head: Token) -> None:
        """Remember a speaker or a subject."""
        if head.lower_ in PRONOUNS:
            return
        if speaker.name is not None and speaker.name not in self.by_name:
            self.by_name[speaker.name] = speaker
        row = (self.sentence, speaker)
        if is_person(head, speaker):
            self.persons.append(row)
        elif head.tag_ in ("NNS", "NNPS"):
            self.groups.append(row)
        else:
            self.bodies.append(row)

    def _fullest(self, speaker: Speaker) -> Speaker:
        assert speaker.name is not None
        name = self.full_names.get(speaker.name, speaker.name)
        longer = {known for known in self.by_name if known.endswith(" " + name)}
        if len(longer) == 1:
            name = longer.pop()
        known = self.by_name.get(name)
        if known is not None and speaker.kind is SpeakerKind.UNKNOWN:
            return replace(speaker, name=name, kind=known.kind, description=speaker.description or known.description)
        return replace(speaker, name=name)

    def _from_pronoun(self, speaker: Speaker, head: Token) -> Speaker:
        word = head.lower_
        rows = (
            self.persons
            if word in _SINGLE
            else self.groups
            if word in ("they", "them")
            else self.bodies
            if word == "it"
            else []
        )
        recent = [row for row in rows if row[0] >= self.sentence - _BACK]
        if not recent:
            return speaker
        nearest = [found for at, found in recent if at == recent[-1][0]]
        return _stand_in(speaker, nearest[-1])

    def _from_definite(self, speaker: Speaker, head: Token) -> Speaker:
        if (
            not any(c.dep_ in ("det", "poss") and c.lower_ in ("the", "this", "that") for c in head.children)
            or head.n_rights
        ):
            return speaker
        definite = read_speaker_words().definite
        lemma = head.lemma_.lower()
        if lemma in definite["outlet"]:
            for _, found in reversed(self.bodies):
                if found.kind is SpeakerKind.OUTLET and found.name is not None:
                    return _stand_in(speaker, found)
        for _, found in reversed([*self.persons, *self.bodies]):
            if found.name is not None and found.description is not None and lemma in found.description.lower().split():
                return _stand_in(speaker, found)
        return speaker


def _stand_in(speaker: Speaker, meant: Speaker) -> Speaker:
    """Return the one meant, at the place and with the cue of the word that stands for it."""
    return replace(meant, span=speaker.span, cue=speaker.cue)


def is_person(head: Token, speaker: Speaker) -> bool:
    """Say whether a speaker is one person."""
    if speaker.kind is SpeakerKind.OUTLET:
        return False
    lemma = head.lemma_.lower()
    if head.tag_ in ("NNS", "NNPS"):
        return False
    label = head.ent_type_
    definite = read_speaker_words().definite
    if lemma in definite["person"] or label == "PERSON":
        return True
    if speaker.name is not None and any(c.dep_ == "appos" and c.ent_type_ == "PERSON" for c in head.children):
        return True
    return head.pos_ == "PROPN" and label in ("", "PERSON") and speaker.kind is SpeakerKind.UNKNOWN


def full_names(parsed: Sequence[Parsed]) -> dict[str, str]:
    """Return last name -> full name, for the persons whose last name only one full name of the report has."""
    found: dict[str, set[str]] = {}
    for part in parsed:
        for entity in part.doc.ents:
            words = entity.text.removesuffix("'s").split()
            if entity.label_ == "PERSON" and 2 <= len(words) <= 4 and all(w[0].isupper() for w in words):
                found.setdefault(words[-1], set()).add(" ".join(words))
    return {last: names.pop() for last, names in found.items() if len(names) == 1 and not is_outlet_name(last)}


def note_subjects(memory: Memory, parsed: Parsed, sentence: Sequence[Token]) -> None:
    """Remember the persons who are subjects of a sentence: a later "he" means them."""
    for token in sentence:
        if token.dep_ in ("nsubj", "nsubjpass") and token.lower_ not in PRONOUNS and (
            token.ent_type_ == "PERSON" or (token.lemma_ in read_speaker_words().definite["person"])
        ):  # fmt: skip
            speaker = memory.resolve(parsed, token, "")
            if name_tokens(token) is not None or token.tag_ == "NN":
                memory.note(speaker, token)
