"""Judges rows of numbers by boosted trees, with numpy alone: rows in, probabilities out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float32]
Places = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees side by side: (trees, nodes). A node without a column (-1) is a leaf; `value` counts only there."""

    column: Places
    limit: Numbers
    low: Places
    high: Places
    value: Numbers

    def judge(self, rows: Numbers) -> Numbers:
        """Return the probability of each row."""
        tree = np.arange(len(self.column))
        node = np.zeros((len(rows), len(self.column)), np.int32)
        while True:
            column = self.column[tree, node]
            if (column < 0).all():
                break
            value = np.take_along_axis(rows, np.maximum(column, 0), axis=1)
            below = np.where(value <= self.limit[tree, node], self.low[tree, node], self.high[tree, node])
            node = np.where(column < 0, node, below)
        total = self.value[tree, node].sum(axis=1, dtype=np.float64)
        likely: Numbers = (1 / (1 + np.exp(-total))).astype(np.float32)
        return likely


def trees_of(dump: Mapping[str, Any]) -> Trees:
    """Return the trees of a LightGBM model as `dump_model` writes it: numbers only, no categories, nothing missing."""
    flat = [_flatten(tree["tree_structure"]) for tree in dump["tree_info"]]
    width = max(len(nodes) for nodes in flat)
    table = np.zeros((len(flat), width, 5), np.float64)
    table[:, :, 0] = -1
    for number, nodes in enumerate(flat):
        table[number, : len(nodes)] = nodes
    places = table[:, :, [0, 2, 3]].astype(np.int32)
    return Trees(
        column=places[:, :, 0],
        limit=table[:, :, 1].astype(np.float32),
        low=places[:, :, 1],
        high=places[:, :, 2],
        value=table[:, :, 4].astype(np.float32),
    )


def _flatten(root: Mapping[str, Any]) -> list[tuple[float, float, float, float, float]]:
    nodes: list[tuple[float, float, float, float, float]] = []

    def add(node: Mapping[str, Any]) -> int:
        place = len(nodes)
        nodes.append((-1.0, 0.0, 0.0, 0.0, float(node.get("leaf_value", 0.0))))
        if "split_feature" in node:
            low, high = add(node["left_child"]), add(node["right_child"])
            nodes[place] = (float(node["split_feature"]), float(node["threshold"]), float(low), float(high), 0.0)
        return place

    add(root)
    return nodes
