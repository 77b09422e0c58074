"""Gives every tell of a report its places, days and things: tells and cast in, `Setting`s out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from overt.base.calendar import resolve_time
from overt.base.calendar.forms import TimeExpression
from overt.base.edtf import Interval
from overt.base.spans import Span
from overt.extract.shallow.cast import Cast
from overt.extract.shallow.groups import Scene
from overt.extract.shallow.lines import Line
from overt.extract.shallow.setting import Site, find_sites
from overt.extract.shallow.tells import LEGAL, Tell
from overt.extract.shallow.things import Thing, find_things, named_after
from overt.types.report import Report

_NEWS, _OLD = 8, 60  # days before publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time in its line; the offsets of `expression` count from the line's start."""

    line: Line
    expression: TimeExpression

    @property
    def start(self) -> int:
        """Offset in the line."""
        return self.expression.start

    @property
    def span(self) -> Span:
        """Where it stands in the report's text."""
        return self.line.span(self.expression.start, self.expression.end)


_Found = TypeVar("_Found", Site, Time)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where, when and on what a tell plays; `lent` are places of its line that stand nearer to another tell."""

    sites: tuple[Site, ...]
    lent: tuple[Site, ...]
    bodies: tuple[Site, ...]
    times: tuple[Time, ...]
    things: tuple[Thing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The settings of all tells, and the places of each line of the report."""

    settings: Mapping[Tell, Setting]
    sites: Mapping[int, tuple[Site, ...]]


def set_scenes(tells: Sequence[Tell], cast: Cast, published: Interval | None) -> Stage:
    """Return the setting of every tell: places and times go to the nearest tell of their line.

    A line that tells of nothing lends its time and place to the line before.
    """
    sites = {line.number: find_sites(line, cast) for line in cast.lines}
    times = {
        line.number: tuple(Time(line=line, expression=one) for one in cast.times[line.number]) for line in cast.lines
    }
    by_line: dict[int, list[Tell]] = {}
    for tell in tells:
        by_line.setdefault(tell.line.number, []).append(tell)
    settings: dict[Tell, Setting] = {}
    for line in cast.lines:
        here = by_line.get(line.number, [])
        if not here:
            continue
        strong = [tell for tell in here if not tell.is_weak] or here
        named = [site for site in sites[line.number] if not site.is_body]
        near_sites = _nearest(named, strong)
        near_times = _nearest_times(times[line.number], strong, published)
        things = find_things(line, cast)
        for tell in here:
            own = near_sites.get(tell, [])
            settings[tell] = Setting(
                sites=tuple(own),
                lent=tuple(site for site in named if site not in own),
                bodies=tuple(site for site in sites[line.number] if site.is_body),
                times=tuple(near_times.get(tell, [])),
                things=_things(tell, things, cast),
            )
    _lend(tells, settings, sites, times)
    return Stage(settings=settings, sites=sites)


def _lend(
    tells: Sequence[Tell],
    settings: dict[Tell, Setting],
    sites: Mapping[int, tuple[Site, ...]],
    times: Mapping[int, tuple[Time, ...]],
) -> None:
    """Give the time and place of a line that tells of nothing to the last act told before, where that has none."""
    numbers = sorted({tell.line.number for tell in tells if not tell.is_weak})
    for number in sorted(set(sites) - set(numbers)):
        before = [tell for tell in tells if tell.line.number == number - 1 and not tell.is_weak]
        tell = next((tell for tell in reversed(before) if tell.family != "response"), before[-1] if before else None)
        if tell is None:
            continue
        setting = settings[tell]
        found = tuple(site for site in sites[number] if site.role == "event_site" and not site.is_body)
        has_site = any(site.role == "event_site" for site in setting.sites)
        settings[tell] = replace(
            setting,
            sites=setting.sites if has_site else (*setting.sites, *found),
            times=setting.times or times[number],
        )


def _nearest(found: Iterable[_Found], tells: Sequence[Tell]) -> dict[Tell, list[_Found]]:
    given: dict[Tell, list[_Found]] = {}
    for one in found:
        at = one.start
        tell = min(tells, key=lambda tell: min(abs(at - tell.start), abs(at - tell.end)))
        given.setdefault(tell, []).append(one)
    return given


def _nearest_times(found: Sequence[Time], tells: Sequence[Tell], published: Interval | None) -> dict[Tell, list[Time]]:
    """Give times to the nearest tell; beside a step of the law, which is the news, it gets the recent ones.

    Old ones are the act's.
    """
    steps = [tell for tell in tells if tell.type in LEGAL]
    acts = [tell for tell in tells if tell.family not in ("response", "movement")]
    given: dict[Tell, list[Time]] = {}
    for time in found:
        days = _age(time, published) if steps and acts else None
        fitting = acts if days is not None and days > _OLD else steps if days is not None and days < _NEWS else tells
        for tell, times in _nearest([time], fitting).items():
            given.setdefault(tell, []).extend(times)
    return given


def _age(time: Time, published: Interval | None) -> int | None:
    """Return how many days before publication a time ended; None if that is not known."""
    interval = resolve_time(time.expression, published, None)
    if published is None or published.lo is None or interval is None or interval.hi is None or interval.is_yearless:
        return None
    return (published.lo - interval.hi).days


def _things(tell: Tell, things: Sequence[Thing], cast: Cast) -> tuple[Thing, ...]:
    if tell.family != "sabotage" and not tell.is_general:
        return ()
    free = tuple(thing for thing in things if not (thing.start < tell.end and tell.start < thing.end))
    if free:
        return tuple(sorted(free, key=lambda thing: abs(thing.start - tell.start)))[:2]
    named = named_after(tell, cast)
    return (named,) if named is not None else ()


def scene_of(tell: Tell, stage: Stage, report: Report, cast: Cast, sponsored: frozenset[int]) -> Scene:
    """Return what sets a tell apart from others; `sponsored`: lines that name who is behind an act."""
    setting = stage.settings[tell]
    line = tell.line
    steps = [other for other in stage.settings if other.line is line and other.type in LEGAL and not other.is_weak]
    is_suspected = bool(cast.language.words["suspected"].search(line.text)) and bool(cast.people[line.number])
    is_by_unknown = any(person.is_unknown for person in cast.people[line.number])
    published = report.published.interval if report.published else None
    resolved = (resolve_time(time.expression, published, None) for time in setting.times)
    intervals = tuple(interval for interval in resolved if interval is not None and not interval.is_yearless)
    return Scene(
        sites=tuple(site for site in setting.sites if site.role == "event_site"),
        intervals=intervals,
        things=setting.things,
        has_doer=bool(steps) or is_suspected or is_by_unknown or line.number in sponsored,
        is_other=bool(cast.language.words["others"].search(tell.line.around(tell.start, tell.end, 3))),
    )


def nearest_sites(line: Line, stage: Stage, *, bodies: bool) -> tuple[Site, ...]:
    """Return the sites of the line nearest to a line that has any; of bodies only if asked."""
    options = [
        (abs(number - line.number), number, sites)
        for number, every in stage.sites.items()
        if (sites := tuple(site for site in every if site.role == "event_site" and site.is_body == bodies))
    ]
    return min(options)[2] if options else ()


def nearest_towns(line: Line, stage: Stage) -> tuple[Site, ...]:
    """Return the sites of a line or the one beside it that are no countries, nearest line first."""
    return tuple(
        site
        for number in sorted(stage.sites, key=lambda number: (abs(number - line.number), number))
        if abs(number - line.number) <= 1
        for site in stage.sites[number]
        if site.role == "event_site" and site.country is None
    )
