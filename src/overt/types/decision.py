"""A decision: what a person settled about what, when and why. Rows that are only ever added (rule 4 of overt).

A decision does not change what the engines say. It is replayed over it (`overt.reconcile.decided`), so that it stands
after every re-run, and ends when a later decision undoes it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from overt.types.linked import LinkedAccount


class DecisionKind(StrEnum):
    """What a person may settle."""

    ACCEPT = "accept"  # it is an incident of our subject
    REJECT = "reject"  # it is none; kept, with the reason
    SET = "set"  # a field of an incident has this value
    STRIKE = "strike"  # these claims were read wrongly
    MERGE = "merge"  # the incidents are one, under the id of the first
    SPLIT = "split"  # these accounts are an incident of their own
    APART = "apart"  # the incidents are not one and are never to be joined
    SAME = "same"  # the entities are one
    DIFFERENT = "different"  # the entities are not one
    LETTER = "letter"  # the source letter of an outlet, until a day
    SOURCES = "sources"  # whether two reports are independent
    AT_RISK = "at_risk"  # whether somebody is a person at risk
    PUBLIC = "public"  # whether somebody is a public figure
    REMOVE = "remove"  # the report counts no more, whatever its inputs say
    NOTE = "note"  # what should be known beside it
    UNDO = "undo"  # the decision of this number no longer holds


class SubjectKind(StrEnum):
    """What a decision may be about."""

    INCIDENT = "incident"
    ENTITY = "entity"
    CLAIM = "claim"
    REPORT = "report"
    OUTLET = "outlet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a subject stands in the reports, by which it is found again when another engine reads them.

    Offsets in the report's text. An incident is found by its accounts, an entity by its mentions, a claim by itself.
    """

    report_id: str
    start: int
    end: int
    id: str = ""  # of the account or claim, "" for a mention
    code: str = ""  # type of the account, field of the claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a decision is about, as it was when it was taken."""

    kind: SubjectKind
    id: str  # of the incident, entity, claim or report; the name of the outlet
    label: str  # how it was called to the person who decided
    marks: tuple[Mark, ...] = ()
    code: str = ""  # of an entity: its kind
    names: tuple[str, ...] = ()  # of an entity: all that it is called


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A decision before the ledger has taken it in."""

    kind: DecisionKind
    subjects: tuple[Subject, ...]
    by: str  # who decides
    why: str = ""
    field: str | None = None  # of SET
    value: str | None = None  # of SET, LETTER, SOURCES, AT_RISK, PUBLIC ("yes", "no") and NOTE
    source: str | None = None  # where a typed value comes from: no value without one
    claim_ids: tuple[str, ...] = ()  # of SET: the claims chosen
    before: str = ""  # in words, for whoever reads the history
    after: str = ""
    until: str | None = None  # ISO day on which it ceases to hold
    undoes: int | None = None  # number of the decision undone

    def report_ids(self) -> tuple[str, ...]:
        """Return the reports in which it marks something, and those that it is about."""
        marked = {mark.report_id for subject in self.subjects for mark in subject.marks}
        return tuple(sorted(marked | {one.id for one in self.subjects if one.kind is SubjectKind.REPORT}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision that the ledger has acknowledged. `number` counts from 1 without gaps."""

    number: int
    at: str  # UTC
    draft: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Where a decision and what the engines say today do not fit; listed, never resolved silently."""

    decision: int
    what: str
    todo: str


def standing(decisions: Sequence[Decision], today: str | None = None) -> tuple[Decision, ...]:
    """Return the decisions that hold, oldest first: not undone, and not past their last day (`today`: an ISO day)."""
    undone = undone_by(decisions)
    return tuple(
        one
        for one in decisions
        if one.number not in undone
        and one.draft.kind is not DecisionKind.UNDO
        and not (today and one.draft.until and one.draft.until < today)
    )


def undone_by(decisions: Sequence[Decision]) -> Mapping[int, int]:
    """Return the numbers of the decisions that are undone, with the number of the decision that undid each.

    An undo is itself a decision and may be undone, which puts the first one back.
    """
    undone: dict[int, int] = {}
    for decision in sorted(decisions, key=lambda one: -one.number):  # the latest word on an undo is heard first
        if decision.draft.undoes is not None and decision.number not in undone:
            undone[decision.draft.undoes] = decision.number
    return undone


@dataclass(frozen=True, slots=True, kw_only=True)
class Docket:
    """All decisions of a ledger, oldest first, with the accounts that they rest on as they were read then, by id."""

    decisions: tuple[Decision, ...] = ()
    kept: Mapping[str, LinkedAccount] = field(default_factory=dict)
    today: str | None = None  # ISO day on which decisions with a last day are measured; None: all hold

    def standing(self) -> tuple[Decision, ...]:
        """Return the decisions that hold."""
        return standing(self.decisions, self.today)

    def letters(self) -> tuple[int, ...]:
        """Return the numbers of the source letters that hold: any report may rest on them, so all are graded again."""
        return tuple(one.number for one in self.standing() if one.draft.kind is DecisionKind.LETTER)
