"""Replays decisions over an incident: what the rules chose in, what people settled out, with all that does not fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from overt.reconcile.decided.kept import KEPT
from overt.reconcile.decided.values import set_value
from overt.reconcile.titles import title_of
from overt.types.decision import Conflict, Decision, DecisionKind, Subject, SubjectKind
from overt.types.incident import Decided, Incident, IncidentParticipant
from overt.types.linked import LinkedAccount

_STATUS = {DecisionKind.ACCEPT: "accepted", DecisionKind.REJECT: "rejected"}
_GROUPING = frozenset({DecisionKind.MERGE, DecisionKind.SPLIT, DecisionKind.APART})
_REPLAYED = frozenset({*_STATUS, *_GROUPING, DecisionKind.SET, DecisionKind.NOTE})
_PEOPLE = {DecisionKind.AT_RISK: "at_risk", DecisionKind.PUBLIC: "public_figure"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """A decision about incidents, and in which incidents the accounts stand that each of its subjects means today."""

    decision: Decision
    homes: tuple[tuple[Subject, frozenset[str]], ...]


def meets_incidents(decision: Decision) -> bool:
    """Say whether a decision is replayed over incidents."""
    return decision.draft.kind in _REPLAYED


def marks_people(decision: Decision) -> bool:
    """Say whether a decision is about somebody's protection."""
    return decision.draft.kind in _PEOPLE


def replay_decisions(
    incident: Incident,
    told: Sequence[LinkedAccount],
    about: Sequence[Meant],
    people: Sequence[tuple[Decision, frozenset[str]]],
) -> Incident:
    """Return an incident as people settled it.

    `told` has its accounts, `about` the decisions about it in order, `people` those about somebody's protection with
    the ids of the entities that are meant.
    """
    for meant in about:
        incident = _decided(incident, meant.decision, told)
    conflicts = [conflict for meant in about for conflict in _conflicts(meant, told)]
    incident = replace(incident, conflicts=tuple(conflicts))
    participants = incident.participants
    for decision, entities in people:
        name, is_so = _PEOPLE[decision.draft.kind], decision.draft.value == "yes"
        participants = tuple(
            _marked(one, name, is_so=is_so) if one.entity_id in entities else one for one in participants
        )
    return replace(incident, participants=participants)


def _decided(incident: Incident, decision: Decision, told: Sequence[LinkedAccount]) -> Incident:
    """Return an incident with one decision done and named."""
    draft = decision.draft
    kind = "status" if draft.kind in _STATUS else draft.field or draft.kind.value
    named = Decided(number=decision.number, field=kind, by=draft.by)
    incident = replace(incident, decided=(*incident.decided, named))
    if draft.kind in _STATUS:
        return replace(incident, status=_STATUS[draft.kind])
    if draft.kind is DecisionKind.SET and draft.field is not None:
        incident = set_value(incident, decision, told)
        return replace(incident, title=title_of(incident, incident.participants))
    return incident


def _marked(one: IncidentParticipant, name: str, *, is_so: bool) -> IncidentParticipant:
    facts = replace(one.facts, at_risk=is_so) if name == "at_risk" else replace(one.facts, public_figure=is_so)
    return replace(one, facts=facts)


def _conflicts(meant: Meant, told: Sequence[LinkedAccount]) -> list[Conflict]:
    """Name what a decision rested on and is told no more, and what is several incidents now."""
    number, found = meant.decision.number, []
    subjects = [(one, homes) for one, homes in meant.homes if one.kind is SubjectKind.INCIDENT]
    lost = {linked.account.report_id: linked.account.id for linked in told if KEPT in linked.account.flags}
    for subject, homes in subjects:
        mine = sorted({mark.report_id for mark in subject.marks if lost.get(mark.report_id) == mark.id})
        if mine:
            what = f"what it was taken about ({subject.label}) is no longer read in {', '.join(mine)}"
            todo = f"Look at the report, then decide again or: overt decide undo {number}"
            found.append(Conflict(decision=number, what=what, todo=todo))
        if len(homes) > 1 and meant.decision.draft.kind not in _GROUPING:
            ids = sorted(homes)
            what = f"{subject.label} is now {len(ids)} incidents: {', '.join(ids)}; the decision holds for each"
            todo = f"If they are one: overt decide merge {' '.join(ids)}"
            found.append(Conflict(decision=number, what=what, todo=todo))
    return found


def entities_meant(decision: Decision, named: Mapping[tuple[str, int, int], str]) -> frozenset[str]:
    """Return the ids of the entities that a decision is about; `named`: by report, start and end of a mention."""
    subject = decision.draft.subjects[0]
    here = {named[key] for mark in subject.marks if (key := (mark.report_id, mark.start, mark.end)) in named}
    return frozenset({subject.id, *here})
