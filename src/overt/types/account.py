"""An account: what one report tells of one incident. The output of reading one report is a `Reading`."""

from dataclasses import dataclass
from enum import StrEnum

from overt.base.edtf import Interval
from overt.base.spans import Span
from overt.types.claim import Claim, Voice
from overt.types.report import Report


class Stage(StrEnum):
    """How far the act got (codebook §4)."""

    OCCURRED = "occurred"
    ATTEMPTED = "attempted"
    FOILED = "foiled"
    PLANNED = "planned"
    ORDERED = "ordered"
    THREATENED = "threatened"
    ONGOING = "ongoing"
    UNKNOWN = "unknown"


class Granularity(StrEnum):
    """One incident, a series of them, or only a statement about many (codebook R9). Only the first two are counted."""

    SINGLE = "single"
    SERIES = "series"
    AGGREGATE = "aggregate"
    PATTERN = "pattern"


class Role(StrEnum):
    """Who somebody is to an incident (codebook §4)."""

    PERPETRATOR = "PER"
    DIRECTOR = "DIR"
    HANDLER = "HND"
    PROXY = "PRX"
    TARGET = "TGT"
    VICTIM = "VIC"
    OBJECT = "OBJ"
    BENEFICIARY = "BEN"
    ORIGIN = "ORI"
    HOST = "HST"
    AUTHORITY = "AUT"
    COURT = "CRT"
    FACILITATOR = "FAC"
    CLAIMANT = "CLM"


ACCUSING = frozenset({Role.PERPETRATOR, Role.PROXY, Role.DIRECTOR, Role.HANDLER})  # to be named in one is an accusation


class EntityKind(StrEnum):
    """What a name or description stands for."""

    PERSON = "person"
    ORGANISATION = "organisation"
    SERVICE = "service"
    STATE = "state"
    GROUP = "group"
    UNKNOWN = "unknown"


class MentionForm(StrEnum):
    """How a mention refers."""

    NAME = "name"  # "Baurzhan Kultanov", "Kultanov", "the FSB"
    DESCRIPTION = "description"  # "the fighter", "a 20-year-old British man"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place of the report that refers to an entity."""

    span: Span
    quote: str
    form: MentionForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A relation between two entities that the report states; `span` quotes it."""

    kind: str  # part_of | member_of | leads | works_for | recruited_by | family | located_in
    to: str  # key of the other entity in the same report
    span: Span
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalEntity:
    """An entity as one report knows it: all its mentions in that report."""

    key: str  # unique in the report: "e1", "e2", ...
    kind: EntityKind
    name: str | None  # fullest name in the report; None: never named
    aliases: tuple[str, ...]  # other names for it in the report, its acronym included
    country: str | None  # ISO 3166-1 alpha-2 where the text or the alias table says so
    mentions: tuple[Mention, ...]
    relations: tuple[Relation, ...] = ()
    known_id: str | None = None  # id in knowledge/services.yaml, where the alias table knows it


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """What a description says of the people it names: "a 20-year-old British man", "about 400 diplomats"."""

    count_lo: int | None = 1
    count_hi: int | None = 1  # None with count_lo set: open ("at least 4")
    vague: str | None = None  # "dozens", "about 50"
    age: int | None = None
    is_minor: bool = False
    nationality: str | None = None  # ISO 3166-1 alpha-2
    legal_status: str | None = None  # codebook §6: suspected, detained, charged, convicted, ...
    at_risk: bool = False  # P1: asylum, hiding, fear of return, ...
    public_figure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody or something in a role of an account. `claim_ids` are the claims behind it, never empty."""

    role: Role
    name: str | None
    description: str | None
    kind: EntityKind
    entity_key: str | None  # LocalEntity.key
    facts: PersonFacts
    claim_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """A place as written, before the gazetteer.

    role: event_site | origin | destination | court | speech_place | residence.
    """

    name: str
    role: str
    span: Span
    claim_id: str
    preposition: str | None = None  # "in", "near", "off"
    # A name after a place preposition that no tagger took for a place: counts only if the gazetteer knows it.
    is_guess: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """A time as written ("on Tuesday", "in the spring of 2022"), before it is placed on the calendar."""

    text: str
    span: Span
    claim_id: str
    is_latest: bool = False  # when it was told, and so the latest that it can have been


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number of an account: killed, injured, shots, stolen, sentence, ..."""

    what: str
    lo: float | None
    hi: float | None
    unit: str
    text: str
    vague: str | None
    claim_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who is said to be behind it (codebook §8.4).

    relation: ordered | coordinated | financed | encouraged | executed | unspecified.
    level: none < named_by_media < suspected_by_officials < officially_accused < government_attribution < court_found <
    admitted.
    """

    actor: str
    entity_key: str | None
    relation: str
    level: str
    by: tuple[str, ...]
    contested: bool
    claim_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What one report tells of one incident. Values point to `claims` by id; nothing is here without one."""

    id: str  # "acc_" + 16 hex digits
    report_id: str
    type: str
    type_alternatives: tuple[str, ...]
    stage: Stage
    granularity: Granularity
    flags: tuple[str, ...]
    claims: tuple[Claim, ...]
    participants: tuple[Participant, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    times: tuple[TimeMention, ...] = ()
    means: tuple[str, ...] = ()
    target_sector: tuple[str, ...] = ()
    target_object: str | None = None
    quantities: tuple[Quantity, ...] = ()
    attribution: tuple[Attribution, ...] = ()
    stage_of: tuple[str, ...] = ()  # ids of accounts of the same report of which this is a legal stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic:
    """A claim about many events ("more than 600 agents exposed"); never an incident (R9)."""

    id: str  # "sta_" + 16 hex digits
    report_id: str
    lo: float | None
    hi: float | None
    figure: str  # as written
    unit: str
    counted: str
    period: Interval | None
    period_text: str | None
    place: str | None  # as written
    direction: str | None  # "up", "down" for trends
    voice: Voice
    span: Span
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that an engine read out of one report."""

    report: Report
    accounts: tuple[Account, ...]
    statistics: tuple[Statistic, ...]
    entities: tuple[LocalEntity, ...]
    cites: tuple[str, ...]  # outlets and agencies the report cites
