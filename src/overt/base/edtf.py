"""Intervals of days and the EDTF subset of the codebook (§5.1): text -> `Interval` -> text."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache


class Precision(StrEnum):
    """How wide a time is (codebook §5.1)."""

    CLOCK = "T0"
    DAY = "T1"
    DAYS = "T2"
    MONTH = "T3"
    SEASON = "T4"
    YEAR = "T5"
    WIDE = "T6"


_WIDTHS = (
    (1, Precision.DAY),
    (10, Precision.DAYS),
    (31, Precision.MONTH),
    (123, Precision.SEASON),
    (366, Precision.YEAR),
)
_CLOCK = re.compile(r"(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-]\d\d:\d\d)?")
_DATE = re.compile(r"(?P<year>\d{4}|\d{3}X|\d\dXX)(-(?P<month>\d\d|XX)(-(?P<day>\d\d|XX))?)?[?~%]?")
_YEARLESS = re.compile(r"XXXX-(?P<month>\d\d)(-(?P<day>\d\d))?[?~%]?")
_OPEN = ".."
SOUTHERN = 29  # the first of the southern seasons; 21 to 24 are read as northern


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Earliest and latest possible day, both inclusive; None is open. `edtf` says the same in EDTF.

    A time without its year ("in May") is XXXX-05, with both bounds None.
    """

    edtf: str
    lo: date | None
    hi: date | None

    @property
    def precision(self) -> Precision:
        """Window width as T1..T6 (T0 when the EDTF carries a clock time)."""
        if _CLOCK.fullmatch(self.edtf):
            return Precision.CLOCK
        if self.lo is None or self.hi is None:
            return Precision.WIDE
        days = (self.hi - self.lo).days + 1
        return next((precision for width, precision in _WIDTHS if days <= width), Precision.WIDE)

    @property
    def is_yearless(self) -> bool:
        """Say whether only the month (and day) is known, not the year."""
        return self.edtf.startswith("XXXX")

    @property
    def is_approximate(self) -> bool:
        """Say whether the EDTF carries ~ or %."""
        return "~" in self.edtf or "%" in self.edtf


@lru_cache(maxsize=4096)
def parse_edtf(text: str) -> Interval:
    """Return the interval of an EDTF text of the codebook's subset, with `edtf` as given.

    Bounds are strict: ? ~ % mark doubt and widen nothing. Raises ValueError if the text is none of the forms, or names
    a day that is not on the calendar.
    """
    lo, hi = _bounds(text)
    if lo is not None and hi is not None and lo > hi:
        raise ValueError(f"EDTF {text!r} ends before it begins; write the earlier date first")
    return Interval(edtf=text, lo=lo, hi=hi)


def _bounds(text: str) -> tuple[date | None, date | None]:
    if "/" in text:
        start, _, end = text.partition("/")
        lo = None if start == _OPEN else _date_bounds(start)[0]
        return lo, None if end == _OPEN else _date_bounds(end)[1]
    if text.startswith("[") and text.endswith("]"):
        members = [_date_bounds(member.strip()) for member in text[1:-1].split(",")]
        return min(lo for lo, _ in members), max(hi for _, hi in members)
    if match := _YEARLESS.fullmatch(text):
        _checked(text, 2000, int(match["month"]), int(match["day"] or 1))  # 2000 was a leap year
        return None, None
    return _date_bounds(text)


def _date_bounds(text: str) -> tuple[date, date]:
    if clock := _CLOCK.fullmatch(text):
        return _date_bounds(clock[1])
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError(
            f"{text!r} is not EDTF that overt knows; write 2024, 2024-02, 2024-02-13, 202X, 2022-21 (season) or a/b"
        )
    first, last = int(match["year"].replace("X", "0")), int(match["year"].replace("X", "9"))
    month, day = match["month"], match["day"]
    if month in (None, "XX"):
        return _checked(text, first, 1, 1), date(last, 12, 31)
    if first != last:
        raise ValueError(f"EDTF {text!r} has a month in an unknown year; write the decade alone or XXXX-{month}")
    if 21 <= int(month) <= 32:
        return season_bounds(first, int(month)) if day is None else _refuse_day(text)
    if day in (None, "XX"):
        return _checked(text, first, int(month), 1), month_end(first, int(month))
    only = _checked(text, first, int(month), int(day))
    return only, only


def _refuse_day(text: str) -> tuple[date, date]:
    raise ValueError(f"EDTF {text!r} has a day in a season; leave the day out")


def _checked(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"EDTF {text!r} names a day that is not on the calendar: {error}") from error


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def season_bounds(year: int, season: int) -> tuple[date, date]:
    """Return first and last day of a season; what begins in December ends in the next year.

    21 spring to 24 winter and 25 to 28 are northern, 29 spring to 32 winter southern (EDTF level 2).
    """
    quarter = (season - 21) % 4 + (2 if season >= SOUTHERN else 0)
    month = 3 * (quarter % 4 + 1)
    if month == 12:
        return date(year, 12, 1), month_end(year + 1, 2) if year < date.max.year else date.max
    return date(year, month, 1), month_end(year, month + 2)


def day_interval(day: date) -> Interval:
    """Return the interval of one day."""
    return Interval(edtf=day.isoformat(), lo=day, hi=day)


def make_interval(lo: date | None, hi: date | None, *, approximate: bool = False) -> Interval:
    """Return the interval from `lo` to `hi` (None is open) in its shortest EDTF: a day, month, year, decade, or a/b.

    Raises ValueError if `hi` is before `lo`.
    """
    if lo is not None and hi is not None and hi < lo:
        raise ValueError(f"not an interval: {lo} is after {hi}")
    mark = "~" if approximate else ""
    start, end = _shortened(lo, hi)
    if start == end and start != _OPEN:
        edtf = start + mark
    elif lo is not None and hi is not None and _is_decade(lo, hi):
        edtf = f"{start[:3]}X{mark}"
    else:
        edtf = "/".join(_OPEN if part == _OPEN else part + mark for part in (start, end))
    return Interval(edtf=edtf, lo=lo, hi=hi)


def _shortened(lo: date | None, hi: date | None) -> tuple[str, str]:
    """Both ends in the widest unit that both fill: 2020 and 2023, 2020-02 and 2020-05, else days."""
    whole_years = (lo is None or (lo.month, lo.day) == (1, 1)) and (hi is None or (hi.month, hi.day) == (12, 31))
    whole_months = (lo is None or lo.day == 1) and (hi is None or hi == month_end(hi.year, hi.month))
    length = 4 if whole_years else 7 if whole_months else 10
    start, end = (_OPEN if day is None else day.isoformat()[:length] for day in (lo, hi))
    return start, end


def _is_decade(lo: date, hi: date) -> bool:
    return lo.year % 10 == 0 and hi.year == lo.year + 9 and (lo.month, lo.day, hi.month, hi.day) == (1, 1, 12, 31)


def intersect(a: Interval, b: Interval) -> Interval | None:
    """Return the days in both, in the EDTF of the one that lies inside the other where so; None if there are none.

    A yearless time within a closed window becomes the months that lie in it, as one interval; within an open one it
    stays as it is.
    """
    if a.is_yearless or b.is_yearless:
        return _intersect_yearless(a, b) if a.is_yearless else _intersect_yearless(b, a)
    lo, hi = _later(a.lo, b.lo), _earlier(a.hi, b.hi)
    if lo is not None and hi is not None and lo > hi:
        return None
    inside = [one for one in (a, b) if (one.lo, one.hi) == (lo, hi)]
    if inside:
        return min(inside, key=lambda one: (one.precision, len(one.edtf)))
    return make_interval(lo, hi, approximate=a.is_approximate or b.is_approximate)


def _later(a: date | None, b: date | None) -> date | None:
    return max(a, b) if a is not None and b is not None else a if b is None else b


def _earlier(a: date | None, b: date | None) -> date | None:
    return min(a, b) if a is not None and b is not None else a if b is None else b


def _intersect_yearless(yearless: Interval, other: Interval) -> Interval | None:
    if other.is_yearless:
        longer, shorter = sorted((yearless, other), key=lambda one: -len(one.edtf.rstrip("?~%")))
        return longer if longer.edtf.startswith(shorter.edtf.rstrip("?~%")) else None
    if other.lo is None or other.hi is None:
        return yearless
    found = occurrences(yearless, other.lo, other.hi)
    if not found:
        return None
    lo, hi = found[0].lo, found[-1].hi
    return make_interval(_later(lo, other.lo), _earlier(hi, other.hi), approximate=yearless.is_approximate)


def occurrences(yearless: Interval, lo: date, hi: date) -> tuple[Interval, ...]:
    """Return the dated forms of a yearless time (XXXX-05, XXXX-05-03) that touch the days lo..hi, earliest first."""
    found = []
    for year in range(lo.year, hi.year + 1):
        text = f"{year:04d}{yearless.edtf[4:]}"
        if not (text[5:10] == "02-29" and monthrange(year, 2)[1] == 28):
            dated = parse_edtf(text)
            if dated.lo is not None and dated.hi is not None and dated.lo <= hi and dated.hi >= lo:
                found.append(dated)
    return tuple(found)


def overlaps(a: Interval, b: Interval, tolerance_days: int = 0) -> bool:
    """Say whether both can be the same day, give or take the tolerance."""
    return intersect(_widened(a, tolerance_days), b) is not None


def _widened(interval: Interval, days: int) -> Interval:
    if days == 0 or interval.is_yearless:
        return interval
    lo = interval.lo and date.fromordinal(max(1, interval.lo.toordinal() - days))
    hi = interval.hi and interval.hi + min(timedelta(days), date.max - interval.hi)
    return make_interval(lo, hi)


def covers(a: Interval, b: Interval) -> bool:
    """Say whether every day that `b` can be lies in `a`."""
    if a.is_yearless or b.is_yearless:
        return (
            intersect(a, b) == b if b.is_yearless and a.is_yearless else b.is_yearless and a.lo is None and a.hi is None
        )
    starts = a.lo is None or (b.lo is not None and b.lo >= a.lo)
    return starts and (a.hi is None or (b.hi is not None and b.hi <= a.hi))
