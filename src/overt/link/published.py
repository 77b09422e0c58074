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
    """Return the report; where nothing states its day, with the window from the latest past time to what lies ahead."""
    if report.published is not None:
        return report
    words = _Words(report.language if report.language != "und" else "en")
    told = [
        (expression, _sentence_around(report.text, expression))
        for expression in find_times(report.text, words.language)
        if not _is_apart(report, expression)
    ]
    past = [
        (earliest, expression.text)
        for expression, sentence in told
        if not words.future.search(sentence)
        and (earliest := _earliest_publication(expression, is_compared=bool(words.compared.search(sentence))))
    ]
    if not past:
        return report
    day, named = max(past)
    ahead = [
        (latest, expression.text) for expression, sentence in told if (latest := words.latest(expression, sentence))
    ]
    end, until = min([one for one in ahead if one[0] >= day], default=(None, ""))
    reason = f'says "{named}" of the past' + (f', and "{until}" of what is new or to come' if end else "")
    published = Published(interval=make_interval(day, end), basis=PublishedBasis.INFERRED, reason=reason)
    return replace(report, published=published)


class _Words:
    """The words of a language by which a time lies ahead, has passed, or is what a new report counts."""

    def __init__(self, language: str) -> None:
        self.language = language
        data = load_words(language).data
        self.future, self.ahead, self.compared, self.fresh = (
            re.compile(rf"(?<!\w){one_of(data.get(key, ()))}(?!\w)", re.IGNORECASE)
            for key in ("future", "ahead", "compared", "fresh")
        )

    def latest(self, expression: TimeExpression, sentence: str) -> date | None:
        """Return the last day of publication that a sentence speaks for: what is due, or what a new report counts."""
        interval = None if expression.is_relative else resolve_time(expression, None)
        if interval is None or interval.hi is None or isinstance(expression.form, Bounded):
            return None
        if self.ahead.search(sentence):
            return interval.hi
        if self.compared.search(sentence) and self.fresh.search(sentence) and _is_of_years(interval):
            return date(interval.hi.year + 1, 12, 31)
        return None


def _earliest_publication(expression: TimeExpression, *, is_compared: bool) -> date | None:
    """A past day or month has ended by publication, and so have years compared; of others only the start is sure."""
    if expression.is_relative or (isinstance(expression.form, Bounded) and expression.form.side in _LOOKS_FORWARD):
        return None
    interval: Interval | None = resolve_time(expression, None)
    if interval is None or interval.lo is None:
        return None
    if interval.hi is None:
        return interval.lo
    if (interval.hi - interval.lo).days < 31:
        return interval.hi
    if is_compared and _is_of_years(interval):
        return date(interval.hi.year + 1, 1, 1)
    return max(interval.lo, date(interval.hi.year, 1, 1))


def _is_of_years(interval: Interval) -> bool:
    """Say whether a time goes over the end of at least one whole year into the next: "between 2023 and 2024"."""
    lo, hi = interval.lo, interval.hi
    return lo is not None and hi is not None and lo.year < hi.year and (hi.month, hi.day) == (12, 31)


def _is_apart(report: Report, expression: TimeExpression) -> bool:
    span = Span(start=expression.start, end=expression.end)
    return any(part.span.overlaps(span) for part in report.boilerplate)


def _sentence_around(text: str, expression: TimeExpression) -> str:
    ends = [match.end() for match in _SENTENCE_END.finditer(text, max(0, expression.start - 600), expression.start)]
    start = ends[-1] if ends else max(0, expression.start - 600)
    following = _SENTENCE_END.search(text, expression.end)
    return text[start : following.start() if following else len(text)]
