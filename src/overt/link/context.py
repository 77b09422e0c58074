"""What a report's other places say about each: text -> `PlaceContext`, with one sense chosen for every name."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from overt.link.atlas import Atlas, load_atlas
from overt.link.gazetteer import Candidate, fold_name
from overt.link.recognise import FoundPlace, find_places, qualified, split_words

_ROUNDS = 3
_NEAR_KM = 150.0
# Weights found on one half of the LGL and TR-News documents, bench/score_places.py.
_PRIOR = {"country": 8.3, "area": 7.6, "region": 6.4, "district": 4.0}
_MAIN_NAME = 0.7
_COUNTRY, _DIVISION, _NEIGHBOUR, _MOST_NEIGHBOURS = 3.0, 3.0, 0.6, 4
_DEMONYM_VOTE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceContext:
    """A report's text and the sense that each place name has in it. `senses` is keyed by folded name."""

    text: str
    language: str
    senses: Mapping[str, Candidate] = field(default_factory=dict)
    votes: Mapping[str, float] = field(default_factory=dict)  # demonyms by country
    atlas: Atlas


def build_context(text: str, language: str = "en") -> PlaceContext:
    """Return the context of a report's text: its places recognised and each name's likeliest sense."""
    atlas = load_atlas(language)
    words = split_words(text)
    found = find_places(text, language)
    ends = {word.end: index for index, word in enumerate(words)}
    fixed: dict[str, Candidate] = {}
    for place in found:
        named = qualified(words, ends.get(place.span.end, len(words)), place.candidates, atlas)
        if named:
            fixed.setdefault(place.key, max(named, key=lambda one: one.population))
    demonyms = Counter(code for word in words if (code := atlas.demonyms.get(fold_name(word.text))))
    votes = {code: _DEMONYM_VOTE * min(4, count) for code, count in demonyms.items()}
    context = PlaceContext(text=text, language=language, votes=votes, atlas=atlas)
    return settle(context, {place.key: place.candidates for place in found}, fixed)


def settle(
    context: PlaceContext, names: Mapping[str, tuple[Candidate, ...]], fixed: Mapping[str, Candidate]
) -> PlaceContext:
    """Return the context with a sense for each name: those in `fixed` given, the others by prior and by each other."""
    senses = {key: fixed.get(key) or max(options, key=prior) for key, options in names.items()}
    for _ in range(_ROUNDS):
        now = PlaceContext(
            text=context.text, language=context.language, senses=senses, votes=context.votes, atlas=context.atlas
        )
        senses = {key: fixed.get(key) or choose(key, options, now) for key, options in names.items()}
    return PlaceContext(
        text=context.text, language=context.language, senses=senses, votes=context.votes, atlas=context.atlas
    )


def prior(candidate: Candidate) -> float:
    """Return how likely a sense is before the report is read: states first, and large towns before small."""
    if candidate.kind != "town":
        return _PRIOR[candidate.kind]
    return math.log10(candidate.population + 100) + (_MAIN_NAME if candidate.is_main else 0.0)


def choose(key: str, options: Sequence[Candidate], context: PlaceContext) -> Candidate:
    """Return the likeliest of a name's senses, given the senses of the report's other names."""
    others = [sense for other, sense in context.senses.items() if other != key]
    countries: Counter[str] = Counter()
    divisions: Counter[tuple[str, str]] = Counter()
    for sense in others:
        if sense.country:
            countries[sense.country] += 1
            if sense.adm1 and sense.kind != "country":
                divisions[sense.country, sense.adm1] += 1
    for code, vote in context.votes.items():
        countries[code] += vote  # type: ignore[assignment]
    total = max(2.0, float(countries.total()))

    def score(one: Candidate) -> float:
        country = countries[one.country] / total if one.country else 0.0
        division = divisions[one.country or "", one.adm1 or ""] / total if one.adm1 else 0.0
        near = sum(1 for sense in others if 0 <= distance_km(one, sense) < _NEAR_KM)
        return prior(one) + _COUNTRY * country + _DIVISION * division + _NEIGHBOUR * min(_MOST_NEIGHBOURS, near)

    return max(options, key=score)


def distance_km(a: Candidate, b: Candidate) -> float:
    """Return the distance along the ground, -1 where one is no town (its point would be no evidence of nearness)."""
    if a.kind != "town" or b.kind != "town" or a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return -1.0
    return ground_km((a.lat, a.lon), (b.lat, b.lon))


def ground_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance of two points (latitude, longitude in degrees)."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))


__all__ = ["FoundPlace", "PlaceContext", "build_context", "choose", "distance_km", "ground_km", "prior", "settle"]
