"""The history of a ledger: numbered revisions of its findings, why each came, and what two of them differ in."""

from dataclasses import dataclass
from enum import StrEnum

from overt.types.incident import Incident


class CauseKind(StrEnum):
    """Why findings are other than before."""

    REPORT_ADDED = "report_added"  # a report came, or counts again
    REPORT_CHANGED = "report_changed"  # the same text, but other facts about it: outlet, date, title
    REPORT_READ_AGAIN = "report_read_again"  # another engine, or other knowledge, reads something else in it
    REPORT_GONE = "report_gone"  # its input says something else now, or a decision removed it
    ENGINE = "engine"  # another version of the engine
    KNOWLEDGE = "knowledge"  # codebook, words, lists
    RULES = "rules"  # how accounts are compared, chosen and graded
    DECISION = "decision"  # what a person decided
    LAPSED = "lapsed"  # a decision is past its last day
    UPGRADED = "upgraded"  # the ledger is older than the history: what it held when the history began


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One thing that changed findings."""

    kind: CauseKind
    report_id: str | None = None
    decision: int | None = None
    before: str | None = None  # the mark of the engine, knowledge or rules
    after: str | None = None


# These may change any incident; the others change those that rest on their report or that the decision is about.
EVERYWHERE = frozenset({CauseKind.ENGINE, CauseKind.KNOWLEDGE, CauseKind.RULES, CauseKind.LAPSED, CauseKind.UPGRADED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A state of the findings. Revision 0 is the empty ledger; each later one differs from the one before it."""

    number: int
    at: str  # UTC
    run: int | None  # the newest run then
    decision: int  # the newest decision then; 0: none
    mark: str  # engine, knowledge and rules that it was worked out with
    causes: tuple[Cause, ...]
    added: int
    changed: int
    dropped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An incident that two revisions tell differently. None: it was not there."""

    incident_id: str
    before: Incident | None
    after: Incident | None
    causes: tuple[Cause, ...]  # of all revisions in between; empty: only through what else changed then
    kin: tuple[str, ...] = ()  # incidents that hold accounts of it on the other side: merged into, split from


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What two revisions differ in. `start` None: the empty ledger."""

    start: Revision | None
    end: Revision | None
    between: tuple[Revision, ...]  # after `start`, up to and with `end`
    changes: tuple[Change, ...]  # by id of the incident
