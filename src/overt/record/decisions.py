"""Keeps the decisions of people: drafts in, numbered rows that are never changed out, each in the log as well."""

import json
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, func, insert, select

from overt.base.errors import LedgerError
from overt.record import schema
from overt.record.codec import decode, dump_json, encode
from overt.record.kept import drop, fill
from overt.record.live import live_reports
from overt.record.log import append_log, utc_now
from overt.record.parsing import parse_incident
from overt.record.seals import digest_text, seal_account, seal_decision
from overt.types.decision import Conflict, Decision, DecisionKind, Docket, Draft, standing, undone_by
from overt.types.incident import Incident
from overt.types.linked import LinkedAccount

UNSETTLED = ""  # in the place of the digest of a report that a decision marks, until it is worked in


def append_decision(connection: Connection, draft: Draft) -> Decision:
    """Add a decision inside the transaction of the caller. Raises LedgerError if it undoes what cannot be undone."""
    table = schema.decisions
    last = connection.execute(select(func.max(table.c.number))).scalar() or 0
    if draft.undoes is not None:
        _check_undo(connection, draft.undoes, last)
    decision = Decision(number=last + 1, at=utc_now(), draft=draft)
    body = dump_json(encode(draft))
    row = {"number": decision.number, "at": decision.at, "by": draft.by, "kind": draft.kind.value, "body": body}
    connection.execute(insert(table).values(**row))
    detail = {"number": decision.number, "kind": draft.kind.value, "by": draft.by, "row": seal_decision(row)}
    append_log(connection, "decided", {**detail})
    return decision


def read_decisions(connection: Connection) -> Iterator[Decision]:
    """Yield all decisions, oldest first."""
    table = schema.decisions
    for row in connection.execute(select(table).order_by(table.c.number)):
        yield parse_decision(row)


def parse_decision(row: Any) -> Decision:
    """Return a decision from its row."""
    return Decision(number=row.number, at=row.at, draft=decode(Draft, json.loads(row.body)))


def read_docket(connection: Connection, today: str | None) -> Docket:
    """Return all decisions with the accounts that they rest on."""
    rows = connection.execute(select(schema.kept_accounts)).all()
    kept = {row.account_id: decode(LinkedAccount, json.loads(zlib.decompress(row.body))) for row in rows}
    return Docket(decisions=tuple(read_decisions(connection)), kept=kept, today=today)


def removed_reports(connection: Connection) -> Iterator[Conflict]:
    """Yield where a decision that holds rests on a report that is gone."""
    live = set(connection.execute(live_reports()).scalars())
    for decision in standing(list(read_decisions(connection))):
        gone = sorted(set(decision.draft.report_ids()) - live)
        if gone and decision.draft.kind is not DecisionKind.REMOVE:
            what = f"it rests on reports that are no longer live: {', '.join(gone)}"
            todo = f"Bring them back, or: overt decide undo {decision.number}"
            yield Conflict(decision=decision.number, what=what, todo=todo)


def settle_removals(connection: Connection) -> None:
    """Take out the reports that a decision which holds removes; bring back those whose removal no longer holds.

    What was taken out before removals were decisions stays out, until it is removed by a decision and that is undone.
    """
    table = schema.removals
    ever, rows = told_removals(connection)
    drop(connection, table.c.report_id, ever)
    fill(connection, table, rows)


def told_removals(connection: Connection) -> tuple[set[str], list[dict[str, str]]]:
    """Return the reports that decisions ever removed, and the rows of removals that those which hold amount to."""
    decisions = list(read_decisions(connection))
    ever = {one.number: one for one in decisions if one.draft.kind is DecisionKind.REMOVE}
    told = [one for one in standing(decisions) if one.number in ever]
    rows = {subject.id: one for one in told for subject in one.draft.subjects}
    return (
        {subject.id for one in ever.values() for subject in one.draft.subjects},
        [{"report_id": key, "reason": one.draft.why, "at": one.at} for key, one in rows.items()],
    )


def keep_accounts(connection: Connection, accounts: Sequence[LinkedAccount]) -> None:
    """Store accounts as they are read now; one that was kept before stays as it was."""
    table = schema.kept_accounts
    for linked in accounts:
        known = connection.execute(select(table.c.account_id).where(table.c.account_id == linked.account.id)).first()
        if known is None:
            body = zlib.compress(dump_json(encode(linked)).encode())
            row = {"account_id": linked.account.id, "body": body}
            connection.execute(insert(table).values(**row))
            append_log(connection, "account-kept", {"account": linked.account.id, "sha256": seal_account(row)})


def incident_digest(incident: Incident) -> str:
    """Return a hash of an incident as it was shown: a decision about it is refused once it has changed."""
    return digest_text(dump_json(encode(incident)))


def is_settled(connection: Connection, report_ids: Sequence[str]) -> bool:
    """Say whether all that was decided about these reports is worked into the findings."""
    table = schema.held
    waiting = select(table.c.report_id).where(table.c.report_id.in_(report_ids), table.c.digest == UNSETTLED)
    return connection.execute(waiting.limit(1)).first() is None


def refuse_stale(connection: Connection, incident_id: str, seen: str) -> None:
    """Raise LedgerError if an incident is no longer what somebody saw, and say what changed it last."""
    body = connection.execute(select(schema.incidents.c.body).where(schema.incidents.c.id == incident_id)).scalar()
    table = schema.claims
    query = select(table.c.body).where(table.c.incident_id == incident_id).order_by(table.c.position)
    now = parse_incident(body, connection.execute(query).scalars()) if body is not None else None
    if now is not None and incident_digest(now) == seen and is_settled(connection, now.sources.report_ids):
        return
    about = [one for one in read_decisions(connection) if any(s.id == incident_id for s in one.draft.subjects)]
    last = f"{about[-1].draft.by} ({_told(about[-1])})" if about else "a run"
    what = "the incident is gone" if now is None else "the incident has changed since you looked"
    raise LedgerError(f"{what}, last by {last}", where=incident_id, todo=f"Look again: overt show {incident_id}")


def _told(decision: Decision) -> str:
    draft = decision.draft
    field = f" {draft.field}" if draft.field else ""
    change = f" from {draft.before} to {draft.after}" if draft.before and draft.after else f" {draft.after}".rstrip()
    return f"decision {decision.number}: {draft.kind.value}{field}{change}"


def _check_undo(connection: Connection, number: int, last: int) -> None:
    if not 0 < number <= last:
        raise LedgerError("there is no such decision", where=str(number), todo="See them all: overt decisions")
    if number in undone_by(tuple(read_decisions(connection))):
        raise LedgerError("this decision was undone before", where=str(number), todo="See them all: overt decisions")
