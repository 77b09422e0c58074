"""The lines and paragraphs of a text, as trimmed spans: text in, spans out; shared by marking and dividing."""

import re
from itertools import pairwise

from overt.base.spans import Span

_LINE = re.compile(r"[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_TERMINAL = re.compile(r"[.!?…。！？؟।:;,][\"'”’»›)\]]*$")
_LIST_ITEM = re.compile(r"(?:[-*•·–—>#|]|\d{1,2}[.)])\s")
_MIN_WRAP_WIDTH, _WRAP_WIDTH = 40, 100  # the longest line of hard-wrapped text is about so long
_MIN_WRAPPED_LINES = 4
_FULL_SHARE = 0.6  # of the width: a shorter line ends its paragraph
_TITLE_WORDS = 25


def trim_span(text: str, start: int, end: int) -> Span | None:
    """Return [start, end) without surrounding white space; None if nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start=start, end=end) if start < end else None


def find_lines(text: str) -> tuple[Span, ...]:
    """Return the trimmed span of every line that is not blank, in order."""
    spans = (trim_span(text, match.start(), match.end()) for match in _LINE.finditer(text))
    return tuple(span for span in spans if span)


def find_blocks(text: str) -> tuple[tuple[Span, ...], ...]:
    """Return the lines in groups; a blank line parts two groups."""
    blocks: list[list[Span]] = []
    for span in find_lines(text):
        if blocks and len(_BREAK.findall(text, blocks[-1][-1].end, span.start)) <= 1:
            blocks[-1].append(span)
        else:
            blocks.append([span])
    return tuple(tuple(block) for block in blocks)


def find_paragraphs(text: str) -> tuple[Span, ...]:
    """Return the paragraphs: each line is one, unless the text is hard-wrapped, where a wrapped run of lines is one."""
    blocks = find_blocks(text)
    if not _is_wrapped(text, blocks):
        return tuple(line for block in blocks for line in block)
    return tuple(paragraph for block in blocks for paragraph in _unwrap(text, block))


def is_title_like(quote: str) -> bool:
    """Say whether a line looks like a title or cross-heading: short, no stop at its end, no list item."""
    words = quote.split()
    if quote.startswith(("# ", "##")):
        return len(words) > 1
    if not words or len(words) > _TITLE_WORDS or _TERMINAL.search(quote) or _LIST_ITEM.match(quote):
        return False
    first = next((char for char in quote if char.isalnum()), "")
    return bool(first) and not first.islower()


def _is_wrapped(text: str, blocks: tuple[tuple[Span, ...], ...]) -> bool:
    """Hard-wrapped: lines that another follows mostly break in mid-sentence and are of much the same width."""
    followed = [line for block in blocks for line in block[:-1]]
    widths = [line.end - line.start for block in blocks for line in block]
    widest = max(widths, default=0)
    if len(followed) < _MIN_WRAPPED_LINES or not _MIN_WRAP_WIDTH <= widest <= _WRAP_WIDTH:
        return False
    full = sum(line.end - line.start >= _FULL_SHARE * widest for line in followed)
    open_ended = sum(not _TERMINAL.search(line.quote(text)) for line in followed)
    return full >= _FULL_SHARE * len(followed) and open_ended >= 0.5 * len(followed)


def _unwrap(text: str, block: tuple[Span, ...]) -> list[Span]:
    width = max(line.end - line.start for line in block)
    joined = [block[0]]
    for before, line in pairwise(block):
        ends_early = before.end - before.start < _FULL_SHARE * width
        if _LIST_ITEM.match(line.quote(text)) or ends_early:
            joined.append(line)
        else:
            joined[-1] = joined[-1].cover(line)
    return joined
