"""Compares what came in - reports, readings, decisions, accounts they rest on - with its seals in the log."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, select

from overt.base.errors import LedgerError
from overt.record import schema
from overt.record.decisions import told_removals
from overt.record.kept import batches
from overt.record.seals import digest_text, seal_account, seal_decision, seal_reading, seal_removal, seal_report
from overt.record.verifying.flaws import Flaw, flaw
from overt.record.verifying.logged import Logged

_AT_ONCE = 100


def check_reports(connection: Connection, logged: Logged) -> Iterator[Flaw]:
    """Yield the reports whose text or facts are not what was stored."""
    yield from _against(connection, schema.reports, "id", logged.reports, seal_report)
    for row in _each(connection, schema.reports, "id"):
        key, digest = row["id"], digest_text(row["text"])
        if digest != row["sha256_text"] or logged.texts.get(key, digest) != digest:
            yield flaw("reports", key, "its text was changed after it was stored")


def check_readings(connection: Connection, logged: Logged) -> Iterator[Flaw]:
    """Yield the readings that are not what was stored."""
    yield from _against(connection, schema.readings, "report_id", logged.readings, seal_reading)


def check_decisions(connection: Connection, logged: Logged) -> Iterator[Flaw]:
    """Yield the decisions, the accounts that they rest on and the removals that are not what was stored."""
    yield from _against(connection, schema.decisions, "number", logged.decisions, seal_decision)
    yield from _against(connection, schema.kept_accounts, "account_id", logged.accounts, seal_account)
    try:
        ever, rows = told_removals(connection)
    except (LedgerError, ValueError):
        return  # a decision that cannot be read was told above
    told = {key: seal for key, seal in logged.removals.items() if key not in ever}
    told |= {row["report_id"]: seal_removal(row) for row in rows}
    stored = {row["report_id"]: seal_removal(row) for row in _each(connection, schema.removals, "report_id")}
    for key in sorted(told.keys() | stored.keys()):
        if told.get(key) != stored.get(key):
            yield flaw("removals", key, "it is not what the decisions say of this report")


def _against(
    connection: Connection,
    table: Table,
    key: str,
    seals: Mapping[Any, str],
    seal: Callable[[RowMapping], str],
) -> Iterator[Flaw]:
    """Yield the rows of a table that are not as the log has them, those gone, and those it knows nothing of."""
    seen = set()
    for row in _each(connection, table, key):
        seen.add(row[key])
        if row[key] not in seals:
            yield flaw(table.name, row[key], "the log knows nothing of this row: it was put in, or its key was changed")
        elif seal(row) != seals[row[key]]:
            yield flaw(table.name, row[key], "the row was changed after it was stored")
    for missing in sorted(seals.keys() - seen):
        yield flaw(table.name, missing, "the row is gone")


def _each(connection: Connection, table: Table, key: str) -> Iterator[RowMapping]:
    """Yield the rows, some at a time: they hold texts."""
    column = table.c[key]
    for some in batches(connection.execute(select(column)).scalars().all()):
        for at in range(0, len(some), _AT_ONCE):
            query = select(table).where(column.in_(some[at : at + _AT_ONCE])).order_by(column)
            yield from connection.execute(query).mappings().all()
