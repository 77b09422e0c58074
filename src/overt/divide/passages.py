"""Divides a report: report in, passages with their sentences out, as exact spans of the stored text."""

from bisect import bisect_right
from collections.abc import Iterator

from overt.base.lines import find_paragraphs, is_title_like, trim_span
from overt.base.spans import Span
from overt.divide.sentences import find_sentences
from overt.types.passage import Passage, PassageKind
from overt.types.report import Report


def divide_report(report: Report) -> tuple[Passage, ...]:
    """Return the paragraphs, headings and boilerplate of a report, in order; together they hold all but white space."""
    pieces = [piece for span in find_paragraphs(report.text) for piece in _cut(report, span)]
    passages: list[Passage] = []
    for index, (span, is_marked) in enumerate(pieces):
        kind = PassageKind.BOILERPLATE if is_marked else _kind(report.text, span)
        sentences = (span,) if kind is PassageKind.HEADING else find_sentences(report.text, span)
        passages.append(Passage(report_id=report.id, index=index, span=span, kind=kind, sentences=sentences))
    return tuple(passages)


def _kind(text: str, span: Span) -> PassageKind:
    return PassageKind.HEADING if is_title_like(span.quote(text)) else PassageKind.PARAGRAPH


def _cut(report: Report, span: Span) -> Iterator[tuple[Span, bool]]:
    """Cut a paragraph where boilerplate begins and ends; yield each piece with whether it is boilerplate."""
    marks = report.boilerplate
    at = span.start
    for index in range(bisect_right(marks, span.start, key=lambda mark: mark.span.end), len(marks)):
        mark = marks[index].span
        if mark.start >= span.end:
            break
        start, end = max(at, mark.start), min(span.end, mark.end)
        for piece, is_marked in (
            (trim_span(report.text, at, start), False),
            (trim_span(report.text, start, end), True),
        ):
            if piece:
                yield piece, is_marked
        at = max(at, end)
    rest = trim_span(report.text, at, span.end)
    if rest:
        yield rest, False
