"""Weighs two reports as wholes: two Sketches -> points for what agrees and differs, each with its reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, lru_cache
from itertools import product

from overt.base.knowledge import read_knowledge
from overt.reconcile.matching.names import is_same_given
from overt.reconcile.matching.sketch import Day, FullName, Sketch

_ONE_DAY, _FOUR_DAYS, _ONE_WEEK, _ONE_MONTH = (timedelta(days=days) for days in (1, 4, 7, 31))


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """The points of a pair and what they are for; each reason names its points."""

    points: float
    reasons: tuple[str, ...]
    has_anchor: bool  # a name, a street, a site or a town is one: a day and a number alone are many acts'

    @property
    def is_same(self) -> bool:
        """Say whether so much agrees that both tell of one act."""
        return self.has_anchor and self.points >= limit("same")


@cache
def points_of(what: str) -> float:
    """Return the points of one thing that agrees or differs."""
    return float(read_knowledge("sketch.yaml")["points"][what])


@cache
def limit(what: str) -> float:
    """Return a limit of sketch.yaml."""
    return float(read_knowledge("sketch.yaml")[what])


@cache
def learned_families() -> frozenset[str]:
    """Return the families of types in which reports that differ keep accounts apart."""
    return frozenset(read_knowledge("sketch.yaml")["learned_from"])


@lru_cache(maxsize=262_144)
def weigh_reports(a: Sketch, b: Sketch) -> Weighing:
    """Add up what agrees and differs. The order of the two does not matter."""
    told = [("start", ""), *_names(a, b), *_places(a, b), *_times(a, b), *_numbers(a, b)]
    reasons = tuple(f"{detail} ({points_of(what):+g})" for what, detail in told if detail)
    return Weighing(
        points=round(sum(points_of(what) for what, _ in told), 2),
        reasons=reasons,
        has_anchor=any(what in _ANCHORS for what, _ in told),
    )


_ANCHORS = frozenset({"one_name", "more_names", "victim", "one_street", "more_streets", "site", "area", "town"})


def _names(a: Sketch, b: Sketch) -> Iterator[tuple[str, str]]:
    officials = a.officials | b.officials
    shared = [name for name in _shared(a.names, b.names) if name[1] not in officials]
    if shared:
        told = ", ".join(sorted({" ".join(name) for name in shared}))
        yield ("one_name" if len({name[1] for name in shared}) == 1 else "more_names"), f"the same names: {told}"
    if _shared(a.victims, b.victims):
        yield "victim", "a victim of one name"


def _shared(some: frozenset[FullName], others: frozenset[FullName]) -> list[FullName]:
    families = {family for _, family in some} & {family for _, family in others}
    if not families:
        return []
    pairs = product(sorted(some), sorted(others))
    return [x for x, y in pairs if x[1] == y[1] and x[1] in families and is_same_given(x[0], y[0])]


def _places(a: Sketch, b: Sketch) -> Iterator[tuple[str, str]]:
    streets, spots = a.streets & b.streets, a.spots & b.spots
    if streets:
        yield ("one_street" if len(streets) == 1 else "more_streets"), f"the same streets: {', '.join(sorted(streets))}"
    if spots:
        yield "site", f"the same site: {', '.join(sorted(spots))}"
    areas = a.areas & b.areas
    if areas:
        yield "area", f"the same area: {', '.join(sorted(areas))}"
    elif a.areas and b.areas:
        yield "areas_apart", "other areas"
    if a.towns & b.towns:
        yield "town", "the same town"
    elif a.towns and b.towns:
        yield "towns_apart", "other towns"
    if a.regions and b.regions and not a.regions & b.regions:
        yield "regions_apart", "other regions"


def _times(a: Sketch, b: Sketch) -> Iterator[tuple[str, str]]:
    between = min((_gap(x, y) for x, y in product(a.days, b.days)), default=None)
    if between is not None:
        what = "day" if not between else "neighbouring_days" if between <= _ONE_DAY else "days_apart"
        yield what, "the same day" if what == "day" else what.replace("_", " ")
    if a.weekdays & b.weekdays:
        yield "weekday", "the same weekday"
    elif a.weekdays and b.weekdays and _news_gap(a, b) <= _ONE_WEEK:
        yield "weekdays_apart", "other weekdays"
    if a.published and b.published:
        news = _news_gap(a, b)
        if news <= _ONE_DAY:
            yield "news_of_one_day", "published within a day"
        elif news <= _FOUR_DAYS:
            yield "news_of_four_days", "published within four days"
        elif news <= _ONE_MONTH:
            yield "news_of_one_month", "published within a month"
        else:
            yield "news_of_other_months", "published in other months"


def _news_gap(a: Sketch, b: Sketch) -> timedelta:
    return abs(a.published[0] - b.published[0]) if a.published and b.published else timedelta.max


def _gap(x: Day, y: Day) -> timedelta:
    return max(y[0] - x[1], x[0] - y[1], timedelta(0))


def _numbers(a: Sketch, b: Sketch) -> Iterator[tuple[str, str]]:
    ages = a.ages & b.ages
    if ages:
        yield ("one_age" if len(ages) == 1 else "more_ages"), f"the same ages: {', '.join(map(str, sorted(ages)))}"
    elif a.ages and b.ages:
        yield "ages_apart", "other ages"
    if a.hours & b.hours:
        yield "hour", "the same hour"
    for what, some, others in (("killed", a.killed, b.killed), ("injured", a.injured, b.injured)):
        if some & others:
            yield what, f"as many {what}"
        elif some and others:
            yield f"{what}_apart", f"other numbers {what}"
    if max(a.acts, b.acts) > limit("many_acts"):
        yield "many_acts", "a report of many acts"
