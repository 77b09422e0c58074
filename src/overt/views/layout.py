"""Places the nodes of a network: nodes and edges -> pixels, the same for the same, nothing on top of another."""

from collections.abc import Sequence
from math import ceil, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

_SEED = 7
_ROUNDS = 200
_ROOM = 62.0  # pixels that a node needs each way, with its name
_LEAST = 90.0
Placing = dict[str, tuple[float, float]]


def place_nodes(nodes: Sequence[str], edges: Sequence[tuple[str, str]], width: float) -> tuple[Placing, float]:
    """Return where each node lies in a picture of that width, and its height: each part by itself, large ones first."""
    import networkx as nx  # noqa: PLC0415 - only this view waits for it

    graph = nx.Graph()
    graph.add_nodes_from(sorted(nodes))
    graph.add_edges_from(sorted(edges))
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part))
    placed: Placing = {}
    x = y = shelf = 0.0
    for part in parts:
        spots, part_width, part_height = _place_part(graph, part, width)
        if x and x + part_width > width:
            x, y, shelf = 0.0, y + shelf, 0.0
        placed.update({key: (round(x + at[0], 1), round(y + at[1], 1)) for key, at in spots.items()})
        x, shelf = x + part_width, max(shelf, part_height)
    return placed, y + shelf


def _place_part(graph: "nx.Graph", part: Sequence[str], width: float) -> tuple[Placing, float, float]:
    """Return one connected part in a box of its own."""
    import networkx as nx  # noqa: PLC0415

    side = max(_LEAST, _ROOM * sqrt(len(part)) * 1.15)
    box_width = min(width, max(side * 1.6, 2 * _LEAST))
    box_height = max(_LEAST, ceil(side * side * 1.15 / box_width))
    within = graph.subgraph(part)
    found = nx.spring_layout(within, seed=_SEED, iterations=_ROUNDS, k=2.2 / sqrt(len(part)))
    xs, ys = _spread([at[0] for at in found.values()]), _spread([at[1] for at in found.values()])
    margin_x, margin_y = 60.0, 26.0
    spots = {
        key: (margin_x + x * (box_width - 2 * margin_x), margin_y + y * (box_height - 2 * margin_y))
        for key, x, y in zip(found, xs, ys, strict=True)
    }
    return spots, box_width, box_height


def _spread(values: Sequence[float]) -> list[float]:
    """Return the values between 0 and 1; half of the way from their rank, so that crowded ones come apart."""
    lo, hi = min(values), max(values)
    if hi - lo < 1e-9:
        return [0.5 for _ in values]
    order = sorted(range(len(values)), key=lambda index: values[index])
    rank = {index: position / (len(values) - 1) for position, index in enumerate(order)}
    return [((value - lo) / (hi - lo) + rank[index]) / 2 for index, value in enumerate(values)]
