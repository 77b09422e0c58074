"""Seals of rows: the columns of a row -> a hash that stands in the log, so that a change of the row shows."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from overt.record import schema
from overt.record.codec import dump_json

Columns = Mapping[str, Any] | RowMapping

# The columns that a seal covers are named here: a column that is added later does not break the seals that are there.
_REPORT = (
    *("id", "input", "outlet", "title", "language", "published_edtf", "published_lo", "published_hi"),
    *("published_basis", "sha256_text", "chars", "digest", "body", "added"),
)
_READING = ("report_id", "engine", "knowledge", "digest", "read")
_DECISION = ("number", "at", "by", "kind", "body")
_REMOVAL = ("report_id", "reason", "at")
_REVISION = ("number", "at", "run", "decision", "mark", "causes", "added", "changed", "dropped")
_CHANGE = ("incident_id", "digest", "causes")


def digest_text(text: object) -> str:
    """Return the hash of a text; of what is none, as SQLite lets anybody write into a column, that it is none."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if isinstance(text, str) else "no text"


def digest_bytes(data: object) -> str:
    """Return the hash of bytes; of what are none, that they are none."""
    return sha256(data).hexdigest() if isinstance(data, bytes) else "no bytes"


def seal_report(row: Columns) -> str:
    """Seal a row of reports; its text is sealed by `sha256_text`."""
    return _seal([row[name] for name in _REPORT])


def seal_reading(row: Columns) -> str:
    """Seal a row of readings."""
    return _seal([*(row[name] for name in _READING), digest_bytes(row["body"])])


def seal_decision(row: Columns) -> str:
    """Seal a row of decisions."""
    return _seal([row[name] for name in _DECISION])


def seal_account(row: Columns) -> str:
    """Seal a row of kept accounts."""
    return _seal([row["account_id"], digest_bytes(row["body"])])


def seal_removal(row: Columns) -> str:
    """Seal a row of removals that no decision tells of."""
    return _seal([row[name] for name in _REMOVAL])


def seal_revision(row: Columns, changes: Iterable[Columns]) -> str:
    """Seal a row of revisions with the rows of history that belong to it, in the order of their incidents."""
    whole = sha256(_seal([row[name] for name in _REVISION]).encode())
    for change in changes:
        former = digest_bytes(change["former"]) if change["former"] is not None else None
        whole.update(_seal([*(change[name] for name in _CHANGE), former]).encode())
    return whole.hexdigest()


def report_seals(connection: Connection, report_id: str) -> dict[str, str]:
    """Return the seals of a report and of its reading as they stand now, for the log; none for what is not there."""
    table, readings = schema.reports, schema.readings
    report = connection.execute(select(table).where(table.c.id == report_id)).mappings().first()
    seals = {"row": seal_report(report)} if report is not None else {}
    reading = connection.execute(select(readings).where(readings.c.report_id == report_id)).mappings().first()
    return seals | ({"reading": seal_reading(reading)} if reading is not None else {})


def _seal(values: Sequence[object]) -> str:
    return sha256(dump_json(values).encode("utf-8", "surrogatepass")).hexdigest()
