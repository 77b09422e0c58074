"""Groups things by how likely each two are one: average link, cut where a group's mean likelihood gets too low."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

Thing = TypeVar("Thing")


def group(things: Sequence[Thing], likely: Mapping[tuple[int, int], float], least: float) -> list[list[Thing]]:
    """Return the groups; `likely` is given by the things' places, the lower first, and 0 where it says nothing.

    Two groups become one while the mean over all pairs between them is at least `least`: one bold pair cannot join what
    all the others keep apart.
    """
    if len(things) < 2:
        return [[one] for one in things]
    apart = np.ones((len(things), len(things)))
    for (a, b), value in likely.items():
        apart[a, b] = apart[b, a] = 1 - value
    np.fill_diagonal(apart, 0)
    labels = fcluster(linkage(squareform(apart, checks=False), "average"), 1 - least + 1e-9, "distance")
    groups: dict[int, list[Thing]] = defaultdict(list)
    for one, label in zip(things, labels, strict=True):
        groups[label].append(one)
    return list(groups.values())
