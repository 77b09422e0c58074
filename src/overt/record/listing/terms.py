"""What an incident is found by: Incident -> its terms and its place in each order."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from overt.record.listing.bits import Term
from overt.record.rows import Facet
from overt.types.account import EntityKind
from overt.types.incident import Incident

ALL = ("", "")  # the term that every incident has
BLAME = "actor+attribution"  # an actor with the level at which it is named
NONE = "none"
MOST_ORIGINS = 10
_LONGEST = 200  # characters of a value, as an index of PostgreSQL takes only so many
_LAST = 10**8  # orders that which lacks a value
_MOST_YEARS = 50
_COUNTRY = "G5"  # the precision of a place that is a whole country


def blame(actor: str, level: str) -> str:
    """Return the value of a term of BLAME."""
    return f"{actor}\x1f{level}"


def terms_of(incident: Incident, persons: Collection[str]) -> tuple[Term, ...]:
    """Return all terms, the ones of each facet together. `persons`: ids of those of its entities who are persons."""
    found = (ALL, *((facet.value, value) for facet, value in _facets(incident, persons)), *_blame(incident, persons))
    return tuple(dict.fromkeys((facet, value[:_LONGEST]) for facet, value in found))


def _facets(incident: Incident, persons: Collection[str]) -> Iterator[tuple[Facet, str]]:
    grade = dict(incident.grades).get("event")
    yield Facet.FAMILY, incident.type.partition(".")[0]
    yield Facet.TYPE, incident.type
    yield Facet.STAGE, incident.stage.value
    yield Facet.STATUS, incident.status
    yield Facet.GRANULARITY, incident.granularity.value
    yield Facet.GRADE, str(grade.number) if grade else NONE
    yield Facet.ORIGINS, str(min(incident.sources.independent, MOST_ORIGINS))
    yield Facet.DISPUTED, "yes" if incident.disputed else "no"
    for country in countries_of(incident):
        yield Facet.COUNTRY, country
    for year in _years(incident):
        yield Facet.YEAR, year
    for actor, level in _behind(incident, persons):
        if actor:
            yield Facet.ACTOR, actor
        yield Facet.ATTRIBUTION, level
    if not incident.attribution:
        yield Facet.ATTRIBUTION, NONE
    for facet, values in (
        (Facet.SECTOR, incident.target_sector),
        (Facet.MEANS, incident.means),
        (Facet.FLAG, incident.flags),
    ):
        for value in values:
            yield facet, value


def countries_of(incident: Incident) -> list[str]:
    """Return the countries of an incident; where somebody stood when speaking of it is none."""
    return sorted({place.country for place in incident.places if place.country and place.role != "speech_place"})


def place_of(incident: Incident) -> str | None:
    """Name the place of the event for a list: "Vienna, AT", "Romania"; the first place if none is said to be it."""
    sites = [place for place in incident.places if place.role == "event_site"] or list(incident.places)
    if not sites:
        return None
    site = sites[0]
    return site.name if site.country is None or site.precision == _COUNTRY else f"{site.name}, {site.country}"


def _blame(incident: Incident, persons: Collection[str]) -> Iterator[Term]:
    for actor, level in _behind(incident, persons):
        if actor:
            yield BLAME, blame(actor, level)


def _behind(incident: Incident, persons: Collection[str]) -> Iterator[tuple[str | None, str]]:
    """Yield who is said to be behind it, with the level. No list is made of what a private person did: None."""
    people = [one for one in incident.participants if one.kind is EntityKind.PERSON and not one.facts.public_figure]
    public = {one.entity_id for one in incident.participants if one.facts.public_figure}
    private = {*persons, *(one.entity_id for one in people)} - public - {None}
    names = {one.name for one in people}
    for one in incident.attribution:
        is_private = one.entity_key in private or one.actor in names
        yield (None if is_private or not one.actor else one.actor), one.level


def _years(incident: Incident) -> list[str]:
    if incident.time is None:
        return [NONE]
    lo, hi = incident.time.interval.lo, incident.time.interval.hi
    ends = [day.year for day in (lo, hi) if day is not None]
    if len(ends) == 2 and ends[1] - ends[0] < _MOST_YEARS:
        return [str(year) for year in range(ends[0], ends[1] + 1)]
    return [str(year) for year in ends] or [NONE]


def order_of(incident: Incident) -> dict[str, Any]:
    """Return the columns by which lists are put in order and times compared: each the smaller the earlier it stands."""
    interval = incident.time.interval if incident.time else None
    grade = dict(incident.grades).get("event")
    day = (interval.hi or interval.lo) if interval else None
    place = place_of(incident)
    first = (interval.lo or interval.hi) if interval else None
    return {
        "newest": _LAST - day.toordinal() if day else _LAST + 1,
        "oldest": first.toordinal() if first else _LAST + 1,
        "grade": grade.number if grade else 7,
        "origins": -incident.sources.independent,
        "type": incident.type,
        "place": place.casefold()[:_LONGEST] if place else "\U0010ffff",
        "title": incident.title.casefold()[:_LONGEST],
        # The undated begin after every day and end before it, so that they meet none.
        "lo": (interval.lo or date.min).isoformat() if interval else "~",
        "hi": (interval.hi or date.max).isoformat() if interval else "",
    }
