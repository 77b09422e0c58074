"""The world as it is drawn: world.json -> rings and lines in degrees. How the file is made: scripts/make_world.py."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate

Point = tuple[float, float]  # longitude, latitude
Line = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class World:
    """Rings are closed without repeating their first point. `countries` by ISO code; "" has what has none."""

    countries: dict[str, tuple[Line, ...]]
    borders: tuple[Line, ...]
    disputed_borders: tuple[Line, ...]
    disputed_areas: tuple[Line, ...]
    lakes: tuple[Line, ...]


@cache
def read_world() -> World:
    """Return the world."""
    raw = json.loads((files("overt") / "views" / "world.json").read_text(encoding="utf-8"))
    units = raw["units"]
    arcs = [_unpacked(arc, units) for arc in raw["arcs"]]
    return World(
        countries={code: _rings(rings, arcs) for code, rings in raw["countries"].items()},
        borders=tuple(_unpacked(line, units) for line in raw["borders"]),
        disputed_borders=tuple(_unpacked(line, units) for line in raw["disputed_borders"]),
        disputed_areas=tuple(_unpacked(line, units) for line in raw["disputed_areas"]),
        lakes=tuple(_unpacked(line, units) for line in raw["lakes"]),
    )


def _unpacked(packed: list[int], units: int) -> Line:
    xs, ys = accumulate(packed[::2]), accumulate(packed[1::2])
    return tuple((x / units, y / units) for x, y in zip(xs, ys, strict=True))


def _rings(rings: list[list[int]], arcs: list[Line]) -> tuple[Line, ...]:
    joined = (_joined(ring, arcs) for ring in rings)
    return tuple(ring for ring in joined if len(ring) > 2)  # the smallest states are less than a point


def _joined(ring: list[int], arcs: list[Line]) -> Line:
    points: list[Point] = []
    for ref in ring:
        arc = arcs[ref] if ref >= 0 else arcs[~ref][::-1]
        points += arc[1:] if points else arc
    return tuple(points[:-1] if points[0] == points[-1] else points)


@cache
def main_ring(code: str) -> Line:
    """Return the largest piece of a country, () for one that is not on the map: France without what lies overseas."""
    return max(read_world().countries.get(code, ()), key=lambda ring: abs(_area(ring)), default=())


def _area(ring: Line) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)) / 2
