"""Chooses what part of the world is drawn: spots -> one window, and what lies elsewhere, for a small world map."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from overt.views.places import Shape, Spot
from overt.views.projection import Window, angle_between, circle, clipped, cut, fit_window, middle_of, world_window
from overt.views.world import Line, Point, main_ring

_BROAD = 15.0  # degrees: a country wider than this is seen in part wherever one looks at its side of the world
_NEAR = 26.0  # degrees from the middle: narrower, towns can be told apart
_ELSEWHERE = 0.2  # of the incidents may lie outside the window
_LEAST_SEEN = 500.0  # square pixels of a country that must be in sight


@dataclass(frozen=True, slots=True)
class Focus:
    """Each spot is inside or outside."""

    window: Window
    inside: tuple[Spot, ...]
    outside: tuple[Spot, ...]


def choose_focus(spots: Sequence[Spot], width: float, height: float) -> Focus:
    """Return the part of the world where most of it happened; all of the world where that is everywhere."""
    broad = [spot for spot in spots if _is_broad(spot)]
    core, outside = _without_the_far(tuple(spot for spot in spots if spot not in broad))
    points = [point for spot in core for point in _reach(spot)]
    window = fit_window(points, width, height)
    if window.middle is None:
        return Focus(world_window(width), tuple(spots), ())
    outside += tuple(spot for spot in broad if _area(visible(window, spot.country or "")) < _LEAST_SEEN)
    apart = {id(spot) for spot in outside}
    if sum(len(spot.incident_ids) for spot in outside) > _ELSEWHERE * sum(len(spot.incident_ids) for spot in spots):
        return Focus(world_window(width), tuple(spots), ())
    return Focus(window, tuple(spot for spot in spots if id(spot) not in apart), outside)


def _without_the_far(spots: tuple[Spot, ...]) -> tuple[tuple[Spot, ...], tuple[Spot, ...]]:
    """Take away what lies farthest until the rest lies together; all stay if it takes away too much."""
    left, gone = list(spots), list[Spot]()
    total = sum(len(spot.incident_ids) for spot in spots)
    while left:
        middle = middle_of([point for spot in left for point in [_location(spot)] * len(spot.incident_ids)])
        if middle is None:
            return spots, ()
        far = max(left, key=lambda spot: (round(angle_between(middle, _location(spot)), 6), spot.name, spot.at))
        if angle_between(middle, _location(far)) <= _NEAR:
            return tuple(left), tuple(gone)
        left.remove(far)
        gone.append(far)
        if sum(len(spot.incident_ids) for spot in gone) > _ELSEWHERE * total:
            return spots, ()
    return spots, ()


def _location(spot: Spot) -> Point:
    return spot.at if spot.shape is not Shape.COUNTRY else _country_middle(spot.country or "")


@cache
def _country_middle(code: str) -> Point:
    return middle_of(main_ring(code)) or (0.0, 0.0)


def _reach(spot: Spot) -> Sequence[Point]:
    if spot.shape is Shape.COUNTRY:
        return main_ring(spot.country or "")
    return circle(spot.at, spot.radius_km, 8) if spot.radius_km else [spot.at]


def _is_broad(spot: Spot) -> bool:
    if spot.shape is not Shape.COUNTRY:
        return False
    ring = main_ring(spot.country or "")
    middle = middle_of(ring)
    return middle is None or max(angle_between(middle, point) for point in ring) > _BROAD


def visible(window: Window, code: str) -> Line:
    """Return what is seen of the main piece of a country, in pixels; () if nothing is."""
    ring = main_ring(code)
    if window.is_far(ring):
        return ()
    pieces = (
        tuple(clipped([window.place(point) for point in piece], 0, 0, window.width, window.height))
        for piece in cut(window, ring)
    )
    return max(pieces, key=_area, default=())


def _area(ring: Iterable[Point]) -> float:
    points = tuple(ring)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))) / 2
