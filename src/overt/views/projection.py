"""Puts degrees on paper so that areas stay true: the whole world (Equal Earth) or a part of it (Lambert azimuthal)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import asin, atan2, cos, degrees, hypot, pi, radians, sin, sqrt

from overt.views.world import Line, Point

EARTH_KM = 6371.0
_WIDEST = 55.0  # degrees from the middle: beyond, the whole world is drawn
_NARROWEST = 4.0  # the outlines are no finer
_MARGIN = 1.14
_A = (1.340264, -0.081106, 0.000893, 0.003796)  # Šavrič, Patterson and Jenny 2018
_SOUTH, _NORTH = -57.0, 84.0  # the world without Antarctica


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the world in pixels. `middle` is None for the whole world."""

    middle: Point | None
    scale: float  # pixels in a radius of the earth
    shift: Point
    width: float
    height: float

    def place(self, point: Point) -> Point:
        """Return where a point lies, in pixels."""
        x, y = _project(self.middle, point)
        return x * self.scale + self.shift[0], self.shift[1] - y * self.scale

    def pixels(self, km: float) -> float:
        """Return how many pixels so many kilometres are: areas are true, so their roots are."""
        return km / EARTH_KM * self.scale

    def is_far(self, line: Sequence[Point]) -> bool:
        """Say whether all of a line lies on the other half of the earth."""
        return self.middle is not None and all(angle_between(self.middle, point) > 90 for point in line)


def fit_window(points: Sequence[Point], width: float, height: float) -> Window:
    """Return a window of that size with all points in it: the whole world if they lie far apart or there are none."""
    middle = middle_of(points)
    if middle is None or max(angle_between(middle, point) for point in points) > _WIDEST:
        return world_window(width)
    spread = [_project(middle, point) for point in points]
    least = 2 * sin(radians(_NARROWEST) / 2)
    x_0, x_1 = _span([x for x, _ in spread], least)
    y_0, y_1 = _span([y for _, y in spread], least * height / width)
    scale = min(width / (x_1 - x_0), height / (y_1 - y_0)) / _MARGIN
    shift = width / 2 - (x_0 + x_1) / 2 * scale, height / 2 + (y_0 + y_1) / 2 * scale
    return Window(middle, scale, shift, width, height)


def world_window(width: float) -> Window:
    """Return the whole world, without most of Antarctica, in a window of that width."""
    top, bottom = _equal_earth(0, _NORTH)[1], _equal_earth(0, _SOUTH)[1]
    scale = width / (2 * _equal_earth(180, 0)[0])
    height = round((top - bottom) * scale)
    return Window(None, scale, (width / 2, top * scale), width, height)


def _span(values: list[float], least: float) -> tuple[float, float]:
    lo, hi = min(values), max(values)
    missing = max(0.0, 2 * least - (hi - lo)) / 2
    return lo - missing, hi + missing


def middle_of(points: Sequence[Point]) -> Point | None:
    """Return the middle of points on the globe; None if they have none, being all around it or not there at all."""
    x = y = z = 0.0
    for longitude, latitude in points:
        a, b = radians(longitude), radians(latitude)
        x, y, z = x + cos(b) * cos(a), y + cos(b) * sin(a), z + sin(b)
    if hypot(x, y, z) < 1e-6:
        return None
    return round(degrees(atan2(y, x)), 3), round(degrees(atan2(z, hypot(x, y))), 3)


def angle_between(one: Point, two: Point) -> float:
    """Return the angle at the centre of the earth, in degrees."""
    a, b = radians(one[1]), radians(two[1])
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(two[0] - one[0]) / 2) ** 2
    return degrees(2 * asin(min(1.0, sqrt(half))))


def _project(middle: Point | None, point: Point) -> Point:
    return _equal_earth(*point) if middle is None else _azimuthal(middle, point)


def _equal_earth(longitude: float, latitude: float) -> Point:
    angle = asin(sqrt(3) / 2 * sin(radians(latitude)))
    square = angle * angle
    sixth = square**3
    a, b, c, d = _A
    x = 2 * sqrt(3) * radians(longitude) * cos(angle) / (3 * (a + 3 * b * square + sixth * (7 * c + 9 * d * square)))
    return x, angle * (a + b * square + sixth * (c + d * square))


def _azimuthal(middle: Point, point: Point) -> Point:
    turn = radians(point[0] - middle[0])
    a, b = radians(middle[1]), radians(point[1])
    across = 1 + sin(a) * sin(b) + cos(a) * cos(b) * cos(turn)
    k = sqrt(2 / max(across, 1e-9))
    return k * cos(b) * sin(turn), k * (cos(a) * sin(b) - sin(a) * cos(b) * cos(turn))


def circle(point: Point, km: float, steps: int = 24) -> list[Point]:
    """Return points around a point at a distance."""
    b, reach = radians(point[1]), km / EARTH_KM
    found = []
    for step in range(steps):
        bearing = 2 * pi * step / steps
        latitude = asin(sin(b) * cos(reach) + cos(b) * sin(reach) * cos(bearing))
        turn = atan2(sin(bearing) * sin(reach) * cos(b), cos(reach) - sin(b) * sin(latitude))
        found.append((degrees(radians(point[0]) + turn), degrees(latitude)))
    return found


def outline(window: Window, rings: Iterable[Line], *, is_closed: bool = True, margin: float = 12.0) -> str:
    """Return rings or lines as the data of a path, cut to the window, without steps that nobody could see."""
    parts = []
    for ring in rings:
        if window.is_far(ring):
            continue
        for piece in cut(window, ring) if is_closed else (ring,):
            points = [window.place(point) for point in piece]
            if is_closed:
                points = clipped(points, -margin, -margin, window.width + margin, window.height + margin)
            elif not _touches(points, window):
                continue
            if written := _written(points, is_closed=is_closed):
                parts.append(written)
    return "".join(parts)


def cut(window: Window, ring: Line) -> Iterator[Sequence[Point]]:
    """Yield a ring cut where a map of the world is cut, at 180 degrees; one about the pole reaches the pole."""
    if window.middle is not None:
        yield ring
        return
    turned, turn = [ring[0]], 0
    for before, point in pairwise((*ring, ring[0])):
        turn += 360 * ((before[0] - point[0] > 180) - (before[0] - point[0] < -180))
        turned.append((point[0] + turn, point[1]))
    if turn:
        pole = 90.0 if ring[0][1] > 0 else -90.0
        turned += [(turned[-1][0], pole), (turned[0][0], pole)]
    west, east = min(x for x, _ in turned), max(x for x, _ in turned)
    for shift in (0, 360, -360):
        if west + shift < 180 and east + shift > -180:
            moved = [(x + shift, y) for x, y in turned]
            yield moved if west + shift >= -180 and east + shift <= 180 else clipped(moved, -180, -91, 180, 91)


def _touches(points: list[Point], window: Window) -> bool:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return max(xs) >= 0 and min(xs) <= window.width and max(ys) >= 0 and min(ys) <= window.height


def clipped(points: list[Point], x_0: float, y_0: float, x_1: float, y_1: float) -> list[Point]:
    """Return a ring cut to a rectangle (Sutherland and Hodgman)."""
    for axis, limit, sign in ((0, x_0, 1), (0, x_1, -1), (1, y_0, 1), (1, y_1, -1)):
        inside = [sign * (point[axis] - limit) >= 0 for point in points]
        if all(inside):
            continue
        kept: list[Point] = []
        for index, point in enumerate(points):
            before = points[index - 1]
            if inside[index] is not inside[index - 1]:
                share = (limit - before[axis]) / (point[axis] - before[axis])
                kept.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
            if inside[index]:
                kept.append(point)
        points = kept
    return points


def _written(points: list[Point], *, is_closed: bool, least: float = 0.7) -> str:
    """Write a path in tenths of pixels, each step from the point before."""
    kept: list[tuple[int, int]] = []
    for x, y in points:
        now = round(x * 10), round(y * 10)
        if not kept or abs(now[0] - kept[-1][0]) + abs(now[1] - kept[-1][1]) >= least * 10:
            kept.append(now)
    if len(kept) < (3 if is_closed else 2):
        return ""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(kept)]
    start = f"M{_tenth(kept[0][0])} {_tenth(kept[0][1])}l"
    return start + " ".join(f"{_tenth(x)} {_tenth(y)}" for x, y in steps) + ("z" if is_closed else "")


def _tenth(value: int) -> str:
    whole, rest = divmod(abs(value), 10)
    return f"{'-' if value < 0 else ''}{whole}{f'.{rest}' if rest else ''}"
