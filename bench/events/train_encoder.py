"""Teaches the encoder of bench/events: the training part of ECB+ and a base model in, learn/encoder.npz out.

    python -m bench.events.train_encoder ../shared/data/ecbplus --base FOLDER

FOLDER holds all-MiniLM-L6-v2 (Apache-2.0) as its makers publish it. The topics of the part HELD are left out: on them
train.py shows how far to believe the encoder. Needs the extra `training`; seeds are fixed, but the sums of other
machines differ, so the weights come out alike, not the same. About eight minutes on one quiet core.
"""

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import AutoModel

from bench.events.learn.encoder import ENCODER, Row, row_of
from bench.events.read import read_split, subtopic, topic
from bench.events.train import HELD, fold_of
from bench.minilm.model import WIDTH, write_model
from bench.minilm.pieces import CLOSING, MASK, OPENING

_ROUNDS, _PLANNED = (
    4,
    8,
)  # the rate falls as if eight rounds were to come; the held topics were no better served by more
_RATE, _HEAD_RATE, _WARM, _SEED = 1e-4, 8, 0.06, 0
_PIECES = 2048  # in one step
_SHARE, _OTHER_SHARE = 0.5, 0.125  # of the pairs of a subtopic that each round sees, and pairs of its sister's beside
_INNER, _DROPPED = 192, 0.1
_MASKED, _MASKED_TRIGGERS = 0.06, 0.08
_SAME_DOCUMENT = 0.15  # weight of a pair within one document: it is met beside every other document
_ONE_WEIGHT = 2.0  # of a pair that is one event: there are ten others to each


@dataclass(frozen=True, slots=True)
class Lesson:
    """A document in pieces, and the chain of each of its mentions."""

    row: Row
    chains: dict[int, str]


Pair = tuple[Lesson, Lesson]


def make_net(base: Path) -> Any:
    """Return the base model and, on top, the two layers that compare mentions."""
    parts = {
        "enc": AutoModel.from_pretrained(base, attn_implementation="eager"),
        "drop": torch.nn.Dropout(_DROPPED),
        "a": torch.nn.Linear(3 * WIDTH, _INNER),
        "b": torch.nn.Linear(_INNER, 1),
    }
    return torch.nn.ModuleDict(parts)


def _score(net: Any, left: Any, right: Any) -> Any:
    """Return the odds, as a logarithm, that mentions are one, whichever comes first."""
    clues = torch.cat([left + right, (left - right).abs(), left * right], -1)
    inner = torch.nn.functional.gelu(net["a"](net["drop"](clues)))
    return net["b"](net["drop"](inner)).squeeze(-1)


def main() -> None:
    """Teach an encoder and write it in eight-bit numbers."""
    parser = argparse.ArgumentParser(description="Teach the encoder of bench/events.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    arguments = parser.parse_args()
    documents, chains = read_split(arguments.folder, "ECB_Train")
    topics = sorted({topic(one.id) for one in documents})
    by_subtopic: dict[str, list[Lesson]] = defaultdict(list)
    for one in documents:
        if fold_of(one.id, topics) != HELD:
            lesson = Lesson(row_of(one), {mention.number: chains[mention.number] for mention in one.mentions})
            by_subtopic[subtopic(one.id)].append(lesson)
    net = teach(by_subtopic, arguments.base)
    kept = {name: value.numpy() for name, value in net.state_dict().items() if "pooler" not in name}
    write_model({name: value for name, value in kept.items() if "position_ids" not in name}, ENCODER)


def teach(by_subtopic: dict[str, list[Lesson]], base: Path) -> Any:
    """Return the base model taught on pairs of these documents; print the loss of each round."""
    torch.manual_seed(_SEED)
    torch.set_num_threads(1)
    chance = random.Random(_SEED)
    net = make_net(base)
    net.train()
    pairs = [pair for lessons in by_subtopic.values() for pair in combinations(lessons, 2)]
    sisters = [
        (a, b) for name, lessons in by_subtopic.items() for a in lessons for b in by_subtopic.get(f"{name}plus", ())
    ]
    steps = _PLANNED * len(list(_batches(_draw(pairs, sisters, random.Random(1)), random.Random(1))))
    base_weights, head = list(net["enc"].parameters()), [*net["a"].parameters(), *net["b"].parameters()]
    groups = [{"params": base_weights, "lr": _RATE}, {"params": head, "lr": _RATE * _HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    rates = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (_WARM * steps)) * max(0.0, (steps - step) / steps)
    )
    for number in range(_ROUNDS):
        losses = []
        for batch in _batches(_draw(pairs, sisters, chance), chance):
            loss = _loss(net, batch, chance)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            rates.step()
            optimizer.zero_grad()
            losses.append(float(loss.detach()))
        print(f"round {number}: loss {sum(losses) / len(losses):.4f}", flush=True)
    return net


def _draw(pairs: Sequence[Pair], sisters: Sequence[Pair], chance: random.Random) -> list[Pair]:
    drawn = chance.sample(pairs, int(_SHARE * len(pairs)))
    drawn += chance.sample(sisters, min(len(sisters), int(_OTHER_SHARE * len(pairs))))
    return [(b, a) if chance.random() < _SHARE else (a, b) for a, b in drawn]


def _batches(pairs: Sequence[Pair], chance: random.Random) -> Iterator[list[Pair]]:
    """Yield pairs of like length together, in an order that changes."""
    rows: list[list[Pair]] = [[]]
    for pair in sorted(pairs, key=lambda one: _length(one) + chance.random() * 30):
        longest = max(_length(one) for one in [*rows[-1], pair]) + 3
        if rows[-1] and longest * (len(rows[-1]) + 1) > _PIECES:
            rows.append([])
        rows[-1].append(pair)
    chance.shuffle(rows)
    yield from rows


def _length(pair: Pair) -> int:
    return sum(len(one.row.pieces) for one in pair)


def _loss(net: Any, pairs: Sequence[Pair], chance: random.Random) -> Any:
    longest = max(_length(pair) for pair in pairs) + 3
    ids, seen, kinds = (np.zeros((len(pairs), longest), np.int64) for _ in range(3))
    spans: list[list[int]] = []
    links: list[tuple[int, int, bool, float]] = []
    for number, (a, b) in enumerate(pairs):
        shift, start = len(a.row.pieces) + 2, len(spans)
        told = [(one, 1, *mention) for one in (a,) for mention in one.row.mentions.items()]
        told += [(one, shift, *mention) for one in (b,) for mention in one.row.mentions.items()]
        row = np.array([OPENING, *a.row.pieces, CLOSING, *b.row.pieces, CLOSING])
        covered = [place + at for _, at, _, places in told if chance.random() < _MASKED_TRIGGERS for place in places]
        row[covered] = MASK
        row = np.where((np.array([chance.random() for _ in row]) < _MASKED) & (row > MASK), MASK, row)
        ids[number, : len(row)], seen[number, : len(row)], kinds[number, shift : len(row)] = row, 1, 1
        spans += [[number * longest + place + at for place in places] for _, at, _, places in told]
        for (i, one), (j, other) in combinations(enumerate(told, start), 2):
            is_one = one[0].chains[one[2]] == other[0].chains[other[2]]
            links.append((i, j, is_one, _SAME_DOCUMENT if one[1] == other[1] else 1.0))
    if not links:
        return torch.zeros((), requires_grad=True)
    with torch.autocast("cpu", torch.bfloat16):
        hidden = net["enc"](
            input_ids=torch.tensor(ids), attention_mask=torch.tensor(seen), token_type_ids=torch.tensor(kinds)
        ).last_hidden_state
    means = _means(hidden.float().reshape(-1, WIDTH), spans)
    left, right, answers, weights = zip(*links, strict=True)
    return torch.nn.functional.binary_cross_entropy_with_logits(
        _score(net, means[list(left)], means[list(right)]),
        torch.tensor(answers, dtype=torch.float),
        weight=torch.tensor(weights),
        pos_weight=torch.tensor(_ONE_WEIGHT),
    )


def _means(hidden: Any, spans: Sequence[Sequence[int]]) -> Any:
    owner = torch.tensor([number for number, span in enumerate(spans) for _ in span])
    share = torch.tensor([1 / len(span) for span in spans for _ in span])
    places = [place for span in spans for place in span]
    return torch.zeros(len(spans), WIDTH).index_add(0, owner, hidden[places] * share[:, None])


if __name__ == "__main__":
    main()
