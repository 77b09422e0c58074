"""Finds room for words on a picture: what is taken already, and where in a shape a word stands best."""

from collections.abc import Sequence
from math import hypot

Spot = tuple[float, float]
_GRID = 11
_POINTS = 70


class Room:
    """What is taken of a picture."""

    def __init__(self, width: float, height: float) -> None:
        self._width, self._height = width, height
        self._boxes: list[tuple[float, float, float, float]] = []

    def take(self, x: float, y: float, width: float, height: float) -> None:
        """Say that a box is taken."""
        self._boxes.append((x, y, x + width, y + height))

    def take_circle(self, at: Spot, radius: float) -> None:
        """Say that a circle is taken."""
        self.take(at[0] - radius, at[1] - radius, 2 * radius, 2 * radius)

    def is_free(self, x: float, y: float, width: float, height: float) -> bool:
        """Say whether a box lies in the picture and touches nothing."""
        inside = x >= 2 and y >= 2 and x + width <= self._width - 2 and y + height <= self._height - 2
        return inside and not any(
            x < right and left < x + width and y < bottom and top < y + height
            for left, top, right, bottom in self._boxes
        )

    def distance(self, at: Spot) -> float:
        """Return how far the nearest taken box is from a point; 0 within one."""
        return min(
            (
                hypot(max(left - at[0], 0, at[0] - right), max(top - at[1], 0, at[1] - bottom))
                for left, top, right, bottom in self._boxes
            ),
            default=1000.0,
        )


def inner_point(ring: Sequence[Spot], room: Room, width: float) -> Spot:
    """Return the point within a ring that lies farthest from its edge and from what is taken.

    `width` of the word that is to stand there, its middle on the point.
    """
    if not ring:
        return (0.0, 0.0)
    ring = ring[:: max(1, len(ring) // _POINTS)]  # a coarse shape shows the middle as well
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    best, most = (sum(xs) / len(xs), sum(ys) / len(ys)), -1.0
    for row in range(1, _GRID):
        for column in range(1, _GRID):
            at = (
                min(xs) + (max(xs) - min(xs)) * column / _GRID,
                min(ys) + (max(ys) - min(ys)) * row / _GRID,
            )
            if not _is_inside(at, ring):
                continue
            edge = min(hypot(at[0] - x, at[1] - y) for x, y in ring)
            taken = min(room.distance((at[0] + side * width / 2, at[1])) for side in (-1, 0, 1))
            score = min(edge, 40.0) + 1.5 * min(taken, 25.0)
            if score > most:
                best, most = at, score
    return best


def _is_inside(at: Spot, ring: Sequence[Spot]) -> bool:
    inside = False
    for (x_1, y_1), (x_2, y_2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y_1 > at[1]) is not (y_2 > at[1]) and at[0] < (x_2 - x_1) * (at[1] - y_1) / (y_2 - y_1) + x_1:
            inside = not inside
    return inside
