"""What a ledger keeps beside its findings so that they can grow: cards, keys, ties, seats; and what a run changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from overt.types.incident import Entity, EntityPart, Incident, Question, ReportStanding
from overt.types.linked import LinkedReading

Row = tuple[int, str]  # (order, id) of what stands under a key


class CardKind(StrEnum):
    """What a card is of."""

    REPORT = "report"
    READ = "read"  # an account as its own report gives it
    FACTS = "facts"  # an account as it is compared: without names that other reports show to tell nothing
    FORM = "form"
    ENTITY = "entity"


class TieKind(StrEnum):
    """What ties two things: accounts that merge or may be one, an act and its step of the law, links, copies, names."""

    MERGE = "merge"
    PROPOSE = "propose"
    REFUSED = "refused"  # keys that only the other incidents of a case gave, and that did not join
    CASE = "case"  # the same keys, and they did join
    STEP = "step"
    LINK = "link"
    NEAR = "near"
    QUOTE = "quote"
    ORIGIN = "origin"  # reports that depend on each other as a whole, by what incidents showed
    FORM = "form"  # names that may be one's
    ALIKE = "alike"  # names so near that a person is asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Two accounts, reports or names, with the reasons. A LINK goes from a to b, and its first reason is its kind."""

    kind: TieKind
    a: str
    b: str
    reasons: tuple[str, ...]
    strength: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """An account in its incident. An incident is named by the seat that was taken first, so growth never renames it."""

    account_id: str
    report_id: str
    arrival: int  # the run that first read it
    origin: str  # the account as it was first read: a later engine may find it under another id
    name: str  # the id of an incident that this seat names
    incident_id: str | None  # None: its report is not told
    claims: frozenset[str]  # by which a later reading of the report finds it again


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a renewal changes of what is kept: cards (None: gone), rows under keys, ties, seats."""

    cards: Mapping[tuple[CardKind, str], object]
    rows_in: Mapping[str, frozenset[Row]]
    rows_out: Mapping[str, frozenset[Row]]
    ties: tuple[Tie, ...]
    gone_ties: tuple[Tie, ...]
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """What is other after reports came or went."""

    incidents: tuple[Incident, ...]
    gone_incidents: frozenset[str]
    questions: tuple[Question, ...]  # all that one of `asked` is a side of
    asked: frozenset[str]
    heads: tuple[Entity, ...]  # entities without their mentions
    gone_entities: frozenset[str]
    parts: tuple[EntityPart, ...]
    standings: tuple[ReportStanding, ...]
    told: tuple[LinkedReading, ...]  # reports that came and are told
    renewed_reports: frozenset[str]  # of which all parts are here
    gone_reports: frozenset[str]
    untold_reports: frozenset[str]
    kept: Kept
