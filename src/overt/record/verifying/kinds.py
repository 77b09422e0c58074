"""Finds values that are not of their column's kind: SQLite lets anybody write a number where a text stands."""

from collections.abc import Iterator

from sqlalchemy import Column, ColumnElement, Connection, Float, Integer, LargeBinary, String, func, or_, select

from overt.record import schema
from overt.record.verifying.flaws import Flaw, flaw

_COMPARED = (
    schema.log, schema.reports, schema.readings, schema.decisions, schema.kept_accounts, schema.removals,
    schema.revisions, schema.history, schema.incidents, schema.claims, schema.countries, schema.conflicts,
)  # fmt: skip


def check_kinds(connection: Connection) -> Iterator[Flaw]:
    """Yield the rows that hold such a value; what they say cannot be compared with anything. PostgreSQL has none."""
    if connection.dialect.name != "sqlite":
        return
    for table in _COMPARED:
        names = list(table.primary_key.columns)
        query = select(*names).where(or_(*(_is_other(column) for column in table.columns)))
        for row in connection.execute(query):
            key = " ".join(str(one) for one in row)
            yield flaw(table.name, key, "one of its values is not of its column's kind")


def _is_other(column: Column[object]) -> ColumnElement[bool]:
    return func.typeof(column).not_in([*_kinds_of(column), "null"])


def _kinds_of(column: Column[object]) -> tuple[str, ...]:
    if isinstance(column.type, String):
        return ("text",)
    if isinstance(column.type, LargeBinary):
        return ("blob",)
    if isinstance(column.type, Float) and not isinstance(column.type, Integer):
        return "real", "integer"
    return ("integer",)
