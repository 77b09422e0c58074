"""Verifies all that a ledger protects: log, reports, readings, decisions, history, incidents, claims -> Verified."""

from sqlalchemy import Connection, func, select

from overt.record import schema
from overt.record.verifying.flaws import Flaw, Verified, flaw
from overt.record.verifying.kinds import check_kinds
from overt.record.verifying.logged import Logged, read_logged
from overt.record.verifying.stored import check_decisions, check_readings, check_reports
from overt.record.verifying.worked_out import check_claims, check_history, check_incidents, may_compare_columns

_LOOKED_AT = {
    "reports": schema.reports,
    "readings": schema.readings,
    "decisions": schema.decisions,
    "revisions": schema.revisions,
    "changes of incidents": schema.history,
    "incidents": schema.incidents,
    "claims": schema.claims,
}


def verify_ledger(connection: Connection, noted: str | None = None) -> Verified:
    """Compare all that is protected with the log. `noted`: the head of the log as somebody noted it earlier."""
    strange = tuple(check_kinds(connection))
    if strange:
        return Verified(counts=(), flaws=strange, head="", notes=(_STRANGE,))
    logged, flaws = read_logged(connection)
    flaws += _check_noted(logged, noted)
    for check in (check_reports, check_readings, check_decisions, check_history):
        flaws.extend(check(connection, logged))
    flaws.extend(check_incidents(connection))
    flaws.extend(check_claims(connection))
    notes = [] if may_compare_columns(connection) else [_NOT_COMPARED]
    counts = [("log rows", logged.rows)]
    counts += [
        (name, connection.execute(select(func.count()).select_from(table)).scalar_one())
        for name, table in _LOOKED_AT.items()
    ]
    return Verified(counts=tuple(counts), flaws=tuple(dict.fromkeys(flaws)), head=logged.head, notes=tuple(notes))


_STRANGE = "Values of another kind cannot be compared: nothing else was looked at."
_NOT_COMPARED = (
    "Another version wrote the columns for lists and searches: they are not compared; the next run writes them anew."
)


def _check_noted(logged: Logged, noted: str | None) -> list[Flaw]:
    if noted is None or noted in logged.hashes:
        return []
    what = "the log does not go on from the one whose head was noted: it was written anew, or is another ledger's"
    return [flaw("log", noted[:16], what)]
