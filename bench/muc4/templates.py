"""The nouns of MUC-4: templates with fillers, what the rules propose, and what a learned layer may say of fillers."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from bench.muc4.documents import Document
from overt.extract.parse import Parsed
from overt.types.account import Account, Reading


class MucRole(StrEnum):
    """Who or what a filler is to an incident."""

    PERP_IND = "PerpInd"
    PERP_ORG = "PerpOrg"
    TARGET = "Target"
    VICTIM = "Victim"
    WEAPON = "Weapon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A phrase of the document; offsets in `Document.text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """Somebody or something in a role. `mentions`: never empty, the best first. `probability` that it is right."""

    role: MucRole
    mentions: tuple[Mention, ...]
    probability: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One incident as MUC-4 has it. `triggers`: where the document tells of it (start, end)."""

    incident_type: str  # "attack", "bombing", "kidnapping", "arson", "robbery", "forced work stoppage"
    triggers: tuple[tuple[int, int], ...]
    fillers: tuple[Filler, ...] = ()
    slots: dict[str, str] = field(default_factory=dict)  # stage, confidence, date, location as the keys spell them


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the rules read. `parsed` counts in the same offsets as the document; its text may be cased anew."""

    document: Document
    parsed: tuple[Parsed, ...]
    reading: Reading
    accounts: tuple[Account, ...]  # those behind the templates, in their order
    templates: tuple[Template, ...]


class Scorer(Protocol):
    """A learned layer: says which fillers a document has, whoever proposed them."""

    def score(self, proposal: Proposal) -> tuple[Filler, ...]:
        """Return the fillers of the whole document, one for each entity and role, with probabilities.

        They replace those of the rules (which can be kept, dropped or mended: `proposal.templates`); to which template
        each belongs is settled afterwards. Nothing below the layer's own threshold is returned.
        """
        ...
