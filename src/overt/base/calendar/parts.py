"""Parts of months, seasons and years as the codebook has them (§5.1): early, mid, late, halves and quarters."""

from datetime import date, timedelta

from overt.base.edtf import Interval, make_interval, month_end, parse_edtf, season_bounds

_MONTH_DAYS = {"early": (1, 10), "start": (1, 10), "mid": (11, 20), "late": (21, 31), "end": (21, 31), "half1": (1, 15),
               "half2": (16, 31), "early to mid": (1, 20), "mid to late": (11, 31), "week1": (1, 7), "week2": (8, 14),
               "week3": (15, 21), "week4": (22, 28), "first days": (1, 5)}  # fmt: skip
_LAST_DAYS = {"last week": 7, "last days": 5}
_FIRST_DAYS = ("first days", "week1")
_YEAR_MONTHS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "start": (1, 2), "end": (11, 12), "half1": (1, 6),
                "half2": (7, 12), "q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12),
                "early to mid": (1, 8), "mid to late": (5, 12)}  # fmt: skip
_EXACT = ("half1", "half2", "q1", "q2", "q3", "q4")
_WEEK_DAYS = {"early": (0, 2), "start": (0, 2), "mid": (1, 3), "late": (3, 6), "end": (3, 6)}  # from Monday
AROUND = "around"  # the days given, more or less
_SEASON_THIRDS = {"early": 0, "start": 0, "mid": 1, "late": 2, "end": 2}


def fixed_month(year: int, month: int, days: tuple[int | None, int | None], part: str | None) -> Interval | None:
    """Return a month of a year, or its day, days or part; None if there is no such day."""
    last = month_end(year, month).day
    first_day, last_day = days
    if part and part != AROUND:
        first_day, last_day = _days_of_part(part, last)
    elif first_day is None:
        first_day, last_day = 1, last
    last_day = last_day or first_day
    if last_day < first_day or last_day > last:
        return None
    return make_interval(date(year, month, first_day), date(year, month, last_day), approximate=bool(part))


def _days_of_part(part: str, last: int) -> tuple[int, int]:
    if part in _LAST_DAYS:
        return last - _LAST_DAYS[part] + 1, last
    first_day, last_day = _MONTH_DAYS.get(part, (1, 31))
    return first_day, min(last, last_day)


def fixed_week(monday: date, part: str) -> Interval:
    """Return a part of the week that begins on a Monday."""
    first, last = _WEEK_DAYS.get(part, (0, 6))
    return make_interval(monday + timedelta(days=first), monday + timedelta(days=last), approximate=True)


def fixed_season(year: int, season: int, part: str | None) -> Interval:
    """Return a season of a year (21 spring to 24 winter, in the south 29 to 32), or its part."""
    if part not in _SEASON_THIRDS:
        return parse_edtf(f"{year:04d}-{season}")
    lo, _ = season_bounds(year, season)
    start = lo
    for _ in range(_SEASON_THIRDS[part]):
        start = month_end(start.year, start.month) + timedelta(days=1)
    return make_interval(start, month_end(start.year, start.month), approximate=True)


def fixed_year(year: int, part: str | None) -> Interval:
    """Return a year or its part."""
    if part in _LAST_DAYS or part in _FIRST_DAYS:
        interval = fixed_month(year, 1 if part in _FIRST_DAYS else 12, (None, None), part)
        return interval or make_interval(date(year, 1, 1), date(year, 12, 31))
    first, last = _YEAR_MONTHS.get(part, (1, 12)) if part else (1, 12)
    approximate = part is not None and part not in _EXACT
    return make_interval(date(year, first, 1), month_end(year, last), approximate=approximate)
