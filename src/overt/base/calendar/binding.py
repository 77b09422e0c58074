"""Binds the times of a text to what stands around them: ranges, bounds, nights and clock times -> `TimeExpression`s."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from overt.base.calendar.forms import (
    Bounded,
    Clocked,
    Fixed,
    Form,
    NightInto,
    Ranged,
    Shifted,
    TimeExpression,
    Weekday,
    Yearly,
)
from overt.base.calendar.parts import fixed_month
from overt.base.calendar.words import Words, load_words

_REACH = 40


def bind_times(text: str, atoms: Sequence[TimeExpression], words: Words) -> Iterator[TimeExpression]:
    """Join "between A and B" and "A to B"; put "since", "before", "until", "after" in front of what they bound."""
    binders = _binders(words)
    following = [*atoms[1:], None]
    atoms = [
        one for one, after in zip(atoms, following, strict=False) if not _is_told_closer(text, one, after, binders)
    ]
    index = 0
    while index < len(atoms):
        atom = atoms[index]
        after = atoms[index + 1] if index + 1 < len(atoms) else None
        if after and (joined := _join(text, atom, after, binders)):
            atom, index = joined, index + 1
        else:
            atom = _bound(text, atom, binders)
        index += 1
        yield atom


def _is_told_closer(text: str, one: TimeExpression, after: TimeExpression | None, binders: "_Binders") -> bool:
    """Say whether what follows says which night or weekend it was: "overnight from Monday", "the weekend of 15 May"."""
    if after is None or not isinstance(one.form, Shifted) or one.form.unit not in _NIGHTS:
        return False
    return binders.clock_gap.fullmatch(text[one.end : after.start]) is not None


_NIGHTS = ("night", "weekend")


def put_on_clock(
    text: str, times: Sequence[TimeExpression], clocks: Sequence[TimeExpression], words: Words
) -> tuple[TimeExpression, ...]:
    """Join each clock time with the day beside it; one that stands alone is of the day that was told before."""
    gap = _binders(words).clock_gap
    left = [clock for clock in clocks if all(clock.end <= one.start or one.end <= clock.start for one in times)]
    merged: list[TimeExpression] = []
    rest = sorted([*times, *left], key=lambda one: one.start)
    for one in rest:
        before = merged[-1] if merged else None
        joined = _clocked(text, before, one, gap) if before else None
        if joined:
            merged[-1] = joined
        else:
            merged.append(one)
    return tuple(merged)


def _clocked(text: str, first: TimeExpression, last: TimeExpression, gap: re.Pattern[str]) -> TimeExpression | None:
    clock, day = (first, last) if isinstance(first.form, Clocked) else (last, first)
    if not isinstance(clock.form, Clocked) or clock.form.of is not None or isinstance(day.form, Clocked | Bounded):
        return None
    if not gap.fullmatch(text[first.end : last.start]):
        return None
    form = Clocked(hour=clock.form.hour, minute=clock.form.minute, of=day.form)
    return TimeExpression(start=first.start, end=last.end, text=text[first.start : last.end], form=form)


@dataclass(frozen=True, slots=True)
class _Binders:
    between: re.Pattern[str]
    opening: re.Pattern[str]
    joint: re.Pattern[str]
    dash: re.Pattern[str]
    sides: tuple[tuple[str, re.Pattern[str]], ...]
    night_from: re.Pattern[str]
    night_to: re.Pattern[str]
    night_into: re.Pattern[str]
    night_after: re.Pattern[str]
    plus: re.Pattern[str]
    onwards: re.Pattern[str]
    clock_gap: re.Pattern[str]


@cache
def _binders_of(language: str) -> _Binders:
    words = load_words(language)
    articles = f"(?:{words.any_of('articles')}\\s+)?"

    def ends_with(key: str) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w){words.any_of(key)}\s+{articles}$", re.IGNORECASE)

    sides = tuple((side, ends_with(side)) for side in ("since", "before", "until", "after"))
    small = rf"(?:{words.any_of('clock_beside')}|{words.any_of('prepositions')}|{words.any_of('articles')})"
    return _Binders(
        between=ends_with("between"),
        opening=re.compile(rf"{words.any_of('between')}\s", re.IGNORECASE),
        joint=re.compile(rf"\s*{words.any_of('and')}\s*{articles}", re.IGNORECASE),
        dash=re.compile(r"\s?[-–—]\s?"),
        sides=sides,
        night_from=re.compile(rf"(?<!\w){words.any_of('night_from')}\s+{articles}", re.IGNORECASE),
        night_to=re.compile(rf"\s*{words.any_of('night_to')}\s+{articles}", re.IGNORECASE),
        night_into=re.compile(rf"(?<!\w){words.any_of('night_into')}\s+{articles}", re.IGNORECASE),
        night_after=re.compile(rf"\s+{words.any_of('night_after')}(?!\w)", re.IGNORECASE),
        plus=re.compile(rf"\s+{words.any_of('plus')}\s+", re.IGNORECASE),
        onwards=re.compile(rf"\s+{words.any_of('onwards')}(?!\w)", re.IGNORECASE),
        clock_gap=re.compile(rf"[\s,]*(?:{small}[\s,]+)*", re.IGNORECASE),
    )


def _binders(words: Words) -> _Binders:
    return _binders_of(str(words.data["cldr"]))


def _join(text: str, first: TimeExpression, last: TimeExpression, binders: _Binders) -> TimeExpression | None:
    start, gap = max(0, first.start - _REACH), text[first.end : last.start]
    night = _before(text, first, binders.night_from)
    between = binders.between.search(text, start, first.start)
    is_between = between or binders.opening.match(first.text)
    to = binders.night_to.match(text, first.end)
    is_night = night and to and last.start <= to.end() < last.end
    is_range = binders.dash.fullmatch(gap) or (is_between and binders.joint.fullmatch(gap))
    if not (is_night or is_range or (binders.plus.fullmatch(gap) and _are_neighbours(first.form, last.form))):
        return None
    opening = night if is_night else between
    begin = min(opening.start(), first.start) if opening else first.start
    form = Ranged(first=_with_year_of(first.form, last.form), last=last.form)
    return TimeExpression(start=begin, end=last.end, text=text[begin : last.end], form=form)


def _before(text: str, atom: TimeExpression, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """Return the phrase that ends where the name of the day begins, be its last word a preposition of the day's own."""
    found = pattern.finditer(text, max(0, atom.start - _REACH), atom.end)
    return next((match for match in found if match.start() <= atom.start <= match.end() < atom.end), None)


def _are_neighbours(first: Form, last: Form) -> bool:
    """Say whether two times told by "and" are one stretch: "in April and May 2024"."""
    if not isinstance(first, Yearly) or first.day or first.part:
        return False
    if isinstance(last, Yearly):
        month, is_whole = last.month, not (last.day or last.part)
    elif isinstance(last, Fixed) and last.interval.lo:
        month, is_whole = last.interval.lo.month, len(last.interval.edtf) == len("2024-05")
    else:
        return False
    return is_whole and month == first.month % 12 + 1


def _with_year_of(first: Form, last: Form) -> Form:
    """The "March" of "from March to May 2023" is of 2023."""
    if isinstance(first, Yearly) and isinstance(last, Fixed) and last.interval.lo and first.month <= 12:
        interval = fixed_month(last.interval.lo.year, first.month, (first.day, first.last_day), first.part)
        return Fixed(interval=interval) if interval else first
    return first


def _bound(text: str, atom: TimeExpression, binders: _Binders) -> TimeExpression:
    start = max(0, atom.start - _REACH)
    if match := _before(text, atom, binders.night_into):
        return _made(text, min(match.start(), atom.start), atom.end, NightInto(of=atom.form))
    if (match := binders.night_after.match(text, atom.end)) and isinstance(atom.form, Weekday | Yearly | Fixed):
        return _made(text, atom.start, match.end(), NightInto(of=atom.form))
    for side, pattern in binders.sides:
        if match := pattern.search(text, start, atom.start):
            return _made(text, match.start(), atom.end, Bounded(side=side, of=atom.form))
    if match := binders.onwards.match(text, atom.end):
        return _made(text, atom.start, match.end(), Bounded(side="since", of=atom.form))
    return atom


def _made(text: str, start: int, end: int, form: Form) -> TimeExpression:
    return TimeExpression(start=start, end=end, text=text[start:end], form=form)
