"""Finds the date line of a text: text in, the day it says it was published out; never a guess, never today."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

from overt.base.edtf import Interval, day_interval
from overt.base.knowledge import read_knowledge
from overt.base.lines import find_paragraphs
from overt.types.report import Published, PublishedBasis

_HEAD, _TAIL = 10, 4  # date lines stand in the first or last lines
_MAX_LINE = 240
_MIN_CLEAR_CUE = 6  # shorter ones ("date:") count only where a line or part begins
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_CLOCK = (
    r"(?:[,|·•]|\bat\b|\bum\b|\bà\b|\bв\b|-|–)?\s*"
    r"(?:\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:a\.?m\.?|p\.?m\.?|uhr)?\s*(?:\(?[a-z]{2,5}\)?(?:[+-]\d+)?)?)?"
)
_DATELINE = re.compile(
    r"^(?:[^\W\d_][\w.'’-]*(?:[ ,/]+(?=\S)[^\W\d_][\w.'’-]*){0,5}),\s+(?P<date>[^()–—]{6,30}?)"
    r"\s*(?:\([^)]{2,30}\)\s*)?(?:-|–|—|:)\s"
)

_DATELINE_IN_BRACKETS = re.compile(r"^[^\W\d_][^()\d]{1,40}\((?P<date>[^()]{6,30})\)\s*(?:-|–|—|:)+\s")


def find_stated_date(text: str) -> Published | None:
    """Return the day in a date line ("Published: 3 May 2023") or dateline ("PARIS, 3 May 2023 - ..."), if any.

    Publication outranks an update. A date that could be read in two ways (03/04/2023) is no date.
    """
    lines = [span.quote(text) for span in find_paragraphs(text)]
    head, tail = lines[:_HEAD], lines[_HEAD:][-_TAIL:]
    for cues in ("published", "updated"):
        for line in (*head, *tail):
            found = _cued(line, cues)
            if found:
                return _stated(found, line)
    for line in head:
        found = _bare(line) or _dateline(line)
        if found:
            return _stated(found, line)
    return None


def _stated(interval: Interval, line: str) -> Published:
    return Published(interval=interval, basis=PublishedBasis.STATED, reason=f'the text says "{line[:80]}"')


def _cued(line: str, cues: str) -> Interval | None:
    if len(line) > _MAX_LINE:
        return None
    match = _patterns()[cues].search(line)
    return _read(match) if match else None


def _bare(line: str) -> Interval | None:
    """A line that is a date, alone or in one of the parts of a byline ("By A. Writer | 3 May 2023")."""
    if len(line) > _MAX_LINE:
        return None
    for part in re.split(r"\s+[|·•–—-]\s+|\t+", line):
        match = _patterns()["bare"].fullmatch(part.strip())
        if match:
            return _read(match)
    return None


def _dateline(line: str) -> Interval | None:
    for pattern in (_DATELINE, _DATELINE_IN_BRACKETS):
        match = pattern.match(line)
        found = _patterns()["bare"].fullmatch(match.group("date").strip()) if match else None
        if found:
            return _read(found)
    return None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    known = read_knowledge("boilerplate_dates.yaml")
    month = _any(_months())
    weekday = f"(?:(?:{_any(known['weekdays'])})\\.?,?\\s+)?"
    day = (
        rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+|of\s+)?(?P<m1>{month})\.?,?\s+(?:de\s+)?(?P<y1>\d{{4}})"
        rf"|(?P<m2>{month})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})"
        r"|(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})(?:T\d{2}:\d{2}(?::\d{2})?\S{0,6})?"
        r"|(?P<d4>\d{1,2})\.(?P<m4>\d{1,2})\.(?P<y4>\d{4})"
        r"|(?P<a5>\d{1,2})/(?P<b5>\d{1,2})/(?P<y5>\d{4}))(?:\s+года|\s+року|\s*г\.)?(?!\d)"
    )
    dated = f"{weekday}{day}"
    patterns = {"bare": rf"(?:(?:date|datum|дата)\s*:\s*)?{dated}{_CLOCK}"}
    for cues in ("published", "updated"):
        cue = _any(known[cues])
        clear = _any(word for word in known[cues] if len(word) >= _MIN_CLEAR_CUE)
        before = rf"(?:(?:^|[|·•–—-]\s+|[.]\s+|\()(?:{cue})\s*:?|\b(?:{clear})\s*:)"
        patterns[cues] = rf"{before}\s*(?:{_CLOCK},?\s*)?{dated}"
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in patterns.items()}


@cache
def _months() -> dict[str, int]:
    table = read_knowledge("boilerplate_dates.yaml")["months"]
    return {name: int(number) for number, names in table.items() for name in names}


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _read(match: re.Match[str]) -> Interval | None:
    got = match.groupdict()
    if got["y5"]:
        return _slashed(int(got["a5"]), int(got["b5"]), int(got["y5"]))
    number = next(index for index in "1234" if got[f"y{index}"])
    month = got[f"m{number}"].lower()
    return _day(int(got[f"y{number}"]), int(month) if month.isdigit() else _months()[month], int(got[f"d{number}"]))


def _slashed(first: int, second: int, year: int) -> Interval | None:
    if first != second and max(first, second) <= 12:
        return None
    return _day(year, second, first) if first > 12 else _day(year, first, second)


def _day(year: int, month: int, day: int) -> Interval | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return day_interval(date(year, month, day))
    except ValueError:
        return None
