"""Shows what people decided: decisions in, rows out, newest first, with what undid them and what clashes."""

from collections.abc import Sequence
from dataclasses import dataclass

from overt.record.reader import LedgerReader
from overt.types.decision import Conflict, Decision, DecisionKind, undone_by
from overt.types.incident import Incident
from overt.words.codes import plain
from overt.words.decisions import say_decision


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionShown:
    """One decision. `undone`: the number of the decision that ended it."""

    number: int
    kind: str
    says: str
    by: str
    at: str
    why: str
    source: str
    until: str
    undone: int | None
    conflicts: tuple[Conflict, ...]
    about: tuple[tuple[str, str], ...]  # (path, label) of what it is about


def show_decisions(
    decisions: Sequence[Decision], conflicts: Sequence[Conflict], every: Sequence[Decision]
) -> tuple[DecisionShown, ...]:
    """Return decisions, newest first. `every`: all of the ledger, among which those stand that undid them."""
    undone = undone_by(every)
    return tuple(
        DecisionShown(
            number=one.number,
            kind=one.draft.kind.value,
            says=plain(say_decision(one)),
            by=plain(one.draft.by),
            at=one.at,
            why=plain(one.draft.why),
            source=plain(one.draft.source or ""),
            until=one.draft.until or "",
            undone=undone.get(one.number),
            conflicts=tuple(clash for clash in conflicts if clash.decision == one.number),
            about=_about(one),
        )
        for one in sorted(decisions, key=lambda one: -one.number)
    )


def show_history(ledger: LedgerReader, incident: Incident) -> tuple[DecisionShown, ...]:
    """Return what was ever decided about an incident, what was undone as well."""
    every = ledger.decisions()
    held = {one.number for one in incident.decided}
    about = [one for one in every if one.number in held or any(s.id == incident.id for s in one.draft.subjects)]
    return show_decisions(about, incident.conflicts, every)


def _about(one: Decision) -> tuple[tuple[str, str], ...]:
    paths = {"incident": "/incidents/", "report": "/reports/"}
    if one.draft.kind is DecisionKind.MERGE:  # the others are gone into the first
        first = one.draft.subjects[0]
        return ((paths["incident"] + first.id, plain(first.label)),)
    return tuple(
        (paths[subject.kind] + subject.id, plain(subject.label))
        for subject in one.draft.subjects
        if subject.kind in paths and subject.id
    )
