"""The rules of parts and days of a told stretch: "late last year", "Tuesday last week", "on the 12th"."""

from collections.abc import Callable

from overt.base.calendar.forms import DayOfMonth, Form, Shifted, Then, Weekday, Within, Yearly
from overt.base.calendar.rules_story import make_apart
from overt.base.calendar.slots import Match, count_of, is_name, key_of
from overt.base.calendar.words import Words, one_of
from overt.base.edtf import month_end


def _span_of(match: Match, words: Words) -> tuple[str, int, bool]:
    """Return the unit, the shift, and whether it is counted from the story ("the previous year")."""
    unit, count, *story = words.spans[key_of(match["span"])].split()
    return unit, int(count), bool(story)


def _part_of_span(match: Match, words: Words) -> Form | None:
    unit, count, is_of_story = _span_of(match, words)
    shifted = Shifted(unit=unit, count=count, part=words.parts[key_of(match["part"])])
    return Then(of=shifted, or_now=count <= 0) if is_of_story else shifted


def _in_span(match: Match, words: Words) -> Form | None:
    """Build "in May of last year" and "late in May of last year" where the year is told by a phrase of the language."""
    unit, count, is_of_story = _span_of(match, words)
    groups = match.groupdict()
    if unit != "year" or (groups.get("month") and not is_name(match, "month", words)):
        return None
    year: Form = Shifted(unit=unit, count=count)
    year = Then(of=Shifted(unit=unit, count=count), or_now=count < 0) if is_of_story else year
    part = words.parts.get(key_of(groups.get("part") or ""))
    if groups.get("season"):
        return Within(part=Yearly(month=words.seasons[key_of(match["season"])], part=part), year=year)
    month, day = words.months[key_of(match["month"])], int(groups["day"]) if groups.get("day") else None
    if day is not None and day > month_end(2000, month).day:
        return None
    return Within(part=Yearly(month=month, day=day, part=part), year=year)


def _day_of_week_in_span(match: Match, words: Words) -> Form | None:
    unit, count, is_of_story = _span_of(match, words)
    if unit != "week" or not is_name(match, "weekday", words):
        return None
    day = Shifted(unit="week", count=count, day=words.weekdays[key_of(match["weekday"])])
    return Then(of=day) if is_of_story else day


def _day_in_span(match: Match, words: Words) -> Form | None:
    unit, count, is_of_story = _span_of(match, words)
    if unit != "month":
        return None
    month = Shifted(unit=unit, count=count)
    return DayOfMonth(day=int(match["day"]), of=Then(of=month, or_now=count < 0) if is_of_story else month)


def _weekdays_ago(match: Match, words: Words) -> Form | None:
    if not is_name(match, "weekday", words):
        return None
    count = count_of(match["count"], words)[0] if match.groupdict().get("count") else 2
    name = key_of(match["weekday"]).removesuffix("s")
    day = words.weekdays.get(name)
    return Weekday(day=day, which="last", back=count - 1) if day is not None else None


def _seasons_ago(match: Match, words: Words) -> Form | None:
    count = count_of(match["count"], words)[0]
    season = words.seasons.get(key_of(match["season"]).removesuffix("s"))
    return Yearly(month=season, which="last", back=count - 1) if season is not None else None


def _week_ago_on(match: Match, words: Words) -> Form | None:
    if not is_name(match, "weekday", words):
        return None
    return Shifted(unit="week", count=-1, day=words.weekdays[key_of(match["weekday"])])


def _day_alone(match: Match, _: Words) -> Form | None:
    return DayOfMonth(day=int(match["day"]))


def _some_weekday(match: Match, words: Words) -> Form | None:
    """Build "a Tuesday in January", of which only the month is known."""
    if not is_name(match, "month", words) or not is_name(match, "weekday", words):
        return None
    part = words.parts.get(key_of(match.groupdict().get("part") or ""))
    return Yearly(month=words.months[key_of(match["month"])], part=part)


def _told_from_story(match: Match, words: Words) -> Form | None:
    """Build "le lendemain", "am Tag darauf"; with "now" also where nothing was told before."""
    unit, count, *now = words.story_phrases[key_of(match["told"])].split()
    return Then(of=Shifted(unit=unit, count=int(count)), or_now=bool(now))


def _apart_before(match: Match, words: Words) -> Form | None:
    """Build "через два дня": a distance with its word before it."""
    least, most = count_of(match["count"], words)
    return make_apart(words.units[key_of(match["unit"])], least, most, is_back=False)


SPAN_RULES: tuple[tuple[str, Callable[[Match, Words], Form | None]], ...] = (
    (r"«before»«the»«part»«span»", _part_of_span),
    (r"«before»«the»(?:«part»)?«month»,?\s+(?:«join_word»\s+)?«span»", _in_span),
    (r"«before»(?:«weekday»,?\s+)?«the»«one_day»\s+(?:«join_word»\s+)?«month»,?\s+(?:«join_word»\s+)?«span»", _in_span),
    (r"«before»«the»(?:«part»)?«season»,?\s+(?:«join_word»\s+)?«span»", _in_span),
    (r"«span»\s+«before»«the»«season»", _in_span),
    (r"«before»(?P<weekday>«weekday»)(?!\w)(?:«day_part»)?,?\s+(?:«join_word»\s+)?«span»", _day_of_week_in_span),
    (r"«span»,?\s+«before»(?P<weekday>«weekday»)(?!\w)", _day_of_week_in_span),
    (r"«before»«the»«one_day»\s+(?:«join_word»\s+)?«span»", _day_in_span),
    (r"«count»(?P<weekday>«weekday»s)\s+«ago_after»(?!\w)", _weekdays_ago),
    (r"(?:«before»)?«the»(?P<weekday>«weekday»)\s+«before_last»(?!\w)", _weekdays_ago),
    (r"«count»(?P<season>«season_word»s)\s+«ago_after»(?!\w)", _seasons_ago),
    (r"«week_ago»\s+«before»(?P<weekday>«weekday»)(?!\w)", _week_ago_on),
    (r"«on_the»\s+«one_day_ordinal»(?=\s*(?:[,.;:)]|$)|\s+«day_follows»(?!\w))", _day_alone),
    (r"«some_weekday»\s+(?P<weekday>«weekday»)(?!\w)\s+«in_month»(?:«part»)?«month»(?!\s+\d)", _some_weekday),
    (r"(?P<told>«story_phrases»)(?!\w)", _told_from_story),
    (r"«on_before»\s+«count»«unit»", _apart_before),
)


def span_slots(words: Words) -> dict[str, str]:
    """Return the slots of these rules, with the words of a language."""
    day = r"(?<![\d.,:/])(?P<day>3[01]|[12]\d|0?[1-9])"
    ordinal = words.any_of("ordinal")
    return {
        "span": rf"(?P<span>{one_of(words.spans)})(?!\w)",
        "one_day": rf"{day}(?:{ordinal}|\.)?",
        "one_day_ordinal": rf"{day}{ordinal}",
        "season_word": one_of(words.seasons),
        "before_last": words.any_of("before_last"),
        "week_ago": words.any_of("week_ago"),
        "on_the": words.any_of("on_the"),
        "day_follows": words.any_of("day_follows"),
        "some_weekday": words.any_of("some_weekday"),
        "in_month": rf"(?:{words.any_of('prepositions')}\s+)",
        "story_phrases": one_of(words.story_phrases),
        "on_before": words.any_of("on_before"),
    }
