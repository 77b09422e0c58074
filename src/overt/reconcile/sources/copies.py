"""Finds copies among reports: reports -> duplicates, near-copies, rewritings, translations, shared quotations."""

import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from overt.reconcile.matching.neighbours import neighbours, place_in_order
from overt.reconcile.sources.likeness import Alike, Landmark, find_landmarks, find_rewritten, find_translated
from overt.reconcile.sources.texts import Shared, Text, overlap_of, text_of
from overt.types.report import Report

_MIN_CONTAINMENT = 0.8
_MIN_COMMON = 8  # fewer shared runs of five words than this are a sentence, not a text
_LONG_RUN, _LONG_SHARE = 30, 0.4  # who has so many words in a row, and so much in all, has the text
_MIN_QUOTED_WORDS = 8
_STEPS = 6  # of a name followed by a name so many are keys: the least, so that two texts choose alike
_MIN_SHARED_NAMES = 0.6
_MIN_SHARED_NUMBERS = 0.75
_MIN_NAMES = 6  # shared names without a shared number, below which two texts may be forms of a site
_MIN_MARKS = 0.25  # a quick look before the whole comparison: of a copy far more are left
_FEW_RUNS = 8
MIN_RUN = 12  # so many words in a row, with the claims in them, nobody writes twice
_WINDOW = 8  # of so many five-word runs in a row one is a mark: copies share at least twelve words in a row
# Of more reports that share a mark each is compared with so many that come after it, which keeps the search linear.
COPY_REACH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """What was copied. Pairs are sorted ids; the text is the evidence."""

    duplicate_of: Mapping[str, str]  # exact duplicate -> the first report with that text
    near: Mapping[tuple[str, str], str]  # nearly the same words; also rewritten or translated
    quotes: Mapping[tuple[str, str], str]


def find_copies(reports: Sequence[Report]) -> Copies:
    """Compare all reports that share a mark with each other, in time linear in their text."""
    duplicate_of: dict[str, str] = {}
    first: dict[str, str] = {}
    for report in sorted(reports, key=copy_order):
        if report.id != first.setdefault(report.sha256_text, report.id):
            duplicate_of[report.id] = first[report.sha256_text]
    originals = {report.id: report for report in sorted(reports, key=copy_order) if report.id not in duplicate_of}
    keys = {report.id: copy_keys(report) for report in originals.values()}
    blocks: dict[str, list[str]] = defaultdict(list)
    for report in originals.values():
        for key in keys[report.id]:
            blocks[key].append(report.id)
    pairs = {pair for ids in blocks.values() for pair in neighbours(ids, COPY_REACH)}
    pairs = {(a, b) for a, b in pairs if may_be_copies(keys[a], keys[b])}
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
    """Return the keys of which two reports share one before they are compared: of texts, quotations and names."""
    found = _print_of(report)
    kinds = {"text": found.marks, "quote": found.quotes, "names": found.steps}
    return frozenset(f"{kind} {mark:x}" for kind, marks in kinds.items() for mark in marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Print:
    """What is kept of a text for a quick look before the whole comparison."""

    marks: frozenset[int]
    quotes: frozenset[int]
    steps: frozenset[int]
    names: frozenset[str]


@lru_cache(maxsize=20_000)
def _print_of(report: Report) -> _Print:
    text = text_of(report)
    names = [mark.key for mark in _landmarks(text) if mark.key != '"']
    steps = sorted({zlib.crc32(f"{a} {b}".encode()) for a, b in pairwise(names) if a != b})
    return _Print(
        marks=frozenset(_winnow(list(text.runs))),
        quotes=frozenset(zlib.crc32(run.encode()) for run in _quoted_runs(text)),
        steps=frozenset(steps[:_STEPS]),
        names=frozenset(names),
    )


def may_be_copies(some: frozenset[str], others: frozenset[str]) -> bool:
    """Say by their keys alone whether two reports are worth comparing, as compare_texts asks first."""
    shared = some & others
    if any(key.startswith(("quote ", "names ")) for key in shared):
        return True
    return len(shared) >= _MIN_MARKS * min(_count_marks(some), _count_marks(others))


@lru_cache(maxsize=65536)
def _count_marks(keys: frozenset[str]) -> int:
    return sum(key.startswith("text ") for key in keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What two texts share, in words; None: nothing that tells. Spots are offsets in each."""

    near: str | None = None  # why one is the other's text: in its words, in nearly the same, in another language
    quote: str | None = None
    spots: tuple[tuple[int, int] | None, tuple[int, int] | None] = (None, None)


def compare_texts(a: Report, b: Report) -> Likeness:
    """Compare two reports: is one the other's text, in its words, in others or in another language; what both quote."""
    one, other = _print_of(a), _print_of(b)
    found = Likeness()
    if len(one.marks & other.marks) >= _MIN_MARKS * max(1, min(len(one.marks), len(other.marks))):
        found = _compare_words(a, b)
    if not found.near and one.steps & other.steps:
        found = _compare_meaning(a, b, one.names, other.names)
    shared = one.quotes & other.quotes and _quoted_runs(text_of(a)) & _quoted_runs(text_of(b))
    return replace(found, quote=f'both quote "{min(shared)}"') if shared else found


@lru_cache(maxsize=20_000)
def _compare_words(a: Report, b: Report) -> Likeness:
    overlap = overlap_of(text_of(a), text_of(b))
    is_near = overlap.share >= _MIN_CONTAINMENT and overlap.common >= _MIN_COMMON
    if not is_near and not (overlap.runs and overlap.runs[0].words >= _LONG_RUN and overlap.share >= _LONG_SHARE):
        return Likeness()
    if not _tells_something(a, b):
        return Likeness()
    said = f"{overlap.share:.0%} of the shorter text's five-word runs stand in both"
    return Likeness(near=said, spots=(overlap.runs[0].a, overlap.runs[0].b))


def _tells_something(a: Report, b: Report) -> bool:
    """Say whether two texts share names and a number: forms to sign in and the like are alike wherever they stand."""
    keys = _print_of(a).names & _print_of(b).names
    names = sum(not key.startswith("#") for key in keys)
    return names >= _MIN_NAMES or (names >= 2 and len(keys) > names)


@lru_cache(maxsize=20_000)
def _compare_meaning(a: Report, b: Report, some: frozenset[str], others: frozenset[str]) -> Likeness:
    """Look for one text in other words or another language; of such a text most names and numbers are left."""
    if not _share_names(some, others):
        return Likeness()
    one, other = text_of(a), text_of(b)
    if a.language == b.language:
        alike = find_rewritten(one, other)
        said, spots = f"{len(alike)} sentences say the same in nearly the same words", _first(alike)
    else:
        alike = find_translated(one, other, _landmarks(one), _landmarks(other))
        said = f"{len(alike)} names, numbers and quotations stand in the same order in both languages"
        spots = _around(alike)
    return Likeness(near=said, spots=spots) if alike else Likeness()


def _share_names(some: frozenset[str], others: frozenset[str]) -> bool:
    """Say whether most names and nearly all numbers of the poorer text stand in the other: forms of a desk differ."""
    numbers = [{key for key in keys if key.startswith("#")} for keys in (some, others)]
    few = min(map(len, numbers))
    if few > 1 and len(numbers[0] & numbers[1]) < _MIN_SHARED_NUMBERS * few:
        return False
    return len(some & others) >= _MIN_SHARED_NAMES * min(len(some), len(others))


@lru_cache(maxsize=20_000)
def shared_runs(a: Report, b: Report) -> tuple[Shared, ...]:
    """Return the longest runs of words that stand in the narration of both, at least twelve words each."""
    if not _print_of(a).marks & _print_of(b).marks:
        return ()
    return tuple(run for run in overlap_of(text_of(a), text_of(b)).runs[:_FEW_RUNS] if run.words >= MIN_RUN)


def _first(alike: Sequence[Alike]) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    return (alike[0].a, alike[0].b) if alike else (None, None)


def _around(alike: Sequence[Alike]) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """The words from the first to the third thing that agrees."""
    if not alike:
        return (None, None)
    last = alike[min(2, len(alike) - 1)]
    return (alike[0].a[0], last.a[1]), (alike[0].b[0], last.b[1])


@lru_cache(maxsize=1024)
def _landmarks(text: Text) -> tuple[Landmark, ...]:
    return find_landmarks(text)


def _winnow(marks: Sequence[int]) -> set[int]:
    """The least of every few runs in a row: two texts that share so many in a row share a mark (winnowing)."""
    if not marks:
        return set()
    return {min(marks[at : at + _WINDOW]) for at in range(max(1, len(marks) - _WINDOW + 1))}


@lru_cache(maxsize=1024)
def _quoted_runs(text: Text) -> frozenset[str]:
    """Runs of eight words of the direct quotations of a text."""
    found = set()
    for start, end in text.quotations:
        words = [word.key for word in text.words if start <= word.start < end]
        found |= {" ".join(words[at : at + _MIN_QUOTED_WORDS]) for at in range(len(words) - _MIN_QUOTED_WORDS + 1)}
    return frozenset(found)
