"""Asks overt whether two texts tell of one event (FAMuS source validation): folder in, accuracy, P, R, F1 out.

overt's answer is yes if its incidents, worked out over the two texts alone, hold accounts of both. FAMuS asks it of
events of 253 frames, most of which overt does not know: `share_told` says in how many pairs both texts have an account
at all. By default a sample: the pairs in the order of the hash of their id, SAMPLE of them. Baselines: always yes; yes
if at least half of the first text's content words stand in the second (`words`). Cases: pairs.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.judged import plain_cases, state_of
from bench.scorers import CannotScoreError, prf_figures, ratio
from bench.texts import Batch, Text, read_rows, read_texts
from overt.extract.parse import load_parser
from overt.reconcile import reconcile_claims

SAMPLE = 100
_SHARED_WORDS = 0.5
Row = Mapping[str, Any]


def score(folder: Path, is_full: bool = False) -> dict[str, Any]:
    """Return the figures over a sample of the pairs, or with `is_full` over all."""
    rows = [row for path in sorted(folder.glob("*.json*")) for row in read_rows(path) if "valid_source" in row]
    if not rows:
        raise CannotScoreError(f"no pairs in {folder}")
    pairs = sorted(rows, key=lambda row: hashlib.sha256(row["instance_id"].encode()).hexdigest())
    pairs = pairs if is_full else pairs[:SAMPLE]
    batch = read_texts([text for number, row in enumerate(pairs) for text in _texts(number, row)])
    said = [is_same_event(batch, number) for number in range(len(pairs))]
    gold = [bool(row["valid_source"]) for row in pairs]
    told = sum(all(_has_account(batch, f"{number}/{side}") for side in "ab") for number in range(len(pairs)))
    figures: dict[str, Any] = batch.figures() | {"pairs": len(pairs), "share_told": ratio(told, len(pairs))}
    figures |= _judge("same", said, gold) | _judge("always", [True] * len(gold), gold)
    figures |= _judge("words", [shared_words(*_contents(row)) >= _SHARED_WORDS for row in pairs], gold)
    figures["note"] = f"{len(pairs)} of {len(rows)} pairs; overt has accounts in both texts of {told}"
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


def shared_words(a: str, b: str) -> float:
    """Return the share of the content words of one text that stand in another."""
    stops = load_parser().Defaults.stop_words
    words_a, words_b = ({word for word in re.findall(r"\w+", text.casefold()) if word not in stops} for text in (a, b))
    return ratio(len(words_a & words_b), len(words_a))


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
