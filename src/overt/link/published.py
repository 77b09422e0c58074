"""Infers when a report was published from the past times it names: `Report` -> `Report` with `published`."""

import re
from dataclasses import replace
from datetime import date

from overt.base.calendar import TimeExpression, find_times, resolve_time
from overt.base.calendar.forms import Bounded
from overt.base.calendar.words import load_words, one_of
from overt.base.edtf import Interval, make_interval
from overt.base.spans import Span
from overt.types.report import Published, PublishedBasis, Report

_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")
_LOOKS_FORWARD = ("until", "before")


def infer_published(report: Report) -> Report:
    """Return the report; where nothing states its day, with the window that opens at the latest past time it names."""
    if report.published is not None:
        return report
    language = report.language if report.language != "und" else "en"
    future = re.compile(rf"(?<!\w){one_of(load_words(language).data.get('future', ()))}(?!\w)", re.IGNORECASE)
    past = [
        (earliest, expression.text)
        for expression in find_times(report.text, language)
        if (earliest := _earliest_publication(expression)) is not None
        and not _is_apart(report, expression)
        and not future.search(_sentence_around(report.text, expression))
    ]
    if not past:
        return report
    day, words = max(past)
    reason = f'says "{words}" of the past'
    published = Published(interval=make_interval(day, None), basis=PublishedBasis.INFERRED, reason=reason)
    return replace(report, published=published)


def _earliest_publication(expression: TimeExpression) -> date | None:
    """A past day or month has ended by publication; of a past year or longer only its beginning is sure."""
    if expression.is_relative or (isinstance(expression.form, Bounded) and expression.form.side in _LOOKS_FORWARD):
        return None
    interval: Interval | None = resolve_time(expression, None)
    if interval is None or interval.lo is None:
        return None
    if interval.hi is None:
        return interval.lo
    if (interval.hi - interval.lo).days < 31:
        return interval.hi
    return max(interval.lo, date(interval.hi.year, 1, 1))


def _is_apart(report: Report, expression: TimeExpression) -> bool:
    span = Span(start=expression.start, end=expression.end)
    return any(part.span.overlaps(span) for part in report.boilerplate)


def _sentence_around(text: str, expression: TimeExpression) -> str:
    ends = [match.end() for match in _SENTENCE_END.finditer(text, max(0, expression.start - 600), expression.start)]
    start = ends[-1] if ends else max(0, expression.start - 600)
    following = _SENTENCE_END.search(text, expression.end)
    return text[start : following.start() if following else len(text)]
