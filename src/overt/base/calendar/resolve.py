"""Places the form of a time by the window of publication: `Form` -> `Interval`, never a false day."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

from overt.base.calendar.forms import (
    Ago,
    Bounded,
    Clocked,
    DayOfMonth,
    Fixed,
    Form,
    NightInto,
    Past,
    Ranged,
    Shifted,
    Then,
    Weekday,
    Within,
    Yearly,
)
from overt.base.calendar.parts import fixed_month, fixed_season, fixed_week, fixed_year
from overt.base.edtf import Interval, make_interval, month_end

UNIT_DAYS = {"day": 1, "night": 1, "week": 7, "weekend": 7, "month": 30.44, "year": 365.25, "decade": 3652.5}
_MONTHS = {"month": 1, "year": 12, "decade": 120}


def resolve_form(form: Form, anchor: Interval | None, *, is_future: bool) -> Interval | None:
    """Return the days that a form can be; None for what is counted from the story, which is settled first."""
    if isinstance(form, Fixed):
        return form.interval
    if isinstance(form, Bounded):
        return _bounded(form, anchor, is_future=is_future)
    if isinstance(form, Ranged):
        return _ranged(form, anchor, is_future=is_future)
    if isinstance(form, NightInto | Clocked):
        day = resolve_form(form.of, anchor, is_future=is_future) if form.of is not None else None
        return _night_into(day) if isinstance(form, NightInto) else _at_clock(form, day)
    if isinstance(form, Then | Within):
        return None  # without the story that it is counted from
    return _anchored(form, anchor, is_future=is_future)


def _night_into(day: Interval | None) -> Interval | None:
    if day is None or day.lo is None or day.hi is None or (day.hi - day.lo).days > _FEW_DAYS:
        return day
    return make_interval(day.lo - timedelta(days=1), day.hi)


def _at_clock(form: Clocked, day: Interval | None) -> Interval | None:
    """The clock time of one day; of a longer time the clock says nothing."""
    if day is None or day.lo is None or day.lo != day.hi:
        return day
    return replace(day, edtf=f"{day.lo.isoformat()}T{form.hour:02d}:{form.minute:02d}")


_FEW_DAYS = 10


def _anchored(form: Form, anchor: Interval | None, *, is_future: bool) -> Interval | None:
    if anchor is None or (anchor.lo is None and anchor.hi is None):
        return _yearless(form) if isinstance(form, Yearly) else None
    if anchor.lo is None or anchor.hi is None:
        return _half_open(form, anchor, is_future=is_future)
    first, last = (at_day(form, day, is_future=is_future) for day in (anchor.lo, anchor.hi))
    if first is None or last is None or first == last:
        return first if first == last else None
    return _either(first, last, is_yearly=isinstance(form, Yearly))


def _either(first: Interval, last: Interval, *, is_yearly: bool) -> Interval:
    if is_yearly and first.lo and last.lo and last.lo.year == first.lo.year + 1 and "/" not in first.edtf + last.edtf:
        return Interval(edtf=f"[{first.edtf},{last.edtf}]", lo=first.lo, hi=last.hi)
    return make_interval(first.lo, last.hi, approximate=first.is_approximate)


def _half_open(form: Form, anchor: Interval, *, is_future: bool) -> Interval | None:
    """Published "after January 2023" alone: what lies back from there has its earliest day, and no latest."""
    if isinstance(form, Yearly):
        return _yearless(form)
    known = anchor.lo or anchor.hi
    if known is None or isinstance(form, Weekday):
        return None
    there = at_day(form, known, is_future=is_future)
    if there is None:
        return None
    return make_interval(there.lo, None) if anchor.lo else make_interval(None, there.hi)


def _yearless(form: Yearly) -> Interval | None:
    if form.month > 12:
        return None
    day = f"-{form.day:02d}" if form.day and not form.last_day else ""
    mark = "~" if form.part else ""
    return Interval(edtf=f"XXXX-{form.month:02d}{day}{mark}", lo=None, hi=None)


def at_day(form: Form, day: date, *, is_future: bool) -> Interval | None:
    """The time as a report of exactly this day means it."""
    match form:
        case Shifted():
            return _shifted(form, day)
        case Ago():
            return _ago(form, day)
        case Past():
            return make_interval(days_back(day, form.unit, form.count), day, approximate=form.is_vague)
        case _:
            return _named_at(form, day, is_future=is_future)


def _named_at(form: Form, day: date, *, is_future: bool) -> Interval | None:
    match form:
        case Yearly():
            return _yearly(form, day, is_future=is_future)
        case Weekday():
            return _weekday(form, day, is_future=is_future)
        case DayOfMonth():
            return day_of_month(form, day)
        case _:
            return None


def _yearly(form: Yearly, day: date, *, is_future: bool) -> Interval | None:
    """The nearest such month, day or season that has begun; "next" and the future: that has not ended."""
    looks_forward = is_future if form.which is None else form.which == "next"
    if form.which == "this":
        return _this_year(form, day)
    near = [found for year in range(day.year - 9, day.year + 10) if (found := in_year(form, year))]
    if looks_forward:
        return next((one for one in near if one.hi and one.hi >= day), None)
    if form.which == "last":
        return next(islice((one for one in reversed(near) if one.hi and one.hi < day), form.back, None), None)
    return next((one for one in reversed(near) if one.lo and one.lo <= day), None)


def _this_year(form: Yearly, day: date) -> Interval | None:
    """In March "this winter" is the one that has just ended: not one that begins in three months or later."""
    this, last = in_year(form, day.year), in_year(form, day.year - 1)
    is_ahead = this is None or this.lo is None or this.lo > day + timedelta(days=_SOON)
    return last if form.month > 12 and is_ahead and last is not None else this


_SOON = 90


def day_of_month(form: DayOfMonth, day: date) -> Interval | None:
    """Return the last such day up to a day; of a month that is named with it, that month's."""
    if isinstance(form.of, Shifted):
        month = _unit_bounds("month", form.of.count, day)[0]
        return fixed_month(month.year, month.month, (form.day, None), None)
    months = [_unit_bounds("month", -count, day)[0] for count in range(3)]
    found = (fixed_month(month.year, month.month, (form.day, None), None) for month in months)
    return next((one for one in found if one and one.lo and one.lo <= day), None)


def in_year(form: Yearly, year: int) -> Interval | None:
    """Return the month, season or day of a year."""
    if form.month > 12:
        return fixed_season(year, form.month, form.part)
    return fixed_month(year, form.month, (form.day, form.last_day), form.part)


def _weekday(form: Weekday, day: date, *, is_future: bool) -> Interval:
    back = (day.weekday() - form.day) % 7
    forward = (form.day - day.weekday()) % 7
    if form.which == "next" or (is_future and form.which != "last"):
        found = day + timedelta(days=forward or 7)
    else:
        found = day - timedelta(days=(back or (7 if form.which == "last" else 0)) + 7 * form.back)
    return make_interval(found, found)


def _shifted(form: Shifted, day: date) -> Interval | None:
    lo, hi = _unit_bounds(form.unit, form.count, day)
    if form.day is not None:
        return make_interval(lo + timedelta(days=form.day), lo + timedelta(days=form.day))
    if form.part == "earlier":
        hi = min(hi, day)
    elif form.part == "later":
        lo = max(lo, day)
    elif form.part is not None and form.unit in _PARTED:
        return _part_of_unit(form.unit, form.part, lo)
    return make_interval(lo, hi)


_PARTED = ("week", "month", "year")


def _part_of_unit(unit: str, part: str, first: date) -> Interval | None:
    if unit == "week":
        return fixed_week(first, part)
    return fixed_month(first.year, first.month, (None, None), part) if unit == "month" else fixed_year(first.year, part)


def _unit_bounds(unit: str, count: int, day: date) -> tuple[date, date]:
    if unit == "day":
        there = day + timedelta(days=count)
        return there, there
    if unit == "night":
        return day - timedelta(days=1), day
    if unit in ("week", "weekend"):
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=count)
        return monday + timedelta(days=5 if unit == "weekend" else 0), monday + timedelta(days=6)
    if unit == "month":
        months = day.year * 12 + day.month - 1 + count
        return date(months // 12, months % 12 + 1, 1), month_end(months // 12, months % 12 + 1)
    years = 10 if unit == "decade" else 1
    first = (day.year // years + count) * years
    return date(first, 1, 1), date(first + years - 1, 12, 31)


def _ago(form: Ago, day: date) -> Interval:
    """Days are counted; wider units are rounded by those who write, so half a unit is given on both sides."""
    if form.is_between:
        earliest, latest = days_back(day, form.unit, form.most), days_back(day, form.unit, form.least)
        return make_interval(earliest, latest, approximate=True)
    if form.unit in ("day", "night"):
        return make_interval(
            days_back(day, "day", form.most), days_back(day, "day", form.least), approximate=form.least != form.most
        )
    slack = timedelta(days=int(UNIT_DAYS[form.unit] / 2))
    earliest, latest = days_back(day, form.unit, form.most), days_back(day, form.unit, form.least)
    return make_interval(earliest - slack, min(day, latest + slack), approximate=True)


def days_back(day: date, unit: str, count: int) -> date:
    """Return the day that lies so many units before another; a negative count is after it."""
    months = count * _MONTHS.get(unit, 0)
    if not months:
        return day - timedelta(days=count * int(UNIT_DAYS[unit]))
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, month_end(year, month + 1).day))


def _bounded(form: Bounded, anchor: Interval | None, *, is_future: bool) -> Interval | None:
    known = resolve_form(form.of, anchor, is_future=is_future)
    if known is None or known.is_yearless:
        return None
    rough = known.is_approximate
    if form.side in ("since", "after"):
        return make_interval(known.lo, None, approximate=rough) if known.lo else None
    if form.side == "before":
        return make_interval(None, known.lo - timedelta(days=1), approximate=rough) if known.lo else None
    return make_interval(None, known.hi, approximate=rough) if known.hi else None


def _before_end(first: Yearly | Weekday | DayOfMonth, end: date) -> Interval | None:
    """Place the first of a range by its last: "from Friday to Sunday", said on a Saturday."""
    return at_day(first if isinstance(first, DayOfMonth) else replace(first, which=None), end, is_future=False)


def _ranged(form: Ranged, anchor: Interval | None, *, is_future: bool) -> Interval | None:
    first, last = (resolve_form(part, anchor, is_future=is_future) for part in (form.first, form.last))
    if first is None or last is None or first.is_yearless or last.is_yearless or first.lo is None:
        return None
    if last.hi is not None and last.hi < first.lo and isinstance(form.first, Yearly | Weekday | DayOfMonth):
        first = _before_end(form.first, last.hi) or first
    if last.hi is not None and (first.lo is None or last.hi < first.lo):
        return None
    return make_interval(first.lo, last.hi, approximate=first.is_approximate or last.is_approximate)
