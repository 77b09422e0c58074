"""Finds the times that a text names: text -> `TimeExpression`s, by one grammar for all languages."""

from overt.base.calendar.binding import bind_times, put_on_clock
from overt.base.calendar.clock import find_clocks
from overt.base.calendar.forms import TimeExpression
from overt.base.calendar.rules import load_rules, time_starts
from overt.base.calendar.words import load_words


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
    clocks = find_clocks(text, language)
    days = tuple(bind_times(text, _longest(found), words))
    return put_on_clock(text, days, clocks, words) if clocks else days


def _longest(found: list[TimeExpression]) -> list[TimeExpression]:
    kept: list[TimeExpression] = []
    for one in sorted(found, key=lambda one: one.start - one.end):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)
