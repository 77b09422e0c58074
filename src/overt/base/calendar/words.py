"""The words of time of one language: `knowledge/calendar.yaml` and CLDR -> `Words`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError

from overt.base.knowledge import read_knowledge


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A language's words of time, lower-cased; `data` is its section of calendar.yaml."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    seasons: Mapping[str, int]
    parts: Mapping[str, str]
    which: Mapping[str, str]
    units: Mapping[str, str]
    numbers: Mapping[str, tuple[int, int]]
    relative: Mapping[str, str]
    which_after: Mapping[str, str]  # "mardi dernier"
    about: Mapping[str, str]  # "more than": over
    spans: Mapping[str, str]  # "last year": year -1, as it stands behind a month or a part
    story: Mapping[str, str]  # "the following": following
    story_phrases: Mapping[str, str]  # "le lendemain": day 1
    named_days: Mapping[str, str]  # days of every year: phrase -> MM-DD
    named: Mapping[str, str]  # events that stand for their date: phrase -> EDTF
    over: re.Pattern[str]  # right before a unit: a length and no date
    doubtful: frozenset[str]
    needs_capital: bool
    data: Mapping[str, Any]

    def any_of(self, key: str) -> str:
        """Return a pattern for one of the phrases of `key`; a pattern that never matches where there are none."""
        return one_of(self.data.get(key, ()))


NEVER = r"(?!)"


def one_of(phrases: Iterable[str]) -> str:
    """Return a pattern that matches the longest of the phrases, with any white space between words."""
    ordered = sorted(phrases, key=len, reverse=True)
    escaped = (re.sub(r"(\\ | )+", r"\\s+", re.escape(phrase)) for phrase in ordered)
    return f"(?:{'|'.join(escaped)})" if ordered else NEVER


@cache
def load_words(language: str) -> Words:
    """Return the words of a language (ISO 639-1): those of calendar.yaml, else CLDR's month and weekday names alone."""
    data = read_knowledge("calendar.yaml").get(language) or {"cldr": language}
    months, weekdays = _cldr_names(data["cldr"])
    numbers = {word: (int(count), int(count)) for word, count in data.get("numbers", {}).items()}
    numbers |= {word: (int(least), int(most)) for word, (least, most) in data.get("vague_numbers", {}).items()}
    return Words(
        months=months | data.get("months", {}),
        weekdays=weekdays | data.get("weekdays", {}),
        seasons=data.get("seasons", {}),
        parts=_turned(data.get("parts", {})),
        which=_turned(data.get("which", {})),
        units=_turned(data.get("units", {})),
        numbers=numbers,
        relative=data.get("relative", {}),
        which_after=_turned(data.get("which_after", {})),
        about=_turned(data.get("about", {})),
        spans=data.get("spans", {}),
        story=_turned(data.get("story", {})),
        story_phrases=data.get("story_phrases", {}),
        named_days={phrase.lower(): str(day) for phrase, day in data.get("named_days", {}).items()},
        named={
            phrase.lower(): str(edtf) for key in ("named", "named_bound") for phrase, edtf in data.get(key, {}).items()
        },
        over=re.compile(
            rf"(?<!\w){one_of(data.get('over', ()))}\s+(?:{one_of(data.get('articles', ()))}\s+)?$", re.IGNORECASE
        ),
        doubtful=frozenset(data.get("doubtful", ())),
        needs_capital=bool(data.get("needs_capital")),
        data=data,
    )


def _turned(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {phrase: meaning for meaning, phrases in table.items() for phrase in phrases}


def _cldr_names(name: str) -> tuple[dict[str, int], dict[str, int]]:
    try:
        locale = Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return {}, {}
    months = {
        str(text).lower(): int(number)
        for context in ("format", "stand-alone")
        for number, text in locale.months[context]["wide"].items()
    }
    weekdays = {
        str(text).lower(): int(number)
        for context in ("format", "stand-alone")
        for number, text in locale.days[context]["wide"].items()
    }
    return months, weekdays
