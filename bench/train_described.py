"""Teaches the weights of bench/described.json: a folder of judged pairs in, a set of weights for each part out.

    python -m bench.train_described ../shared/data/same_event

Nothing but numpy and the parser. How strongly weights are drawn towards nothing was chosen within the other parts.
"""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from bench.described import CLUES
from bench.described_weights import FOLDS, WEIGHTS, WeightSet, fold_of, teach
from bench.score_same_event import LEXICAL, clue_rows, read_pairs

_PULLS = (3.0, 10.0, 30.0, 100.0)


def main() -> None:
    """Teach and write."""
    parser = argparse.ArgumentParser(description="Teach the weights of bench/described.json.")
    parser.add_argument("folder", type=Path)
    pairs = read_pairs(parser.parse_args().folder)
    rows, answers = clue_rows(pairs), np.array([bool(row["valid_source"]) for row in pairs])
    parts = np.array([fold_of(row["report_dict"]["doctext"]) for row in pairs])
    sets = [teach_part(rows[parts != part], answers[parts != part], parts[parts != part]) for part in range(FOLDS)]
    WEIGHTS.write_text(json.dumps([asdict(one) for one in sets]) + "\n", encoding="utf-8")


def teach_part(rows: Any, answers: Any, parts: Any) -> WeightSet:
    """Return the weights that some parts teach; the pull is the one that serves each of them best by the others."""
    limits = {name: best_limit(rows[:, CLUES.index(clue)], answers) for name, clue in LEXICAL.items()}
    right = {pull: _right(rows, answers, parts, pull) for pull in _PULLS}
    pull = max(_PULLS, key=lambda one: right[one])
    print(f"pull {pull}: {right[pull]} of {len(answers)} right within")
    return teach(rows, answers, pull, limits)


def best_limit(values: Any, answers: Any) -> float:
    """Return from which value on to say yes for the best F1."""
    limits = np.unique(np.quantile(values, np.linspace(0.02, 0.98, 97)))
    said = values[None, :] >= limits[:, None]
    hits = (said & answers).sum(axis=1)
    return float(limits[np.argmax(2 * hits / (said.sum(axis=1) + answers.sum()))])


def _right(rows: Any, answers: Any, parts: Any, pull: float) -> int:
    count = 0
    for part in np.unique(parts):
        likely = teach(rows[parts != part], answers[parts != part], pull, {}).judge(rows[parts == part])
        count += int(((likely >= 0.5) == answers[parts == part]).sum())
    return count


if __name__ == "__main__":
    main()
