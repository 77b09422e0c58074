"""What a ledger takes and gives beside the nouns: rows of lists, filters, and how a report meets the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from overt.types.decision import Draft
from overt.types.incident import ReportStanding
from overt.types.linked import LinkedAccount
from overt.types.problem import Problem
from overt.types.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineMark:
    """What a reading was made with: a report is read again when this changes."""

    name: str  # "rules/1 overt/0.1.0"
    knowledge: str  # SHA-256 over the knowledge files


class Meeting(StrEnum):
    """How an incoming report stands to the ledger."""

    NEW = "new"
    KNOWN = "known"  # from the same input, read by the same engine
    DUPLICATE = "duplicate"  # known, but from another input
    STALE = "stale"  # known, but to be read again: another engine, or its metadata changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """The meeting, and the report with what an earlier command said of it and this one did not (outlet, date)."""

    report: Report
    meeting: Meeting
    has_input: bool  # the ledger has this input of it, not superseded


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A decision to be taken in: with the accounts that it rests on, and digests of incidents as she saw them."""

    draft: Draft
    kept: tuple[LinkedAccount, ...] = ()
    seen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """How the live readings differ from what the findings rest on."""

    mark: str  # what findings are worked out with: engine, knowledge, rules
    gone: tuple[str, ...]
    come: Mapping[str, str]  # new or read again: report id -> digest of its reading
    is_anew: bool  # the mark is another: all findings are worked out again
    run: int  # the number of the newest run
    renewals: int  # how many there were
    is_last: bool = True  # nothing is left to be worked out after these

    def some(self, most: int) -> "Changes":
        """Return as many of the changes as are worked out at once."""
        first = dict(list(self.come.items())[:most])
        return replace(self, come=first, is_last=len(first) == len(self.come))


class Facet(StrEnum):
    """What incidents can be filtered and counted by; each is a field of `IncidentFilter` too."""

    FAMILY = "family"
    TYPE = "type"
    STAGE = "stage"
    COUNTRY = "country"  # ISO 3166; where it was told of is no country of it
    YEAR = "year"  # each year that its time touches; "none": undated
    ACTOR = "actor"  # who is said to be behind it; private persons are no value to look for
    ATTRIBUTION = "attribution"  # how firmly: levels of codebook section 8.4; "none": nobody is named
    GRADE = "grade"  # "1" to "6" of the event; "none"
    ORIGINS = "origins"  # independent reports, "10" for more as well
    DISPUTED = "disputed"  # "yes", "no"
    SECTOR = "sector"
    MEANS = "means"
    STATUS = "status"
    FLAG = "flag"
    GRANULARITY = "granularity"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFilter:
    """Which incidents to list; nothing given means any, and of several values of one field any will do.

    With `actor` and `attribution` both given, it is that actor who is named at that level.
    """

    family: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    attribution: tuple[str, ...] = ()
    grade: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    flag: tuple[str, ...] = ()
    granularity: tuple[str, ...] = ()
    since: str | None = None  # ISO days, met by any overlap; the undated meet none
    until: str | None = None
    best_grade: int | None = None  # this number or a better one; 6 ("cannot be judged") only when asked for
    least_origins: int | None = None  # at least so many independent reports
    words: str | None = None  # each begins a word of the title or of a quote; "two words" in quotation marks: in a row
    reports: tuple[str, ...] = ()  # ids: what rests on one of these
    ids: tuple[str, ...] = ()  # these alone
    with_rejected: bool = True  # what was found to lie outside the subject, or was rejected by a reviewer

    def chosen(self, facet: Facet) -> tuple[str, ...]:
        """Return the values chosen of a facet."""
        found: tuple[str, ...] = getattr(self, facet.value)
        return tuple(one.upper() for one in found) if facet is Facet.COUNTRY else found


class Sort(StrEnum):
    """The order of a list; among equals the latest come first, and what lacks the value stands last."""

    NEWEST = "newest"
    OLDEST = "oldest"
    GRADE = "grade"  # the best first
    ORIGINS = "origins"  # the most independent reports first
    TYPE = "type"
    PLACE = "place"
    TITLE = "title"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Where searched words stand: a sentence of a report with the quote in it, or the title of the incident."""

    text: str
    marks: tuple[tuple[int, int], ...]  # where in `text` the words stand
    report_id: str | None = None  # None: in the title
    claim_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRow:
    """One line of a list of incidents."""

    id: str
    type: str
    status: str
    edtf: str | None
    place: str | None
    grade: int | None
    grade_rule: str | None
    independent: int
    undetermined: int
    dependent: int
    disputes: int
    title: str
    terms: Mapping[Facet, tuple[str, ...]]  # its stage, countries, actors and so on
    hit: Hit | None = None  # where words were searched


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPage:
    """A part of a list. `next` and `previous` are cursors for `LedgerReader.page`; None: there is no more."""

    rows: tuple[IncidentRow, ...]
    total: int  # of all that pass the filter
    next: str | None
    previous: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """How many incidents have a value, of those that pass all of the filter but what it says of this facet."""

    value: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCounts:
    """The values of a facet: the most frequent first, years backwards, grades and numbers in their order."""

    facet: Facet
    values: tuple[FacetValue, ...]
    has_more: bool  # than were asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReport:
    """A report with what the ledger knows of it. `standing` is None until incidents were worked out with it."""

    report: Report  # its text is "" unless asked for
    chars: int
    standing: ReportStanding | None
    inputs: tuple[str, ...]  # all that are not superseded, as the user named them; empty: superseded
    removed: str | None = None  # why a person took it out


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredProblem:
    """A problem that is still open."""

    problem: Problem
    report_id: str | None
    first_seen: str  # UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerCounts:
    """How much a ledger holds: live reports, findings, open problems."""

    reports: int
    incidents: int
    statistics: int
    entities: int
    questions: int
    problems: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One run. `finished` is None if it was stopped."""

    id: int
    started: str
    finished: str | None
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One row of the log; `hash` covers it and the row before."""

    seq: int
    at: str
    what: str
    detail: str
    previous: str
    hash: str
