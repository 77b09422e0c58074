"""Teaches the tagger of the MUC-4 codebook: train.json and a base model in, bench/muc4/learn/tagger.npz out.

    python -m bench.muc4.train_tagger ../shared/data/muc4 --base FOLDER

FOLDER holds all-MiniLM-L6-v2 (Apache-2.0) as its makers publish it. The fold HELD of train.json is left out: on it
weigh_tagger.py learns how far to believe the tagger. Needs the extra `training`; seeds are fixed, but the sums of other
machines differ, so the weights come out alike, not the same. About twenty minutes on one core.
"""

import argparse
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import torch
from transformers import BertForTokenClassification

from bench.minilm.model import write_model
from bench.minilm.pieces import CLOSING, MASK, OPENING
from bench.muc4.learn.linear import ROLES
from bench.muc4.learn.tagger import CLASSES, TAGGER, cut, windows_of
from bench.texts import read_rows

HELD, FOLDS = 0, 5
_ROUNDS, _PLANNED = 6, 10  # the rate falls as if ten rounds were to come; the held fold was no better served by more
_RATE, _WARM, _SEED = 1e-4, 0.06, 0
_PIECES = 2048  # in one step
_QUIET = 0.5  # the share of the windows without a filler that each round sees
_MASKED = 0.08
_UNUSED = -100
_FILLER_WEIGHT, _TOLD_SHARE, _HEAD_RATE = 3.0, 0.1, 10


@dataclass(frozen=True, slots=True)
class Lesson:
    """A document: its pieces, for each the class in every role (0 outside, 1 first, 2 next), has it an incident."""

    pieces: Any
    labels: Any
    is_told: bool


Window = tuple[Lesson, int, int]


def main() -> None:
    """Teach a tagger and write it in eight-bit numbers."""
    parser = argparse.ArgumentParser(description="Teach the tagger of the MUC-4 codebook.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=TAGGER)
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    arguments = parser.parse_args()
    rows = [row for row in read_rows(arguments.folder / "train.json") if fold_of(row) != HELD]
    net = teach([make_lesson(row) for row in rows], arguments.base, arguments.rounds)
    write_tagger(net, arguments.out)


def fold_of(row: Mapping[str, Any]) -> int:
    """Return the part that a document belongs to, the same as for the other layer."""
    return crc32(row["docid"].encode()) % FOLDS


def make_lesson(row: Mapping[str, Any]) -> Lesson:
    """Return a document with every place that says a filler labelled, longer mentions first."""
    pieces, starts, ends = cut(row["doctext"])
    labels = np.zeros((len(pieces), len(ROLES)), np.int64)
    for number, role in enumerate(ROLES):
        said = {mention[0] for one in row["templates"] for entity in one.get(role, []) for mention in entity}
        spans = {span for mention in said for span in _places(row["doctext"], mention)}
        for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span)):
            first, after = int(np.searchsorted(ends, start, "right")), int(np.searchsorted(starts, end, "left"))
            if first < after and not labels[first:after, number].any():
                labels[first, number], labels[first + 1 : after, number] = 1, 2
    return Lesson(pieces, labels, bool(row["templates"]))


def _places(text: str, mention: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(rf"(?<!\w){re.escape(mention)}(?!\w)", text)]


def teach(lessons: Sequence[Lesson], base: Path, rounds: int) -> Any:
    """Return the base model taught on these documents; print the loss of each round."""
    torch.manual_seed(_SEED)
    torch.set_num_threads(1)
    quiet = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
    net = BertForTokenClassification.from_pretrained(base, num_labels=CLASSES + 1, classifier_dropout=0.1, **quiet)
    steps = _PLANNED * len(list(_batches(lessons, random.Random(1))))
    optimizer = torch.optim.AdamW(_groups(net))
    rates = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (_WARM * steps)) * max(0.0, (steps - step) / steps)
    )
    chance = random.Random(_SEED)
    net.train()
    for number in range(rounds):
        losses = []
        for windows in _batches(lessons, chance):
            loss = _loss(net, windows, chance)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            rates.step()
            optimizer.zero_grad()
            losses.append(float(loss.detach()))
        print(f"round {number}: loss {sum(losses) / len(losses):.4f}", flush=True)
    return net


def _groups(net: Any) -> list[dict[str, Any]]:
    named = list(net.named_parameters())
    head = [value for name, value in named if not name.startswith("bert")]
    plain = [value for name, value in named if name.startswith("bert") and ("bias" in name or "LayerNorm" in name)]
    rest = [value for name, value in named if name.startswith("bert") and not ("bias" in name or "LayerNorm" in name)]
    rows = ((rest, _RATE, 0.01), (plain, _RATE, 0.0), (head, _RATE * _HEAD_RATE, 0.0))
    return [{"params": values, "lr": rate, "weight_decay": decay} for values, rate, decay in rows]


def _batches(lessons: Sequence[Lesson], chance: random.Random) -> Iterator[list[Window]]:
    """Yield windows of like length together, in an order that changes."""
    windows = [
        (lesson, first, after)
        for lesson in lessons
        for first, after in windows_of(len(lesson.pieces))
        if lesson.labels[first:after].any() or chance.random() < _QUIET
    ]
    windows.sort(key=lambda window: window[2] - window[1] + chance.random() * 60)
    rows: list[list[Window]] = [[]]
    for window in windows:
        longest = max(after - first + 2 for _, first, after in [*rows[-1], window])
        if rows[-1] and longest * (len(rows[-1]) + 1) > _PIECES:
            rows.append([])
        rows[-1].append(window)
    chance.shuffle(rows)
    yield from rows


def _loss(net: Any, windows: Sequence[Window], chance: random.Random) -> Any:
    longest = max(after - first for _, first, after in windows) + 2
    pieces, seen = np.zeros((len(windows), longest), np.int64), np.zeros((len(windows), longest), np.int64)
    labels = np.full((len(windows), longest, len(ROLES)), _UNUSED, np.int64)
    for number, (lesson, first, after) in enumerate(windows):
        count = after - first
        masked = [MASK if chance.random() < _MASKED else piece for piece in lesson.pieces[first:after]]
        pieces[number, : count + 2] = [OPENING, *masked, CLOSING]
        seen[number, : count + 2] = 1
        labels[number, 1 : count + 1] = lesson.labels[first:after]
    with torch.autocast("cpu", torch.bfloat16):
        scores = net(input_ids=torch.tensor(pieces), attention_mask=torch.tensor(seen)).logits.float()
    functional = torch.nn.functional
    weight = torch.tensor([1.0, _FILLER_WEIGHT, _FILLER_WEIGHT])
    spans, answers = scores[:, :, :CLASSES].reshape(-1, 3), torch.tensor(labels).reshape(-1)
    of_spans = functional.cross_entropy(spans, answers, weight=weight, ignore_index=_UNUSED)
    is_told = torch.tensor([float(lesson.is_told) for lesson, _, _ in windows])
    of_told = functional.binary_cross_entropy_with_logits(scores[:, 0, CLASSES], is_told)
    return len(ROLES) * of_spans + _TOLD_SHARE * of_told


def write_tagger(net: Any, path: Path) -> None:
    """Write the tagger under the names that the reader knows, its weights in eight bits."""
    names = (("bert.", "enc."), ("classifier.", "tags."))
    kept = {
        new + name.removeprefix(old): value.float().numpy()
        for name, value in net.state_dict().items()
        for old, new in names
        if name.startswith(old) and "pooler" not in name and "position_ids" not in name
    }
    write_model(kept, path)


if __name__ == "__main__":
    main()
