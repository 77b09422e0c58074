"""Teaches the reader of bench/voices: the training part of PolNeAR and a base model in, learn/reader.npz out.

    python -m bench.voices.train ../shared/data/polnear --base FOLDER

FOLDER holds all-MiniLM-L6-v2 (Apache-2.0) as its makers publish it. One text in ten is left out (HELD): on them
weigh.py chooses from which likelihood on it speaks. Needs the extra `training`; seeds are fixed, but the sums of
other machines differ, so the weights come out alike, not the same. About twenty minutes on one quiet core.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from bench.minilm.model import LAYERS, SHARED, WIDTH
from bench.minilm.pieces import CLOSING, MASK, OPENING
from bench.minilm.taught import Base, write_shared, write_taught
from bench.polnear_rows import Row, read_gold
from bench.voices.held import HELD, fold_of, read_texts
from bench.voices.learn.reader import NEAR, PARTS, READER, TRUNK
from bench.voices.words import WINDOW, Text, cut_words, first_run, places_of, windows_of

_ROUNDS = 2
_RATE, _HEAD_RATE, _WARM, _SEED = 2e-4, 5, 0.06, 0
_AT_ONCE = 8  # windows in one step
_DRAWN = 0.5  # the share of the cues that each round asks about
_MASKED, _DROPPED = 0.05, 0.1
_CUE_WEIGHT = 1.5
_OF_CUES, _OF_PARTS = 2.0, 3.0
_UNUSED = -100
_SPAN = 2 * NEAR


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text, for each word whether it is outside, the first or a next one of a cue, and the attributions' places."""

    text: Text
    cues: Any
    rows: tuple[tuple[Any, Any, Any], ...]  # source, cue, content


Window = tuple[Lesson, int, int]  # from which word to which


@dataclass(frozen=True, slots=True)
class Question:
    """A cue in a window of a batch: at which piece it starts and last begins a word, each word's piece and parts."""

    window: int
    start: int
    last: int
    begins: Any
    parts: Any


class Net(nn.Module):
    """The base model, what marks a cue, and the two heads."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.base = Base(folder)
        self.mark = nn.Parameter(torch.randn(WIDTH) * 0.3)
        self.cue, self.parts = nn.Linear(WIDTH, 3), nn.Linear(WIDTH, len(PARTS))
        self.drop = nn.Dropout(_DROPPED)

    @property
    def heads(self) -> dict[str, Any]:
        """What stands on top of the base model, by the names that the reader knows."""
        layers = {f"{name}.{part}": getattr(getattr(self, name), part) for name in ("cue", "parts")
                  for part in ("weight", "bias")}  # fmt: skip
        return {"mark": self.mark, **layers}

    def top(self, trunk: Any, seen: Any) -> Any:
        """Return the state above that of the trunk."""
        return self.base.go_on(trunk, seen, range(TRUNK, LAYERS))


def main() -> None:
    """Teach a reader and write it in eight-bit numbers."""
    parser = argparse.ArgumentParser(description="Teach the reader of bench/voices.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=READER)
    arguments = parser.parse_args()
    lessons = [
        make_lesson(cut_words(said), read_gold(said, path))
        for name, said, path in read_texts(arguments.folder / "train")
        if fold_of(name) != HELD
    ]
    net = teach(lessons, arguments.base)
    write_taught(net.base, net.heads, arguments.out)
    if not SHARED.exists():
        write_shared(arguments.base)


def make_lesson(text: Text, gold: Sequence[Row]) -> Lesson:
    """Return a text with its labels."""
    cues = np.where(text.starts < 0, _UNUSED, 0)
    rows = [tuple(places_of(text, words) for words in (row.source, row.cue, row.content)) for row in gold]
    rows = [row for row in rows if len(row[1])]
    for _, cue, _ in rows:
        cues[cue] = 2
    for _, cue, _ in rows:
        cues[cue[np.diff(cue, prepend=-9) > 1]] = 1
    return Lesson(text, cues, tuple((row[0], row[1], row[2]) for row in rows))


def teach(lessons: Sequence[Lesson], base: Path) -> Net:
    """Return the base model taught on these texts; print the losses of each hundred steps."""
    torch.manual_seed(_SEED)
    torch.set_num_threads(1)
    net, chance = Net(base), random.Random(_SEED)
    net.train()
    steps = _ROUNDS * len(list(_batches(lessons, random.Random(1))))
    plain = [value for value in net.base.parameters() if value.requires_grad]
    groups = [{"params": plain, "lr": _RATE}, {"params": list(net.heads.values()), "lr": _RATE * _HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    rates = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (_WARM * steps)) * max(0.0, (steps - step) / steps)
    )
    batches = (windows for _ in range(_ROUNDS) for windows in _batches(lessons, chance))
    losses: list[tuple[float, float]] = []
    for step, windows in enumerate(batches, 1):
        of_cues, of_parts = _losses(net, windows, chance)
        (_OF_CUES * of_cues + _OF_PARTS * of_parts).backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        rates.step()
        optimizer.zero_grad()
        losses.append((float(of_cues.detach()), float(of_parts.detach())))
        if step % 100 == 0:
            print(f"step {step} of {steps}: {np.mean(losses[-100:], axis=0)}", flush=True)
    return net


def _batches(lessons: Sequence[Lesson], chance: random.Random) -> Iterator[list[Window]]:
    """Yield windows of like length together; where they are cut and in which order they come changes."""
    windows: list[Window] = []
    for lesson in lessons:
        words = int(np.searchsorted(lesson.text.first, chance.randrange(60, WINDOW), "right")) - 1
        words = min(max(1, words), len(lesson.text.starts))
        windows.append((lesson, 0, words))
        windows += [(lesson, first, after) for first, after in windows_of(lesson.text, start=words)]
    windows.sort(key=lambda one: int(one[0].text.first[one[2]] - one[0].text.first[one[1]]) + chance.random() * 40)
    rows = [windows[at : at + _AT_ONCE] for at in range(0, len(windows), _AT_ONCE)]
    chance.shuffle(rows)
    yield from rows


def _losses(net: Net, windows: Sequence[Window], chance: random.Random) -> tuple[Any, Any]:
    """Return how far the net is from right: on cues, and on what belongs to them."""
    sizes = [int(one.text.first[after] - one.text.first[first]) + 2 for one, first, after in windows]
    longest = max(sizes)
    pieces, kinds, seen = (np.zeros((len(windows), longest), np.int64) for _ in range(3))
    places, answers, questions = [], [], list[Question]()
    for number, (lesson, first, after) in enumerate(windows):
        text, base = lesson.text, lesson.text.first[first]
        row = text.pieces[base : text.first[after]]
        covered = np.array([chance.random() < _MASKED for _ in row])
        pieces[number, : len(row) + 2] = [OPENING, *np.where(covered, MASK, row), CLOSING]
        kinds[number, 1 : len(row) + 1] = np.repeat(
            text.is_capital[first:after], np.diff(text.first[first : after + 1])
        )
        seen[number, : len(row) + 2] = 1
        begins = text.first[first:after] - base + 1
        places.append(number * longest + begins)
        answers.append(lesson.cues[first:after])
        questions += [one for one in _questions(number, begins, windows[number]) if chance.random() < _DRAWN]
    there = torch.tensor(seen, dtype=torch.bool)
    with torch.autocast("cpu", torch.bfloat16):
        trunk = net.base.go_on(net.base.begin(torch.tensor(pieces), torch.tensor(kinds)), there, range(TRUNK))
        top = net.top(trunk, there).reshape(-1, WIDTH)
        cues = net.cue(net.drop(top[torch.tensor(np.concatenate(places))])).float()
    weight = torch.tensor([1.0, _CUE_WEIGHT, _CUE_WEIGHT])
    wanted = torch.tensor(np.concatenate(answers))
    of_cues = functional.cross_entropy(cues, wanted, ignore_index=_UNUSED, weight=weight)
    return of_cues, _parts_loss(net, trunk, sizes, questions)


def _questions(number: int, begins: Any, window: Window) -> Iterator[Question]:
    """Yield what can be asked about the cues that lie in a window."""
    lesson, first, after = window
    for row in lesson.rows:
        cue = row[1]
        if first <= cue[0] and cue[-1] < after:
            parts = np.full((after - first, len(PARTS)), 0.0, np.float32)
            for part, places in enumerate(row):
                parts[places[(places >= first) & (places < after)] - first, part] = 1
            parts[~lesson.text.is_word[first:after]] = -1
            run = first_run(cue) - first
            yield Question(number, int(begins[run[0]]), int(begins[run[-1]]), begins, parts)


def _parts_loss(net: Net, trunk: Any, sizes: Sequence[int], questions: Sequence[Question]) -> Any:
    if not questions:
        return torch.zeros(())
    longest = trunk.shape[1]
    rows, marks = np.zeros((len(questions), _SPAN), np.int64), np.zeros((len(questions), _SPAN), np.float32)
    there = np.zeros((len(questions), _SPAN), bool)
    places, answers = [], []
    for at, one in enumerate(questions):
        low = max(0, one.start - NEAR)
        high = min(sizes[one.window], low + _SPAN)
        rows[at, : high - low] = one.window * longest + np.arange(low, high)
        there[at, : high - low] = True
        marks[at, one.start - low : min(_SPAN, one.last + 1 - low)] = 1
        inside = (one.begins >= low) & (one.begins < high) & (one.parts[:, 0] >= 0)
        places.append(at * _SPAN + one.begins[inside] - low)
        answers.append(one.parts[inside])
    with torch.autocast("cpu", torch.bfloat16):
        hidden = trunk.reshape(-1, WIDTH)[torch.tensor(rows)] + torch.tensor(marks)[:, :, None] * net.mark
        top = net.top(hidden, torch.tensor(there)).reshape(-1, WIDTH)
        parts = net.parts(net.drop(top[torch.tensor(np.concatenate(places))])).float()
    return functional.binary_cross_entropy_with_logits(parts, torch.tensor(np.concatenate(answers)))


if __name__ == "__main__":
    main()
