"""Finds the times that a text names: text -> `TimeExpression`s, by one grammar for all languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from overt.base.calendar.forms import Bounded, Fixed, Form, Ranged, TimeExpression, Yearly
from overt.base.calendar.parts import fixed_month
from overt.base.calendar.rules import load_rules, time_starts
from overt.base.calendar.words import Words, load_words


def find_times(text: str, language: str = "en") -> tuple[TimeExpression, ...]:
    """Return the times named in `text`, in order, without overlaps; offsets are code points.

    Ages, durations ("for two years") and words that only look like months are left out. Of a language that
    calendar.yaml lacks only dates with CLDR's names of months and weekdays are found.
    """
    words = load_words(language)
    starts = time_starts(text, language)
    found = [
        TimeExpression(start=match.start(), end=match.end(), text=match[0], form=form)
        for rule in load_rules(language)
        for match in rule.matches(text, starts)
        if (form := rule.build(match, words)) is not None
    ]
    return tuple(_bind(text, _longest(found), words))


def _longest(found: list[TimeExpression]) -> list[TimeExpression]:
    kept: list[TimeExpression] = []
    for one in sorted(found, key=lambda one: one.start - one.end):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _bind(text: str, atoms: list[TimeExpression], words: Words) -> Iterator[TimeExpression]:
    """Join "between A and B" and "A to B"; put "since", "before", "until", "after" in front of what they bound."""
    binders = _binders(words)
    index = 0
    while index < len(atoms):
        atom = atoms[index]
        following = atoms[index + 1] if index + 1 < len(atoms) else None
        if following and (joined := _join(text, atom, following, binders)):
            atom, index = joined, index + 1
        else:
            atom = _bound(text, atom, binders)
        index += 1
        yield atom


@dataclass(frozen=True, slots=True)
class _Binders:
    between: re.Pattern[str]
    opening: re.Pattern[str]
    joint: re.Pattern[str]
    dash: re.Pattern[str]
    sides: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _binders_of(language: str) -> _Binders:
    words = load_words(language)
    articles = f"(?:{words.any_of('articles')}\\s+)?"
    sides = tuple(
        (side, re.compile(rf"(?<!\w){words.any_of(side)}\s+{articles}$", re.IGNORECASE))
        for side in ("since", "before", "until", "after")
    )
    return _Binders(
        between=re.compile(rf"(?<!\w){words.any_of('between')}\s+{articles}$", re.IGNORECASE),
        opening=re.compile(rf"{words.any_of('between')}\s", re.IGNORECASE),
        joint=re.compile(rf"\s*{words.any_of('and')}\s*{articles}", re.IGNORECASE),
        dash=re.compile(r"\s?[-–—]\s?"),
        sides=sides,
    )


def _binders(words: Words) -> _Binders:
    return _binders_of(str(words.data["cldr"]))


def _join(text: str, first: TimeExpression, last: TimeExpression, binders: _Binders) -> TimeExpression | None:
    between = binders.between.search(text, max(0, first.start - 40), first.start)
    is_between = between or binders.opening.match(first.text)
    gap = text[first.end : last.start]
    if not (binders.dash.fullmatch(gap) or (is_between and binders.joint.fullmatch(gap))):
        return None
    start = between.start() if between else first.start
    form = Ranged(first=_with_year_of(first.form, last.form), last=last.form)
    return TimeExpression(start=start, end=last.end, text=text[start : last.end], form=form)


def _with_year_of(first: Form, last: Form) -> Form:
    """The "March" of "from March to May 2023" is of 2023."""
    if isinstance(first, Yearly) and isinstance(last, Fixed) and last.interval.lo and first.month <= 12:
        interval = fixed_month(last.interval.lo.year, first.month, (first.day, first.last_day), first.part)
        return Fixed(interval=interval) if interval else first
    return first


def _bound(text: str, atom: TimeExpression, binders: _Binders) -> TimeExpression:
    for side, pattern in binders.sides:
        if match := pattern.search(text, max(0, atom.start - 40), atom.start):
            form = Bounded(side=side, of=atom.form)
            return TimeExpression(start=match.start(), end=atom.end, text=text[match.start() : atom.end], form=form)
    return atom
