"""Where incidents are drawn: Seen -> groups at one place, as wide as the place is known, and those without a place."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from overt.views.pictures import Cell, LeftOut, Rows
from overt.views.seen import POINTS, RADIUS_KM, Seen, SeenPlace, country_name
from overt.views.world import main_ring
from overt.words.codes import say_time


class Shape(StrEnum):
    """How a place is drawn. Only a town or a site is a point."""

    POINT = "point"
    AREA = "area"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Incidents at one place."""

    shape: Shape
    name: str
    country: str | None
    at: tuple[float, float]  # longitude, latitude; of a country: (0, 0), it has its own shape
    radius_km: float
    incident_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """All incidents: each in one spot or in one of those left out."""

    spots: tuple[Spot, ...]
    left_out: tuple[LeftOut, ...]


_WITHOUT = {
    "": "No place told",
    "G6": "At sea, on a border or in the air",
    "G7": "Online, or a place not found",
    "map": "A country that is not on this map",
}


def place_incidents(seen: Sequence[Seen]) -> Placed:
    """Return the spots, those with most incidents first, and what has no place."""
    found: dict[tuple[str, ...], list[Seen]] = {}
    without: dict[str, list[str]] = {}
    for one in seen:
        reason = _reason(one.place)
        if reason is None and one.place is not None:
            found.setdefault(_key(one.place), []).append(one)
        else:
            without.setdefault(reason or "", []).append(one.id)
    spots = [_spot(members) for members in found.values()]
    spots.sort(key=lambda spot: (-len(spot.incident_ids), spot.shape, spot.name, spot.at))
    left_out = [LeftOut(reason=said, incident_ids=tuple(without.get(key, ()))) for key, said in _WITHOUT.items()]
    return Placed(spots=tuple(spots), left_out=tuple(one for one in left_out if one.incident_ids))


def _reason(place: SeenPlace | None) -> str | None:
    """Return why it cannot be drawn; None if it can."""
    if place is None:
        return ""
    if place.precision in {"G6", "G7"}:
        return place.precision
    if place.precision == "G5" and not main_ring(place.country or "-"):
        return "map" if place.country else ""
    return None


def _key(place: SeenPlace) -> tuple[str, ...]:
    if place.precision == "G5":
        return ("G5", place.country or "")
    shape = "point" if place.precision in POINTS else place.precision
    return shape, place.name, place.country or "", f"{place.lat:.3f}", f"{place.lon:.3f}"


def _spot(members: Sequence[Seen]) -> Spot:
    place = members[0].place
    if place is None:
        raise ValueError("a spot is made of incidents that have a place")
    is_country = place.precision == "G5"
    shape = Shape.COUNTRY if is_country else Shape.POINT if place.precision in POINTS else Shape.AREA
    return Spot(
        shape=shape,
        name=country_name(place.country) if is_country and place.country else place.name,
        country=place.country,
        at=(0.0, 0.0) if place.lon is None or place.lat is None else (place.lon, place.lat),
        radius_km=RADIUS_KM.get(place.precision, 0.0),
        incident_ids=tuple(one.id for one in members),
    )


_COLUMNS = ("incident", "title", "type", "when", "drawn_as", "place", "country", "lat", "lon", "radius_km")


def map_rows(seen: Sequence[Seen], placed: Placed) -> Rows:
    """Return a row for each incident. Only a point has lat and lon."""
    spots = {one: spot for spot in placed.spots for one in spot.incident_ids}
    reasons = {one: part.reason for part in placed.left_out for one in part.incident_ids}
    rows: list[tuple[Cell, ...]] = []
    for one in seen:
        when = say_time(one.time.edtf if one.time else None)
        spot = spots.get(one.id)
        if spot is None:
            name = one.place.name if one.place else None
            rows.append(
                (one.id, one.label, one.type, when, f"not drawn: {reasons[one.id]}", name, None, None, None, None)
            )
            continue
        is_point = spot.shape is Shape.POINT
        at = (spot.at[1], spot.at[0]) if is_point else (None, None)
        rows.append(
            (one.id, one.label, one.type, when, spot.shape.value, spot.name, spot.country, *at, spot.radius_km or None)
        )
    return Rows(columns=_COLUMNS, rows=tuple(rows))
