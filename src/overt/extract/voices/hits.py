"""A hit: one cue where it stands, with who speaks through it and what it governs."""

from dataclasses import dataclass

from spacy.tokens import Token

from overt.extract.voices.cues import Cue


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A cue with what it governs. `outer` marks the one who passes on ("X cited Y as saying": X)."""

    cue: Cue
    anchor: Token
    words: tuple[int, ...]
    source: Token | None
    roots: tuple[Token, ...]
    negated: bool = False
    outer: bool = False

    @property
    def is_speech(self) -> bool:
        """Say whether it is a speaker's word, whose content reaches down to the last clause."""
        return (
            bool(self.cue.link == "speaker" and self.cue.content & {"clause", "that"})
            or self.cue.relay
            or self.cue.pos == "prep"
        )
