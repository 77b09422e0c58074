"""Exports a ledger, edits the workbook as a spreadsheet program would, and plans or brings it back."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from overt.base.tables import read_sheets
from overt.record.ledger import Ledger
from overt.share import export_ledger
from overt.sheets.edits import is_export, plan_edits
from overt.sheets.plan import Plan, Said
from overt.sheets.settle import carry_out
from overt.types.decision import Decision

Change = Mapping[str, object]  # column -> what is written


class Workbook:
    """An exported workbook in a folder."""

    def __init__(self, ledger: Ledger, folder: Path, format: str = "xlsx") -> None:  # noqa: A002
        self.ledger = ledger
        self.path = next(path for path in export_ledger(ledger, format, folder) if path.stem in ("ledger", "incidents"))
        self.book: Any = load_workbook(self.path) if format == "xlsx" else None

    def write(self, sheet: str, key: str, changes: Change) -> int:
        """Write over cells of the row of an id; return its number."""
        table = self.book[sheet]
        heads = {cell.value: cell.column for cell in table[1]}
        row = next(row[0].row for row in table.iter_rows(min_row=2) if key == row[heads["id"] - 1].value)
        for name, value in changes.items():
            table.cell(row, heads[name]).value = value
        return int(row)

    def edit(self, key: str, **changes: object) -> int:
        """Write over cells of an incident."""
        return self.write("Incidents", key, changes)

    def save(self) -> Path:
        """Save, as the program would."""
        self.book.save(self.path)
        return self.path

    def plan(self, **said: str) -> Plan:
        """Save and plan."""
        return plan_of(self.ledger, self.save(), **said)

    def bring(self, by: str = "Ada", **said: str) -> tuple[Decision, ...]:
        """Save and bring it back."""
        return carry_out(self.ledger, self.plan(**said), by)


def plan_of(ledger: Ledger, path: Path, **said: str) -> Plan:
    """Return what a file asks for."""
    sheets = [sheet for sheet in read_sheets(path) if is_export(sheet)]
    assert sheets
    return plan_edits(ledger, sheets, str(path), Said(**said))


def refusals(plan: Plan) -> list[str]:
    """Return where what is refused, and why."""
    return [f"{one.where}: {one.what}" for one in plan.refused]
