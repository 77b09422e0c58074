"""Asks whether a text describes the event of another (FAMuS source validation): folder in, accuracy, P, R, F1 out.

Two answers. `described`, over all pairs: clues of the words (bench/described.py) weighed by what the other parts of the
dev pairs taught, yes from a half on. `same`, over a sample: overt's own, yes if its incidents, worked out over the two
texts alone, hold accounts of both; FAMuS asks of events of 253 frames, most of which overt does not know: `share_told`
says in how many pairs both texts have an account at all. The sample is the pairs in the order of the hash of their id,
SAMPLE of them. Baselines over all pairs: always yes; yes from a share of words on that the other parts chose (of the
first text: `words`, `rare_words`; of the trigger's sentence: `sentence`, `rare_sentence`; `trigger`: it stands there).
Intervals are of 95 %, over pairs drawn again. Cases: pairs.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.described import CLUES, Rarity, ask, describe, parse, parts_of
from bench.described_weights import fold_of, load_sets
from bench.judged import plain_cases, state_of
from bench.scorers import CannotScoreError, prf_figures, ratio
from bench.texts import Batch, Text, read_rows, read_texts
from overt.reconcile import reconcile_claims

SAMPLE = 100
LEXICAL = {
    "words": "words",
    "rare_words": "words, weighed",
    "sentence": "sentence",
    "rare_sentence": "sentence, weighed",
    "trigger": "trigger",
}
_HALF = 0.5
_DRAWS = 2000
Row = Mapping[str, Any]


def score(folder: Path, is_full: bool = False) -> dict[str, Any]:
    """Return the figures over a sample of the pairs, or with `is_full` over all."""
    rows = read_pairs(folder)
    pairs = rows if is_full else rows[:SAMPLE]
    batch = read_texts([text for number, row in enumerate(pairs) for text in _texts(number, row)])
    said = [is_same_event(batch, number) for number in range(len(pairs))]
    gold = [bool(row["valid_source"]) for row in pairs]
    told = sum(all(_has_account(batch, f"{number}/{side}") for side in "ab") for number in range(len(pairs)))
    figures: dict[str, Any] = batch.figures() | {"pairs": len(pairs), "share_told": ratio(told, len(pairs))}
    figures |= _judge("same", said, gold) | described(rows)
    figures["note"] = f"overt read {len(pairs)} of {len(rows)} pairs; it has accounts in both texts of {told}"
    answers = zip(pairs, said, gold, strict=True)
    states = ((row["instance_id"], state_of(is_right=answer == wanted)) for row, answer, wanted in answers)
    return figures | {"cases": plain_cases("same event", states)}


def is_same_event(batch: Batch, number: int) -> bool:
    """Say whether an incident of the two texts of a pair holds accounts of both."""
    keys = [key for key in (f"{number}/a", f"{number}/b") if key in batch.readings]
    readings = [batch.readings[key] for key in keys]
    reports = {reading.report.id for reading in readings}
    if len(reports) < len(readings):
        return True  # one text, word for word
    report_of = {linked.account.id: r.report.id for r in readings for linked in r.accounts}
    findings = reconcile_claims(readings)
    return any(len({report_of[one] for one in incident.account_ids}) > 1 for incident in findings.incidents)


def read_pairs(folder: Path) -> list[Row]:
    """Return all pairs of a folder in the order of the hash of their id. Raises CannotScoreError if there is none."""
    rows = [row for path in sorted(folder.glob("*.json*")) for row in read_rows(path) if "valid_source" in row]
    if not rows:
        raise CannotScoreError(f"no pairs in {folder}")
    return sorted(rows, key=lambda row: hashlib.sha256(row["instance_id"].encode()).hexdigest())


def clue_rows(pairs: Sequence[Row]) -> Any:
    """Return the clues of each pair; how rare a word is counts over all texts of these pairs."""
    asked, others = [], []
    for row in pairs:
        _, start, end, *_ = row["report_dict"]["frame-trigger-span"]
        text, other = _contents(row)
        asked.append(ask(parse(text), start, end))
        others.append(parts_of(parse(other)))
    rarity = Rarity([*(one.parts for one in asked), *others])
    return np.array([describe(one, other, rarity) for one, other in zip(asked, others, strict=True)])


def described(pairs: Sequence[Row]) -> dict[str, Any]:
    """Return the figures of the weighed clues and of the lexical baselines over these pairs."""
    rows, gold = clue_rows(pairs), np.array([bool(row["valid_source"]) for row in pairs])
    sets = [load_sets()[fold_of(row["report_dict"]["doctext"])] for row in pairs]
    likely = np.array([one.judge(row[None])[0] for one, row in zip(sets, rows, strict=True)])
    answers = {"described": likely >= _HALF, "always": np.ones(len(gold), bool)}
    for name, clue in LEXICAL.items():
        answers[name] = rows[:, CLUES.index(clue)] >= [one.limits[name] for one in sets]
    figures: dict[str, Any] = {"described_pairs": len(gold)}
    for name, said in answers.items():
        figures |= _judge(name, said.tolist(), gold.tolist())
    best = max(LEXICAL, key=lambda name: figures[f"{name}_f1"])
    return figures | _intervals(answers["described"], answers[best], gold) | {"best_lexical": best}


def _intervals(said: Any, other: Any, gold: Any) -> dict[str, float]:
    """Where F1 and its gain over the best lexical baseline lie when pairs are drawn again."""
    chance, found = np.random.default_rng(0), []
    for _ in range(_DRAWS):
        drawn = chance.integers(0, len(gold), len(gold))
        found.append([_f1(one[drawn], gold[drawn]) for one in (said, other)])
    f1, base = np.array(found).T
    edges = {"described_f1": f1, "described_gain": f1 - base}
    return {
        f"{name}_{side}": float(np.quantile(values, share))
        for name, values in edges.items()
        for side, share in (("low", 0.025), ("high", 0.975))
    }


def _f1(said: Any, gold: Any) -> float:
    return ratio(2 * float((said & gold).sum()), float(said.sum() + gold.sum()))


def _contents(row: Row) -> tuple[str, str]:
    return row["report_dict"]["doctext"], row["source_dict"]["doctext"]


def _texts(number: int, row: Row) -> list[Text]:
    return [
        Text(key=f"{number}/{side}", text=text) for side, text in zip("ab", _contents(row), strict=True) if text.strip()
    ]


def _has_account(batch: Batch, key: str) -> bool:
    return key in batch.readings and bool(batch.readings[key].accounts)


def _judge(name: str, said: Sequence[bool], gold: Sequence[bool]) -> dict[str, float]:
    hits = sum(a and b for a, b in zip(said, gold, strict=True))
    right = sum(a == b for a, b in zip(said, gold, strict=True))
    return prf_figures(name, hits, sum(said), sum(gold)) | {f"{name}_accuracy": ratio(right, len(gold))}
