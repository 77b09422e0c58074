"""The rules of distances from publication: what "two weeks ago" or "in recent months" amounts to."""

from overt.base.calendar.forms import Ago, Form, Past
from overt.base.calendar.slots import Match, base_unit, count_of, key_of
from overt.base.calendar.words import Words


def build_ago(match: Match, words: Words) -> Form | None:
    """Build "two weeks ago", "nearly a year ago"."""
    least, most = count_of(match["count"], words)
    unit, times = base_unit(words.units[key_of(match["unit"])])
    least, most = least * times, most * times
    about = words.about.get(key_of(match["about"] or ""))
    if about is None or least != most:
        return Ago(unit=unit, least=least, most=most)
    if about == "around":
        return (
            Ago(unit=unit, least=least - _rough(least), most=most + _rough(most))
            if unit in _COUNTED
            else Ago(unit=unit, least=least, most=most)
        )
    least, most = {"over": (least, least + times), "nearly": (least - times, least), "under": (0, least)}[about]
    return Ago(unit=unit, least=least, most=most, is_between=True)


_COUNTED = ("day", "night")


def _rough(count: int) -> int:
    return max(1, count // 5)


def build_past(match: Match, words: Words) -> Form | None:
    """Build "over the past two years"."""
    least, most = count_of(match["count"], words) if match["count"] else (1, 1)
    unit, times = base_unit(words.units[key_of(match["unit"])])
    return Past(unit=unit, count=most * times, is_vague=least != most)


_RECENT = {"day": 10, "week": 8, "weekend": 4, "month": 6, "year": 5, "decade": 3}


def build_recent(match: Match, words: Words) -> Form | None:
    """Build "in recent months"."""
    unit, _ = base_unit(words.units[key_of(match["unit"])])
    return Past(unit=unit, count=_RECENT[unit], is_vague=True)
