"""Begins the history of a ledger that is older than histories: what it holds now becomes the first revision."""

from sqlalchemy import Connection, insert, select

from overt.record import schema
from overt.record.codec import dump_json, encode
from overt.record.decisions import told_removals
from overt.record.history.sealing import note_state, write_revision
from overt.record.history.versions import digest_version, stored_versions
from overt.record.kept import batches, fill
from overt.record.live import live_reports
from overt.record.log import append_log, utc_now
from overt.record.notes import read_note
from overt.record.seals import report_seals, seal_account, seal_decision, seal_removal
from overt.types.history import Cause, CauseKind


def begin_history(connection: Connection) -> None:
    """Seal all that is stored, and make the present findings the first revision."""
    _seal_stored(connection)
    _rest_on_readings(connection)
    mark = read_note(connection, "findings_mark") or ""
    ids = connection.execute(select(schema.incidents.c.id).order_by(schema.incidents.c.id)).scalars().all()
    for some in batches(ids):
        versions = stored_versions(connection, some)
        rows = [
            {"incident_id": key, "revision": 1, "digest": digest_version(version), "causes": "[0]", "former": None}
            for key, version in versions.items()
        ]
        connection.execute(insert(schema.history), rows)
    decision = connection.execute(select(schema.decisions.c.number).order_by(schema.decisions.c.number.desc())).scalar()
    run = connection.execute(select(schema.runs.c.id).order_by(schema.runs.c.id.desc())).scalar()
    row = {"number": 1, "at": utc_now(), "run": run, "decision": decision or 0, "mark": mark}
    row |= {"causes": dump_json([encode(Cause(kind=CauseKind.UPGRADED))])}
    if ids:
        write_revision(connection, row | {"added": len(ids), "changed": 0, "dropped": 0})
    if mark:
        note_state(connection, mark)


def _seal_stored(connection: Connection) -> None:
    """Write the seals of what was stored before there were any into the log."""
    for report_id in connection.execute(select(schema.reports.c.id).order_by(schema.reports.c.id)).scalars().all():
        append_log(connection, "report-sealed", {"report": report_id, **report_seals(connection, report_id)})
    for row in connection.execute(select(schema.decisions).order_by(schema.decisions.c.number)).mappings().all():
        detail = {"number": row["number"], "row": seal_decision(row)}
        append_log(connection, "decision-sealed", {**detail})
    for row in (
        connection.execute(select(schema.kept_accounts).order_by(schema.kept_accounts.c.account_id)).mappings().all()
    ):
        append_log(connection, "account-kept", {"account": row["account_id"], "sha256": seal_account(row)})
    by_decision, _ = told_removals(connection)
    for row in connection.execute(select(schema.removals).order_by(schema.removals.c.report_id)).mappings().all():
        if row["report_id"] not in by_decision:
            append_log(connection, "removal-sealed", {"report": row["report_id"], "sha256": seal_removal(row)})


def _rest_on_readings(connection: Connection) -> None:
    """Note what the findings rest on: what they hold, and, where an old overt did not say, all live readings."""
    readings, held = schema.readings, schema.held
    query = select(readings.c.report_id, readings.c.digest, readings.c.engine, readings.c.knowledge)
    has_held = connection.execute(select(held.c.report_id).limit(1)).first() is not None
    ids = select(held.c.report_id) if has_held else live_reports()
    fill(connection, schema.basis, map(dict, connection.execute(query.where(readings.c.report_id.in_(ids))).mappings()))
