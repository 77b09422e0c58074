"""One workbook for spreadsheets: sheets of incidents, claims and reports, and how to read them; all cells are text."""

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell as Drawn
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

from overt import __version__
from overt.extract.codebook.types import load_codebook
from overt.record.ledger import Ledger
from overt.share.formats.tables import LISTS, Cell, Cells, Column, Table, Use, ledger_tables, safe_text

_MOST_ROWS = 1_048_575  # of a sheet, below its head; what a spreadsheet program can open
_MOST_CHARACTERS = 32_767  # of a cell
_CUT = " [cut: whole in jsonl]"
_CHUNK = 1 << 20
_HOUR = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_YOURS = PatternFill("solid", fgColor="FFE699")
_OURS = PatternFill("solid", fgColor="D9D9D9")
_LISTS = "Lists"
_READ_FIRST = (
    "This workbook holds a ledger as it was when it was exported.",
    "",
    "You may change the columns with a yellow head, save, and bring it back: overt import {name}",
    "You are shown what would be decided before anything is. Nothing is redacted: names of people are in here.",
    "",
    "Write a value over the one that stands there, and say in source where it comes from.",
    "Write - to take a value away. A cell that was emptied changes nothing, and is told.",
    "To accept or reject, choose the status; to reject, give a reason.",
    "To merge two rows, write the id of the one that stays into merge_into of the other.",
    "To strike a claim that was read wrongly, choose strike on the sheet Claims and give a reason.",
    "Sorting, filtering, hiding and deleting rows or columns is harmless; only id and state must stay in their rows.",
    "A row that changed in the ledger after this export is refused, and you are told what is other now.",
    "An apostrophe before =, +, - or @ keeps a text from being computed; it is not part of the text.",
)


def xlsx_files(ledger: Ledger) -> Mapping[str, Iterator[bytes]]:
    """Return the bytes of the workbook under its name."""
    return {_NAME: _chunks(ledger)}


_NAME = "ledger.xlsx"


def _chunks(ledger: Ledger) -> Iterator[bytes]:
    book = Workbook(write_only=True)
    try:
        _fill(book, ledger)
    except BaseException:
        for sheet in book.worksheets:
            sheet.close()  # else its half-written file complains when it is thrown away
        raise
    with TemporaryFile() as saved, TemporaryFile() as file:
        book.save(saved)
        _copy_undated(saved, file)
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _fill(book: Workbook, ledger: Ledger) -> None:
    book.properties.creator = f"overt {__version__}"
    lists = {**LISTS, "types": tuple(sorted(load_codebook().types))}
    tables = ledger_tables(ledger)
    for table in tables:
        _write_table(book, table, lists)
    _write_help(book, tables)
    _write_lists(book, lists)


def _copy_undated(saved: IO[bytes], file: IO[bytes]) -> None:
    """Copy a workbook without the hours of its making: the same ledger gives the same bytes."""
    with ZipFile(saved) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = ZipInfo(name)
            info.compress_type = ZIP_DEFLATED
            with old.open(name) as source, new.open(info, "w", force_zip64=True) as target:
                if name == "docProps/core.xml":
                    target.write(_HOUR.sub(b"2000-01-01T00:00:00Z", source.read()))
                else:
                    shutil.copyfileobj(source, target, _CHUNK)


def _write_table(book: Workbook, table: Table, lists: Mapping[str, Sequence[str]]) -> None:
    """Write a table, on as many sheets as its rows need."""
    rows, number = table.rows(), 1
    while _write_sheet(book, table, number, rows, lists):
        number += 1


def _write_sheet(
    book: Workbook, table: Table, number: int, rows: Iterator[Cells], lists: Mapping[str, Sequence[str]]
) -> bool:
    """Write one sheet; say whether it is full."""
    sheet = book.create_sheet(table.name if number == 1 else f"{table.name} {number}")
    sheet.freeze_panes = "C2"
    for at, column in enumerate(table.columns, start=1):
        drawn = sheet.column_dimensions[get_column_letter(at)]
        drawn.width, drawn.hidden = column.width, column.name == "state"
    sheet.append([_head(sheet, column) for column in table.columns])
    written = 0
    for row in rows:
        sheet.append([_cell(sheet, column, row[column.name]) for column in table.columns])
        written += 1
        if written == _MOST_ROWS:
            break
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{written + 1}"
    for at, column in enumerate(table.columns, start=1):
        if column.choice and written:
            sheet.data_validations.append(_choice(get_column_letter(at), written + 1, column.choice, lists))
    return written == _MOST_ROWS


def _head(sheet: WriteOnlyWorksheet, column: Column) -> Drawn:
    cell = WriteOnlyCell(sheet, column.name)
    cell.font = Font(bold=True)
    cell.fill = _OURS if column.use is Use.READ else _YOURS
    return cell


def _cell(sheet: WriteOnlyWorksheet, column: Column, value: Cell) -> Drawn | Cell:
    """Return a cell. What may be changed is text to the program, too: else it makes a date of 3-5 as it is typed."""
    shown = _fit(str(safe_text(value))) if isinstance(value, str | bool) else value
    if column.use is Use.READ:
        return shown
    cell = WriteOnlyCell(sheet, shown)
    cell.number_format = "@"
    return cell


def _fit(text: str) -> str:
    """Return a text without what a workbook cannot hold."""
    text = ILLEGAL_CHARACTERS_RE.sub(" ", text).encode("utf-8", "replace").decode()
    return text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - len(_CUT)] + _CUT


def _choice(letter: str, last: int, name: str, lists: Mapping[str, Sequence[str]]) -> DataValidation:
    at = get_column_letter(list(lists).index(name) + 1)
    rule = DataValidation(type="list", formula1=f"{_LISTS}!${at}$1:${at}${len(lists[name])}", allow_blank=True)
    rule.error, rule.errorTitle, rule.showErrorMessage = f"Choose one of the list {name}.", "overt", True
    rule.add(f"{letter}2:{letter}{last}")
    return rule


def _write_help(book: Workbook, tables: Sequence[Table]) -> None:
    sheet = book.create_sheet("How to read this")
    for letter, width in zip("ABCD", (14, 24, 80, 14), strict=True):
        sheet.column_dimensions[letter].width = width
    for line in _READ_FIRST:
        sheet.append([line.format(name=_NAME)])
    sheet.append([])
    sheet.append([_bold(sheet, text) for text in ("sheet", "column", "what stands there", "may you?")])
    may = {Use.READ: "read", Use.CHANGE: "change", Use.FILL: "fill in"}
    for table in tables:
        for column in table.columns:
            sheet.append([table.name, column.name, column.says, may[column.use]])


def _bold(sheet: WriteOnlyWorksheet, text: str) -> Drawn:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _write_lists(book: Workbook, lists: Mapping[str, Sequence[str]]) -> None:
    """Write what may be chosen, a column a list, on a sheet that is hidden."""
    sheet = book.create_sheet(_LISTS)
    sheet.sheet_state = "hidden"
    for at in range(max(map(len, lists.values()))):
        sheet.append([values[at] if at < len(values) else None for values in lists.values()])
