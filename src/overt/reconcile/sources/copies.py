"""Finds copies among reports: reports -> exact duplicates, near-duplicates and shared direct quotations."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from overt.reconcile.matching.names import fold
from overt.types.report import Report

_SHINGLE_WORDS = 5
_MIN_CONTAINMENT = 0.8
_MIN_QUOTED_WORDS = 8
# Where more reports than this share a run, each is compared with the first alone, which keeps the search linear.
_MAX_SHARED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """What was copied. Pairs are sorted ids; the text is the evidence."""

    duplicate_of: Mapping[str, str]  # exact duplicate -> the first report with that text
    near: Mapping[tuple[str, str], str]
    quotes: Mapping[tuple[str, str], str]


def publication_order(report: Report) -> tuple[date, str]:
    """Sort key: earliest possible day of publication, undated last, then id."""
    interval = report.published.interval if report.published else None
    return (interval.lo if interval and interval.lo else date.max, report.id)


def find_copies(reports: Sequence[Report]) -> Copies:
    """Compare all reports with each other in time linear in their text."""
    duplicate_of: dict[str, str] = {}
    first: dict[str, str] = {}
    for report in sorted(reports, key=publication_order):
        if report.id != first.setdefault(report.sha256_text, report.id):
            duplicate_of[report.id] = first[report.sha256_text]
    originals = [report for report in sorted(reports, key=lambda r: r.id) if report.id not in duplicate_of]
    texts = {report.id: told_text(report) for report in originals}
    return Copies(
        duplicate_of=duplicate_of,
        near=_find_near(texts),
        quotes=_find_shared_quotes(texts),
    )


def told_text(report: Report) -> str:
    """Return the text without what collect marked as boilerplate, a blank for each part."""
    text, last = [], 0
    for part in sorted(report.boilerplate, key=lambda b: b.span):
        text.append(report.text[last : max(last, part.span.start)])
        last = max(last, part.span.end)
    return " ".join([*text, report.text[last:]])


def _find_near(texts: Mapping[str, str]) -> dict[tuple[str, str], str]:
    shingles = {key: _shingles(fold(text).split()) for key, text in texts.items()}
    return {
        (a, b): f"{share:.0%} of the shorter text's five-word runs stand in both"
        for (a, b), common in _shared(shingles).items()
        for share in [common / min(len(shingles[a]), len(shingles[b]))]
        if share >= _MIN_CONTAINMENT
    }


def _shingles(words: Sequence[str]) -> frozenset[int]:
    runs = (" ".join(words[at : at + _SHINGLE_WORDS]) for at in range(max(1, len(words) - _SHINGLE_WORDS + 1)))
    return frozenset(int.from_bytes(blake2b(run.encode(), digest_size=8).digest(), "big") for run in runs if run)


def _shared(marks: Mapping[str, Iterable[int]]) -> Counter[tuple[str, str]]:
    holders: dict[int, list[str]] = defaultdict(list)
    for key in sorted(marks):
        for mark in marks[key]:
            holders[mark].append(key)
    pairs: Counter[tuple[str, str]] = Counter()
    for keys in holders.values():
        pairs.update(_pairs(keys))
    return pairs


def _pairs(keys: Sequence[str]) -> list[tuple[str, str]]:
    firsts = range(len(keys)) if len(keys) <= _MAX_SHARED else range(1)
    return [(keys[at], b) for at in firsts for b in keys[at + 1 :]]


_QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]{30,1200})[\"“”»]")


def _find_shared_quotes(texts: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Pairs whose direct quotations share a run of eight words or more."""
    holders: dict[str, list[str]] = defaultdict(list)
    for key in sorted(texts):
        runs = {run for quoted in _QUOTED.findall(texts[key]) for run in _runs(fold(quoted).split())}
        for run in sorted(runs):
            holders[run].append(key)
    pairs: dict[tuple[str, str], str] = {}
    for run in sorted(holders):
        for pair in _pairs(holders[run]):
            pairs.setdefault(pair, f'both quote "{run}"')
    return pairs


def _runs(words: Sequence[str]) -> Iterable[str]:
    return (" ".join(words[at : at + _MIN_QUOTED_WORDS]) for at in range(len(words) - _MIN_QUOTED_WORDS + 1))
