"""Copies all rows of a ledger into another database; sums of rows say whether two hold the same."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy import Connection, func, insert, select, text

from overt.record import schema, words

_AT_ONCE = 500  # rows that are written together
_SIZE = 2**256


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """How many rows a table has, and the sum of their hashes: the same in whatever order a database gives them."""

    rows: int
    hashed: str


def copy_rows(source: Connection, target: Connection) -> Mapping[str, Sum]:
    """Copy all rows of all tables into a ledger whose tables are empty, with its word index; return what was copied.

    Both are inside one transaction of the caller.
    """
    schema.create_tables(target)
    sums = {}
    for table in schema.metadata.sorted_tables:
        columns = sorted(table.columns.keys())
        rows = source.execute(select(*(table.c[name] for name in columns)))
        adder = _Adder(columns)
        for some in _batches(rows):
            adder.add(some)
            target.execute(insert(table), [dict(zip(columns, row, strict=True)) for row in some])
        sums[table.name] = adder.sum()
    _fill_words(target)
    if target.dialect.name == "postgresql":
        _count_on(target)
    return sums


def sum_rows(connection: Connection) -> Mapping[str, Sum]:
    """Return the sums of all tables as they are now."""
    found = {}
    for table in schema.metadata.sorted_tables:
        columns = sorted(table.columns.keys())
        rows = connection.execute(select(*(table.c[name] for name in columns)))
        found[table.name] = sum_of(columns, rows)
    return found


def sum_of(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Sum:
    """Return the sum of rows, whose columns are sorted by name."""
    adder = _Adder(columns)
    for some in _batches(rows):
        adder.add(some)
    return adder.sum()


class _Adder:
    """Adds up rows."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._names = repr(tuple(columns))
        self._rows = self._total = 0

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows."""
        for row in rows:
            told = f"{self._names} {tuple(map(_plain, row))!r}"
            self._total += int.from_bytes(sha256(told.encode("utf-8", "surrogatepass")).digest(), "big")
            self._rows += 1

    def sum(self) -> Sum:
        """Return what was added."""
        return Sum(rows=self._rows, hashed=f"{self._total % _SIZE:064x}")


def _plain(value: Any) -> Any:
    """Return a value as any of the databases might have given it: SQLite keeps yes and no as numbers."""
    if isinstance(value, bool):
        return int(value)
    return bytes(value) if isinstance(value, memoryview | bytearray) else value


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while some := list(islice(left, _AT_ONCE)):
        yield some


def _fill_words(connection: Connection) -> None:
    """Make the word index, which each database has in its own form."""
    table = schema.listed
    rows = connection.execute(select(table.c.incident_id, table.c.number).order_by(table.c.number)).all()
    for some in _batches(rows):
        told = _words_of(connection, [row.incident_id for row in some])
        words.write_words(connection, (), {row.number: told[row.incident_id] for row in some})


def _words_of(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """Return what is searched of each of these incidents: its title and its quotes."""
    table, claims = schema.incidents, schema.claims
    told = {
        row.id: {row.title: None}
        for row in connection.execute(select(table.c.id, table.c.title).where(table.c.id.in_(ids)))
    }
    query = select(claims.c.incident_id, claims.c.quote).where(claims.c.incident_id.in_(ids))
    for row in connection.execute(query.order_by(claims.c.incident_id, claims.c.position)):
        told[row.incident_id][row.quote] = None
    return {key: "\n".join(said) for key, said in told.items()}


def _count_on(connection: Connection) -> None:
    """Let the database number new rows after those that were copied."""
    for column in (schema.names.c.number, schema.runs.c.id):
        last = connection.execute(select(func.max(column))).scalar()
        if last is not None:
            query = text(f"SELECT setval(pg_get_serial_sequence('{column.table.name}', '{column.name}'), :last)")
            connection.execute(query, {"last": last})
