"""A frame: one trigger word with its fillers, as one sentence tells it; the raw material of accounts."""

from dataclasses import dataclass

from spacy.tokens import Token

from overt.base.edtf import Interval
from overt.base.spans import Span
from overt.extract.parse import Parsed
from overt.types.account import EntityKind, LocalEntity, PersonFacts, Role, Stage
from overt.types.claim import Voice
from overt.types.passage import PassageKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """A phrase in a role of a frame. `span` is the phrase as quoted; `inferred`: by control, pronoun or description."""

    role: Role
    token: Token
    span: Span
    text: str
    kind: EntityKind
    is_thing: bool
    entity: LocalEntity | None
    facts: PersonFacts
    inferred: bool
    voice: Voice | None = None  # where it is not the frame's: a suspect of an act that is sure

    @property
    def key(self) -> str:
        """What tells this filler from another: its entity, else its words."""
        return self.entity.key if self.entity else self.text.casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceHit:
    """A place phrase near a trigger."""

    name: str
    role: str
    preposition: str | None
    token: Token
    span: Span
    is_state: bool = False
    is_guess: bool = False  # no tagger took it for a place
    inferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeHit:
    """A time phrase near a trigger; `interval` where the report's date allows it.

    `opens` its sentence and so the scene that follows; `inferred`: taken from the sentence that opened the scene.
    """

    text: str
    span: Span
    interval: Interval | None
    opens: bool = False
    is_later: bool = False  # counted from another time: "three weeks later"
    inferred: bool = False
    is_latest: bool = False  # when the act was told: "said in May that they had burnt it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One telling of an act."""

    parsed: Parsed
    token: Token
    span: Span
    type: str
    alternatives: tuple[str, ...]
    is_weak: bool
    fillers: tuple[Filler, ...]
    places: tuple[PlaceHit, ...]
    times: tuple[TimeHit, ...]
    stage: Stage
    is_generic: bool
    is_aggregate: bool
    voice: Voice
    is_general: bool = False  # told with a word that takes up any act: "the attack"
    is_denial: bool = False  # somebody denies a part in it
    apart: str = ""  # the town, where one word tells of acts in several
    embedded_in: Token | None = None  # the legal step under whose verb this act stands: "charged with arson"

    @property
    def family(self) -> str:
        """Family of the type: "sabotage"."""
        return self.type.partition(".")[0]

    @property
    def passage_sentence(self) -> tuple[int, int]:
        """Which sentence of the report the frame stands in."""
        return self.parsed.passage.index, self.token.sent.start

    @property
    def is_heading(self) -> bool:
        """Whether the frame stands in a heading; a heading's cue never overrides the body."""
        return self.parsed.passage.kind is PassageKind.HEADING

    def keys(self, *roles: Role) -> frozenset[str]:
        """Return the keys of the fillers in these roles."""
        return frozenset(filler.key for filler in self.fillers if filler.role in roles)
