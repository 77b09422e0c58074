"""Reads workbooks (.xlsx, .xlsm): bytes in; sheets of cells as text out. Macros, links and formulas are not run."""

import io
import re
from collections.abc import Callable, Iterator
from typing import Any
from zipfile import BadZipFile, ZipFile

from overt.base.errors import SettingsError
from overt.base.tables.cells import EMPTY, Area, Cell, CellKind, Row, Sheet, show_value

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # begins old workbooks (.xls) and encrypted new ones
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MOST_UNPACKED = 1 << 30
_MOST_CELLS = 5_000_000
_CHUNK = 1 << 20
_DECLARED = tuple(
    word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")
)
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell ref="\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)"')


def read_workbook(data: bytes, where: str, wanted: Callable[[str], bool] = lambda _: True) -> tuple[Sheet, ...]:
    """Return the sheets whose names are wanted, hidden ones too. Raises SettingsError for what is no workbook."""
    _refuse(data, where)
    from openpyxl import load_workbook  # noqa: PLC0415 - most commands read no workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True)
        names = [sheet.title for sheet in book.worksheets if wanted(sheet.title)]
        sheets = {name: _read_rows(book[name], where) for name in names}
        if any(cell.kind is CellKind.FORMULA for rows in sheets.values() for row in rows for cell in row.cells):
            shown = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = {name: _with_results(rows, shown[name]) for name, rows in sheets.items()}
        return tuple(
            Sheet(name=name, rows=rows, merged=tuple(_merged(data, book[name]))) for name, rows in sheets.items()
        )
    except SettingsError:
        raise
    except Exception as error:  # whatever a file of strangers can do to the library ends here
        raise _unreadable(where, f"{type(error).__name__}") from error


def _refuse(data: bytes, where: str) -> None:
    """Raise SettingsError for what is no workbook, or one that was made to harm."""
    if data.startswith(_OLD):
        if _ENCRYPTED in data:
            raise SettingsError("the workbook has a password", where=where, todo="Save it without a password.")
        raise SettingsError("this is a workbook of the old kind", where=where, todo="Save it as .xlsx.")
    try:
        with ZipFile(io.BytesIO(data)) as file:
            if sum(part.file_size for part in file.infolist()) > _MOST_UNPACKED:
                raise SettingsError("the workbook is too large", where=where, todo="Divide it into several.")
            if "mimetype" in file.namelist() and b"opendocument" in file.read("mimetype")[:100]:
                raise SettingsError("this is an OpenDocument sheet", where=where, todo="Save it as .xlsx.")
            if any(_declares_entities(file, name) for name in file.namelist() if name.endswith((".xml", ".rels"))):
                raise SettingsError(
                    "the workbook declares entities, which none needs", where=where, todo="Do not trust it."
                )
    except (BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise _unreadable(where, str(error)) from error


def _unreadable(where: str, why: str) -> SettingsError:
    return SettingsError(
        f"this is no workbook that can be read ({why})",
        where=where,
        todo="Open it in a spreadsheet program and save it as .xlsx.",
    )


def _declares_entities(file: ZipFile, name: str) -> bool:
    """Say whether a part holds a document type: with entities a small file becomes a huge one, or reads other files."""
    before = b""
    with file.open(name) as part:
        while chunk := part.read(_CHUNK):
            if any(word in before + chunk for word in _DECLARED):
                return True
            before = chunk[-20:]
    return False


def _read_rows(sheet: Any, where: str) -> tuple[Row, ...]:
    rows: list[Row] = []
    cells_read = 0
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        row = [_read_cell(cell) for cell in cells]
        while row and not row[-1].text:
            row.pop()
        if row:
            rows.append(Row(number=number, cells=tuple(row)))
            cells_read += len(row)
        if cells_read > _MOST_CELLS:
            raise SettingsError("the sheet has too many cells", where=f"{where}, {sheet.title}", todo="Divide it.")
    return tuple(rows)


def _read_cell(cell: Any) -> Cell:
    if cell.value is None:
        return EMPTY
    if cell.data_type == "f":
        return Cell(str(getattr(cell.value, "text", cell.value)), CellKind.FORMULA)
    if cell.data_type == "e":
        return Cell(str(cell.value), CellKind.FAULT)
    return show_value(cell.value)


def _with_results(rows: tuple[Row, ...], shown: Any) -> tuple[Row, ...]:
    """Return the rows with what the program last worked out in the place of each formula; "" where it never did."""
    shown.reset_dimensions()
    results = dict(enumerate(shown.iter_rows(values_only=True), start=1))
    return tuple(
        Row(
            number=row.number,
            cells=tuple(_result(cell, results.get(row.number, ()), at) for at, cell in enumerate(row.cells)),
        )
        for row in rows
    )


def _result(cell: Cell, values: tuple[object, ...], at: int) -> Cell:
    if cell.kind is not CellKind.FORMULA:
        return cell
    return Cell(show_value(values[at]).text if at < len(values) else "", CellKind.FORMULA)


def _merged(data: bytes, sheet: Any) -> Iterator[Area]:
    """Yield the merged areas, which the library does not give where it reads row by row."""
    path = str(sheet._worksheet_path).lstrip("/")  # noqa: SLF001 - it has no public name
    before = b""
    found = set()
    with ZipFile(io.BytesIO(data)) as file, file.open(path) as part:
        while chunk := part.read(_CHUNK):
            found |= {match.groups() for match in _MERGED.finditer(before + chunk)}
            before = chunk[-100:]
    for left, top, right, bottom in sorted(found):
        yield Area(first_row=int(top), last_row=int(bottom), first_column=_column(left), last_column=_column(right))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.decode():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
