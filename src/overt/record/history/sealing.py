"""Makes a revision of what a renewal changed: numbered, with its causes, sealed, its hash in the log."""

from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from overt.record import schema
from overt.record.codec import dump_json, encode
from overt.record.history.causes import (
    Moved,
    attribute,
    decision_causes,
    mark_causes,
    moved_incident,
    report_causes,
)
from overt.record.history.versions import (
    aside,
    digest_version,
    newest_revision,
    sealed_digests,
    stored_versions,
)
from overt.record.log import append_log, utc_now
from overt.record.notes import drop_note, note, read_note
from overt.record.rows import Changes
from overt.record.seals import seal_revision
from overt.types.decision import Decision
from overt.types.history import Cause

_MARK, _DECISION, _UNSEALED = "revised_mark", "revised_decision", "unsealed"


def close_renewal(connection: Connection, changes: Changes) -> None:
    """Make a revision, if the renewal is at its end and an incident is other than before."""
    if not changes.is_last:
        note(connection, _UNSEALED, "yes")
        return
    is_whole = changes.is_anew or read_note(connection, _UNSEALED) is not None
    causes, decisions = _causes(connection, changes, is_whole=is_whole)
    moved, rows, counts = _compare(connection)
    if moved:
        _fill_in(connection, moved, rows, (causes, decisions))
        number = newest_revision(connection) + 1
        row = {"number": number, "at": utc_now(), "run": changes.run, "decision": _newest_decision(connection)}
        row |= {"mark": changes.mark, "causes": dump_json([encode(cause) for cause in causes]), **counts}
        write_revision(connection, row)
    drop_note(connection, _UNSEALED)
    note_state(connection, changes.mark)


def write_revision(connection: Connection, row: dict[str, Any]) -> None:
    """Add a revision to which rows of history belong, and bind both into the log."""
    table = schema.history
    connection.execute(insert(schema.revisions).values(**row))
    query = select(table).where(table.c.revision == row["number"]).order_by(table.c.incident_id)
    seal = seal_revision(row, connection.execute(query).mappings())
    detail = {"revision": row["number"], **{name: row[name] for name in ("added", "changed", "dropped")}}
    append_log(connection, "findings-renewed", {**detail, "sha256": seal})


def note_state(connection: Connection, mark: str) -> None:
    """Note what the next revision is compared with."""
    note(connection, _MARK, mark)
    note(connection, _DECISION, str(_newest_decision(connection)))


def _causes(connection: Connection, changes: Changes, *, is_whole: bool) -> tuple[list[Cause], list[Decision]]:
    old = read_note(connection, _MARK)
    since = int(read_note(connection, _DECISION) or "0")
    causes = report_causes(connection, changes, is_whole=is_whole)
    causes += mark_causes(old, changes.mark) if old is not None else []
    decided = decision_causes(connection, since, old or "", changes.mark)
    return [*causes, *(cause for cause, _ in decided)], [decision for _, decision in decided]


def _compare(connection: Connection) -> tuple[list[Moved], list[dict[str, Any]], dict[str, int]]:
    """Compare what was set aside with what stands now; what is the same is forgotten."""
    moved: list[Moved] = []
    rows: list[dict[str, Any]] = []
    counts = {"added": 0, "changed": 0, "dropped": 0}
    same: list[str] = []
    for before in aside(connection):
        now, sealed = stored_versions(connection, before), sealed_digests(connection, before)
        for key, version in before.items():
            after = now.get(key)
            # By its digest: one that was changed behind the ledger's back and is right again is no change.
            if sealed.get(key) == digest_version(after):
                same.append(key)
                continue
            moved.append(moved_incident(key, version, after))
            rows.append({"k": key, "d": digest_version(after)})
            counts["added" if version is None else "dropped" if after is None else "changed"] += 1
    _forget(connection, same)
    return moved, rows, counts


def _forget(connection: Connection, same: list[str]) -> None:
    table, number = schema.history, newest_revision(connection) + 1
    rows = [{"k": key} for key in same]
    if rows:
        this = (table.c.incident_id == bindparam("k"), table.c.revision == number)
        connection.execute(delete(table).where(*this), rows)


def _fill_in(
    connection: Connection,
    moved: list[Moved],
    rows: list[dict[str, Any]],
    why: tuple[list[Cause], list[Decision]],
) -> None:
    table, number = schema.history, newest_revision(connection) + 1
    found = attribute(moved, *why)
    this = (table.c.incident_id == bindparam("k"), table.c.revision == number)
    change = update(table).where(*this).values(digest=bindparam("d"), causes=bindparam("c"))
    connection.execute(change, [{**row, "c": dump_json(list(found[row["k"]]))} for row in rows])


def _newest_decision(connection: Connection) -> int:
    return connection.execute(select(func.max(schema.decisions.c.number))).scalar() or 0
