"""Gathers points that would cover each other: spots of towns -> clusters, each at the town with most incidents."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot, sqrt

from overt.views.places import Shape, Spot
from overt.views.projection import Window
from overt.views.world import Point


@dataclass(frozen=True, slots=True)
class Cluster:
    """Towns drawn as one, at the first of them: at a mean of places nothing happened."""

    spots: tuple[Spot, ...]
    at: Point  # pixels
    size: float  # 1, or less where the panel is small

    @property
    def incident_ids(self) -> tuple[str, ...]:
        """Return all incidents of it."""
        return tuple(one for spot in self.spots for one in spot.incident_ids)

    @property
    def radius(self) -> float:
        """Return how large it is drawn: the more incidents, the larger its area."""
        count = sum(len(spot.incident_ids) for spot in self.spots)
        return self.size * min(5.5 + 1.7 * sqrt(count), 24.0)


def cluster_spots(spots: Iterable[Spot], window: Window, size: float = 1.0) -> tuple[Cluster, ...]:
    """Return the towns as clusters of which none covers another, the largest first."""
    towns = [Cluster((spot,), window.place(spot.at), size) for spot in spots if spot.shape is Shape.POINT]
    clusters = _joined(towns)
    while True:
        again = _joined(sorted(clusters, key=_rank))
        if len(again) == len(clusters):
            return tuple(again)
        clusters = again


def _joined(towns: Iterable[Cluster]) -> list[Cluster]:
    """Put each into the nearest of those before it that it would cover."""
    found: list[Cluster] = []
    for one in towns:
        near = [
            (distance, index)
            for index, other in enumerate(found)
            if (distance := hypot(one.at[0] - other.at[0], one.at[1] - other.at[1])) < one.radius + other.radius
        ]
        if near:
            index = min(near)[1]
            found[index] = Cluster((*found[index].spots, *one.spots), found[index].at, one.size)
        else:
            found.append(one)
    return found


def _rank(cluster: Cluster) -> tuple[int, str, Point]:
    return (-sum(len(spot.incident_ids) for spot in cluster.spots), cluster.spots[0].name, cluster.at)
