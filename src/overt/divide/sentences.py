"""Finds sentences: a text and the span of a paragraph in, the spans of its sentences out."""

import re
from itertools import pairwise

import nupunkt

from overt.base.lines import trim_span
from overt.base.spans import Span

_CLOSERS = "\"'”’»“)]"
_NO_LETTER = re.compile(r"[\W_]*")


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
    """A piece without letters is the tail of the last sentence; so is what goes on in lower case after a quote."""
    quote = span.quote(text)
    if _NO_LETTER.fullmatch(quote):
        return True
    return text[before.end - 1] in _CLOSERS and quote[0].islower()
