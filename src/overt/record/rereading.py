"""What is read again: the texts that an engine has to read, what it read until that is accepted, its reading stored."""

import json
import os
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, or_, select

from overt.base.errors import LedgerError
from overt.record import schema
from overt.record.codec import decode, dump_json, encode
from overt.record.parsing import parse_report
from overt.record.rows import EngineMark
from overt.types.linked import LinkedReading
from overt.types.report import PublishedBasis, Report


def texts_to_read(connection: Connection, engine: EngineMark, *, is_anew: bool) -> tuple[str, ...]:
    """Return the ids of the reports that count, or would if a removal were undone, and that this engine has not read.

    `is_anew`: also those that it has. What its input no longer says is left out: a run that finds it again reads it.
    """
    inputs, readings = schema.inputs, schema.readings
    told = select(inputs.c.report_id).where(inputs.c.superseded_by.is_(None))
    query = select(schema.reports.c.id).outerjoin(readings, readings.c.report_id == schema.reports.c.id)
    query = query.where(schema.reports.c.id.in_(told)).order_by(schema.reports.c.id)
    if not is_anew:
        is_other = or_(readings.c.engine != engine.name, readings.c.knowledge != engine.knowledge)
        query = query.where(or_(readings.c.report_id.is_(None), is_other))
    return tuple(connection.execute(query).scalars())


def collected_report(connection: Connection, report_id: str) -> Report:
    """Return a report as it was collected: without the date that an engine inferred."""
    query = select(schema.reports.c.body, schema.reports.c.text).where(schema.reports.c.id == report_id)
    row = connection.execute(query).one()
    report = parse_report(row.body, row.text)
    is_inferred = report.published is not None and report.published.basis is PublishedBasis.INFERRED
    return replace(report, published=None) if is_inferred else report


class ReadAside:
    """What an engine read and nobody has accepted yet, in a file of its own, so that a reading is never made twice."""

    def __init__(self, path: Path, engine: EngineMark) -> None:
        self.path, self._mark = path, f"{engine.name} {engine.knowledge}"
        try:
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))  # it tells what the reports tell
            self._raw = sqlite3.connect(path, isolation_level=None)
            self._raw.execute("PRAGMA journal_mode = WAL")
            self._raw.execute(
                "CREATE TABLE IF NOT EXISTS readings (report_id TEXT, mark TEXT, source TEXT, body BLOB,"
                " PRIMARY KEY (report_id, mark, source))"
            )
        except (OSError, sqlite3.Error) as error:
            todo = "Make the folder writable; or remove the file, if it is not one of overt's."
            raise LedgerError("what is read cannot be written aside", where=str(path), todo=todo) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._raw.close()

    def put(self, collected: Report, reading: LinkedReading) -> None:
        """Keep a reading."""
        body = zlib.compress(dump_json(encode(reading)).encode("utf-8", "surrogatepass"))
        row = (collected.id, self._mark, _source(collected), body)
        self._raw.execute("INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?)", row)

    def has(self, collected: Report) -> bool:
        """Say whether this engine has read the report as it is."""
        return self._find("1", collected) is not None

    def get(self, collected: Report) -> LinkedReading | None:
        """Return what this engine read out of the report as it is."""
        body = self._find("body", collected)
        if not isinstance(body, bytes):
            return None
        return decode(LinkedReading, json.loads(zlib.decompress(body).decode("utf-8", "surrogatepass")))

    def forget(self) -> None:
        """Remove the file: what it holds was accepted."""
        self._raw.close()
        for path in _files(self.path):
            path.unlink(missing_ok=True)

    def _find(self, column: str, collected: Report) -> object:
        query = f"SELECT {column} FROM readings WHERE report_id = ? AND mark = ? AND source = ?"  # noqa: S608 - ours
        row = self._raw.execute(query, (collected.id, self._mark, _source(collected))).fetchone()
        return None if row is None else row[0]


def _source(collected: Report) -> str:
    """Return what pins the report that was read, with all that is known of it."""
    return sha256(dump_json(encode(replace(collected, problems=()))).encode("utf-8", "surrogatepass")).hexdigest()


def _files(path: Path) -> Iterator[Path]:
    yield from (path, Path(f"{path}-wal"), Path(f"{path}-shm"))
