"""The rules of the grammar of times: what each looks like in any language, and the form that a match amounts to."""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from overt.base.calendar.fill import fill_slots
from overt.base.calendar.forms import Ago, Fixed, Form, Ranged, Shifted, Weekday, Yearly
from overt.base.calendar.parts import AROUND, fixed_month, fixed_season, fixed_year
from overt.base.calendar.rules_distance import build_ago, build_past, build_recent
from overt.base.calendar.rules_span import SPAN_RULES
from overt.base.calendar.rules_story import (
    build_apart,
    build_story,
    build_story_beside,
    build_story_part,
    build_within,
)
from overt.base.calendar.slots import SHIFT_OF, Match, base_unit, is_length, is_name, key_of
from overt.base.calendar.words import Words, load_words
from overt.base.edtf import day_interval, make_interval, month_end, parse_edtf


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, and what builds a form from its match; None where the match is no time after all."""

    pattern: re.Pattern[str]
    build: Callable[[Match, Words], Form | None]
    begins_anyhow: bool = False  # it may begin with a word that is none of time

    def matches(self, text: str, starts: Sequence[int]) -> Iterator[Match]:
        """Yield its matches from left to right; `starts` are the offsets at which a word of time or a digit begins."""
        if self.begins_anyhow:
            yield from self.pattern.finditer(text)
            return
        end = 0
        for start in starts:
            if start >= end and (match := self.pattern.match(text, start)) is not None:
                end = max(match.end(), start + 1)
                yield match


def _iso(match: Match, _: Words) -> Form | None:
    return _day_form(int(match["year"]), int(match["month"]), int(match["day"]))


def _day_form(year: int, month: int, day: int) -> Form | None:
    try:
        return Fixed(interval=day_interval(date(year, month, day)))
    except ValueError:
        return None


def _month_day(match: Match, words: Words) -> Form | None:
    if not is_name(match, "month", words):
        return None
    groups = match.groupdict()
    month = words.months[key_of(match["month"])]
    days = int(match["day"]), int(groups["day2"]) if groups.get("day2") else None
    if groups.get("year"):
        interval = fixed_month(int(match["year"]), month, days, None)
        return Fixed(interval=interval) if interval else None
    if max(days[0], days[1] or 0) > month_end(2000, month).day:
        return None
    return Yearly(month=month, day=days[0], last_day=days[1])


def _month(match: Match, words: Words) -> Form | None:
    if not is_name(match, "month", words):
        return None
    groups = match.groupdict()
    name = key_of(match["month"])
    part = words.parts.get(key_of(groups.get("part") or ""))
    if groups.get("year"):
        interval = fixed_month(int(match["year"]), words.months[name], (None, None), part)
        return Fixed(interval=interval) if interval else None
    which = words.which.get(key_of(groups.get("which") or ""))
    if name in words.doubtful and not (part or which or groups.get("before")):
        return None
    return Yearly(month=words.months[name], part=part, which=which)


def _season(match: Match, words: Words) -> Form | None:
    groups = match.groupdict()
    season = words.seasons[key_of(match["season"])]
    part = words.parts.get(key_of(groups.get("part") or ""))
    if groups.get("year"):
        year = int(match["year"])
        return Fixed(interval=fixed_season(year, season, part), season=(year, season, part))
    return Yearly(month=season, part=part, which=words.which.get(key_of(groups.get("which") or "")))


def _year(match: Match, words: Words) -> Form | None:
    return Fixed(interval=fixed_year(int(match["year"]), words.parts.get(key_of(match.groupdict().get("part") or ""))))


def _years(match: Match, _: Words) -> Form | None:
    first, last = match["year"], match["year2"]
    last = first[: 4 - len(last)] + last
    if int(last) <= int(first):
        return None
    return Fixed(interval=make_interval(date(int(first), 1, 1), date(int(last), 12, 31)))


_DECADE_PARTS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "start": (0, 3), "end": (7, 9)}


def _decade(match: Match, words: Words) -> Form | None:
    part = words.parts.get(key_of(match.groupdict().get("part") or ""), "")
    first, last = _DECADE_PARTS.get(part, (0, 9))
    year = int(match["year"])
    interval = make_interval(date(year + first, 1, 1), date(year + last, 12, 31), approximate=bool(part))
    return Fixed(interval=interval)


def _weekday(match: Match, words: Words) -> Form | None:
    if not is_name(match, "weekday", words):
        return None
    return Weekday(day=words.weekdays[key_of(match["weekday"])], which=words.which.get(key_of(match["which"] or "")))


def _unit(match: Match, words: Words) -> Form | None:
    unit, times = base_unit(words.units[key_of(match["unit"])])
    if times > 1:
        return None
    groups = match.groupdict()
    if groups.get("which"):
        if is_length(match, words):
            return None
        return Shifted(unit=unit, count=SHIFT_OF[words.which[key_of(match["which"])]])
    return Shifted(unit=unit, count=0, part="earlier" if groups.get("earlier") else "later")


def _relative(match: Match, words: Words) -> Form | None:
    kind, _, rest = words.relative[key_of(match["phrase"])].partition(" ")
    if kind in ("ago", "between"):
        unit, *counts = rest.split()
        return Ago(unit=unit, least=int(counts[0]), most=int(counts[-1]), is_between=kind == "between")
    if kind == "season":
        return Yearly(month=int(rest), which="last")
    return Shifted(unit=kind, count=int(rest))


def _named(match: Match, words: Words) -> Form | None:
    return Fixed(interval=parse_edtf(words.named[key_of(match["named"])]))


def _slashed(match: Match, words: Words) -> Form | None:
    """Day and month in the order of the language; where both orders are in use and both give a day it is either."""
    day, month, year = int(match["day"]), int(match["month"]), int(match["year"])
    orders = [(day, month), (month, day)] if words.data.get("slashed") == "either" else [(day, month)]
    found = [one for d, m in orders if (one := _day_form(year, m, d)) is not None]
    days = sorted({one.interval.edtf for one in found if isinstance(one, Fixed)})
    if not days:
        return None
    return Fixed(interval=parse_edtf(days[0] if len(days) == 1 else f"[{days[0]},{days[1]}]"))


def _named_day(match: Match, words: Words) -> Form | None:
    first, _, last = words.named_days[key_of(match["named_day"])].partition("/")
    month, _, day = first.partition("-")
    part = AROUND if last else None
    if last and last[:2] != month:  # over the end of a month
        ends = [Yearly(month=int(one[:2]), day=int(one[3:5]), part=part) for one in (first, last)]
        return Ranged(first=ends[0], last=ends[1])
    last_day = int(last[3:5]) if last else None
    if match["year"]:
        interval = fixed_month(int(match["year"]), int(month), (int(day), last_day), part)
        return Fixed(interval=interval) if interval else None
    return Yearly(month=int(month), day=int(day), last_day=last_day, part=part)


# «name» stands for a slot of `fill_slots`.
_TEMPLATES: tuple[tuple[str, Callable[[Match, Words], Form | None]], ...] = (
    (r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])", _iso),
    (r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:19|20)\d\d)(?!\d)", _iso),
    (r"(?<![\d/])(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>(?:19|20)\d\d)(?![\d/])", _slashed),
    (r"«before»(?:«weekday»,?\s+)?«the»«days_dotted»\s+(?:«join_word»\s+)?«month»(?:«join»«year»)?", _month_day),
    (r"«before»(?:«weekday»,?\s+)?«month»\s+«the»«days»(?!\s+«any_month»)(?:,?\s+«year»)?(?![\w%])", _month_day),
    (r"«year_only»«year_before»\s+«day»\.?\s+«month»", _month_day),
    (r"«year_only»«year_before»\s+«month»\s+«day»\.?(?:\s*d\.)?", _month_day),
    (r"«before»«the»(?:«part»)?«month»«join»«year»", _month),
    (r"«year_only»«year_before»\s+«month»", _month),
    (r"«before»«the»«part»«month»", _month),
    (r"«before»«which»«month»", _month),
    (r"«before»«month»(?!\s+\d)", _month),
    (r"«bound»(?P<before>)«month»", _month),
    (r"«before»«the»(?:«part»)?«season»«join»«year»", _season),
    (r"«before»(?:«which»|«the»«part»)«season»", _season),
    (r"«before»«the»(?:«part»)?«season»«join»(?P<year>(?:19|20)\d\d)[-–/](?:19|20)?\d\d(?!\w)", _season),
    (r"«before»(?:«the»)?«season»\s+«which_after»", _season),
    (r"«before»«month»\s+«which_after»", _month),
    (r"(?<!\w)«season_start»«season»", _season),
    (r"«before»«the»«part»(?P<year>(?:1[5-9]|20)\d\d)(?![\w%]|[.,]\d|-\d)", _year),
    (r"(?:«before_needed»|(?<=\()|«bound»)«the»«year»", _year),
    (r"«article»\s+«year»(?=\s+[^\W\d_])", _year),
    (r"«year_only»\s?«year_word»(?!\w)", _year),
    (r"«year_only»«year_word_before»(?!\w)", _year),
    (r"«before»«the»(?<![\d$€£-])(?P<year>(?:1[5-9]|20)\d\d)[-–/](?P<year2>(?:19|20)?\d\d)(?![\d/-])", _years),
    (r"«between»\s+«year_only»\s+«and»\s+«year_second»", _years),
    (r"«before»«the»(?:«part»)?(?P<year>(?:1[5-9]|20)\d0)«decade»(?!\w)", _decade),
    (r"«before»«the»(?:«which»)?(?P<weekday>«weekday»)(?:«day_part»|(?!\w))", _weekday),
    (r"«before»«the»(?P<weekday>«weekday»)(?!\w)\s+«which_after»", _weekday),
    *SPAN_RULES,
    (r"«before»«which»«unit»", _unit),
    (r"(?P<earlier>«earlier»)\s+«unit»", _unit),
    (r"(?P<later>«later»)\s+«unit»", _unit),
    (r"(?P<phrase>«phrases»)(?!\w)", _relative),
    (r"(?P<named>«named»)(?!\w)", _named),
    (r"«bound»«the»(?:\w+(?:['’]s)?\s+)?(?P<named>«named_bound»)(?!\w)", _named),
    (r"(?:«ago_about»\s+)?«count»«unit»\s+«ago_after»(?!\w)", build_ago),
    (r"«ago_before»\s+(?:«ago_about»\s+)?«count»«unit»", build_ago),
    (r"«over_past»\s+(?:«count»)?«unit»", build_past),
    (r"«recent»\s+«unit»", build_recent),
    (r"«before»«story»(?:«one_unit»|«month»|«season»|(?P<weekday>«weekday»)(?!\w)|«day_word»)", build_story),
    (r"(?:(?P<earlier_that>«earlier_that»)|«later_that»)\s+«one_unit»", build_story_part),
    (r"«article»\s+«one_unit»\s+(?:(?P<back>«back»|«back_bare»)|«on»|«on_bare»)«at_stop»", build_story_beside),
    (r"(?:«count»«unit»|«plural»|(?P<hours>(?:«count_only»\s+)?«hours»))\s+«back_or_on»", build_apart),
    (r"«before»«the»(?:«part»)?(?:«days_dotted»\s+)?«month»«of_year»", build_within),
    (r"«before»«month»\s+«days»«of_year»", build_within),
    (r"«before»«the»(?:«part»)?«season»«of_year»", build_within),
    (r"«before»(?P<named_day>«named_days»)(?!\w)(?:,?\s+(?:of\s+)?«year»)?", _named_day),
)


@cache
def load_rules(language: str) -> tuple[Rule, ...]:
    """Return the rules with the words of a language in their slots."""
    slots = fill_slots(load_words(language))
    return tuple(
        Rule(
            re.compile(
                r"(?<![\w$€£])(?:" + re.sub("«(\\w+)»", lambda name: slots[name[1]], template) + ")", re.IGNORECASE
            ),
            build,
            begins_anyhow=r"(?:\w+" in template,
        )
        for template, build in _TEMPLATES
    )


_HEAD = 3


def time_starts(text: str, language: str) -> list[int]:
    """Return where a rule that begins with a word of time finds something: each tried everywhere costs a tenth."""
    heads, any_rule = _heads(language), _any_rule(language)
    starts = (match.start() for match in _WORD_START.finditer(text))
    likely = (
        start
        for start in starts
        if text[start].isdigit()
        or not heads.isdisjoint(text[start : start + size].lower() for size in range(1, _HEAD + 1))
    )
    return [start for start in likely if any_rule.match(text, start) is not None]


_WORD_START = re.compile(r"(?<![\w$€£])[^\s]")


@cache
def _any_rule(language: str) -> re.Pattern[str]:
    """All rules that begin with a word of time as one pattern: it says no to most words at one call, not at forty."""
    patterns = [rule.pattern.pattern for rule in load_rules(language) if not rule.begins_anyhow]
    return re.compile("|".join(re.sub(r"\(\?P<\w+>", "(?:", one) for one in patterns), re.IGNORECASE)


@cache
def _heads(language: str) -> frozenset[str]:
    """The first letters of every word of time of the language."""
    words = load_words(language)
    tables = (words.months, words.weekdays, words.seasons, words.parts, words.which, words.units, words.numbers)
    phrases = {*itertools.chain(*tables, words.relative, words.named), *_strings(words.data)}
    return frozenset(phrase[:_HEAD].lower() for phrase in phrases)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for pair in value.items() for one in pair for text in _strings(one))
    elif isinstance(value, Sequence):
        yield from (text for one in value for text in _strings(one))
