"""Fills the slots of the rules' patterns with the words of a language: `Words` -> a pattern for each slot."""

import re
from collections.abc import Mapping

from overt.base.calendar.rules_span import span_slots
from overt.base.calendar.rules_story import story_slots
from overt.base.calendar.words import NEVER, Words, one_of

_YEAR = r"(?<![\d.,$€£#/-])(?:1[5-9]|20)\d\d(?![\d%]|[.,]\d|-\d)"
_DAY = r"(?<![\d.,:/])(?:3[01]|[12]\d|0?[1-9])(?![\d:%]|[.,]\d)"


def fill_slots(words: Words) -> Mapping[str, str]:
    """Return the pattern of each slot «name»."""
    plain = (
        "between",
        "and",
        "decade",
        "earlier",
        "later",
        "ago_after",
        "ago_before",
        "over_past",
        "recent",
        "named",
        "named_bound",
    )
    the = rf"(?:{words.any_of('articles')}\s+)?"
    ordinal = rf"(?:{words.any_of('ordinal')}|º)?"
    # English ends sentences with "March 3."; elsewhere the dot is the ordinal's.
    dotted = ordinal if words.needs_capital else rf"(?:{words.any_of('ordinal')}|\.|º)?"
    after_year = rf"(?:\s*{words.any_of('year_after')}(?!\w))?"
    before = rf"(?P<before>{words.any_of('prepositions')})\s+"
    needs = words.data.get("season_needs")
    return {
        **{name: words.any_of(name) for name in plain},
        **_day_slots(ordinal, dotted, words),
        "the": the,
        "article": words.any_of("articles"),
        "before": f"(?:{before})?",
        "before_needed": before,
        "bound": _behind(words),
        "part": rf"(?P<part>{one_of(words.parts)})(?:(?<=-)|[\s-]+){the}",
        "join_word": words.any_of("join"),
        "join": rf"(?:\s*,)?(?:\s+{words.any_of('join')})?\s+",
        "year": rf"(?P<year>{_YEAR}){after_year}",
        "year_word": words.any_of("year_after"),
        "year_word_before": words.any_of("year_before"),
        "year_before": rf"(?:\s?{words.any_of('year_before')})?",
        "month": rf"(?P<month>{one_of(words.months)})(?!\w)",
        "any_month": one_of(words.months),
        "season": rf"(?P<season>{one_of(words.seasons)})(?!\w)",
        "season_start": rf"(?:{one_of(needs)}\s*)" if needs else "",
        "which": rf"(?P<which>{one_of(words.which)})\s+",
        "unit": rf"(?P<unit>{one_of(words.units)})(?!\w)",
        "count": rf"(?P<count>\d{{1,3}}|{one_of(words.numbers)})\s+",
        "weekday": one_of(words.weekdays),
        "day_part": rf"\s*{words.any_of('day_parts')}(?!\w)",
        "which_after": rf"(?P<which>{one_of(words.which_after)})(?!\w)",
        "ago_about": rf"(?P<about>{one_of(words.about)})",
        "phrases": one_of(words.relative),
        "named_days": one_of(words.named_days),
        **story_slots(words),
        **span_slots(words),
    }


def _day_slots(ordinal: str, dotted: str, words: Words) -> dict[str, str]:
    joint = one_of({*words.data.get("and", ()), *words.data.get("plus", ()), *words.data.get("night_to", ())})
    to = rf"(?:\s?[-–—]\s?|\s+{joint}\s+(?:{words.any_of('articles')}\s+)?)"
    return {
        "day": rf"(?P<day>{_DAY})",
        "days": rf"(?P<day>{_DAY}){ordinal}(?:{to}(?P<day2>{_DAY}){ordinal})?",
        "days_dotted": rf"(?P<day>{_DAY}){dotted}(?:{to}(?P<day2>{_DAY}){dotted})?",
        "year_only": rf"(?P<year>{_YEAR})",
        "year_second": rf"(?P<year2>{_YEAR})",
    }


def _behind(words: Words) -> str:
    """After "since", "between" ...; each phrase its own look-behind, as these must have one width."""
    phrases = [
        phrase for side in ("since", "before", "until", "after", "between") for phrase in words.data.get(side, ())
    ]
    return "(?:" + ("|".join(rf"(?<=(?<!\w){re.escape(phrase)} )" for phrase in phrases) or NEVER) + ")"
