"""What a report's other places say about each: text -> `PlaceContext`, with one sense chosen for every name."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from overt.link.atlas import Atlas, load_atlas
from overt.link.gazetteer import Candidate, fold_name
from overt.link.recognise import FoundPlace, weigh_places
from overt.link.words import split_words

_ROUNDS = 3
_NEAR_KM, _NEAR_DEGREES = 150.0, 1.4
_MOST_CANDIDATES = 60
# Weights found on one half of the LGL and TR-News documents, bench/score_places.py.
_PRIOR = {"country": 8.3, "area": 7.6, "region": 6.4, "district": 4.0, "site": 7.5}
_MAIN_NAME = 1.2
_COUNTRY, _DIVISION, _NEIGHBOUR, _MOST_NEIGHBOURS = 4.0, 6.0, 0.6, 4
_DEMONYM_VOTE, _MOST_DEMONYMS = 0.5, 4
_SHARPNESS = 1.0

Belief = tuple[tuple[Candidate, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceContext:
    """A report's text and what its place names mean in it. `senses` and `beliefs` are keyed by folded name."""

    text: str
    language: str
    atlas: Atlas
    senses: Mapping[str, Candidate] = field(default_factory=dict)
    beliefs: Mapping[str, Belief] = field(default_factory=dict)  # candidates with weights that sum to 1
    demonym_votes: Mapping[str, float] = field(default_factory=dict)  # by country


def build_context(text: str, language: str = "en") -> PlaceContext:
    """Return the context of a report's text: its places recognised and each name's likeliest sense."""
    atlas = load_atlas(language)
    found = weigh_places(text, language)
    demonyms = Counter(code for word in split_words(text) if (code := atlas.demonyms.get(fold_name(word.text))))
    votes = {code: _DEMONYM_VOTE * min(_MOST_DEMONYMS, count) for code, count in demonyms.items()}
    return _settle(PlaceContext(text=text, language=language, atlas=atlas, demonym_votes=votes), _options(found))


def _options(found: Sequence[FoundPlace]) -> dict[str, tuple[Candidate, ...]]:
    """The senses of each name: those that a qualifier after it allows, wherever in the report it has one."""
    options = {place.key: place.candidates[:_MOST_CANDIDATES] for place in found}
    for place in reversed(found):
        if place.within:
            options[place.key] = place.within
    return options


def _settle(context: PlaceContext, options: Mapping[str, tuple[Candidate, ...]]) -> PlaceContext:
    """Let the names vote on where the report plays, each for all its senses by their weight, until they agree."""
    beliefs = {key: _weigh({one: prior(one) for one in senses}) for key, senses in options.items()}
    for _ in range(_ROUNDS):
        senses = {key: max(belief, key=lambda pair: pair[1])[0] for key, belief in beliefs.items()}
        context = replace(context, senses=senses, beliefs=beliefs)
        beliefs = {key: _weigh(_scores(key, candidates, context)) for key, candidates in options.items()}
    senses = {key: max(belief, key=lambda pair: pair[1])[0] for key, belief in beliefs.items()}
    return replace(context, senses=senses, beliefs=beliefs)


def _weigh(scores: Mapping[Candidate, float]) -> Belief:
    top = max(scores.values())
    weights = {one: math.exp(_SHARPNESS * (score - top)) for one, score in scores.items()}
    total = sum(weights.values())
    return tuple((one, weight / total) for one, weight in weights.items())


def prior(candidate: Candidate) -> float:
    """Return how likely a sense is before the report is read: states first, and large towns before small."""
    if candidate.kind != "town":
        return _PRIOR[candidate.kind]
    return math.log10(candidate.population + 100) + (_MAIN_NAME if candidate.is_main else 0.0)


def choose(key: str, options: Sequence[Candidate], context: PlaceContext) -> Candidate:
    """Return the likeliest of a name's senses, given what the report's other names mean."""
    scores = _scores(key, options, context)
    return max(options, key=lambda one: scores[one])


def _scores(key: str, options: Sequence[Candidate], context: PlaceContext) -> dict[Candidate, float]:
    countries = dict(context.demonym_votes)
    divisions: dict[tuple[str, str], float] = {}
    for other, belief in context.beliefs.items():
        if other == key:
            continue
        for one, weight in belief:
            if one.country:
                countries[one.country] = countries.get(one.country, 0.0) + weight
            if one.country and one.adm1:
                divisions[one.country, one.adm1] = divisions.get((one.country, one.adm1), 0.0) + weight
    total = max(2.0, sum(countries.values()))
    towns = [one for other, one in context.senses.items() if other != key and one.kind == "town"]

    def score(one: Candidate) -> float:
        country = countries.get(one.country or "", 0.0) / total
        division = divisions.get((one.country or "", one.adm1 or ""), 0.0) / total
        near = min(_MOST_NEIGHBOURS, _count_near(one, towns))
        return prior(one) + _COUNTRY * country + _DIVISION * division + _NEIGHBOUR * near

    return {one: score(one) for one in options}


def _count_near(one: Candidate, towns: Sequence[Candidate]) -> int:
    if one.kind != "town" or one.lat is None or one.lon is None:
        return 0
    close = [
        (town.lat, town.lon)
        for town in towns
        if town.lat is not None and town.lon is not None and abs(town.lat - one.lat) < _NEAR_DEGREES
    ]
    return sum(ground_km((one.lat, one.lon), point) < _NEAR_KM for point in close)


def ground_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance of two points (latitude, longitude in degrees)."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))
