"""Places a time by what the text told before: `TimeExpression`s -> the days they can be, counted from the story.

A feature tells a past story by its own clock: "the following month" follows the month it told of last, and "in October"
after "in August 2019" is that of 2019. Where the story gives nothing to count from, such a time has no place.
"""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache

from overt.base.calendar.forms import (
    Apart,
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
    TimeExpression,
    Weekday,
    Within,
    Yearly,
)
from overt.base.calendar.grammar import find_times
from overt.base.calendar.parts import fixed_month
from overt.base.calendar.resolve import UNIT_DAYS, at_day, days_back, in_year, resolve_form
from overt.base.calendar.south import turn_south
from overt.base.calendar.words import load_words
from overt.base.edtf import Interval, make_interval


def resolve_time(
    expression: TimeExpression,
    anchor: Interval | None,
    tense: str | None = None,
    story: Interval | None = None,
    *,
    is_south: bool = False,
) -> Interval | None:
    """Return the days that a time can be, read in a report published within `anchor`.

    tense "future" looks forward ("on Tuesday" is the next one), all else back. Without an anchor only times that say
    their year are placed; a month or day without one becomes XXXX-05, and anything else None. A wide anchor widens
    the result. `story` is the time that the text told last: what is counted from it ("the following month") has none
    without it. `is_south`: seasons are those of the southern hemisphere.
    """
    is_future = tense == "future"
    read = turn_south(expression.form) if is_south else expression.form
    form = _settle(read, anchor, None if is_future and not expression.is_of_story else story)
    return resolve_form(form, anchor, is_future=is_future) if form is not None else None


def _settle(form: Form, anchor: Interval | None, story: Interval | None) -> Form | None:
    """Return the form with what is counted from the story placed; None where the story gives nothing to count from."""
    match form:
        case Bounded() | NightInto() | Clocked() | Ranged():
            return _settle_parts(form, anchor, story)
        case DayOfMonth():
            return _day_in_story(form, anchor, story)
        case Then():
            return _settle_then(form, story)
        case Within():
            year = _settle(form.year, anchor, story)
            placed = resolve_form(year, anchor, is_future=False) if year is not None else None
            return _within(form.part, placed)
        case Yearly(which=None) if story is not None:
            return _going_on(form, anchor, story)
    return form


def _settle_parts(
    form: Bounded | NightInto | Clocked | Ranged, anchor: Interval | None, story: Interval | None
) -> Form | None:
    if isinstance(form, Ranged):
        first, last = (_settle(part, anchor, story) for part in (form.first, form.last))
        return replace(form, first=first, last=last) if first and last else None
    if form.of is None:  # an hour of the day that was told before
        is_day = story is not None and story.lo is not None and story.lo == story.hi
        return replace(form, of=Fixed(interval=story)) if is_day and story else None
    of = _settle(form.of, anchor, story)
    return replace(form, of=of) if of is not None else None


def _settle_then(form: Then, story: Interval | None) -> Form | None:
    counted = _counted_from(form.of, story) if story is not None and _is_fine_enough(form.of, story) else None
    if counted is not None:
        return Fixed(interval=counted)
    return form.of if form.or_now and not isinstance(form.of, Apart) else None


def _day_in_story(form: DayOfMonth, anchor: Interval | None, story: Interval | None) -> Form | None:
    """Place "on the 12th": in the month that the story has reached, the month that is named with it, else the last."""
    if isinstance(form.of, Then):
        month = _settle(form.of, anchor, story)
        if not isinstance(month, Fixed):
            return replace(form, of=month) if isinstance(month, Shifted) else None
        lo, hi = month.interval.lo, month.interval.hi
    else:
        lo, hi = (story.lo, story.hi) if story is not None and form.of is None else (None, None)
    if lo is None or hi is None or (lo.year, lo.month) != (hi.year, hi.month):
        return form
    day = fixed_month(lo.year, lo.month, (form.day, None), None)
    return Fixed(interval=day) if day is not None else None


def _going_on(form: Yearly, anchor: Interval | None, story: Interval) -> Form:
    """Place "in October" after "in August 2019": the next October of the story, if that was before publication."""
    if story.lo is None:
        return form
    found = (in_year(form, year) for year in (story.lo.year, story.lo.year + 1))
    placed = next((one for one in found if one and one.hi and one.hi >= story.lo), None)
    is_late = placed and placed.lo and anchor and anchor.hi and placed.lo > anchor.hi
    return form if placed is None or is_late else Fixed(interval=placed)


def _within(part: Yearly, year: Interval | None) -> Form:
    """The month of a year that is known, or of the years that it can be."""
    if year is None or year.lo is None:
        return replace(part, which=None)
    first = in_year(part, year.lo.year)
    last = in_year(part, year.hi.year) if year.hi is not None else None
    if first is None or first.lo is None:
        return replace(part, which=None)
    if first == last:
        return Fixed(interval=first)
    return Fixed(interval=make_interval(first.lo, last.hi if last else None))


_FINE_DAYS = {"day": 31, "night": 31, "week": 62, "weekend": 62, "month": 123}


def _is_fine_enough(form: Yearly | Weekday | Shifted | Apart, story: Interval) -> bool:
    """Say whether a distance says something from there: "three weeks later" than some day of 2022 is no time."""
    if story.lo is None or story.hi is None:
        return False
    unit = "week" if isinstance(form, Weekday) else "year" if isinstance(form, Yearly) else form.unit
    return (story.hi - story.lo).days <= _FINE_DAYS.get(unit, _LONGEST_DAYS)


def _counted_from(form: Yearly | Weekday | Shifted | Apart, story: Interval) -> Interval | None:
    """Return the days a time can be if the one it is counted from lies anywhere within `story`."""
    if story.lo is None or story.hi is None:
        return None
    match form:
        case Apart():
            return _apart(form, story)
        case Yearly(which="next"):
            return at_day(form, story.hi + timedelta(days=1), is_future=True)
        case Yearly(which="this"):  # "that spring": in the year that the story has reached
            return in_year(form, story.lo.year)
    first, last = (at_day(form, day, is_future=False) for day in (story.lo, story.hi))
    if first is None or last is None or first.lo is None:
        return None
    whole = make_interval(first.lo, last.hi) if first != last else first
    return _same_unit(form, story, whole) if isinstance(form, Shifted) and form.count == 0 else whole


def _same_unit(form: Shifted, story: Interval, unit: Interval) -> Interval:
    """Place "that month", which is the story's; "later that month" begins where the story stands."""
    if form.part == "later" and story.lo is not None:
        return make_interval(story.lo, unit.hi)
    if form.part == "earlier" and story.hi is not None:
        return make_interval(unit.lo, story.hi)
    return unit


_WHOLE = {"month": 27, "year": 364}
_SLACK_DAYS = 100


def _apart(form: Apart, story: Interval) -> Interval | None:
    """Days are counted; wider units are rounded by those who write, so half a unit is given on both sides."""
    if story.lo is None or story.hi is None:
        return None
    if form.least == form.most and (story.hi - story.lo).days >= _WHOLE.get(form.unit, _LONGEST_DAYS):
        return _counted_from(Shifted(unit=form.unit, count=form.least), story)  # a month after some day of May is June
    is_counted = form.unit in ("day", "night")
    slack = timedelta(days=0 if is_counted else min(_SLACK_DAYS, int(UNIT_DAYS[form.unit] / 2)))
    ends = sorted((form.least, form.most))
    lo, hi = days_back(story.lo, form.unit, -ends[0]) - slack, days_back(story.hi, form.unit, -ends[1]) + slack
    lo, hi = (max(lo, story.lo), hi) if ends[1] > 0 else (lo, min(hi, story.hi))
    return make_interval(lo, hi, approximate=not is_counted or form.least != form.most) if lo <= hi else None


_REACH = 1500  # characters that a story is taken up again over
_CLOCK_REACH = 400  # an hour alone is of the day told just before
_BREAK = re.compile(r"\n")
_LONGEST_DAYS = 366
_BEFORE = 40  # characters looked at for a word of saying


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeTold:
    """A time of a text, and the one told before it that it is counted from, if it is."""

    expression: TimeExpression
    story: Interval | None


@lru_cache(maxsize=8)
def tell_times(
    text: str, language: str, published: Interval | None, apart: tuple[tuple[int, int], ...] = ()
) -> tuple[TimeTold, ...]:
    """Return the times of a text in order; those in the stretches `apart` (captions, notices) start no story.

    When something was said starts no story either ("police said on Monday").
    """
    saying = re.compile(rf"(?<!\w){load_words(language).any_of('saying')}(?:\s+\w+)?\s+$", re.IGNORECASE)
    told: list[TimeTold] = []
    last: tuple[Interval, int] | None = None
    for one in find_times(text, language):
        story = _reached(text, one, last)
        told.append(TimeTold(expression=one, story=story))
        placed = resolve_time(one, published, None, story)
        is_apart = any(start < one.end and one.start < end for start, end in apart)
        is_said = saying.search(text, max(0, one.start - _BEFORE), one.start)
        if placed is not None and not is_apart and not is_said and _starts_story(one, placed, published):
            last = placed, one.end
    return tuple(told)


def _reached(text: str, one: TimeExpression, last: tuple[Interval, int] | None) -> Interval | None:
    if last is None or one.start - last[1] > _REACH:
        return None
    if isinstance(one.form, Clocked) and one.start - last[1] > _CLOCK_REACH:
        return None
    if one.is_of_story:
        return last[0]
    is_bare = isinstance(one.form, DayOfMonth) or (isinstance(one.form, Yearly) and one.form.which is None)
    return last[0] if is_bare and not _BREAK.search(text, last[1], one.start) else None


def _starts_story(one: TimeExpression, placed: Interval, published: Interval | None) -> bool:
    """Say whether a time is a day or stretch that a story can go on from, and not a bound or the day of the report."""
    if placed.lo is None or placed.hi is None or isinstance(one.form, Bounded | Ranged | Past):
        return False
    if (placed.hi - placed.lo).days > _LONGEST_DAYS:
        return False
    return published is None or not (isinstance(one.form, Fixed) and placed == published)
