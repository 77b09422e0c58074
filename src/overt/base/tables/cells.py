"""What a table is made of: cells as text, with what the program that saved them took them for."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from math import isfinite


class CellKind(StrEnum):
    """What a spreadsheet program took a cell for."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"  # its text is then ISO 8601, whatever the sheet showed
    FORMULA = "formula"  # its text is what the program last worked out
    FAULT = "fault"  # "#REF!", "#N/A"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text without white space around it, "" for an empty one."""

    text: str = ""
    kind: CellKind = CellKind.TEXT


EMPTY = Cell()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row with anything in it. `number` counts from 1, as spreadsheet programs do."""

    number: int
    cells: tuple[Cell, ...]

    def at(self, index: int) -> Cell:
        """Return a cell; an empty one where the row is shorter."""
        return self.cells[index] if 0 <= index < len(self.cells) else EMPTY


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Cells that are merged into one: rows from 1, columns from 0, both ends within."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its rows that hold anything, in order, and its merged areas. `name` is "" for CSV."""

    name: str
    rows: tuple[Row, ...]
    merged: tuple[Area, ...] = ()


def column_letter(index: int) -> str:
    """Return the letters of a column, counted from 0: 0 is A, 26 is AA."""
    letters, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def show_value(value: object) -> Cell:
    """Return the cell that holds a value as a workbook library gives it."""
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        return Cell(_number(value), CellKind.NUMBER)
    if isinstance(value, datetime | date | time | timedelta):
        return Cell(_moment(value), CellKind.DATE)
    return EMPTY if value is None else Cell(clean(str(value)))


def _moment(value: datetime | date | time | timedelta) -> str:
    """Return a moment in ISO 8601; midnight is how a workbook keeps a day."""
    if not isinstance(value, datetime):
        return str(value)
    is_day = (value.hour, value.minute, value.second) == (0, 0, 0)
    return value.date().isoformat() if is_day else value.isoformat(timespec="minutes")


def _number(value: float) -> str:
    """Return a number as people write it: 4 and not 4.0, 2024 and not 2.024e3."""
    if isfinite(value) and value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


def clean(text: str) -> str:
    """Return a cell's text: its lines kept, other white space single, nothing that no text holds."""
    lines = (" ".join(line.split()) for line in _drop_controls(text).splitlines())
    return "\n".join(line for line in lines if line)


def _drop_controls(text: str) -> str:
    return "".join(char if char.isprintable() or char in _KEPT else " " for char in text)


_KEPT = frozenset("\n\r\u200c\u200d")  # the joiners are part of words in Persian and Hindi
