"""Finds sentences: a text and the span of a paragraph in, the spans of its sentences out."""

import re
from itertools import pairwise

import nupunkt

from overt.base.lines import trim_span
from overt.base.spans import Span

_CLOSERS = "\"'”’»“)]"
_NO_LETTER = re.compile(r"[\W_]*")
_SHORT_END = re.compile(r"(?:^|[\s(])(?:\d{1,4}|[^\W\d_]{1,3})\.$")
# German writes months large, so that an ordinal ("am 3. Mai") looks like the end of a sentence.
_ORDINAL_END = re.compile(r"(?:^|[\s(])\d{1,2}\.$")
_MONTH = re.compile(r"(?:Jan|Jän|Feb|März|April|Mai|Jun|Jul|Aug|Sept|Okt|Nov|Dez)\w*\b")


def find_sentences(text: str, paragraph: Span) -> tuple[Span, ...]:
    """Return the sentences of the paragraph, trimmed, in order; a closing quotation mark belongs to its sentence."""
    quote = paragraph.quote(text)
    starts = [start for start, _ in nupunkt.sent_spans(quote)]
    bounds = [*starts, len(quote)] if starts else [0, len(quote)]
    bounds[0] = 0
    sentences: list[Span] = []
    for start, end in pairwise(bounds):
        span = trim_span(text, paragraph.start + start, paragraph.start + end)
        if span is None:
            continue
        if sentences and _belongs_before(text, sentences[-1], span):
            sentences[-1] = sentences[-1].cover(span)
        else:
            sentences.append(span)
    return tuple(sentences)


def _belongs_before(text: str, before: Span, span: Span) -> bool:
    """A piece without letters is the tail of the last sentence; so is what goes on in lower case after a quote.

    So is what goes on in lower case after a number or a short form ("8 мая 2024 г. ночью"), or with a month's name.
    """
    quote = span.quote(text)
    if _NO_LETTER.fullmatch(quote):
        return True
    end = text[max(before.start, before.end - 8) : before.end]
    if quote[0].islower():
        return text[before.end - 1] in _CLOSERS or bool(_SHORT_END.search(end))
    return bool(_ORDINAL_END.search(end)) and bool(_MONTH.match(quote))
