"""A text as marking sees it: lines with their neighbourhood; pure functions over them."""

import re
from dataclasses import dataclass

from overt.base.lines import is_title_like
from overt.base.spans import Span
from overt.types.report import BoilerplateKind

Mark = tuple[BoilerplateKind, str]  # what it is, and the rule that says so

_QUOTED = re.compile(
    r"“[^”]*(?:”|$)|«[^»]*(?:»|$)|„[^“”]*(?:[“”]|$)|\"[^\"]*(?:\"|$)|(?<!\w)‘[^’]*’(?!\w)|''[^']*(?:''|$)"
)
_ENDED = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*$|[.,!?][”\"»]$")
_ADDRESS = re.compile(r"\b(?:you|your|yours|we|us|our|ours|please)\b", re.IGNORECASE)
_OPENING_QUOTES = "\"“„«‘'"
_MIN_BODY_WORDS = 9
_MIN_BODY_CHARACTERS = 50
_HEAD_LINES = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph of the text. `own_words` lacks what somebody said: that is no notice of the outlet."""

    span: Span
    quote: str  # with single spaces
    own_words: str  # without what stands in quotation marks
    words: int
    is_after_blank: bool

    @property
    def is_ended(self) -> bool:
        """Whether it ends as a sentence ends."""
        return bool(_ENDED.search(self.quote))

    @property
    def is_quote(self) -> bool:
        """Whether it begins with a quotation mark."""
        return self.quote[0] in _OPENING_QUOTES

    @property
    def is_paragraph(self) -> bool:
        """Whether it looks like a paragraph: a quotation or a full sentence."""
        is_long = self.words >= _MIN_BODY_WORDS and len(self.quote) >= _MIN_BODY_CHARACTERS
        return self.is_quote or (is_long and self.is_ended)

    @property
    def is_address(self) -> bool:
        """Whether it speaks to the reader or of "us", outside quotations."""
        return not self.is_quote and bool(_ADDRESS.search(self.own_words))


def make_line(text: str, span: Span, *, is_after_blank: bool) -> Line:
    """Return the paragraph at the span as a line."""
    words = span.quote(text).split()
    quote = " ".join(words)
    own_words = _QUOTED.sub(" ", quote)
    return Line(span=span, quote=quote, own_words=own_words, words=len(words), is_after_blank=is_after_blank)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All lines of a text; `title` is the headline where the metadata knows it."""

    lines: tuple[Line, ...]
    title: str | None

    def body(self) -> tuple[int, ...]:
        """Return the indexes of the paragraphs of the story: those that address nobody, unless most do."""
        paragraphs = tuple(index for index, line in enumerate(self.lines) if line.is_paragraph)
        plain = tuple(index for index in paragraphs if not self.lines[index].is_address)
        return plain if 2 * len(plain) >= len(paragraphs) else paragraphs

    def known_headline(self) -> int | None:
        """Return the index of the first line that is equal to the known title."""
        wanted = fold_title(self.title or "")
        same = (index for index, line in enumerate(self.lines[:_HEAD_LINES]) if fold_title(line.quote) == wanted)
        return next(same, None) if wanted else None

    def headline(self, marks: dict[int, Mark]) -> int | None:
        """Return the index of the headline: the line equal to the known title, else the first free title-like line."""
        known = self.known_headline()
        if known is not None:
            return known
        for index, line in enumerate(self.lines[:_HEAD_LINES]):
            if index not in marks and is_title_like(line.quote):
                return index
            if line.is_paragraph and index not in marks:
                return None
        return None


def fold_title(title: str) -> str:
    """Return the letters and digits of a title, so that two ways to write it are equal."""
    return "".join(char for char in title.casefold() if char.isalnum())
