"""A report's text as it can be compared with others: report -> folded words, quotations, sentences, runs of words."""

import re
import zlib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache

from overt.reconcile.matching.names import fold
from overt.types.report import Report

_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]{20,1200})[\"“”»]")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"“”»)]*\s+|\n+")
_PARAGRAPH_END = re.compile(r"\n\s*\n|\n(?=\S)")
_RUN = 5  # words of one mark of the text (codebook I1)
_STEM = 5


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: folded, and where it stands."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, with the stems of the words in it that say something."""

    start: int
    end: int
    stems: frozenset[str]


@dataclass(frozen=True)
class Text:
    """The text of one report, without what collect marked as boilerplate. Everything is worked out when first asked."""

    report: Report

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """All words, in order."""
        apart = [(part.span.start, part.span.end) for part in self.report.boilerplate]
        return tuple(
            Word(_fold_word(match[0]), match.start(), match.end())
            for match in _WORD.finditer(self.report.text)
            if not any(start <= match.start() < end for start, end in apart)
        )

    @cached_property
    def quotations(self) -> tuple[tuple[int, int], ...]:
        """Where somebody is quoted directly, at some length."""
        return tuple(match.span(1) for match in _QUOTED.finditer(self.report.text))

    @cached_property
    def narration(self) -> tuple[Word, ...]:
        """The words that the reporter chose: what stands in quotation marks is another's."""
        return tuple(word for word in self.words if not _is_in(self.quotations, word.start))

    @cached_property
    def runs(self) -> dict[int, int]:
        """Each run of five words of the narration, hashed, with the number of its first word."""
        found: dict[int, int] = {}
        keys = [word.key for word in self.narration]
        for at in range(len(keys) - _RUN + 1):
            found.setdefault(zlib.crc32(" ".join(keys[at : at + _RUN]).encode()), at)
        return found

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences outside boilerplate."""
        starts = [word.start for word in self.words]
        found, last = [], 0
        for cut in (*(match.end() for match in _SENTENCE_END.finditer(self.report.text)), len(self.report.text)):
            inside = self.words[bisect_right(starts, last - 1) : bisect_right(starts, cut - 1)]
            if inside:
                stems = frozenset(w.key[:_STEM] for w in inside if len(w.key) > 3 or w.key.isdigit())
                found.append(Sentence(last, cut, stems))
            last = cut
        return tuple(found)

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        """The lines and paragraphs, boilerplate too."""
        cuts = [match.end() for match in _PARAGRAPH_END.finditer(self.report.text)]
        return tuple(zip([0, *cuts], [*cuts, len(self.report.text)], strict=True))

    def paragraph_at(self, offset: int) -> int:
        """Return the number of the paragraph that holds an offset."""
        return max(0, bisect_right([start for start, _ in self.paragraphs], offset) - 1)

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that holds an offset."""
        return next((one for one in self.sentences if one.start <= offset < one.end), None)


@lru_cache(maxsize=400)  # a text takes some 150 kB
def text_of(report: Report) -> Text:
    """Return the text of a report; what is worked out of it is kept, for a report is compared with many others."""
    return Text(report)


def _is_in(spans: tuple[tuple[int, int], ...], offset: int) -> bool:
    return any(start <= offset < end for start, end in spans)


@lru_cache(maxsize=200_000)
def _fold_word(word: str) -> str:
    return word.lower() if word.isascii() else fold(word).replace(" ", "") or word


@dataclass(frozen=True, slots=True)
class Shared:
    """A run of words that stands in the narration of two texts, as offsets in each."""

    words: int
    a: tuple[int, int]
    b: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two texts have in common, word for word; `share` is of the shorter text's five-word runs."""

    share: float
    common: int
    runs: tuple[Shared, ...]  # the longest first


def overlap_of(a: Text, b: Text) -> Overlap:
    """Compare the narrations of two texts."""
    one, other = a.runs, b.runs
    common = one.keys() & other.keys()
    size = min(len(one), len(other))
    if not common or not size:
        return Overlap(0.0, 0, ())
    return Overlap(len(common) / size, len(common), _join_runs(a, b, sorted((one[k], other[k]) for k in common)))


def _join_runs(a: Text, b: Text, places: list[tuple[int, int]]) -> tuple[Shared, ...]:
    found: list[Shared] = []
    start = last = places[0]
    for place in [*places[1:], (-1, -1)]:
        if place == (last[0] + 1, last[1] + 1):
            last = place
            continue
        ends = last[0] + _RUN - 1, last[1] + _RUN - 1
        found.append(
            Shared(
                ends[0] - start[0] + 1,
                (a.narration[start[0]].start, a.narration[ends[0]].end),
                (b.narration[start[1]].start, b.narration[ends[1]].end),
            )
        )
        start = last = place
    return tuple(sorted(found, key=lambda run: (-run.words, run.a, run.b)))
