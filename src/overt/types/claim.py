"""A claim: one value that a report gives for one field, with its quote, who says it, and how firmly (codebook §6)."""

from dataclasses import dataclass
from enum import StrEnum

from overt.base.spans import Span


class SpeakerKind(StrEnum):
    """What a speaker in a chain is (codebook §7)."""

    OUTLET = "outlet"
    JOURNALIST = "journalist"
    GOVERNMENT = "government"
    SERVICE = "service"
    POLICE = "police"
    PROSECUTOR = "prosecutor"
    COURT = "court"
    PARTY_ACCUSED = "party_accused"
    VICTIM_OR_FAMILY = "victim_or_family"
    WITNESS = "witness"
    PERPETRATOR = "perpetrator"
    EXPERT = "expert"
    NGO = "ngo"
    DOCUMENT = "document"
    GROUP_CLAIMING = "group_claiming"
    UNKNOWN = "unknown"


class SpeechAct(StrEnum):
    """What saying it amounts to (codebook §7)."""

    ASSERT = "assert"
    REPORT_AS_FACT = "report_as_fact"
    ALLEGE = "allege"
    ACCUSE = "accuse"
    SUSPECT = "suspect"
    ASSESS = "assess"
    CLAIM_RESPONSIBILITY = "claim_responsibility"
    ADMIT = "admit"
    DENY = "deny"
    NO_COMMENT = "no_comment"
    CHARGE = "charge"
    CONVICT = "convict"
    ACQUIT = "acquit"
    WARN = "warn"
    THREATEN = "threaten"
    ORDER = "order"
    PROMISE = "promise"
    ASK = "ask"
    RETRACT = "retract"
    CORRECT = "correct"


class Polarity(StrEnum):
    """Whether the speaker says that it is so."""

    AFFIRMED = "affirmed"
    DENIED = "denied"
    NEITHER = "neither"


class Certainty(StrEnum):
    """How sure the origin is. Hedges are not probabilities (codebook §0.4)."""

    FIRM = "firm"
    HEDGED = "hedged"
    SPECULATIVE = "speculative"
    UNSTATED = "unstated"


class Commitment(StrEnum):
    """How far the publisher stands behind what it passes on."""

    ENDORSES = "endorses"
    REPORTS = "reports"
    DISTANCES = "distances"
    REJECTS = "rejects"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """One link of a speaker chain, as the report words it. `span` is None only for the publisher itself."""

    name: str | None  # "Meduza", "Vera Mironova"; None: a description only, which then stands in `description`
    description: str | None  # "an unnamed source close to the FSB"
    kind: SpeakerKind
    named: bool
    cue: str | None = None  # "citing", "said"
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who says something and how: the chain runs publisher -> ... -> origin (outermost first)."""

    chain: tuple[Speaker, ...]
    speech_act: SpeechAct
    polarity: Polarity
    certainty: Certainty
    commitment: Commitment
    band: str | None = None  # ICD 203 term, only if an estimative word stands in the clause
    cues: tuple[str, ...] = ()  # ids of the rows of knowledge/cues.yaml that fired
    basis: str = "not_stated"  # evidentiality, codebook §7


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One value for one field of one account. Built in extract/ground.py (and read back in record) only."""

    id: str  # "clm_" + 16 hex digits, from report, field, value and span
    report_id: str
    field: str  # type | stage | time | place | participant.ROLE | means | quantity.WHAT | attribution | ...
    value: str
    span: Span
    quote: str  # == report.text[span.start:span.end]
    voice: Voice
    engine: str  # "rules/1"
    inferred: bool = False  # filled through control, a pronoun or a definite description, not by its own words
