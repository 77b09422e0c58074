"""Takes in what a person decides: `Desk(ledger, by="Ada").reject(ID, why="an accident")`. Beside assemble.py.

Each method finds what the decision is about in the ledger, writes it down as a `Draft` with what was before and what is
after, and has the findings worked out anew. Whatever the engines say later, the decision is replayed over it.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from overt import assemble
from overt.base.edtf import parse_edtf
from overt.base.errors import SettingsError
from overt.extract.codebook.types import load_codebook
from overt.reconcile.decided.marks import marks_of
from overt.reconcile.decided.values import SETTABLE
from overt.record.decisions import incident_digest
from overt.record.ledger import Ledger
from overt.record.rows import Request
from overt.types.account import Granularity, Stage
from overt.types.claim import Claim
from overt.types.decision import Decision, DecisionKind, Draft, Mark, Subject, SubjectKind
from overt.types.incident import Entity, Incident
from overt.types.linked import LinkedAccount

_LETTERS = tuple("ABCDEF")
_MONTHS_24 = timedelta(days=730)
_RELATIONS = ("independent", "dependent", "undetermined")
_NUMBER = r"\d+(-\d+)?"


class Desk:
    """Where one person decides about one ledger. `by` is her name as it will stand in the history."""

    def __init__(self, ledger: Ledger, by: str) -> None:
        if not by.strip():
            raise SettingsError("a decision needs the name of who decides", todo="Say --by NAME, or set OVERT_USER.")
        self.ledger, self.by = ledger, by.strip()

    def accept(self, incident_id: str, why: str = "", *, seen: str | None = None) -> Decision:
        """Decide that it is an incident of our subject. `seen`: `incident_digest` of it as it was shown."""
        return self._status(DecisionKind.ACCEPT, incident_id, why, seen)

    def reject(self, incident_id: str, why: str, *, seen: str | None = None) -> Decision:
        """Decide that it is none; it stays in the ledger with the reason."""
        _need(why, "why it is rejected")
        return self._status(DecisionKind.REJECT, incident_id, why, seen)

    def set_value(  # noqa: PLR0913 - what is set, to what, on whose word
        self,
        incident_id: str,
        field: str,
        value: str = "",
        *,
        claims: Sequence[str] = (),
        source: str | None = None,
        why: str = "",
        seen: str | None = None,
    ) -> Decision:
        """Set a field to what `claims` (ids) say, or to a typed value, which needs a source; "" takes the value away.

        Raises SettingsError for an unknown field, a value it cannot have, or a value without claims or source.
        """
        incident = self._look(incident_id)
        chosen = _chosen(incident, field, claims)
        value = chosen[0].value if chosen else value
        if not chosen:
            _need(source or "", "where the value comes from: no value without a source")
        check_value(field, value, is_read=bool(chosen))
        return self._decide(
            DecisionKind.SET, [self._incident(incident)], why, _seen([incident], seen),
            kept=self._accounts(incident), field=field, value=value, source=source,
            claim_ids=tuple(one.id for one in chosen), before=_shown(incident, field),
            after=value or "nothing",
        )  # fmt: skip

    def strike(self, claim_ids: Sequence[str], why: str) -> Decision:
        """Decide that claims were read wrongly: they and what rests on them alone are left out."""
        _need(why, "what is wrong with it")
        subjects = [_claim_subject(claim) for claim in self.ledger.claims(claim_ids)]
        before = "; ".join(subject.label for subject in subjects)
        return self._decide(DecisionKind.STRIKE, subjects, why, before=before, after="struck")

    def merge(self, incident_ids: Sequence[str], why: str = "", *, seen: Mapping[str, str] | None = None) -> Decision:
        """Decide that incidents are one, under the id of the first. `seen`: `incident_digest` of each as shown."""
        incidents = self._several(incident_ids)
        kept = [account for incident in incidents for account in self._accounts(incident)]
        labels = [one.id for one in incidents]
        subjects = [self._incident(one) for one in incidents]
        before = " | ".join(labels)
        return self._decide(
            DecisionKind.MERGE, subjects, why, _seen(incidents, seen), kept=kept, before=before, after=labels[0]
        )

    def split(self, incident_id: str, report_ids: Sequence[str], why: str = "", *, seen: str | None = None) -> Decision:
        """Decide that what these reports tell is an incident of its own; the rest keeps the id."""
        incident = self._look(incident_id)
        accounts = self._accounts(incident)
        part = [one for one in accounts if one.account.report_id in set(report_ids)]
        if not part or len(part) == len(accounts):
            raise SettingsError(
                "name some of the reports of the incident, not all and not none", where=incident_id,
                todo=f"See them: overt show {incident_id}",
            )  # fmt: skip
        label = f"{incident.title} as told in {', '.join(sorted({one.account.report_id for one in part}))}"
        new = Subject(kind=SubjectKind.INCIDENT, id="", label=label, marks=tuple(map(marks_of, part)))
        return self._decide(
            DecisionKind.SPLIT, [self._incident(incident), new], why, _seen([incident], seen), kept=accounts,
            before=incident.id, after=f"{incident.id} | {label}",
        )  # fmt: skip

    def keep_apart(
        self, incident_ids: Sequence[str], why: str = "", *, seen: Mapping[str, str] | None = None
    ) -> Decision:
        """Decide that incidents are not one, whatever the rules will say."""
        incidents = self._several(incident_ids)
        subjects = [self._incident(one) for one in incidents]
        after = " | ".join(one.id for one in incidents)
        return self._decide(DecisionKind.APART, subjects, why, _seen(incidents, seen), before="", after=after)

    def same(self, entity_ids: Sequence[str], why: str = "") -> Decision:
        """Decide that entities are one."""
        entities = [self.ledger.entity(one) for one in dict.fromkeys(entity_ids)]
        if len(entities) < 2:
            raise SettingsError("name two entities or more")
        names = " | ".join(one.name for one in entities)
        return self._decide(DecisionKind.SAME, [_entity(one) for one in entities], why, before=names, after="one")

    def not_same(self, entity_ids: Sequence[str], why: str = "") -> Decision:
        """Decide that two entities are two, however near their names are."""
        entities = [self.ledger.entity(one) for one in dict.fromkeys(entity_ids)]
        if len(entities) != 2:
            raise SettingsError("name two entities")
        names = " | ".join(one.name for one in entities)
        return self._decide(DecisionKind.DIFFERENT, [_entity(one) for one in entities], why, before="", after=names)

    def different(self, entity_id: str, report_ids: Sequence[str], why: str = "") -> Decision:
        """Decide that who is meant in these reports is somebody else than in the rest."""
        entity = self.ledger.entity(entity_id)
        part = [mark for mark in _entity(entity).marks if mark.report_id in set(report_ids)]
        rest = [mark for mark in _entity(entity).marks if mark.report_id not in set(report_ids)]
        if not part or not rest:
            raise SettingsError("name some of the reports that mention it, not all and not none", where=entity_id)
        sides = [
            Subject(kind=SubjectKind.ENTITY, id=entity.id, label=entity.name, marks=tuple(marks))
            for marks in (rest, part)
        ]
        return self._decide(DecisionKind.DIFFERENT, sides, why, before=entity.name, after=f"{entity.name} | another")

    def mark_at_risk(self, entity_id: str, *, is_so: bool, why: str) -> Decision:
        """Decide whether somebody is a person at risk, who is masked in whatever leaves the ledger."""
        return self._mark(DecisionKind.AT_RISK, entity_id, why, is_so=is_so)

    def mark_public(self, entity_id: str, *, is_so: bool, why: str) -> Decision:
        """Decide whether somebody is a public figure."""
        return self._mark(DecisionKind.PUBLIC, entity_id, why, is_so=is_so)

    def set_letter(self, outlet: str, letter: str, why: str, until: str | None = None) -> Decision:
        """Decide the source letter (A-F) of an outlet until an ISO day, by default for 24 months (codebook S1)."""
        _need(why, "why this letter")
        _one_of(letter, _LETTERS, "a source letter")
        until = until or (datetime.now(UTC).date() + _MONTHS_24).isoformat()
        _check_day(until)
        subject = Subject(kind=SubjectKind.OUTLET, id=outlet, label=outlet)
        return self._decide(DecisionKind.LETTER, [subject], why, value=letter, after=letter, until=until)

    def relate_sources(self, report_ids: Sequence[str], relation: str, why: str) -> Decision:
        """Decide whether two reports are independent, dependent or undetermined (codebook section 8.3)."""
        _need(why, "how you know")
        _one_of(relation, _RELATIONS, "a relation")
        subjects = [
            Subject(kind=SubjectKind.REPORT, id=one.id, label=one.title or one.input)
            for one in map(self.ledger.report, dict.fromkeys(report_ids))
        ]
        if len(subjects) != 2:
            raise SettingsError("name two reports")
        return self._decide(DecisionKind.SOURCES, subjects, why, value=relation, after=relation)

    def remove(self, report_id: str, why: str) -> Decision:
        """Decide that a report does not count: its claims leave all incidents, until this is undone."""
        _need(why, "why it does not count")
        report = self.ledger.report(report_id)
        subject = Subject(kind=SubjectKind.REPORT, id=report.id, label=report.title or report.input)
        return self._decide(DecisionKind.REMOVE, [subject], why, before="counts", after="removed")

    def note(self, incident_id: str, text: str) -> Decision:
        """Write down what should be known beside an incident."""
        _need(text, "the note")
        subject = self._incident(self.ledger.incident(incident_id))
        return self._decide(DecisionKind.NOTE, [subject], "", value=text, after=text)

    def undo(self, number: int, why: str = "") -> Decision:
        """End a decision; what it had changed is exactly as it was. An undo may be undone."""
        found = next((one for one in self.ledger.decisions() if one.number == number), None)
        subjects = found.draft.subjects if found else ()
        before, after = (found.draft.after, found.draft.before) if found else ("", "")
        return self._decide(DecisionKind.UNDO, subjects, why, undoes=number, before=before, after=after)

    def _status(self, kind: DecisionKind, incident_id: str, why: str, seen: str | None) -> Decision:
        incident = self._look(incident_id)
        after = "accepted" if kind is DecisionKind.ACCEPT else "rejected"
        return self._decide(
            kind,
            [self._incident(incident)],
            why,
            _seen([incident], seen),
            kept=self._accounts(incident),
            before=incident.status,
            after=after,
        )

    def _mark(self, kind: DecisionKind, entity_id: str, why: str, *, is_so: bool) -> Decision:
        _need(why, "how you know")
        value = "yes" if is_so else "no"
        return self._decide(kind, [_entity(self.ledger.entity(entity_id))], why, value=value, after=value)

    def _decide(
        self,
        kind: DecisionKind,
        subjects: Sequence[Subject],
        why: str,
        seen: Mapping[str, str] | None = None,
        kept: Sequence[LinkedAccount] = (),
        **rest: object,
    ) -> Decision:
        draft = Draft(kind=kind, subjects=tuple(subjects), by=self.by, why=why.strip(), **rest)  # type: ignore[arg-type]
        return self._take(Request(draft=draft, kept=tuple(kept), seen=seen or {}))

    def _take(self, request: Request) -> Decision:
        return assemble.decide(self.ledger, request.draft, request.kept, request.seen)

    def _look(self, incident_id: str) -> Incident:
        """Return an incident with all that was decided, also by somebody who was cut off before it was worked in."""
        incident = self.ledger.incident(incident_id)
        if self.ledger.is_settled(incident.sources.report_ids):
            return incident
        assemble.renew_findings(self.ledger, assemble.engine_mark())
        return self.ledger.incident(incident_id)

    def _several(self, incident_ids: Sequence[str]) -> list[Incident]:
        incidents = [self._look(one) for one in dict.fromkeys(incident_ids)]
        if len(incidents) < 2:
            raise SettingsError("name two incidents or more")
        return incidents

    def _accounts(self, incident: Incident) -> list[LinkedAccount]:
        """Return the accounts of an incident as they are read now."""
        wanted = set(incident.account_ids)
        told = self.ledger.readings({claim.report_id for claim in incident.claims})
        return [linked for reading in told for linked in reading.accounts if linked.account.id in wanted]

    def _incident(self, incident: Incident) -> Subject:
        marks = tuple(map(marks_of, self._accounts(incident)))
        return Subject(kind=SubjectKind.INCIDENT, id=incident.id, label=incident.title, marks=marks)


class Stack(Desk):
    """A desk on which decisions are laid down first, to be taken in together."""

    def __init__(self, ledger: Ledger, by: str) -> None:
        super().__init__(ledger, by)
        self._requests: list[Request] = []

    def _take(self, request: Request) -> Decision:
        self._requests.append(request)
        return Decision(number=0, at="", draft=request.draft)

    def settle(self) -> tuple[Decision, ...]:
        """Take in all of them, or none: LedgerError if an incident is no longer what somebody saw."""
        requests, self._requests = self._requests, []
        return assemble.decide_all(self.ledger, requests) if requests else ()


def _seen(incidents: Sequence[Incident], said: str | Mapping[str, str] | None = None) -> dict[str, str]:
    """Return what the decision is about as it is now, or as she says she saw it: whoever changes it first is heard."""
    told = dict.fromkeys((one.id for one in incidents), said) if isinstance(said, str) else said or {}
    return {one.id: told.get(one.id) or incident_digest(one) for one in incidents}


def _entity(entity: Entity) -> Subject:
    marks = tuple(Mark(report_id=one.report_id, start=one.start, end=one.end) for one in entity.mentions)
    names = (entity.name, *entity.aliases) if entity.is_named else ()
    return Subject(
        kind=SubjectKind.ENTITY, id=entity.id, label=entity.name, marks=marks, code=entity.kind.value, names=names
    )


def _claim_subject(claim: Claim) -> Subject:
    mark = Mark(
        report_id=claim.report_id, start=claim.span.start, end=claim.span.end, id=claim.id, code=claim.field
    )  # fmt: skip
    return Subject(kind=SubjectKind.CLAIM, id=claim.id, label=f"{claim.field}: {claim.value}", marks=(mark,))


def _chosen(incident: Incident, field: str, claim_ids: Sequence[str]) -> list[Claim]:
    """Return the claims that were chosen. Raises SettingsError if one is not of this incident or of another field."""
    if field.partition(".")[0] not in SETTABLE:
        raise SettingsError(
            f"--field wants one of {', '.join(SETTABLE)} (as quantity.killed)", where=field,
            todo="A participant is changed by striking the claims that are wrong: overt decide strike CLAIM",
        )  # fmt: skip
    by_id = {claim.id: claim for claim in incident.claims}
    chosen = [by_id[one] for one in claim_ids if one in by_id]
    if len(chosen) != len(claim_ids) or any(claim.field != field for claim in chosen):
        raise SettingsError(f"these are not claims of the field {field} of this incident", where=", ".join(claim_ids))
    return chosen


def _shown(incident: Incident, field: str) -> str:
    """Return a field as it was, in words."""
    name, _, what = field.partition(".")
    if name == "time":
        return incident.time.interval.edtf if incident.time else "nothing"
    if name == "place":
        sites = [place for place in incident.places if place.role == "event_site"]
        return "; ".join(place.name for place in sites) or "nothing"
    if name == "quantity":
        return next((one.text for one in incident.quantities if one.what == what), "nothing")
    return str(getattr(incident, name) or "nothing")


def check_value(field: str, value: str, *, is_read: bool) -> None:
    """Raise SettingsError if a field cannot have a value."""
    if field == "type":
        _one_of(value, tuple(load_codebook().types), "a type of the codebook")
    elif field == "stage":
        _one_of(value, tuple(Stage), "a stage")
    elif field == "granularity":
        _one_of(value, tuple(Granularity), "a granularity")
    elif field == "time" and value and not is_read:
        try:
            parse_edtf(value)
        except ValueError as error:
            raise SettingsError(
                "this is no date as 2024-05-09, 2024-05 or 2024-05-09/2024-05-11", where=value
            ) from error
    elif field.startswith("quantity") and value and not is_read and not re.fullmatch(_NUMBER, value):
        raise SettingsError("this is no number as 4 or 3-5", where=value)


def _one_of(value: str, known: Sequence[str], noun: str) -> None:
    if value not in known:
        some = ", ".join(known[:8]) + (", ..." if len(known) > 8 else "")
        raise SettingsError(f"this is not {noun} ({some})", where=value)


def _check_day(value: str) -> None:
    try:
        date.fromisoformat(value)
    except ValueError as error:
        raise SettingsError("this is no day as 2027-05-09", where=value) from error


def _need(text: str, what: str) -> None:
    if not text.strip():
        raise SettingsError(f"say {what}", todo="Say it with --why (or --source).")
