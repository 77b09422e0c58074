"""Turns a sheet of somebody's own into reports: sheet and layout in; a report a row, or a problem of a cell, out.

The text of a report is its row written out, `heading: value` in each line, so that every value has its words there.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from overt.base.edtf import Interval, parse_edtf
from overt.base.spans import Span
from overt.base.tables.cells import Cell, CellKind, Row, Sheet
from overt.sheets.dates import Unreadable, read_day
from overt.sheets.guessing import headings
from overt.sheets.layout import IGNORED, Layout
from overt.sheets.plan import Where
from overt.types.problem import Problem
from overt.types.report import Report, RowValue, SheetRow

_WORDS = ("place", "country", "victim", "target", "target_object", "perpetrator", "attributed_to", "source")
_NUMBER = re.compile(r"(\d{1,9})(?:\s*[-–—]\s*(\d{1,9}))?")
_NOTHING = frozenset(
    {"", "-", "–", "—", "?", "n/a", "na", "none", "unknown", "unbekannt", "inconnu", "nan", "null", "k.a.", "-99", "-9"}
)
_PART_OF_DAY = ("year", "month", "day")
_OF_SHEET = "type of all rows"


def rows_of(sheet: Sheet, layout: Layout, path: str) -> Iterator[Report | Problem]:
    """Yield a report for every row below the headings, and a problem for each row or cell that cannot be read."""
    head = next((row for row in sheet.rows if row.number == layout.head), None)
    if head is None:
        return
    table = _Table(sheet=sheet, layout=layout, path=path, heads=headings(head))
    filled = table.merged()
    for row in sheet.rows:
        if row.number > layout.head and any(cell.text for cell in row.cells):
            yield from table.read(filled.get(row.number, row), row)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """A cell in the text of its report."""

    at: int
    cell: Cell
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """A sheet with what its columns are."""

    sheet: Sheet
    layout: Layout
    path: str
    heads: Mapping[int, str]

    def merged(self) -> dict[int, Row]:
        """Return the rows of merged areas with what the area says in each: it was merged because it holds for all."""
        found: dict[int, Row] = {}
        rows = {row.number: row for row in self.sheet.rows}
        for area in self.sheet.merged:
            if area.first_row <= self.layout.head or area.last_row - area.first_row > len(rows):
                continue
            cell = rows[area.first_row].at(area.first_column) if area.first_row in rows else Cell()
            for number in range(area.first_row + 1, area.last_row + 1):
                row = found.get(number) or rows.get(number)
                if row is not None and cell.text:
                    found[number] = _with_cell(row, area.first_column, cell)
        return found

    def read(self, row: Row, bare: Row) -> Iterator[Report | Problem]:
        """Yield the report of a row, after the problems of its cells."""
        if sum(bool(cell.text) for cell in bare.cells) < 2:
            yield self._problem(row, None, "only one cell of this row is filled: it was taken for a heading", _LEFT_OUT)
            return
        for at in self.heads:
            if row.at(at).kind is CellKind.FORMULA and not row.at(at).text:
                yield self.problem_of(row, at, Unreadable("a formula that was never worked out", _NO_RESULT))
        text, written = self._write(row)
        reader = _RowReader(table=self, row=row, written=written)
        values = tuple(reader.values())
        yield from reader.problems
        if not any(one.field == "type" for one in values):
            yield self._problem(row, self._column("type"), reader.why_no_type(), _NO_TYPE, is_fatal=True)
            return
        yield self._report(text, values, reader.title())

    def _write(self, row: Row) -> tuple[str, list[_Written]]:
        """Return the row written out, and where each cell stands in it."""
        lines, written, length = [], [], 0
        for at, heading in self.heads.items():
            shown = row.at(at).text.replace("\n", "; ")
            if not shown:
                continue
            lines.append(f"{heading}: {shown}")
            written.append(_written(at, Cell(shown, row.at(at).kind), length + len(heading) + 2))
            length += len(lines[-1]) + 1
        if self.layout.type is not None:
            lines.append(f"{_OF_SHEET}: {self.layout.type}")
            written.append(_written(-1, Cell(self.layout.type), length + len(_OF_SHEET) + 2))
        return "\n".join(lines), written

    def field_of(self, at: int) -> str:
        """Return what a column is."""
        return "type" if at < 0 else self.layout.columns.get(self.heads[at], IGNORED)

    def _column(self, name: str) -> int | None:
        return next((at for at in self.heads if self.field_of(at) == name), None)

    def _problem(self, row: Row, at: int | None, what: str, todo: str, *, is_fatal: bool = False) -> Problem:
        where = str(Where(sheet=self.sheet.name, row=row.number, column=at))
        return Problem(name="sheet-cell-unread", input=self.path, where=where, what=what, todo=todo, fatal=is_fatal)

    def problem_of(self, row: Row, at: int, error: Unreadable) -> Problem:
        """Return that a cell cannot be read; the row is taken without it."""
        return self._problem(row, at, f"{self.heads[at]}: {error.what}", error.todo)

    def _report(self, text: str, values: tuple[RowValue, ...], title: str) -> Report:
        sha256_text = hashlib.sha256(text.encode()).hexdigest()
        file = self.path.rpartition("/")[2]
        name = f"{file}, {self.sheet.name}" if self.sheet.name else file
        return Report(
            id="rep_" + hashlib.sha256(f"{sha256_text}\0spreadsheet".encode()).hexdigest()[:16],
            input=self.path,
            url=None,
            outlet=None,
            title=f"{file}: {title}",
            published=None,
            language=self.layout.language,
            text=text,
            sha256_raw=sha256_text,
            sha256_text=sha256_text,
            row=SheetRow(sheet=name, values=values),
        )


_NO_RESULT = "Open the sheet in a spreadsheet program and save it again."
_LEFT_OUT = "If it is an incident, fill in its type; else leave it."
_NO_TYPE = "Give its word a type under types in the mapping, or fill the cell in."


def _written(at: int, cell: Cell, start: int) -> _Written:
    return _Written(at=at, cell=cell, span=Span(start=start, end=start + len(cell.text)))


def _with_cell(row: Row, at: int, cell: Cell) -> Row:
    cells = [*row.cells, *[Cell()] * (at + 1 - len(row.cells))]
    cells[at] = cells[at] if cells[at].text else cell
    return replace(row, cells=tuple(cells))


@dataclass(kw_only=True)
class _RowReader:
    """Reads the cells of one row."""

    table: _Table
    row: Row
    written: list[_Written]
    problems: list[Problem] = field(default_factory=list)

    def values(self) -> Iterator[RowValue]:
        """Yield what the cells say; one that cannot be read is a problem and says nothing."""
        days: dict[str, _Written] = {}
        for one in self.written:
            name = self.table.field_of(one.at)
            try:
                _refuse_odd(one.cell, name)
            except Unreadable as error:
                self.problems.append(self.table.problem_of(self.row, one.at, error))
                continue
            if name in ("time", "time_end", *_PART_OF_DAY):
                days.setdefault(name, one)
            elif one.cell.text.casefold() not in _NOTHING:
                yield from self._value(name, one)
        yield from self._time(days)

    def why_no_type(self) -> str:
        """Say why a row has no type."""
        told = [one.cell.text for one in self.written if self.table.field_of(one.at) == "type"]
        return f"{told[0]!r} is no type that is known" if told else "the row says no type"

    def title(self) -> str:
        """Return what the row is called: its title, its id or its first words."""
        of = {self.table.field_of(one.at): one.cell.text for one in reversed(self.written)}
        name = of.get("title") or of.get("id") or of.get("text") or (self.written[0].cell.text if self.written else "")
        return name if len(name) <= 80 else name[:77].rsplit(" ", 1)[0] + " ..."

    def _value(self, name: str, one: _Written) -> Iterator[RowValue]:
        try:
            value = self._read(name, one.cell)
        except Unreadable as error:
            self.problems.append(self.table.problem_of(self.row, one.at, error))
            return
        if value is not None:
            yield RowValue(field=name, value=value, span=one.span)

    def _read(self, name: str, cell: Cell) -> str | None:
        """Return what a cell says as an account takes it; None: nothing."""
        layout, text = self.table.layout, cell.text
        if name == "type":
            return layout.type if layout.type == text else layout.types.get(text)
        if name == "stage":
            return layout.stages.get(text)
        if name in ("killed", "injured"):
            return _count(cell)
        return text if name in _WORDS else None

    def _time(self, days: Mapping[str, _Written]) -> Iterator[RowValue]:
        """Yield when it was: of one column, of two for beginning and end, or of year, month and day."""
        told = [one for one in days.values() if one.cell.text.casefold() not in _NOTHING]
        if not told:
            return
        try:
            interval = self._interval(days)
        except Unreadable as error:
            self.problems.append(self.table.problem_of(self.row, told[0].at, error))
            return
        if interval is not None:
            span = Span(start=min(one.span.start for one in told), end=max(one.span.end for one in told))
            yield RowValue(field="time", value=interval.edtf, span=span)

    def _interval(self, days: Mapping[str, _Written]) -> Interval | None:
        start = self._day(days.get("time"))
        if start is None:
            return _of_parts({name: days[name].cell.text for name in _PART_OF_DAY if name in days})
        end = self._day(days.get("time_end"))
        if end is None or end.edtf == start.edtf:
            return start
        if "/" in start.edtf or "/" in end.edtf:
            raise Unreadable("beginning and end are themselves of several days", "Write one day into each.")
        try:
            return parse_edtf(f"{start.edtf}/{end.edtf}")
        except ValueError as error:
            raise Unreadable(f"it ends ({end.edtf}) before it begins ({start.edtf})", "Look which is right.") from error

    def _day(self, one: _Written | None) -> Interval | None:
        if one is None or one.cell.text.casefold() in _NOTHING:
            return None
        layout = self.table.layout
        languages = tuple(dict.fromkeys((layout.language, "en")))
        return read_day(one.cell, layout.dates, languages, is_serial=layout.numbers_are_days)


def _refuse_odd(cell: Cell, name: str) -> None:
    if cell.kind is CellKind.FAULT:
        raise Unreadable(f"the program could not work it out ({cell.text})", "Mend the formula, or type the value.")
    if cell.kind is CellKind.DATE and name in ("killed", "injured"):
        raise Unreadable(f"the program made a day of it ({cell.text})", "Make the cell text, and type it again.")


def _count(cell: Cell) -> str | None:
    match = _NUMBER.fullmatch(cell.text)
    if match is None:
        raise Unreadable(f"{cell.text!r} is no number", "Write 4, or 3-5; the rest belongs into another column.")
    lo, hi = int(match[1]), int(match[2] or match[1])
    if hi < lo:
        raise Unreadable(f"{cell.text!r} ends below its beginning", "Write the smaller number first.")
    return None if hi == 0 else str(lo) if lo == hi else f"{lo}-{hi}"


def _of_parts(parts: Mapping[str, str]) -> Interval | None:
    """Return the day of a year, month and day in columns of their own; 0 is unknown in many a sheet."""
    known = {name: text for name, text in parts.items() if text not in ("0", "00") and text.casefold() not in _NOTHING}
    if "year" not in known:
        if known:
            raise Unreadable("a month or day without its year", "Fill in the year.")
        return None
    if not re.fullmatch(r"\d{4}", known["year"]):
        raise Unreadable(f"{known['year']!r} is no year", "Write it as 2024.")
    numbers = [known["year"]]
    for name in ("month", "day"):
        if name not in known:
            break
        if not re.fullmatch(r"\d{1,2}", known[name]):
            raise Unreadable(f"{known[name]!r} is no {name} in numbers", "Write it as 5.")
        numbers.append(f"{int(known[name]):02}")
    try:
        return parse_edtf("-".join(numbers))
    except ValueError as error:
        raise Unreadable(f"{'-'.join(numbers)} is no day of the calendar", "Look which number is wrong.") from error
