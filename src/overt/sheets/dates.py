"""Reads dates as people write them into cells: a cell in, days out. A date that may be two is never guessed."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from overt.base.calendar import find_times, resolve_time
from overt.base.edtf import Interval, parse_edtf
from overt.base.tables.cells import Cell, CellKind


class Unreadable(Exception):  # noqa: N818 - says what the cell is
    """A cell that cannot be taken as what its column holds."""

    def __init__(self, what: str, todo: str) -> None:
        """Say what is wrong with it, and what to do."""
        super().__init__(what)
        self.what, self.todo = what, todo


class DateOrder(StrEnum):
    """What stands first where a date is written in numbers."""

    DAY = "day-month-year"
    MONTH = "month-day-year"


_NUMBERS = re.compile(r"(\d{1,4})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{1,4})\.?")
_COMPACT = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_CLOCK = re.compile(r"[T ]+\d{1,2}:\d\d(:\d\d)?(\.\d+)?\s*(am|pm|z|utc|gmt)?$", re.IGNORECASE)
_YEAR = re.compile(r"(19|20)\d\d")
_SPAN = re.compile(r"\s+(?:-|–|—|to|until|bis|à|au|до|do|al)\s+|\s*[–—]\s*", re.IGNORECASE)
_SERIAL = (20_000, 60_000)  # days since 1900 of 1954 to 2064
_FIRST_DAY = date(1899, 12, 30)
_AMBIGUOUS = "Write it as 2024-05-09, or say which it is: dates: day-month-year (or month-day-year) in the mapping."


def read_day(
    cell: Cell, order: DateOrder | None = None, languages: Sequence[str] = ("en",), *, is_serial: bool = False
) -> Interval:
    """Return when a cell says. `order`: how numbers are meant; `is_serial`: bare numbers are days since 1900.

    Raises Unreadable for what is no date, what may be two, and what has no year.
    """
    text = _CLOCK.sub("", cell.text).strip()
    if cell.kind is CellKind.NUMBER and not _YEAR.fullmatch(text) and not _COMPACT.fullmatch(text):
        return _serial(text, is_serial=is_serial)
    try:
        return _bounded(parse_edtf(text))
    except ValueError:
        pass
    if _COMPACT.fullmatch(text):
        return _day(int(text[:4]), int(text[4:6]), int(text[6:]), text)
    if match := _NUMBERS.fullmatch(text):
        return _numbers(match, order)
    return _range(text, order, languages) or _words(text, languages)


def _bounded(interval: Interval) -> Interval:
    if interval.is_yearless:
        raise Unreadable(f"{interval.edtf!r} has no year", "Write the year as well.")
    return interval


def _serial(text: str, *, is_serial: bool) -> Interval:
    number = float(text)
    if not _SERIAL[0] < number < _SERIAL[1]:
        raise Unreadable(f"{text} is a number and no date", "Write the date as 2024-05-09.")
    day = (_FIRST_DAY + timedelta(days=int(number))).isoformat()
    if not is_serial:
        raise Unreadable(
            f"{text} is a number; counted from 1900 as spreadsheets count, it is {day}",
            "Give the column the format of a date, or say in the mapping: numbers_are_days: true.",
        )
    return parse_edtf(day)


def _numbers(match: re.Match[str], order: DateOrder | None) -> Interval:
    first, middle, last = match[1], int(match[3]), match[4]
    if len(first) == len("2024"):
        return _day(int(first), middle, int(last), match[0])
    if len(last) != len("2024") or len(first) > len("31"):
        raise Unreadable(f"{match[0]!r} has no year of four digits", "Write it as 2024-05-09.")
    day, month, year = int(first), middle, int(last)
    if order is DateOrder.MONTH:
        day, month = month, day
    elif order is None and day <= 12 and month <= 12 and day != month:
        raise Unreadable(f"{match[0]!r} may be {_iso(year, month, day)} or {_iso(year, day, month)}", _AMBIGUOUS)
    elif order is None and day <= 12 < month:
        day, month = month, day
    return _day(year, month, day, match[0])


def _iso(year: int, month: int, day: int) -> str:
    return f"{year:04}-{month:02}-{day:02}"


def _day(year: int, month: int, day: int, text: str) -> Interval:
    try:
        return parse_edtf(date(year, month, day).isoformat())
    except ValueError as error:
        raise Unreadable(f"{text!r} is no day of the calendar", "Write it as 2024-05-09.") from error


def _range(text: str, order: DateOrder | None, languages: Sequence[str]) -> Interval | None:
    """Return "2024-05-09 to 2024-05-11"; what has its year only once ("9-11 May 2024") is read by its words."""
    parts = _SPAN.split(text)
    if len(parts) != 2 or not all(re.search(r"\d{4}", part) for part in parts):
        return None
    start, end = (read_day(Cell(part), order, languages) for part in parts)
    try:
        return parse_edtf(f"{start.edtf}/{end.edtf}")
    except ValueError as error:
        raise Unreadable(f"{text!r} ends before it begins", "Write the earlier day first.") from error


def _words(text: str, languages: Sequence[str]) -> Interval:
    """Return a date in words, "9 May 2024": the words have to be all of the cell."""
    plain = text.strip(" .,;()")
    for language in languages:
        for said in (plain, f"in {plain}", f"on {plain}"):
            found = [one for one in find_times(said, language) if one.end - one.start >= len(plain) - 1]
            interval = resolve_time(found[0], None, None, None) if found else None
            if interval is not None and not interval.is_yearless:
                return interval
    raise Unreadable(
        f"{text!r} is no date that can be read", "Write it as 2024-05-09, 2024-05, 2024 or 2024-05-09/2024-05-11."
    )
