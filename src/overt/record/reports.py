"""Writes reports and what was read out of them: Report, LinkedReading -> rows."""

import zlib
from dataclasses import replace
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from overt.base.errors import LedgerError
from overt.record import schema
from overt.record.codec import dump_json, encode
from overt.record.log import append_log, utc_now
from overt.record.rows import EngineMark
from overt.record.seals import report_seals
from overt.types.linked import LinkedReading
from overt.types.report import Report


def storable(name: str) -> str:
    """Return a file name without the bytes that are not Unicode, which neither JSON nor a database takes."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def digest_report(report: Report) -> str:
    """Return what pins a report as it was collected, wherever it was found."""
    data = encode(replace(report, input="", problems=()))
    return sha256(dump_json(data).encode()).hexdigest()


def put_report(connection: Connection, collected: Report, linked: Report) -> bool:
    """Insert or update a report; say whether it is new. Its text never changes: the id would be another."""
    table = schema.reports
    stored = connection.execute(select(table.c.text, table.c.input).where(table.c.id == linked.id)).first()
    if stored is not None and stored.text != linked.text:
        raise LedgerError("two texts have the same report id", where=linked.id, todo="Please report this.")
    name = stored.input if stored is not None else storable(linked.input)
    columns = {**report_columns(replace(linked, input=name)), "digest": digest_report(collected)}
    if stored is not None:
        connection.execute(update(table).where(table.c.id == linked.id).values(**columns))
        return False
    fixed = {"id": linked.id, "input": name, "text": linked.text, "chars": len(linked.text), "added": utc_now()}
    connection.execute(insert(table).values(**columns, **fixed, sha256_text=linked.sha256_text))
    return True


def report_columns(linked: Report) -> dict[str, Any]:
    """Return what of a report may change: its text never does."""
    body = encode(linked)
    del body["text"]
    published = linked.published
    return {
        "outlet": linked.outlet,
        "title": linked.title,
        "language": linked.language,
        "published_edtf": published.interval.edtf if published else None,
        "published_lo": encode(published.interval.lo) if published else None,
        "published_hi": encode(published.interval.hi) if published else None,
        "published_basis": published.basis.value if published else None,
        "body": dump_json(body),
    }


def put_reading(connection: Connection, reading: LinkedReading, engine: EngineMark) -> None:
    """Store a reading in the place of the former."""
    table = schema.readings
    connection.execute(delete(table).where(table.c.report_id == reading.report.id))
    connection.execute(insert(table).values(**reading_row(reading, engine)))


def reading_row(reading: LinkedReading, engine: EngineMark) -> dict[str, Any]:
    """Return a reading as it is stored; its report stands in its own table."""
    nameless = replace(reading, report=replace(reading.report, input=""))
    whole = encode(nameless)
    digest = sha256(dump_json(whole).encode()).hexdigest()
    del whole["report"]
    row = {"report_id": reading.report.id, "engine": engine.name, "knowledge": engine.knowledge, "digest": digest}
    return row | {"body": zlib.compress(dump_json(whole).encode()), "read": utc_now()}


def put_reading_again(connection: Connection, reading: LinkedReading, engine: EngineMark) -> None:
    """Put a new reading of a stored text, and what it says of its report, in the place of the former."""
    linked, table = reading.report, schema.reports
    connection.execute(update(table).where(table.c.id == linked.id).values(**report_columns(linked)))
    put_reading(connection, reading, engine)
    detail = {"report": linked.id, "sha256_text": linked.sha256_text, "engine": engine.name}
    append_log(connection, "report-read-again", {**detail, **report_seals(connection, linked.id)})
