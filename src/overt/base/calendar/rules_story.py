"""The rules of times counted from another one: what "the following month" or "in April last year" amounts to."""

from overt.base.calendar.forms import Apart, Form, Shifted, Then, Weekday, Within, Yearly
from overt.base.calendar.slots import SHIFT_OF, Match, base_unit, count_of, is_length, is_name, key_of
from overt.base.calendar.words import Words, one_of
from overt.base.edtf import month_end

_STORY = {"same": ("this", 0), "following": ("next", 1), "preceding": ("last", -1)}


def build_story(match: Match, words: Words) -> Form | None:
    """Build what is counted from the text's last time: "the following month", "that spring"."""
    if is_length(match, words):
        return None
    which, count = _STORY[words.story[key_of(match["story"])]]
    groups = match.groupdict()
    if groups.get("month"):
        if not is_name(match, "month", words):
            return None
        return Then(of=Yearly(month=words.months[key_of(match["month"])], which=which))
    if groups.get("season"):
        return Then(of=Yearly(month=words.seasons[key_of(match["season"])], which=which))
    if groups.get("weekday"):
        return Then(of=Weekday(day=words.weekdays[key_of(match["weekday"])], which=which)) if count else None
    unit = words.units.get(key_of(match["unit"]), "day") if groups.get("unit") else "day"
    return Then(of=Shifted(unit=unit, count=count), or_now=which == "last")


def build_story_part(match: Match, words: Words) -> Form | None:
    """Build "later that month", "earlier the same day"."""
    part = "earlier" if match.groupdict().get("earlier_that") else "later"
    return Then(of=Shifted(unit=words.units[key_of(match["unit"])], count=0, part=part))


def build_story_beside(match: Match, words: Words) -> Form | None:
    """Build "the year before", "the day after"."""
    return Then(of=Shifted(unit=words.units[key_of(match["unit"])], count=-1 if match["back"] else 1))


_BARE_PLURAL = (2, 9)


def build_apart(match: Match, words: Words) -> Form | None:
    """Build "three weeks later", "a month earlier"; a plural alone is a few ("weeks later")."""
    is_back = bool(match["back"])
    if match["hours"]:
        return make_apart("day", 0, 1, is_back=is_back)
    least, most = count_of(match["count"], words) if match["count"] else _BARE_PLURAL
    return make_apart(words.units[key_of(match["unit"] or match["several"])], least, most, is_back=is_back)


def make_apart(unit: str, least: int, most: int, *, is_back: bool) -> Form:
    """Return a distance from the story's time; of a fortnight it is two weeks."""
    base, times = base_unit(unit)
    least, most = (-most * times, -least * times) if is_back else (least * times, most * times)
    return Then(of=Apart(unit=base, least=least, most=most))


def build_within(match: Match, words: Words) -> Form | None:
    """Build "in April last year", "on 3 March of that year", "in the spring of the following year"."""
    which, story = match["which"], match["story"]
    if which:
        year: Form = Shifted(unit="year", count=SHIFT_OF[words.which[key_of(which)]])
    else:
        name, count = _STORY[words.story[key_of(story)]]
        year = Then(of=Shifted(unit="year", count=count), or_now=name == "last")
    groups = match.groupdict()
    part = words.parts.get(key_of(groups.get("part") or ""))
    if groups.get("season"):
        return Within(part=Yearly(month=words.seasons[key_of(match["season"])], part=part), year=year)
    if not is_name(match, "month", words):
        return None
    month = words.months[key_of(match["month"])]
    day = int(match["day"]) if groups.get("day") else None
    last_day = int(match["day2"]) if groups.get("day2") else None
    if max(day or 0, last_day or 0) > month_end(2000, month).day:
        return None
    return Within(part=Yearly(month=month, day=day, last_day=last_day, part=part), year=year)


def story_slots(words: Words) -> dict[str, str]:
    """Return the slots of these rules, with the words of a language."""
    singular = [word for word, unit in words.units.items() if word == unit or not words.needs_capital]
    plural = [word for word in words.units if word not in singular]
    stop = r"(?=\s*(?:[,.;:)\]”\"—–]|$))"
    back, bare_back = words.any_of("back"), words.any_of("back_bare")
    onward = words.any_of("on")
    story = rf"(?P<story>{one_of(words.story)})\s+"
    return {
        "story": story,
        "one_unit": rf"(?P<unit>{one_of(singular)})(?!\w)",
        "plural": rf"(?P<several>{one_of(plural)})",
        "day_word": rf"{words.any_of('day_parts')}(?!\w)",
        "earlier_that": words.any_of("earlier_that"),
        "later_that": words.any_of("later_that"),
        "back": back,
        "back_bare": bare_back,
        "on": onward,
        "on_bare": words.any_of("on_bare"),
        "at_stop": stop,
        "count_only": one_of(words.numbers),
        "hours": words.any_of("hours"),
        "back_or_on": rf"(?:(?P<back>{back}|{bare_back}{stop})|{onward}|{words.any_of('on_bare')}{stop})"
        r"(?!\w|\s+than)",
        "of_year": rf",?\s+(?:{words.any_of('join')}\s+)?(?:(?P<which>{one_of(words.which)})|"
        rf"(?P<story>{one_of(words.story)}))\s+{words.any_of('year_unit')}(?!\w)",
    }
