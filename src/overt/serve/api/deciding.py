"""Decisions through the API: what is wanted and what was seen in, the decision as it was taken out."""

from overt.serve.api.faults import FaultError
from overt.serve.api.nouns import Deciding, Taken
from overt.serve.safety.sessions import Session
from overt.serve.workspace import Workspace
from overt.types.decision import Decision


def decide(workspace: Workspace, session: Session, incident_id: str, wanted: Deciding, seen: str) -> Decision:
    """Take a decision about an incident as it was seen. Raises LedgerError if it has changed since."""
    with workspace.desk(session) as desk:
        if wanted.kind == "accept":
            return desk.accept(incident_id, wanted.why, seen=seen)
        if wanted.kind == "reject":
            return desk.reject(incident_id, wanted.why, seen=seen)
        if wanted.kind == "note":
            return desk.note(incident_id, wanted.text)
        if wanted.kind == "split":
            return desk.split(incident_id, wanted.reports, wanted.why, seen=seen)
        return desk.set_value(
            incident_id,
            wanted.field,
            "" if wanted.claims else wanted.value,
            claims=wanted.claims,
            source=wanted.source or None,
            why=wanted.why,
            seen=seen,
        )


def undo(workspace: Workspace, session: Session, number: int, why: str) -> Decision:
    """End a decision."""
    with workspace.desk(session) as desk:
        if all(one.number != number for one in desk.ledger.decisions()):
            raise FaultError(404, "not-found", "There is no such decision.", detail=str(number))
        return desk.undo(number, why)


def told_of(decision: Decision) -> Taken:
    """Return a decision as the API tells it."""
    draft = decision.draft
    return Taken(
        number=decision.number,
        at=decision.at,
        kind=draft.kind.value,
        by=draft.by,
        why=draft.why,
        before=draft.before,
        after=draft.after,
        undoes=draft.undoes,
        subjects=[one.id for one in draft.subjects if one.id],
    )
