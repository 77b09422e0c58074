"""Runs overt over the reports of `gun_violence` and measures how its incidents group them: folder in, figures out.

The set is outside overt's subject, so scope and status of incidents are ignored. Cleaning as the data's README states:
ids under two incidents, texts under 40 words and repeated texts are left out. By default a sample: whole incidents in
the order of the hash of their id until SAMPLE reports are there; a smaller set is easier to group, so compare only like
with like. Metric: pairwise P, R, F1, LEA, ARI over reports. Two reports are together if an incident of overt (single or
series) holds accounts of both, or one is a copy of the other ("joined", transitive); "first" takes only the first act
that a report tells. Baselines: every report alone; TF-IDF single link, its threshold chosen on the very reports it is
scored on. Cases: reports.
"""

import argparse
import hashlib
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags

from bench.judged import State, plain_cases, state_of
from bench.scorers import load_scorer, use_scorers
from bench.texts import Batch, Text, peak_mb, read_rows, read_texts
from overt.reconcile import reconcile_claims
from overt.types.account import Granularity
from overt.types.incident import Findings
from overt.types.linked import LinkedReading

SAMPLE = 300
_FEW_WORDS = 40
Row = Mapping[str, Any]


def score(folder: Path, is_full: bool = False) -> dict[str, Any]:
    """Return the figures on a sample, or with `is_full` on all reports."""
    cleaned = clean_rows(row for path in sorted(folder.glob("reports*.jsonl")) for row in read_rows(path))
    rows = cleaned if is_full else sample_rows(cleaned, SAMPLE)
    batch = read_texts(
        [
            Text(key=r["doc_id"], text=r["content"], published=r.get("dct"), url=r.get("uri"), title=r.get("title"))
            for r in rows
        ]
    )
    started = time.monotonic()
    findings = reconcile_claims(list(batch.readings.values()))
    figures: dict[str, Any] = batch.figures() | {"reconcile_s": time.monotonic() - started}
    figures |= {"note": f"{len(rows)} of {len(cleaned)} reports after cleaning", "peak_mb": peak_mb()}
    figures |= _coverage(batch, findings)
    gold = {row["doc_id"]: row["incident_id"] for row in rows}
    groupings = _groupings(batch, findings)
    for name, groups in groupings.items():
        figures |= _compare(name, gold, groups)
    figures["cases"] = plain_cases("joined reports", judge_pairs(gold, groupings["joined"]))
    tfidf = guess_groups(rows, gold)
    return figures | _compare("alone", gold, {}) | _compare("tfidf", gold, tfidf)


def clean_rows(rows: Iterable[Row]) -> list[Row]:
    """Return the reports that are one text of one incident and long enough to tell something."""
    rows = list(rows)
    incidents: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        incidents[row["doc_id"]].add(row["incident_id"])
    seen: set[str] = set()
    kept: list[Row] = []
    for row in rows:
        text = row["content"]
        if len(incidents[row["doc_id"]]) > 1 or len(text.split()) < _FEW_WORDS or text in seen:
            continue
        seen.add(text)
        kept.append(row)
    return kept


def sample_rows(rows: Sequence[Row], size: int) -> list[Row]:
    """Return whole incidents, chosen by the hash of their id, with at least `size` reports if there are so many."""
    by_incident: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_incident[row["incident_id"]].append(row)
    chosen: list[Row] = []
    for key in sorted(by_incident, key=lambda one: hashlib.sha256(str(one).encode()).hexdigest()):
        if len(chosen) >= size:
            break
        chosen.extend(by_incident[key])
    return chosen


def join_sets(sets: Iterable[Iterable[str]]) -> dict[str, str]:
    """Return for each member the name of its group; sets that share a member become one group."""
    parent: dict[str, str] = {}

    def find(one: str) -> str:
        while parent.setdefault(one, one) != one:
            one = parent[one]
        return one

    for members in sets:
        first, *others = members
        for other in others:
            parent[find(other)] = find(first)
        find(first)
    return {one: find(one) for one in parent}


def _groupings(batch: Batch, findings: Findings) -> dict[str, dict[str, str]]:
    """Two groupings of the texts' keys: by any shared incident, and by the incident of the first act told."""
    keys = {reading.report.id: key for key, reading in batch.readings.items()}
    counted = [i for i in findings.incidents if i.granularity in {Granularity.SINGLE, Granularity.SERIES}]
    report_of = {linked.account.id: r.report.id for r in batch.readings.values() for linked in r.accounts}
    copies = [(s.report_id, s.duplicate_of) for s in findings.standings if s.duplicate_of]
    told = [sorted({report_of[account] for account in incident.account_ids}) for incident in counted]
    incident_of = {account: incident.id for incident in counted for account in incident.account_ids}
    firsts: dict[str, set[str]] = defaultdict(set)
    for reading in batch.readings.values():
        if (first := _first_act(reading, incident_of)) is not None:
            firsts[incident_of[first]].add(reading.report.id)
    joined = join_sets([*told, *copies])
    first_groups = join_sets([*map(sorted, firsts.values()), *copies])
    return {
        name: {keys[report]: group for report, group in groups.items() if report in keys}
        for name, groups in (("joined", joined), ("first", first_groups))
    }


def judge_pairs(gold: Mapping[str, Hashable], groups: Mapping[str, str]) -> Iterator[tuple[str, State]]:
    """Yield each two reports that are together in the gold or in overt's groups."""
    for a, b in combinations(sorted(gold), 2):
        is_one, is_said = gold[a] == gold[b], a in groups and groups.get(a) == groups.get(b)
        if is_one or is_said:
            yield f"{a} {b}", state_of(is_right=is_said) if is_one else State.WRONG


def _first_act(reading: LinkedReading, incident_of: Mapping[str, str]) -> str | None:
    """The account of an act (an answer of the state only where no act is told) that stands first in the report."""
    told = [linked.account for linked in reading.accounts if linked.account.id in incident_of]
    best = min(
        told,
        key=lambda a: (a.type.startswith("response."), min(claim.span.start for claim in a.claims)),
        default=None,
    )
    return best.id if best else None


def _compare(name: str, gold: Mapping[str, Hashable], groups: Mapping[str, str]) -> dict[str, float]:
    result = load_scorer("coref").score(clusters(gold), clusters({key: groups.get(key, f"\0{key}") for key in gold}))
    figures = {f"{name}_{m}_{part}": result[m][part] for m in ("pairwise", "lea") for part in ("p", "r", "f1")}
    return figures | {f"{name}_ari": result["ari"], f"{name}_conll": result["conll_f1"]}


def clusters(group_of: Mapping[str, Hashable]) -> list[list[str]]:
    """Return the groups as lists of members."""
    found: dict[Hashable, list[str]] = defaultdict(list)
    for key, group in group_of.items():
        found[group].append(key)
    return list(found.values())


def guess_groups(rows: Sequence[Row], gold: Mapping[str, Hashable]) -> dict[str, str]:
    """Group by single link over the cosine of TF-IDF vectors, at the threshold with the best pairwise F1 here."""
    near = find_likenesses([f"{row.get('title') or ''}\n{row['content']}" for row in rows])
    keys = [row["doc_id"] for row in rows]
    coref, best, chosen = load_scorer("coref"), -1.0, dict[str, str]()
    for step in range(2, 20):
        pairs = [(keys[a], keys[b]) for a, b, value in near if value >= step / 20]
        groups = join_sets([*pairs, *([key] for key in keys)])
        value = coref.score(clusters(gold), clusters(groups))["pairwise"]["f1"]
        if value > best:
            best, chosen = value, groups
    return chosen


def find_likenesses(texts: Sequence[str]) -> list[tuple[int, int, float]]:
    """Return the pairs of texts with a cosine of at least a tenth: (earlier, later, cosine)."""
    counts = [Counter(re.findall(r"\w+", text.casefold())) for text in texts]
    spread = Counter(word for count in counts for word in count)
    column = {word: at for at, word in enumerate(spread)}
    cells = [
        (row, column[word], (1 + log(n)) * log(len(texts) / spread[word]))
        for row, count in enumerate(counts)
        for word, n in count.items()
    ]
    at_rows, at_columns, values = zip(*cells, strict=True)
    matrix = csr_matrix((values, (at_rows, at_columns)), shape=(len(texts), len(column)))
    lengths = np.sqrt(matrix.multiply(matrix).sum(axis=1)).A1
    unit = diags(1 / np.maximum(lengths, 1e-9)) @ matrix
    found = (unit @ unit.T).tocoo()
    cosines = zip(found.row.tolist(), found.col.tolist(), found.data.tolist(), strict=True)
    return [(a, b, value) for a, b, value in cosines if a < b and value >= 0.1]


def _coverage(batch: Batch, findings: Findings) -> dict[str, Any]:
    types = Counter(linked.account.type for r in batch.readings.values() for linked in r.accounts)
    return {
        "share_with_account": sum(bool(r.accounts) for r in batch.readings.values()) / max(1, len(batch.readings)),
        "incidents_found": len(findings.incidents),
        "types": dict(types.most_common()),
        "crash_places": dict(Counter(batch.crashes)),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Read and group the reports of gun_violence.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--eval", type=Path, required=True)
    parser.add_argument("--full", action="store_true")
    args = parser.parse_args()
    use_scorers(args.eval.resolve())
    json.dump(score(args.folder, is_full=args.full), sys.stdout, indent=1)
