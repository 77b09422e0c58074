"""The learned layer as it is used: a document's words in, likely fillers out. Its weights are the file beside it.

Two steps. A linear model scores every candidate phrase by named clues; boosted trees then judge each phrase of the
document by its scores in all its places and by how it stands to the document's other phrases.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from bench.muc4.learn.candidates import Candidate, find_candidates
from bench.muc4.learn.choose import Renamings, choose, same_judge
from bench.muc4.learn.clues import Clues
from bench.muc4.learn.habits import Habits
from bench.muc4.learn.linear import BUCKETS, DOCUMENT_SHARE, ROLES, Linear, Scores
from bench.muc4.learn.strings import LOWEST, Table, make_table
from bench.muc4.learn.trees import Trees
from bench.muc4.learn.words import Words
from bench.muc4.templates import Filler, Mention, MucRole

WEIGHTS = Path(__file__).with_name("weights.npz")


@dataclass(frozen=True, slots=True)
class Judged:
    """A phrase of a document with all the places that say it, and how likely it fills the role that is asked about."""

    key: str
    mentions: tuple[Mention, ...]
    probability: float


# (role, judged phrases) -> other probabilities, and the least
Weigher = Callable[[MucRole, Sequence[Judged]], tuple[list[float], float]]


@dataclass(frozen=True, slots=True)
class Model:
    """All that was learned. `least`: the probability from which a filler of a role is told of."""

    linear: Linear
    habits: Habits
    renamings: Renamings
    trees: Mapping[MucRole, Trees]
    least: Mapping[MucRole, float]

    def fillers(self, words: Words, weigh: Weigher | None = None) -> tuple[Filler, ...]:
        """Return the fillers of a document, one for each entity and role, the likeliest first in each role.

        `weigh` may judge the phrases of a role anew, and say from which probability they are told of.
        """
        if not words.row:
            return ()
        candidates = find_candidates(words)
        scores, of_document = score_candidates(self.linear, words, candidates)
        table = make_table(words, candidates, scores, of_document, self.habits)
        is_same = same_judge(words.text, self.renamings)
        found: list[Filler] = []
        for role, places in ((role, ask(table, role)) for role in ROLES):
            phrases = [table.phrases[place] for place in places]
            likely, least = judge(self.trees[role], table, role, places), self.least[role]
            said = [_mentions(words, candidates, phrase.places) for phrase in phrases]
            if weigh is not None:
                likely, least = weigh(
                    role, [Judged(p.key, m, x) for p, m, x in zip(phrases, said, likely, strict=True)]
                )
            kept = choose(role, [phrase.key for phrase in phrases], likely, least, is_same)
            found += [Filler(role=role, mentions=said[place], probability=likely[place]) for place in kept]
        return tuple(found)


def score_candidates(linear: Linear, words: Words, candidates: Sequence[Candidate]) -> tuple[Scores, Scores]:
    """Return the scores of each candidate (candidates, roles), and what the document's own clues add to every one."""
    clues = Clues(words)
    of_document = linear.score(clues.of_document(), DOCUMENT_SHARE)
    rows = [linear.score(clues.of(candidate)) + of_document + linear.offsets for candidate in candidates]
    return np.array(rows, np.float32).reshape(-1, len(ROLES)), of_document


def ask(table: Table, role: MucRole) -> list[int]:
    """Return the phrases that are worth judging in a role."""
    return [int(place) for place in np.nonzero(table.scores[:, ROLES.index(role)] > LOWEST)[0]]


def judge(trees: Trees, table: Table, role: MucRole, places: Sequence[int]) -> list[float]:
    """Return the probability of each of these phrases in a role."""
    if not places:
        return []
    return [float(value) for value in trees.judge(table.features[list(places), ROLES.index(role)])]


def _mentions(words: Words, candidates: Sequence[Candidate], places: Sequence[int]) -> tuple[Mention, ...]:
    spans = [(words.row[candidates[place].first].start, words.row[candidates[place].last].end) for place in places]
    return tuple(Mention(start=start, end=end, text=words.text[start:end]) for start, end in sorted(spans))


@cache
def load_model(path: Path = WEIGHTS) -> Model:
    """Return the model as it was trained; the file has numbers only, no words of the training part."""
    with np.load(path, allow_pickle=False) as data:
        weights = np.zeros((BUCKETS, len(ROLES)), np.float32)
        weights[data["clue_places"]] = data["clue_weights"].astype(np.float32)
        filled, seen = np.zeros((BUCKETS, len(ROLES)), np.float32), np.zeros(BUCKETS, np.float32)
        filled[data["habit_places"]] = data["habit_filled"]
        seen[data["seen_places"]] = data["seen_counts"]
        parts = ("column", "limit", "low", "high", "value")
        return Model(
            linear=Linear(weights, data["offsets"]),
            habits=Habits(filled, seen),
            renamings=Renamings(frozenset(int(pair) for pair in data["renamings"])),
            trees={role: Trees(*(data[f"{role}_{part}"] for part in parts)) for role in ROLES},
            least=dict(zip(ROLES, map(float, data["least"]), strict=True)),
        )


def save_model(model: Model, path: Path = WEIGHTS) -> None:
    """Write a model, weights in half precision and zeros left out."""
    parts = ("column", "limit", "low", "high", "value")
    small = np.float32(0.01)
    clues = np.nonzero(np.abs(model.linear.weights).max(axis=1) > small)[0].astype(np.int32)
    habits = np.nonzero(model.habits.filled.any(axis=1))[0].astype(np.int32)
    seen = np.nonzero(model.habits.seen)[0].astype(np.int32)
    np.savez_compressed(
        path,
        allow_pickle=False,
        clue_places=clues,
        clue_weights=model.linear.weights[clues].astype(np.float16),
        offsets=model.linear.offsets,
        habit_places=habits,
        habit_filled=model.habits.filled[habits],
        seen_places=seen,
        seen_counts=model.habits.seen[seen],
        renamings=np.array(sorted(model.renamings.pairs), np.int32),
        least=np.array([model.least[role] for role in ROLES], np.float32),
        **{f"{role}_{part}": getattr(model.trees[role], part) for role in ROLES for part in parts},
    )
