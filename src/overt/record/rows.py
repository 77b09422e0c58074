"""What a ledger takes and gives beside the nouns: rows of lists, filters, and how a report meets the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from overt.types.incident import ReportStanding
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
class Changes:
    """How the live readings differ from what the findings rest on."""

    mark: str  # what findings are worked out with: engine, knowledge, rules
    gone: tuple[str, ...]
    come: Mapping[str, str]  # new or read again: report id -> digest of its reading
    is_anew: bool  # the mark is another: all findings are worked out again
    run: int  # the number of the newest run
    renewals: int  # how many there were

    def some(self, most: int) -> "Changes":
        """Return as many of the changes as are worked out at once."""
        first = dict(list(self.come.items())[:most])
        return replace(self, come=first)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFilter:
    """Which incidents to list; None means any. `since` and `until` are ISO days, met by any overlap."""

    type: str | None = None
    family: str | None = None
    country: str | None = None
    since: str | None = None
    until: str | None = None
    grade: int | None = None  # this number or a better one; 6 ("cannot be judged") only when asked for
    text: str | None = None
    status: str | None = None
    with_rejected: bool = True  # what was found to lie outside the subject, or was rejected by a reviewer
    limit: int | None = None


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
