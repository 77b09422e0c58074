"""Two accounts side by side: what their times, places and names have in common."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import product
from math import asin, cos, radians, sin, sqrt

from overt.base.edtf import Interval, occurrences
from overt.base.knowledge import read_knowledge
from overt.reconcile.matching.facts import Facts, is_type_like
from overt.reconcile.matching.names import is_same_given, stem
from overt.reconcile.matching.persons import Likeness, compare_persons, is_nearly_one
from overt.types.account import Stage
from overt.types.linked import Place

DAY = timedelta(days=1)
UNFULFILLED = frozenset({Stage.PLANNED, Stage.THREATENED, Stage.FOILED, Stage.ATTEMPTED})
_NEAR_KM = 12.0
_SEASON_DAYS = 92
_NIGHT = 2  # days that a night is of
_ONE_NEWS = timedelta(days=31)


Window = tuple[date | None, date | None]  # first and last possible day


@cache
def types_in(row: str) -> frozenset[str]:
    """Return a list of types of matching.yaml."""
    return frozenset(read_knowledge("matching.yaml")[row])


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two accounts with what their times, places and names have in common."""

    a: Facts
    b: Facts

    @property
    def gap(self) -> timedelta:
        """Time between the windows; zero if they overlap or one is unknown."""
        (lo_a, hi_a), (lo_b, hi_b) = self._windows
        after = lo_b - hi_a if hi_a and lo_b else timedelta(0)
        before = lo_a - hi_b if hi_b and lo_a else timedelta(0)
        return max(after, before, timedelta(0))

    @property
    def has_times(self) -> bool:
        """Both windows are closed."""
        return self._widest is not None

    @property
    def _windows(self) -> tuple[Window, Window]:
        """Both windows; a day or month without its year is read in the year that brings it nearest to the other."""
        a, b = self.a, self.b
        window_b = _in_some_year(b.yearless) if a.yearless and b.yearless else (b.lo, b.hi)
        window_a = _nearest(a.yearless, window_b) if a.yearless else (a.lo, a.hi)
        return window_a, _nearest(b.yearless, window_a) if b.yearless and not a.yearless else window_b

    @property
    def _widest(self) -> int | None:
        widths = [_width(window) for window in self._windows]
        return None if None in widths else max(width or 0 for width in widths)

    @property
    def in_time(self) -> bool:
        """Both known to a year or better and overlapping, give or take a day."""
        return self._is_within(366)

    @property
    def is_close(self) -> bool:
        """Both known to a month or better and overlapping, give or take a day."""
        return self._is_within(31)

    @property
    def is_within_days(self) -> bool:
        """Both known to ten days or better (T2) and overlapping, give or take a day."""
        return self._is_within(10)

    @property
    def is_time_open(self) -> bool:
        """Nothing speaks against one time."""
        return not self.has_times or self.in_time

    def _is_within(self, days: int) -> bool:
        widest = self._widest
        return widest is not None and widest <= days and self.gap <= DAY

    @property
    def is_year_doubtful(self) -> bool:
        """The same day of another year, where a text leaves the year to the day of publication."""
        off = self.gap.days % 365
        return (self.a.is_year_guessed or self.b.is_year_guessed) and min(off, 365 - off) <= 2 < self.gap.days

    @property
    def in_city(self) -> bool:
        """A town agrees, or two sites lie near each other."""
        return bool(self.a.cities & self.b.cities) or any(
            _is_near(x, y) for x, y in product(self.a.sites, self.b.sites)
        )

    @property
    def is_news(self) -> bool | None:
        """Both reports came out within a month; None if that is not known."""
        one, other = self.a.published, self.b.published
        return max(one[1], other[1]) - min(one[0], other[0]) <= _ONE_NEWS if one and other else None

    @property
    def is_one_day(self) -> bool:
        """Both known to the day, or two, and overlapping, give or take a day."""
        return self._is_within(2)

    @property
    def is_elsewhere(self) -> bool:
        """Both name towns, and no two of them are one."""
        return bool(self.a.cities and self.b.cities) and not self.in_city

    @property
    def is_dated(self) -> bool:
        """Both known to the day, or a night."""
        return self._widest is not None and self._widest <= _NIGHT

    @property
    def is_very_day(self) -> bool:
        """Both known to the day, or a night, and overlapping without a day to spare."""
        return self.is_dated and self.gap <= timedelta(0)

    @property
    def in_country(self) -> bool:
        """A country agrees."""
        return bool(self.a.countries & self.b.countries)

    @property
    def is_abroad(self) -> bool:
        """Both have countries, and no two are one: a contradiction only where both texts state them."""
        return bool(self.a.countries and self.b.countries) and not self.in_country

    @property
    def is_told_there(self) -> bool:
        """The same town or country is named beside both."""
        return bool(self.a.places_beside & self.b.places_beside)

    @property
    def has_counts_apart(self) -> bool:
        """Both say how many people a step of the law concerns, and no two numbers are one."""
        a, b = self.a, self.b
        return a.is_legal and bool(a.people and b.people) and not a.people & b.people

    @property
    def has_people_apart(self) -> bool:
        """Both say how old people are, or of which nation, and nothing agrees."""
        ages, others = ({s.age for s in fact.somebodies if s.age} for fact in (self.a, self.b))
        nations, abroad = ({s.nationality for s in fact.somebodies if s.nationality} for fact in (self.a, self.b))
        return bool(ages and others and not ages & others) or bool(nations and abroad and not nations & abroad)

    @property
    def is_alone(self) -> bool:
        """Neither report tells another incident that the other's account might mean."""
        a, b = self.a, self.b
        if a.type == b.type:
            return a.is_sole and b.is_sole
        return _count_like(a.told_types, b.type) == 1 and _count_like(b.told_types, a.type) == 1

    @property
    def is_alone_here(self) -> bool:
        """Neither report tells another incident of the kind in this town, or where no town is told."""
        a, b = self.a, self.b
        return _count_like(a.types_here, b.type) == 1 and _count_like(b.types_here, a.type) == 1

    @property
    def names_of_story(self) -> frozenset[str]:
        """Names that both reports tell anywhere, and few other reports."""
        return self._alike(self.a.story & self.b.story)

    @property
    def names_beside(self) -> frozenset[str]:
        """Names that stand in the sentences of both."""
        return self._alike(self.a.beside & self.b.beside)

    def spell(self, names: Iterable[str]) -> str:
        """Write stems of names as the first account's report does."""
        return ", ".join(sorted(self.a.spelling.get(name, name) for name in names))

    def _alike(self, names: frozenset[str]) -> frozenset[str]:
        """Leave out family names that stand after given names of two people, and streets of no one town."""
        return frozenset(name for name in names - self._streets_anywhere if self._is_one_name(name))

    @property
    def _streets_anywhere(self) -> frozenset[str]:
        """Streets of one name where no town or area is the same: every town has them."""
        a, b = self.a.sketch, self.b.sketch
        if not a or not b or a.towns & b.towns or a.areas & b.areas:
            return frozenset()
        return frozenset(stem(street) for street in a.streets & b.streets)

    def _is_one_name(self, name: str) -> bool:
        some, others = self.a.given.get(name), self.b.given.get(name)
        return not some or not others or any(is_same_given(x, y) for x, y in product(some, others))

    @property
    def persons(self) -> Likeness:
        """Best likeness of the people whom it is about."""
        return _best_likeness(self.a.persons, self.b.persons)

    @property
    def is_nearly_one_person(self) -> bool:
        """The given names agree and the family names nearly do: one name written down by ear, if all else agrees."""
        return any(
            is_nearly_one(x, y)
            for x, y in (*product(self.a.persons, self.b.persons), *product(self.a.suspects, self.b.suspects))
        )

    @property
    def things(self) -> frozenset[str]:
        """Kinds of things that both hit, or tell of in the sentences of the act; what one hit must be among them."""
        a, b = self.a, self.b
        shared = (a.things | a.things_beside) & (b.things | b.things_beside)
        hit = (a.things or a.things_beside) & (b.things or b.things_beside)
        return shared if hit else frozenset()

    @property
    def has_things_apart(self) -> bool:
        """Both say what was hit, and nothing that one hit is told by the other."""
        a, b = self.a, self.b
        is_told = a.things & (b.things | b.things_beside) or b.things & a.things_beside
        return bool(a.things and b.things) and not is_told

    @property
    def suspects(self) -> Likeness:
        """Best likeness of the suspects."""
        return _best_likeness(self.a.suspects, self.b.suspects)

    @property
    def has_suspects_apart(self) -> bool:
        """Both name suspects, and nobody is named by both."""
        is_apart = bool(self.a.suspects and self.b.suspects) and self.suspects is Likeness.DIFFERENT
        return is_apart and not self.is_nearly_one_person

    @property
    def is_somewhere(self) -> bool:
        """A town agrees, or the country and the time."""
        return self.in_city or (self.in_country and self.in_time)

    @property
    def is_once_only(self) -> bool:
        """One person suffers it once, and it was done."""
        types, stages = {self.a.type, self.b.type}, {self.a.stage, self.b.stage}
        return types <= types_in("once_only") and not stages & UNFULFILLED


def _width(window: Window) -> int | None:
    lo, hi = window
    return (hi - lo).days + 1 if lo and hi else None


def _nearest(yearless: Interval, window: Window) -> Window:
    """A yearless day beside a wide window says nothing: some year of it always fits."""
    lo, hi = window
    if not lo or not hi or (hi - lo).days > _SEASON_DAYS:
        return None, None
    reach = timedelta(days=200)
    found = occurrences(yearless, max(lo, date.min + reach) - reach, min(hi, date.max - reach) + reach)
    dated = [(one.lo, one.hi) for one in found if one.lo and one.hi]
    if not dated:
        return None, None
    return min(dated, key=lambda one: (max(one[0] - hi, lo - one[1], timedelta(0)), one))


def _in_some_year(yearless: Interval) -> Window:
    """Two yearless times are compared in one year, a leap year."""
    found = occurrences(yearless, date(2000, 1, 1), date(2000, 12, 31))
    return (found[0].lo, found[0].hi) if found else (None, None)


def _count_like(types: tuple[str, ...], code: str) -> int:
    return sum(is_type_like(one, code) for one in types)


def _best_likeness(some: tuple[str, ...], others: tuple[str, ...]) -> Likeness:
    best = max((compare_persons(x, y) for x, y in product(some, others)), default=Likeness.DIFFERENT)
    return best if best >= Likeness.SURNAME else Likeness.DIFFERENT  # what is only near: `is_nearly_one_person`


def _is_near(x: Place, y: Place) -> bool:
    if x.lat is None or x.lon is None or y.lat is None or y.lon is None:
        return False
    lat_x, lon_x, lat_y, lon_y = map(radians, (x.lat, x.lon, y.lat, y.lon))
    chord = sin((lat_y - lat_x) / 2) ** 2 + cos(lat_x) * cos(lat_y) * sin((lon_y - lon_x) / 2) ** 2
    return 2 * 6371 * asin(min(1.0, sqrt(chord))) <= _NEAR_KM
