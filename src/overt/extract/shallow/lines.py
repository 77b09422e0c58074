"""Cuts passages into lines of words: `Passage`s in, one `Line` a sentence out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from overt.base.spans import Span
from overt.types.passage import Passage, PassageKind
from overt.types.report import Report

_WORD = re.compile(r"[^\W_]+(?:[-‑’'ʼ.][^\W_]+)*")
_SMALL_BREAK = re.compile(r"[\"“”„«»(\[:—–]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a line; offsets count from the line's start, `gap` is what stands between it and the word before."""

    text: str
    start: int
    end: int
    gap: str

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def is_opening(self) -> bool:
        """Whether its capital may be only that of a sentence or quotation."""
        return not self.gap or bool(_SMALL_BREAK.search(self.gap))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """One sentence of a report."""

    number: int
    start: int  # offset in the report's text
    text: str
    words: tuple[Word, ...]
    is_heading: bool

    def span(self, start: int, end: int) -> Span:
        """Return where a part of the line stands in the report's text."""
        return Span(start=self.start + start, end=self.start + end)

    def words_before(self, start: int, count: int) -> tuple[Word, ...]:
        """Return up to `count` words that end at or before an offset."""
        return tuple(word for word in self.words if word.end <= start)[-count:] if count else ()

    def words_after(self, end: int, count: int) -> tuple[Word, ...]:
        """Return up to `count` words that begin at or after an offset."""
        return tuple(word for word in self.words if word.start >= end)[:count]

    def around(self, start: int, end: int, count: int) -> str:
        """Return the text from `count` words before to `count` words after a part."""
        before, after = self.words_before(start, count), self.words_after(end, count)
        return self.text[before[0].start if before else start : after[-1].end if after else end]


def read_lines(report: Report, passages: Sequence[Passage]) -> tuple[Line, ...]:
    """Return the sentences of all passages but boilerplate, in order."""
    sentences = [
        (passage, sentence)
        for passage in passages
        if passage.kind is not PassageKind.BOILERPLATE
        for sentence in passage.sentences
    ]
    return tuple(
        _line(number, sentence.start, sentence.quote(report.text), is_heading=passage.kind is PassageKind.HEADING)
        for number, (passage, sentence) in enumerate(sentences)
        if not any(part.span.overlaps(sentence) for part in report.boilerplate)
    )


def _line(number: int, start: int, text: str, *, is_heading: bool) -> Line:
    words, last = [], 0
    for match in _WORD.finditer(text):
        words.append(Word(text=match[0], start=match.start(), end=match.end(), gap=text[last : match.start()]))
        last = match.end()
    return Line(number=number, start=start, text=text, words=tuple(words), is_heading=is_heading)
