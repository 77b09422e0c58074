"""Two accounts side by side: what their times, places and names have in common."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import product
from math import asin, cos, radians, sin, sqrt

from overt.base.knowledge import read_knowledge
from overt.reconcile.matching.facts import Facts
from overt.reconcile.matching.names import Likeness, compare_persons
from overt.types.account import Stage
from overt.types.linked import Place

DAY = timedelta(days=1)
UNFULFILLED = frozenset({Stage.PLANNED, Stage.THREATENED, Stage.FOILED, Stage.ATTEMPTED})
_NEAR_KM = 12.0
_ONE_NEWS = timedelta(days=31)


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
        a, b = self.a, self.b
        after = b.lo - a.hi if a.hi and b.lo else timedelta(0)
        before = a.lo - b.hi if b.hi and a.lo else timedelta(0)
        return max(after, before, timedelta(0))

    @property
    def has_times(self) -> bool:
        """Both windows are closed."""
        return None not in {self.a.days, self.b.days}

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
        return self.has_times and self.gap <= DAY and max(self.a.days or 0, self.b.days or 0) <= days

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
    def in_country(self) -> bool:
        """A country agrees."""
        return bool(self.a.countries & self.b.countries)

    @property
    def persons(self) -> Likeness:
        """Best likeness of the people whom it is about."""
        return _best_likeness(self.a.persons, self.b.persons)

    @property
    def suspects(self) -> Likeness:
        """Best likeness of the suspects."""
        return _best_likeness(self.a.suspects, self.b.suspects)

    @property
    def has_suspects_apart(self) -> bool:
        """Both name suspects, and nobody is named by both."""
        return bool(self.a.suspects and self.b.suspects) and self.suspects is Likeness.DIFFERENT

    @property
    def is_somewhere(self) -> bool:
        """A town agrees, or the country and the time."""
        return self.in_city or (self.in_country and self.in_time)

    @property
    def is_once_only(self) -> bool:
        """One person suffers it once, and it was done."""
        types, stages = {self.a.type, self.b.type}, {self.a.stage, self.b.stage}
        return types <= types_in("once_only") and not stages & UNFULFILLED


def _best_likeness(some: tuple[str, ...], others: tuple[str, ...]) -> Likeness:
    return max((compare_persons(x, y) for x, y in product(some, others)), default=Likeness.DIFFERENT)


def _is_near(x: Place, y: Place) -> bool:
    if x.lat is None or x.lon is None or y.lat is None or y.lon is None:
        return False
    lat_x, lon_x, lat_y, lon_y = map(radians, (x.lat, x.lon, y.lat, y.lon))
    chord = sin((lat_y - lat_x) / 2) ** 2 + cos(lat_x) * cos(lat_y) * sin((lon_y - lon_x) / 2) ** 2
    return 2 * 6371 * asin(min(1.0, sqrt(chord))) <= _NEAR_KM
