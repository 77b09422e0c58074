"""Teaches the trees of bench/events and weighs all: the training part of ECB+ in, learn/trees.npz and figures out.

    python -m bench.events.train ../shared/data/ecbplus --eval ../shared/eval

Needs the extra `training`. Figures are on training topics that the judge had not seen: five parts by topic for the
trees, the part HELD for all together. What weighed.json says was chosen from them by hand; this writes only trees.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np

from bench.events.clues import document_rows
from bench.events.collection import Collection, collect
from bench.events.join import (
    alike_pairs,
    blend,
    group_documents,
    join_judged,
    judge_trees,
    mention_rows,
    read_side_by_side,
    reader_of,
)
from bench.events.learn.encoder import load_encoder
from bench.events.learn.weights import Weights, load_weighed, write_trees
from bench.events.read import read_split, subtopic, topic
from bench.muc4.learn.trees import Trees, trees_of
from bench.scorers import load_scorer, use_scorers

HELD, FOLDS = 0, 5
_LESSON_ALIKE = 0.12  # documents of other topics teach only if they could be taken for one story
_MENTIONS = {"num_leaves": 15, "min_data_in_leaf": 60}
_DOCUMENTS = {"num_leaves": 7, "min_data_in_leaf": 40}
_ROUNDS = {15: 250, 7: 200}
_ALL = {
    "objective": "binary",
    "learning_rate": 0.05,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
}
_ALL |= {"lambda_l2": 5, "verbose": -1, "num_threads": 1, "seed": 0, "deterministic": True}


def main() -> None:
    """Teach, weigh, print, write."""
    parser = argparse.ArgumentParser(description="Teach the trees of bench/events.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--eval", type=Path, required=True)
    arguments = parser.parse_args()
    use_scorers(arguments.eval)
    documents, chains = read_split(arguments.folder, "ECB_Train")
    school = School(collect(documents), chains)
    folds = [school.teach(leave_out=fold) for fold in range(FOLDS)]
    school.show_trees(folds)
    school.show_all(folds[HELD])
    whole = school.teach(leave_out=None)
    write_trees(whole.mentions, whole.documents)


def fold_of(doc_id: str, topics: Sequence[str]) -> int:
    """Return the part that a document's topic belongs to."""
    return sorted(topics, key=int).index(topic(doc_id)) % FOLDS


class School:
    """The training part with its lessons."""

    def __init__(self, collection: Collection, chains: Sequence[str]) -> None:
        self.collection, self.chains = collection, chains
        ids = [one.id for one in collection.documents]
        topics = sorted({topic(one) for one in ids})
        self.ids, self.folds = ids, [fold_of(one, topics) for one in ids]
        near = set(alike_pairs(collection, _LESSON_ALIKE))
        count = len(ids)
        pairs = [
            (a, b) for a in range(count) for b in range(a, count) if (a, b) in near or topic(ids[a]) == topic(ids[b])
        ]
        self.mention_pairs, self.mention_rows = mention_rows(collection, pairs)
        home = {told.number: place for place, told_here in enumerate(collection.told) for told in told_here}
        self.mention_homes = np.array([(self.folds[home[a]], self.folds[home[b]]) for a, b in self.mention_pairs])
        self.document_pairs = alike_pairs(collection, load_weighed().least_alike)
        self.document_rows = document_rows(collection, self.document_pairs)
        self.document_homes = np.array([(self.folds[a], self.folds[b]) for a, b in self.document_pairs])

    def teach(self, leave_out: int | None) -> Weights:
        """Return trees taught without the topics of one part."""
        mentions = np.array([self.chains[a] == self.chains[b] for a, b in self.mention_pairs])
        documents = np.array([subtopic(self.ids[a]) == subtopic(self.ids[b]) for a, b in self.document_pairs])
        kept = [(homes != leave_out).all(axis=1) for homes in (self.mention_homes, self.document_homes)]
        return Weights(
            _teach(self.mention_rows[kept[0]], mentions[kept[0]], _MENTIONS),
            _teach(self.document_rows[kept[1]], documents[kept[1]], _DOCUMENTS),
            load_weighed(),
        )

    def groups(self, fold: int, weights: Weights | None) -> list[list[int]]:
        """Return the documents of a part by their gold subtopic or, with weights, by the predicted story."""
        here = [place for place, one in enumerate(self.folds) if one == fold]
        if weights is not None:
            found = group_documents(self.collection, weights)
            return [kept for group in found if (kept := [place for place in group if place in set(here)])]
        names = sorted({subtopic(self.ids[place]) for place in here})
        return [[place for place in here if subtopic(self.ids[place]) == name] for name in names]

    def show_trees(self, folds: Sequence[Weights]) -> None:
        """Print what the trees alone reach on topics that they had not seen, by the least probability."""
        for name in ("gold", "predicted"):
            parts = [
                (fold, weights, self.groups(fold, weights if name == "predicted" else None))
                for fold, weights in enumerate(folds)
            ]
            judged = [
                (group, blend(judge_trees(self.collection, group, weights), None, weights.weighed))
                for _, weights, groups in parts
                for group in groups
            ]
            self._show(f"trees, {name} documents", judged)

    def show_all(self, weights: Weights) -> None:
        """Print what trees and encoder reach on the held part, by weight and least probability."""
        encoder = load_encoder()
        if encoder is None:
            return
        reader = reader_of(self.collection.documents, encoder)
        for name, source in (("gold", None), ("predicted", weights)):
            parts = [
                (group, judge_trees(self.collection, group, weights), read_side_by_side(reader, group))
                for group in self.groups(HELD, source)
            ]
            for weight in (0.0, 0.7, 1.0, 1.5):
                weighed = replace(weights.weighed, encoder=weight)
                judged = [(group, blend(trees, read, weighed)) for group, trees, read in parts]
                self._show(f"encoder x {weight}, {name} documents", judged)

    def _show(self, name: str, judged: Sequence[tuple[Sequence[int], dict[tuple[int, int], float]]]) -> None:
        figures = []
        for least in (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
            response = [one for group, likely in judged for one in join_judged(self.collection, group, likely, least)]
            gold: dict[str, list[int]] = {}
            for number in (number for one in response for number in one):
                gold.setdefault(self.chains[number], []).append(number)
            result = load_scorer("coref").score(list(gold.values()), response)
            figures.append(f"{least}: {result['conll_f1']:.4f}/{result['pairwise']['p']:.2f}")
        print(f"{name}: {' '.join(figures)}", flush=True)


def _teach(rows: Any, answers: Any, shape: dict[str, int]) -> Trees:
    lessons = lightgbm.Dataset(rows, answers.astype(float))
    return trees_of(lightgbm.train(_ALL | shape, lessons, _ROUNDS[shape["num_leaves"]]).dump_model())


if __name__ == "__main__":
    main()
