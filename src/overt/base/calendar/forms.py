"""What a time as written amounts to before it is placed on the calendar."""

from dataclasses import dataclass
from typing import TypeAlias

from overt.base.edtf import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """A time that says its year: "14 May 2024", "early 2023", "the late 1990s".

    `season`: its year, season and part of the season, if it is one.
    """

    interval: Interval
    season: tuple[int, int, str | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Yearly:
    """A month (1-12) or season (21-24, in the south 29-32) without its year: "in May", "3 March", "last summer"."""

    month: int
    day: int | None = None
    last_day: int | None = None  # "3-5 March"
    part: str | None = None
    which: str | None = None  # last | this | next
    back: int = 0  # so many years before: "two summers ago"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekday:
    """A day of the week (0 Monday): "on Tuesday", "last Tuesday"."""

    day: int
    which: str | None = None
    back: int = 0  # so many weeks before: "two Sundays ago"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfMonth:
    """A day of a month that is told elsewhere: "on the 12th", "the 5th of last month"."""

    day: int
    of: "Shifted | Then | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shifted:
    """A calendar unit counted from publication: "yesterday", "last week".

    `part` is "earlier" or "later" than publication, or a part of the unit: "late last year". `day`: of the week.
    """

    unit: str
    count: int
    part: str | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ago:
    """A distance back from publication: "two weeks ago", "several years ago".

    `is_between`: from `least` to `most`, as "more than a year ago" is one to two; else that many, rounded.
    """

    unit: str
    least: int
    most: int
    is_between: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The stretch that ends with publication: "over the past two years", "in recent months"."""

    unit: str
    count: int
    is_vague: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounded:
    """One end only: "since February 2022", "before 2016". side: since | before | until | after."""

    side: str
    of: "Form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranged:
    """From one time to another: "between 2020 and 2023", "from March to May 2023"."""

    first: "Form"
    last: "Form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A distance from another time of the story, negative before it: "three weeks later", "a month earlier"."""

    unit: str
    least: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """A time counted from another time of the story: "the following month", "that spring", "three weeks later".

    `or_now`: where the story has none it is counted from publication ("the previous month").
    """

    of: "Yearly | Weekday | Shifted | Apart"
    or_now: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """A month, day or season of a year that is told by another time: "in April last year", "in March of that year"."""

    part: Yearly
    year: "Form"


@dataclass(frozen=True, slots=True, kw_only=True)
class NightInto:
    """The night that ends on a day: "in der Nacht zum Dienstag", "overnight into Wednesday"."""

    of: "Form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocked:
    """A time of the day, of a day that is told with it or was told before: "at 4.30am on Tuesday", "at 4.30am"."""

    hour: int
    minute: int
    of: "Form | None" = None


Form: TypeAlias = (
    Fixed
    | Yearly
    | Weekday
    | DayOfMonth
    | Shifted
    | Ago
    | Past
    | Bounded
    | Ranged
    | Then
    | Within
    | NightInto
    | Clocked
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """A time in a text: half-open range of code points, its words (text[start:end]), and what they amount to."""

    start: int
    end: int
    text: str
    form: Form

    @property
    def is_of_story(self) -> bool:
        """Say whether the time is counted from another one that the text tells."""
        return _is_of_story(self.form)

    @property
    def is_relative(self) -> bool:
        """Say whether the time can only be placed with the day of publication known."""
        return _is_relative(self.form)


def _is_relative(form: Form) -> bool:
    if isinstance(form, Bounded | NightInto):
        return _is_relative(form.of)
    if isinstance(form, Clocked):
        return form.of is None or _is_relative(form.of)
    if isinstance(form, Ranged):
        return _is_relative(form.first) or _is_relative(form.last)
    return not isinstance(form, Fixed)


def _is_of_story(form: Form) -> bool:
    if isinstance(form, Bounded | NightInto):
        return _is_of_story(form.of)
    if isinstance(form, Clocked):
        return form.of is None or _is_of_story(form.of)
    if isinstance(form, Ranged):
        return _is_of_story(form.first) or _is_of_story(form.last)
    if isinstance(form, DayOfMonth):
        return form.of is not None and _is_of_story(form.of)
    return isinstance(form, Then) or (isinstance(form, Within) and _is_of_story(form.year))
