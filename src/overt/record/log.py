"""The log of a ledger: what happened to it, in rows whose chain of hashes breaks when one is changed later."""

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import Connection, insert, select

from overt.base.errors import LedgerError
from overt.record import schema
from overt.record.codec import dump_json
from overt.record.rows import LogRow

START = "0" * 64


def utc_now() -> str:
    """Return the time as the ledger writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def append_log(connection: Connection, what: str, detail: dict[str, str | int | None]) -> None:
    """Add one row, inside the transaction of the change that it tells of."""
    newest = select(schema.log.c.seq, schema.log.c.hash).order_by(schema.log.c.seq.desc()).limit(1)
    last = connection.execute(newest).first()
    seq, previous = (last.seq + 1, last.hash) if last else (1, START)
    at, text = utc_now(), dump_json(detail)
    row = {"seq": seq, "at": at, "what": what, "detail": text, "previous": previous}
    connection.execute(insert(schema.log).values(**row, hash=hash_row(seq, at, what, text, previous)))


def read_log(connection: Connection) -> Iterator[LogRow]:
    """Return all rows, oldest first."""
    for row in connection.execute(select(schema.log).order_by(schema.log.c.seq)):
        yield LogRow(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def verify_log(connection: Connection) -> int:
    """Return how many rows the log has. Raises LedgerError at the first that was changed, moved or removed."""
    previous, seq = START, 0
    for row in read_log(connection):
        seq += 1
        told = hash_row(row.seq, row.at, row.what, row.detail, row.previous)
        if (row.seq, row.previous, row.hash) != (seq, previous, told):
            raise LedgerError(
                "the log was changed after it was written",
                where=f"row {seq}",
                todo="Trust a copy made before the change, or read the reports into a new ledger.",
            )
        previous = row.hash
    return seq


def hash_row(seq: int, at: str, what: str, detail: str, previous: str) -> str:
    """Return the hash of a row, which covers the row before it."""
    return sha256(dump_json([seq, at, what, detail, previous]).encode()).hexdigest()
