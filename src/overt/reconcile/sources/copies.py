"""Finds copies among reports: reports -> exact duplicates, near-duplicates and shared direct quotations."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from overt.reconcile.matching.names import fold
from overt.reconcile.matching.neighbours import neighbours, place_in_order
from overt.types.report import Report

_SHINGLE_WORDS = 5
_MIN_CONTAINMENT = 0.8
_MIN_QUOTED_WORDS = 8
_WINDOW = 8  # of so many five-word runs in a row one is a mark: copies share at least twelve words in a row
_MIN_MARKS = 0.3  # a quick look before the whole comparison: of a copy far more are left
# Of more reports that share a run each is compared with so many that came out after it, which keeps the search linear.
COPY_REACH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """What was copied. Pairs are sorted ids; the text is the evidence."""

    duplicate_of: Mapping[str, str]  # exact duplicate -> the first report with that text
    near: Mapping[tuple[str, str], str]
    quotes: Mapping[tuple[str, str], str]


def find_copies(reports: Sequence[Report]) -> Copies:
    """Compare all reports with each other in time linear in their text."""
    duplicate_of: dict[str, str] = {}
    first: dict[str, str] = {}
    for report in sorted(reports, key=copy_order):
        if report.id != first.setdefault(report.sha256_text, report.id):
            duplicate_of[report.id] = first[report.sha256_text]
    originals = {report.id: report for report in sorted(reports, key=copy_order) if report.id not in duplicate_of}
    blocks: dict[str, list[str]] = defaultdict(list)
    for report in originals.values():
        for key in copy_keys(report):
            blocks[key].append(report.id)
    pairs = {pair for ordered in blocks.values() for pair in neighbours(ordered, COPY_REACH)}
    found = {pair: compare_texts(originals[pair[0]], originals[pair[1]]) for pair in sorted(pairs)}
    return Copies(
        duplicate_of=duplicate_of,
        near={pair: both.near for pair, both in found.items() if both.near},
        quotes={pair: both.quote for pair, both in found.items() if both.quote},
    )


def copy_order(report: Report) -> int:
    """Return the place of a report among those that share a run of words."""
    return place_in_order(report.published.interval.lo if report.published else None, report.id)


def copy_keys(report: Report) -> frozenset[str]:
    """Return the keys of which two reports share one before they are compared: marks of their texts and quotations."""
    text = told_text(report)
    marks = {f"text {mark:x}" for mark in _marks(text)}
    return frozenset(marks | {f"quote {_hash(run):x}" for run in _quoted_runs(text)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What two texts share, in words; None: nothing that tells."""

    near: str | None
    quote: str | None


def compare_texts(a: Report, b: Report) -> Likeness:
    """Compare two reports: is the shorter one's text nearly all in the longer, do they quote the same words."""
    one, other = told_text(a), told_text(b)
    runs = _quoted_runs(one) & _quoted_runs(other)
    return Likeness(near=_near(one, other), quote=f'both quote "{min(runs)}"' if runs else None)


def _near(a: str, b: str) -> str | None:
    if _share(_marks(a), _marks(b)) < _MIN_MARKS:
        return None
    share = _share(frozenset(_shingles(a)), frozenset(_shingles(b)))
    return f"{share:.0%} of the shorter text's five-word runs stand in both" if share >= _MIN_CONTAINMENT else None


def _share(some: frozenset[int], others: frozenset[int]) -> float:
    return len(some & others) / max(1, min(len(some), len(others)))


def told_text(report: Report) -> str:
    """Return the text without what collect marked as boilerplate, a blank for each part."""
    text, last = [], 0
    for part in sorted(report.boilerplate, key=lambda b: b.span):
        text.append(report.text[last : max(last, part.span.start)])
        last = max(last, part.span.end)
    return " ".join([*text, report.text[last:]])


@lru_cache(maxsize=512)
def _shingles(text: str) -> tuple[int, ...]:
    words = fold(text).split()
    runs = (" ".join(words[at : at + _SHINGLE_WORDS]) for at in range(max(1, len(words) - _SHINGLE_WORDS + 1)))
    return tuple(_hash(run) for run in runs if run)


def _hash(run: str) -> int:
    return int.from_bytes(blake2b(run.encode(), digest_size=8).digest(), "big")


@lru_cache(maxsize=8192)
def _marks(text: str) -> frozenset[int]:
    """The least of every few runs in a row: two texts that share so many in a row share a mark (winnowing)."""
    runs = _shingles(text)
    return frozenset(min(runs[at : at + _WINDOW]) for at in range(max(1, len(runs) - _WINDOW + 1)) if runs)


_QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]{30,1200})[\"“”»]")


@lru_cache(maxsize=8192)
def _quoted_runs(text: str) -> frozenset[str]:
    """Runs of eight words of the direct quotations of a text."""
    return frozenset(run for quoted in _QUOTED.findall(text) for run in _runs(fold(quoted).split()))


def _runs(words: Sequence[str]) -> Iterable[str]:
    return (" ".join(words[at : at + _MIN_QUOTED_WORDS]) for at in range(len(words) - _MIN_QUOTED_WORDS + 1))
