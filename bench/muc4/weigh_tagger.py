"""Learns how far to believe the tagger: train.json in, bench/muc4/tagged.json out.

    python -m bench.muc4.weigh_tagger ../shared/data/muc4 --eval ../shared/eval

Only the fold is used that neither the tagger nor, here, the linear model, the trees and the rules' model of relevance
had seen. A logistic regression for each role takes the odds of rules and trees and the tagger's clues. The least
probability is chosen on parts of the fold that the regression had not seen: of twelve the one that is best together
with its neighbours. Needs the extra `training`.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from sklearn.linear_model import LogisticRegression

from bench.muc4.blend import TAGGED_WEIGHTS, blend, log_odds, rule_keys
from bench.muc4.documents import Document
from bench.muc4.learn.choose import Renamings, choose, same_judge
from bench.muc4.learn.linear import ROLES
from bench.muc4.learn.model import ask, judge
from bench.muc4.learn.tagger import Tagger, load_tagger
from bench.muc4.learn.tags import CLUES, clues_of
from bench.muc4.linear import model_of
from bench.muc4.propose import keep_incidents, propose_all
from bench.muc4.templates import MucRole, Template
from bench.muc4.train import PENALTY, fit, read_keys, relevance_examples
from bench.muc4.train_fillers import Lesson, learn_trees, make_lesson, read_folds, read_words
from bench.muc4.train_tagger import HELD, fold_of
from bench.scorers import load_scorer, use_scorers
from bench.texts import read_rows

_PARTS = 5
_GRID = np.arange(0.13, 0.47, 0.03)
_STRENGTH = 0.5


@dataclass(frozen=True, slots=True)
class Exercise:
    """A document of the fold: the phrases asked about in a role, a row of numbers for each, and the right answers."""

    lesson: Lesson
    keys: tuple[str, ...]
    rows: Any
    answers: tuple[bool, ...]

    @property
    def part(self) -> int:
        """The part of the fold that the document belongs to."""
        return crc32(self.lesson.words.text.encode()) % _PARTS


def main() -> None:
    """Learn the weights on the fold that was held out and write them."""
    parser = argparse.ArgumentParser(description="Weigh the tagger of the MUC-4 codebook.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--eval", type=Path, default=Path("..") / "shared" / "eval")
    parser.add_argument("--out", type=Path, default=TAGGED_WEIGHTS)
    arguments = parser.parse_args()
    use_scorers(arguments.eval)
    rows = read_rows(arguments.folder / "train.json")
    exercises = make_exercises(rows, propose_held(arguments.folder, rows))
    weights = {role.value: learn_role(role, exercises[role]) for role in ROLES}
    arguments.out.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


def propose_held(folder: Path, documents: Sequence[Mapping[str, Any]]) -> dict[str, tuple[Template, ...]]:
    """Return what the rules propose in each text of the fold, its incidents kept by a model that had not seen it."""
    keys, examples, held = read_keys(folder), [], []
    for row in documents:
        proposal = propose_all(Document(key=f"train/{row['docid']}", text=row["doctext"]))
        if fold_of(row) == HELD:
            held.append(proposal)
        else:
            examples += list(relevance_examples(proposal, keys.get(row["docid"], [])))
    model = model_of(fit(examples, PENALTY))
    return {proposal.document.text: keep_incidents(proposal, model).templates for proposal in held}


def make_exercises(
    documents: Sequence[Mapping[str, Any]], proposed: Mapping[str, tuple[Template, ...]]
) -> dict[MucRole, list[Exercise]]:
    """Return the documents of the fold for each role."""
    tagger, found = _tagger(), {role: list[Exercise]() for role in ROLES}
    pairs = read_folds([make_lesson(row, read_words(row)) for row in documents])
    trees = {role: learn_trees(pairs, role, without=HELD) for role in ROLES}
    for lesson, table in pairs:
        if lesson.fold != HELD:
            continue
        words, tags = lesson.words, tagger.read(lesson.words.text)
        templates = proposed[words.text]
        for number, role in enumerate(ROLES):
            places = ask(table, role)
            keys = tuple(table.phrases[place].key for place in places)
            odds = blend(role, keys, judge(trees[role], table, role, places), rule_keys(templates, role))
            said = [[lesson.candidates[one] for one in table.phrases[place].places] for place in places]
            spans = [[(words.row[one.first].start, words.row[one.last].end) for one in row] for row in said]
            clues = [clues_of(tags, row)[number] for row in spans]
            rows = [[log_odds(value), *row] for value, row in zip(odds, clues, strict=True)]
            answers = tuple(key in lesson.filled[number] for key in keys)
            found[role].append(Exercise(lesson, keys, np.array(rows).reshape(-1, 1 + len(CLUES)), answers))
    return found


def _tagger() -> Tagger:
    tagger = load_tagger()
    assert tagger is not None, "teach it first: bench.muc4.train_tagger"
    return tagger


def learn_role(role: MucRole, exercises: Sequence[Exercise]) -> dict[str, float]:
    """Return the weights of a role and its least probability; print the F1 that it has on parts not seen."""
    likely: dict[int, Any] = {}
    for part in range(_PARTS):
        weights, start = _fit([one for one in exercises if one.part != part])
        for number, one in enumerate(exercises):
            if one.part == part:
                likely[number] = 1 / (1 + np.exp(-(one.rows @ weights + start)))
    gold = {number: one.lesson.gold for number, one in enumerate(exercises)}
    judges = [same_judge(one.lesson.words.text, Renamings(frozenset())) for one in exercises]
    figures = []
    for limit in map(float, _GRID):
        found = {}
        for number, one in enumerate(exercises):
            kept = choose(role, one.keys, [float(value) for value in likely[number]], limit, judges[number])
            found[number] = {role: [[one.keys[place]] for place in kept]}
        figures.append(load_scorer("muc4_ree").ceaf_ree(found, gold, roles=[role])[role])
    best = max(range(1, len(figures) - 1), key=lambda place: sum(row["f1"] for row in figures[place - 1 : place + 2]))
    least, row = float(_GRID[best]), figures[best]
    print(f"{role} from {least:.2f}: P {row['p']:.3f} R {row['r']:.3f} F1 {row['f1']:.3f} n {row['r_den']}")
    weights, start = _fit(exercises)
    named = dict(zip(("share", *CLUES), (round(float(weight), 3) for weight in weights), strict=True))
    return {"start": round(float(start), 3), **named, "least": round(least, 2)}


def _fit(exercises: Sequence[Exercise]) -> tuple[Any, float]:
    rows = np.concatenate([one.rows for one in exercises])
    answers = [answer for one in exercises for answer in one.answers]
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    fitted = LogisticRegression(C=_STRENGTH, max_iter=1000).fit((rows - middle) / spread, answers)
    weights = fitted.coef_[0] / spread
    return weights, float(fitted.intercept_[0] - weights @ middle)


if __name__ == "__main__":
    main()
