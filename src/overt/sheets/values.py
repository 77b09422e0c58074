"""Reads what a person typed into a cell: a cell and its column in; the value of a decision out, or why not."""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches

from overt.base.edtf import parse_edtf
from overt.base.tables.cells import Cell, CellKind
from overt.extract.codebook.types import load_codebook
from overt.sheets.dates import Unreadable, read_day
from overt.types.account import Granularity, Stage

NOTHING = "-"  # written into a cell, it takes the value away
_NUMBER = re.compile(r"(\d{1,9})(?:\s*[-–—]\s*(\d{1,9}))?")
_COUNTRY = re.compile(r"[A-Z]{2}")


def read_value(column: str, cell: Cell) -> str:
    """Return the value for a column that may be changed. Raises Unreadable."""
    if cell.kind is CellKind.FAULT:
        raise Unreadable(f"the program could not work out this cell ({cell.text})", "Type the value.")
    if cell.kind is CellKind.FORMULA:
        raise Unreadable("this cell is a formula", "Type its value.")
    if column in _CODES:
        return _code(column, cell.text)
    if cell.text == NOTHING:
        return ""
    if column == "time":
        return _time(cell)
    if cell.kind is CellKind.DATE:
        raise Unreadable(
            f"the program made a day of it ({cell.text})", "Set the format of the cell to text, and type it again."
        )
    if column in _NUMBERS:
        return _number(cell.text)
    if column == "country" and not _COUNTRY.fullmatch(cell.text.upper()):
        raise Unreadable(f"{cell.text!r} is no code of a country", "Write its two letters, as PL.")
    return cell.text.upper() if column == "country" else " ".join(cell.text.split())


def _code(column: str, text: str) -> str:
    known = _CODES[column]()
    if text.lower() in known:
        return text.lower()
    near = get_close_matches(text.lower(), known, n=3, cutoff=0.5)
    raise Unreadable(f"{text!r} is no {column}", f"Choose one of the list{': ' + ', '.join(near) if near else ''}.")


def _time(cell: Cell) -> str:
    try:
        return parse_edtf(cell.text).edtf
    except ValueError:
        try:
            return read_day(cell).edtf
        except Unreadable as error:
            raise Unreadable(error.what, "Write it as 2024-05-09, 2024-05, 2024 or 2024-05-09/2024-05-11.") from error


def _number(text: str) -> str:
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise Unreadable(f"{text!r} is no number", "Write 4, or 3-5.")
    lo, hi = int(match[1]), int(match[2] or match[1])
    if hi < lo:
        raise Unreadable(f"{text!r} ends below its beginning", "Write the smaller number first.")
    return str(lo) if lo == hi else f"{lo}-{hi}"


_NUMBERS = frozenset({"killed", "injured"})
_CODES: Mapping[str, Callable[[], tuple[str, ...]]] = {
    "type": lambda: tuple(sorted(load_codebook().types)),
    "stage": lambda: tuple(stage.value for stage in Stage),
    "granularity": lambda: tuple(one.value for one in Granularity),
}
