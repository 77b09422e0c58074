"""Finds times of the day: text -> `TimeExpression`s of clock times, to be joined with the day beside them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from overt.base.calendar.forms import Clocked, TimeExpression
from overt.base.calendar.words import load_words, one_of

_HOUR = r"(?<![\w.,:/$€£-])(?P<hour>[01]?\d|2[0-4])"
_MINUTE = r"(?P<minute>[0-5]\d)"
_END = r"(?![\w:%/]|[.,]\d|-\d)"


def find_clocks(text: str, language: str) -> tuple[TimeExpression, ...]:
    """Return the clock times of a text, in order; a number without a word of time before or behind it is none."""
    found: dict[int, TimeExpression] = {}
    for pattern in _patterns(language):
        for match in pattern.finditer(text):
            clock = _read(match)
            if clock is not None:
                one = TimeExpression(start=match.start(), end=match.end(), text=match[0], form=clock)
                if match.end() > getattr(found.get(match.start()), "end", 0):
                    found[match.start()] = one
    return tuple(_apart(sorted(found.values(), key=lambda one: (one.start, -one.end))))


def _apart(found: list[TimeExpression]) -> Iterator[TimeExpression]:
    end = 0
    for one in found:
        if one.start >= end:
            end = one.end
            yield one


def _read(match: re.Match[str]) -> Clocked | None:
    groups = match.groupdict()
    if groups.get("named"):
        return Clocked(hour=12, minute=0)
    hour, minute = int(groups["hour"]), int(groups.get("minute") or 0)
    if groups.get("pm") and hour < 12:
        hour += 12
    elif groups.get("am") and hour == 12:
        hour = 0
    return Clocked(hour=hour, minute=minute) if hour < 24 else None


@dataclass(frozen=True, slots=True)
class _Slots:
    before: str
    after: str
    h: str
    am: str
    pm: str
    noon: str
    place: str
    sure: str


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    data = load_words(language).data.get("clock")
    if not data:
        return ()
    slots = _Slots(**{name: one_of(data.get(name, ())) for name in _Slots.__slots__})
    half = rf"(?:(?P<am>{slots.am})|(?P<pm>{slots.pm}))"
    tail = rf"(?:\s+{slots.place}(?!\w))?"
    lead = rf"(?<!\w)(?:{slots.before})\s+"
    sep = rf"(?:[.:]|\s?{slots.h}\s?)"
    four = r"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)"
    rows = (
        rf"(?:{lead})?{_HOUR}(?:[.:]{_MINUTE})?\s?{half}(?!\w){tail}",
        rf"(?:{lead})?{_HOUR}(?:{sep}{_MINUTE})?\s?{slots.after}(?!\w)(?:\s+{half}(?!\w))?{tail}",
        rf"(?:{lead})?{_HOUR}\s?{slots.h}(?:\s?{_MINUTE})?{_END}{tail}",
        rf"{lead}{_HOUR}(?::|\s?{slots.h}\s?){_MINUTE}{_END}{tail}",
        rf"(?<!\w){slots.sure}\s*{_HOUR}(?:{sep}{_MINUTE})?{_END}{tail}",
        rf"{lead}{four}(?:(?<=\s0\d\d\d){_END}|\s?(?:hours|hrs)(?!\w)){tail}",
        rf"(?:{lead})?(?<!\w)(?P<named>{slots.noon})(?!\w)",
    )
    return tuple(re.compile(row, re.IGNORECASE) for row in rows)
