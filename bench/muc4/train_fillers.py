"""Trains the learned layer of the MUC-4 codebook: folder with train.json in, bench/muc4/learn/weights.npz out.

    python -m bench.muc4.train_fillers ../shared/data/muc4 --eval ../shared/eval

Only train.json is read. Its documents are parted in five by a hash of their ids: the trees learn from scores that the
linear model gave to documents that it had not seen, and the least probability of each role is chosen where neither
had. What is printed is measured there. Needs the extra `training`; seeds are fixed. About ten minutes on one core.
"""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import lightgbm
import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from bench.muc4.documents import Document
from bench.muc4.learn.candidates import Candidate, find_candidates, key_of
from bench.muc4.learn.choose import Renamings, choose, pair_of, same_judge
from bench.muc4.learn.clues import Clues
from bench.muc4.learn.habits import Habits, count_habits
from bench.muc4.learn.linear import BUCKETS, DOCUMENT_SHARE, ROLES, Linear, bucket
from bench.muc4.learn.model import WEIGHTS, Model, ask, judge, save_model
from bench.muc4.learn.strings import Table, make_table
from bench.muc4.learn.trees import Trees, trees_of
from bench.muc4.learn.words import Words, words_of
from bench.muc4.propose import make_report
from bench.muc4.templates import MucRole
from bench.scorers import load_scorer, use_scorers
from bench.texts import read_rows
from overt.divide import divide_report
from overt.extract.parse import parse_passages

FOLDS = 5
_UNUSED = 0.15  # the share of the phrases without a role that the linear model sees
_LINEAR = {"C": 0.3, "solver": "liblinear", "max_iter": 60, "tol": 1e-2, "random_state": 0}
_TREES = {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": 12,
    "min_child_samples": 25,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "verbose": -1,
    "num_threads": 1,
    "seed": 1,
    "deterministic": True,
}
_ROUNDS = 110
_GRID = np.arange(0.1, 0.56, 0.03)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A training document: its candidates with their clues by bucket, and what fills each role."""

    words: Words
    fold: int
    gold: Mapping[str, list[list[str]]]
    candidates: tuple[Candidate, ...]
    clues: Any  # sparse (candidates, buckets)
    of_document: tuple[int, ...]
    labels: Any  # (candidates, roles)

    @property
    def filled(self) -> list[frozenset[str]]:
        """The keys that fill each role."""
        return [frozenset(key_of(m) for e in self.gold.get(role, ()) for m in e) - {""} for role in ROLES]


def main() -> None:
    """Train on the folder given and write the weights."""
    parser = argparse.ArgumentParser(description="Train the learned layer of the MUC-4 codebook.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--eval", type=Path, default=Path("..") / "shared" / "eval")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    arguments = parser.parse_args()
    use_scorers(arguments.eval)
    rows = read_rows(arguments.folder / "train.json")
    save_model(train([make_lesson(row, read_words(row)) for row in rows]), arguments.out)


def read_words(row: Mapping[str, Any]) -> Words:
    """Return the words of a document as they are read when the layer is used."""
    report = make_report(Document(key=f"train/{row['docid']}", text=row["doctext"]))
    return words_of(row["doctext"], parse_passages(report, divide_report(report)))


def make_lesson(row: Mapping[str, Any], words: Words) -> Lesson:
    """Return a document with everything that is learned from it."""
    templates = [
        {role: [[mention[0] for mention in e] for e in found if e] for role, found in one.items() if role in ROLES}
        for one in row["templates"]
    ]
    gold = load_scorer("muc4_ree").collapse({"": templates})[""]
    candidates = find_candidates(words)
    clues = Clues(words)
    rows = [sorted({bucket(clue) for clue in clues.of(candidate)}) for candidate in candidates]
    filled = [{key_of(mention) for e in gold.get(role, ()) for mention in e} for role in ROLES]
    return Lesson(
        words=words,
        fold=crc32(row["docid"].encode()) % FOLDS,
        gold=gold,
        candidates=candidates,
        clues=_matrix(rows, 1.0),
        of_document=tuple(sorted({bucket(clue) for clue in clues.of_document()})),
        labels=np.array([[c.key in keys for keys in filled] for c in candidates], bool).reshape(-1, len(ROLES)),
    )


def train(lessons: Sequence[Lesson]) -> Model:
    """Return the model learned from the documents; print what it reaches on folds that it did not see."""
    pairs = read_folds(lessons)
    least = choose_least(pairs)
    linear, habits, renamings = learn_first(lessons, seed=FOLDS)
    trees = {role: learn_trees(pairs, role) for role in ROLES}
    return Model(linear=linear, habits=habits, renamings=renamings, trees=trees, least=least)


def read_folds(lessons: Sequence[Lesson]) -> list[tuple[Lesson, Table]]:
    """Return each document with what a linear model that has not seen its fold makes of it."""
    tables: list[Table | None] = [None] * len(lessons)
    for fold in range(FOLDS):
        linear, habits, _ = learn_first([lesson for lesson in lessons if lesson.fold != fold], seed=fold)
        for number, lesson in enumerate(lessons):
            if lesson.fold == fold:
                tables[number] = table_of(linear, habits, lesson)
        print(f"fold {fold} read", flush=True)
    return [(lesson, table) for lesson, table in zip(lessons, tables, strict=True) if table is not None]


def learn_first(lessons: Sequence[Lesson], seed: int) -> tuple[Linear, Habits, Renamings]:
    """Return the linear model, the counts and the renamings of these documents."""
    chance = np.random.default_rng(seed)
    rows, labels = [], []
    for lesson in lessons:
        kept = np.nonzero(lesson.labels.any(axis=1) | (chance.random(len(lesson.labels)) < _UNUSED))[0]
        if len(kept):
            rows.append(lesson.clues[kept] + _matrix([list(lesson.of_document)] * len(kept), DOCUMENT_SHARE))
            labels.append(lesson.labels[kept])
    clues, answers = sparse.vstack(rows, format="csr"), np.concatenate(labels)
    fitted = [LogisticRegression(**_LINEAR).fit(clues, answers[:, role]) for role in range(len(ROLES))]
    weights = np.stack([one.coef_[0] for one in fitted], axis=1).astype(np.float16).astype(np.float32)
    offsets = np.array([one.intercept_[0] for one in fitted], np.float32)
    said = [(frozenset(key_of(lesson.words.text).split()), lesson.filled) for lesson in lessons]
    return Linear(weights, offsets), count_habits(said, BUCKETS), Renamings(frozenset(_pairs(lessons)))


def _pairs(lessons: Iterable[Lesson]) -> set[int]:
    entities = [e for lesson in lessons for role in ROLES for e in lesson.gold.get(role, ())]
    keys = [[key_of(mention) for mention in e] for e in entities]
    return {pair_of(one, other) for row in keys for one in row for other in row if one != other}


def table_of(linear: Linear, habits: Habits, lesson: Lesson) -> Table:
    """Return what a model that has not seen a document makes of its phrases."""
    of_document = linear.score_places(lesson.of_document, DOCUMENT_SHARE)
    scores = (lesson.clues @ linear.weights + of_document + linear.offsets).astype(np.float32)
    return make_table(lesson.words, lesson.candidates, scores, of_document, habits)


def learn_trees(pairs: Sequence[tuple[Lesson, Table]], role: MucRole, without: int | None = None) -> Trees:
    """Return the trees of a role, learned from all documents but those of one fold."""
    number, rows, answers = ROLES.index(role), [], []
    for lesson, table in pairs:
        if lesson.fold != without and (places := ask(table, role)):
            rows.append(table.features[places, number])
            answers += [table.phrases[place].key in lesson.filled[number] for place in places]
    data = lightgbm.Dataset(np.concatenate(rows), np.array(answers))
    return trees_of(lightgbm.train(_TREES, data, _ROUNDS).dump_model())


def choose_least(pairs: Sequence[tuple[Lesson, Table]]) -> dict[MucRole, float]:
    """Return for each role the probability that gives the best F1 over the folds, and print that F1."""
    renamings = [Renamings(frozenset(_pairs(lesson for lesson, _ in pairs if lesson.fold != f))) for f in range(FOLDS)]
    trees = [{role: learn_trees(pairs, role, fold) for role in ROLES} for fold in range(FOLDS)]
    judges = [same_judge(lesson.words.text, renamings[lesson.fold]) for lesson, _ in pairs]
    gold = {number: lesson.gold for number, (lesson, _) in enumerate(pairs)}
    least: dict[MucRole, float] = {}
    for role in ROLES:
        likely = [_likely(table, role, trees[lesson.fold][role]) for lesson, table in pairs]
        by_limit = {}
        for limit in map(float, _GRID):
            kept = [choose(role, *row, limit, is_same) for row, is_same in zip(likely, judges, strict=True)]
            found = {number: {role: [[likely[number][0][one]] for one in row]} for number, row in enumerate(kept)}
            by_limit[limit] = load_scorer("muc4_ree").ceaf_ree(found, gold, roles=[role])[role]
        least[role] = max(by_limit, key=lambda limit: by_limit[limit]["f1"])
        row = by_limit[least[role]]
        print(f"{role} from {least[role]:.2f}: P {row['p']:.3f} R {row['r']:.3f} F1 {row['f1']:.3f} n {row['r_den']}")
    return least


def _likely(table: Table, role: MucRole, trees: Trees) -> tuple[list[str], list[float]]:
    places = ask(table, role)
    found = [
        (table.phrases[place].key, value)
        for place, value in zip(places, judge(trees, table, role, places), strict=True)
    ]
    near = [(key, value) for key, value in found if value >= _GRID[0]]
    return [key for key, _ in near], [value for _, value in near]


def _matrix(rows: Sequence[Sequence[int]], value: float) -> Any:
    places = np.array([place for row in rows for place in row], np.int32)
    ends = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    return sparse.csr_matrix((np.full(len(places), value, np.float32), places, ends), shape=(len(rows), BUCKETS))


if __name__ == "__main__":
    main()
