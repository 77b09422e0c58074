"""What the builders of times read out of a match: its words as they stand in the tables, counts and names."""

import re

from overt.base.calendar.words import Words

Match = re.Match[str]

SHIFT_OF = {"last": -1, "this": 0, "next": 1}


def count_of(text: str, words: Words) -> tuple[int, int]:
    """Return the least and most that a number word says."""
    return (int(text), int(text)) if text.isdigit() else words.numbers[key_of(text)]


def key_of(text: str) -> str:
    """Return a phrase as the tables have it."""
    return re.sub(r"\s+", " ", text).lower()


def is_name(match: Match, group: str, words: Words) -> bool:
    """Say whether a word that needs a capital has it."""
    return not words.needs_capital or match[group][0].isupper()


def is_length(match: Match, words: Words) -> bool:
    """Say whether a word before the match makes it how long something takes: "over the next month"."""
    return words.over.search(match.string, max(0, match.start() - 15), match.start()) is not None


def base_unit(unit: str) -> tuple[str, int]:
    """Return the unit of the calendar and how many of it: a fortnight is two weeks."""
    name, _, times = unit.partition("*")
    return name, int(times or 1)
