"""Chooses from which likelihood on the reader of bench/voices speaks: texts that it was not taught in, limits.json out.

    python -m bench.voices.weigh ../shared/data/polnear

Of the grid those limits are kept that give the greatest mean of four F1s on the texts of the fold HELD: source with cue
by overlap, and the words of source, cue and content. What they then give flatters a little: it is not a test.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from bench.polnear_rows import Row, read_gold
from bench.score_polnear import Tally, add_text
from bench.voices.held import HELD, fold_of, read_texts
from bench.voices.learn.reader import LEAST, LIMITS, PARTS, Asked, Limits, load_reader, rows_of
from bench.voices.words import Text, cut_words

FIGURES = ("pair_overlap_f", "source_tokens_f", "cue_tokens_f", "content_tokens_f")
_BEGIN = Limits(anchor=0.6, source=0.35, cue=0.4, content=0.4)
_ANCHORS = tuple(round(0.4 + 0.05 * number, 2) for number in range(11))
_GRID = tuple(round(0.15 + 0.05 * number, 2) for number in range(10))
_TURNS = 2


@dataclass(frozen=True, slots=True)
class Exercise:
    """A text, what the reader says of all that could be a cue, and what is right."""

    text: Text
    asked: tuple[Asked, ...]
    gold: tuple[Row, ...]


def main() -> None:
    """Choose the limits on the texts that were left out, print what they give and write them."""
    parser = argparse.ArgumentParser(description="Choose the limits of the reader of bench/voices.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=LIMITS)
    arguments = parser.parse_args()
    reader = load_reader()
    assert reader is not None, "teach it first: bench.voices.train"
    exercises = []
    for name, said, path in read_texts(arguments.folder / "train"):
        if fold_of(name) == HELD:
            text = cut_words(said)
            exercises.append(Exercise(text, tuple(reader.ask(text, LEAST)), read_gold(said, path)))
    limits = choose(lambda limits: measure(exercises, limits))
    print(len(exercises), "texts", measure(exercises, limits))
    arguments.out.write_text(json.dumps(asdict(limits), indent=1) + "\n", encoding="utf-8")


def measure(exercises: Sequence[Exercise], limits: Limits) -> dict[str, float]:
    """Return the four figures."""
    tally = Tally()
    for one in exercises:
        add_text(tally, rows_of(one.text, one.asked, limits), one.gold)
    figures = tally.figures()
    return {name: figures[name] for name in FIGURES}


def choose(judge: Callable[[Limits], dict[str, float]]) -> Limits:
    """Return the best limits, one chosen after another, twice."""
    limits = _BEGIN
    for _ in range(_TURNS):
        for name in ("anchor", *PARTS):
            grid = _ANCHORS if name == "anchor" else _GRID
            limits = max((replace(limits, **{name: value}) for value in grid), key=lambda one: sum(judge(one).values()))
    return limits


if __name__ == "__main__":
    main()
