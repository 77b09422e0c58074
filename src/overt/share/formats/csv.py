"""CSV for spreadsheets: one file a table; no cell can run as a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from overt.record.ledger import Ledger
from overt.share.formats.tables import Cell, Table, ledger_tables, safe_text


def csv_files(ledger: Ledger) -> Mapping[str, Iterator[str]]:
    """Return the lines of each file by its name."""
    return {f"{table.name.lower()}.csv": _lines(table) for table in ledger_tables(ledger)}


def _lines(table: Table) -> Iterator[str]:
    yield _line(column.name for column in table.columns)
    for row in table.rows():
        yield _line(safe_text(row[column.name]) for column in table.columns)


def _line(cells: Iterable[Cell]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()
