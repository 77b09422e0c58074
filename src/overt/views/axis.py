"""An axis of days: two dates and two pixels -> where a day lies, and which ticks are drawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from overt.base.edtf import Interval

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400)  # months
_MOST_TICKS = 14
_FEW_DAYS = 45
_RARE = 0.1  # share of the incidents that may be left out so that the others can be told apart


@dataclass(frozen=True, slots=True)
class Axis:
    """Days from `start` to `end`, both inclusive, between two pixels."""

    start: date
    end: date
    x_0: float
    x_1: float

    def x(self, day: date) -> float:
        """Return where a day begins; days outside lie at the edge."""
        share = (day - self.start).days / self.days
        return self.x_0 + (self.x_1 - self.x_0) * min(max(share, 0.0), 1.0)

    def x_after(self, day: date) -> float:
        """Return where a day ends."""
        return self.x_1 if day >= self.end else self.x(day + timedelta(1))

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid. `above` is said once for several ticks: the year of months."""

    day: date
    said: str
    above: str


def ticks(axis: Axis) -> tuple[Tick, ...]:
    """Return the ticks in order, few enough to be read."""
    found = list(_day_ticks(axis) if axis.days <= _FEW_DAYS else _month_ticks(axis))
    shown, last = [], ""
    for tick in found:
        shown.append(Tick(tick.day, tick.said, tick.above if tick.above != last else ""))
        last = tick.above
    return tuple(shown)


def _day_ticks(axis: Axis) -> Iterator[Tick]:
    step = 1 if axis.days <= _MOST_TICKS else 2 if axis.days <= 2 * _MOST_TICKS else 7
    for offset in range(0, axis.days, step):
        day = axis.start + timedelta(offset)
        yield Tick(day, str(day.day), f"{_MONTHS[day.month - 1]} {day.year}")


def _month_ticks(axis: Axis) -> Iterator[Tick]:
    first, last = axis.start.year * 12 + axis.start.month - 1, axis.end.year * 12 + axis.end.month - 1
    step = next((step for step in _STEPS if (last - first) / step <= _MOST_TICKS), _STEPS[-1])
    for month in range(-(-first // step) * step, last + 1, step):
        day = date(month // 12, month % 12 + 1, 1)
        if day >= axis.start:
            yield Tick(day, str(day.year), "") if step >= 12 else Tick(day, _MONTHS[day.month - 1], str(day.year))


def is_dated(time: Interval | None) -> bool:
    """Say whether a time has an end on the calendar."""
    return time is not None and (time.lo is not None or time.hi is not None)


def span_of(times: list[Interval]) -> tuple[date, date]:
    """Return the first and last day of an axis for times that are dated.

    A few that lie far back would press all others together: where leaving out a tenth at most makes the axis less
    than half as long, it begins after them.
    """
    bounds = sorted((time.lo or time.hi or date.max, time.hi or time.lo or date.min) for time in times)
    end = max(hi for _, hi in bounds)
    start = min(lo for lo, _ in bounds)
    by_end = sorted((hi, lo) for lo, hi in bounds)
    rare = int(len(by_end) * _RARE)
    for leave in range(1, rare + 1):
        rest = min(lo for _, lo in by_end[leave:])
        if (end - rest).days * 2 < (end - start).days and rest > by_end[leave - 1][0]:
            start = rest
    return start.replace(day=1), end
