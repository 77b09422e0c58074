"""Finds the direct quotations of a report: text and passages -> ranges between quotation marks, over paragraphs too."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from overt.base.spans import Span
from overt.extract.parse import Parsed
from overt.types.passage import PassageKind

_MARKS = re.compile(r"[“”„«»\"]|''|(?<!\w)‘|’(?=[\s.,;:!?)]|$)")
_HEAD_MARKS = re.compile(_MARKS.pattern + r"|(?<![\w'])'(?=\w)|(?<=[\w.,!?])'(?![\w'])")  # 'so' in headlines only
_OPEN, _PLAIN = frozenset("“„«‘"), frozenset({'"', "''", "'"})
_CLOSERS = {"'": "'", "“": '”"', "„": "“”", "«": "»", "‘": "’", '"': '"”', "''": "''"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """What stands between two marks, the marks not included; `parts` are its passages' pieces in order."""

    parts: tuple[Span, ...]

    @property
    def first(self) -> Span:
        """The piece where it begins."""
        return self.parts[0]

    def contains(self, offset: int) -> bool:
        """Say whether a place of the report's text lies in it."""
        return any(part.start <= offset < part.end for part in self.parts)


def find_quotations(text: str, parsed: Sequence[Parsed]) -> tuple[Quotation, ...]:
    """Return the quotations in order. One left open goes on in the next passage if that begins with a mark."""
    found: list[Quotation] = []
    carried: list[Span] = []
    for part in parsed:
        begin, end = part.passage.span.start, part.passage.span.end
        marks = _HEAD_MARKS if part.passage.kind is PassageKind.HEADING else _MARKS
        pieces, is_open = _pieces(text, begin, end, marks)
        starts_quoted = bool(pieces) and not text[begin : pieces[0].start].strip(' \t\n“„«"‘')
        for number, piece in enumerate(pieces):
            if number == 0 and carried and starts_quoted:
                carried.append(piece)
            else:
                if carried:
                    found.append(Quotation(parts=tuple(carried)))
                carried = [piece]
            if not (is_open and number == len(pieces) - 1):
                found.append(Quotation(parts=tuple(carried)))
                carried = []
        if carried and not pieces:
            found.append(Quotation(parts=tuple(carried)))
            carried = []
    if carried:
        found.append(Quotation(parts=tuple(carried)))
    return tuple(found)


def _pieces(text: str, begin: int, end: int, marks: re.Pattern[str]) -> tuple[list[Span], bool]:
    """Return the outermost quoted pieces of one passage, and whether the last one is left open."""
    pieces: list[Span] = []
    opened: int | None = None
    closer = ""
    for mark in marks.finditer(text, begin, end):
        char = mark[0]
        if opened is None:
            if char in _OPEN or (char in _PLAIN and _opens_here(text, mark.end(), end)):
                opened = mark.end()
                closer = _CLOSERS[char]
        elif char in closer or (char == "“" and "”" in closer and not _opens_here(text, mark.end(), end)):
            if opened < mark.start():
                pieces.append(Span(start=opened, end=mark.start()))
            opened = None
        elif char == "“" and "”" in closer:
            opened = mark.end()  # the former was never closed
    if opened is not None and opened < end and closer not in "’'":
        pieces.append(Span(start=opened, end=end))
        return pieces, True
    return pieces, False


def _opens_here(text: str, at: int, end: int) -> bool:
    return at < end and not text[at].isspace()


def is_scare(text: str, quotation: Quotation) -> bool:
    """Say whether the marks only fence a few words ("fake activists"): no sentence of its own."""
    quote = text[quotation.first.start : quotation.first.end]
    return len(quotation.parts) == 1 and len(quote.split()) <= 6 and quote.rstrip()[-1:] not in ".,!?"
