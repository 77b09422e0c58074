"""Cuts a text where its marks begin and end: a text and its marks in, paragraphs of segments out.

Marks may overlap, so each segment names all the marks that it is part of.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from overt.base.lines import find_paragraphs, is_title_like
from overt.serve.shown.text import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of a text. `layer`: claim, entity, place, time or boilerplate; `id`: what it is a mark of."""

    start: int
    end: int
    layer: str
    id: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Words that are all of the same marks. `begins`: ids of the marks that begin here, which links lead to."""

    words: str
    start: int
    layers: tuple[str, ...]
    ids: tuple[str, ...]
    begins: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph or heading of a report."""

    start: int
    is_heading: bool
    segments: tuple[Segment, ...]


def mark_text(text: str, marks: Iterable[Mark]) -> tuple[Paragraph, ...]:
    """Return the text in paragraphs; marks outside of it are left out."""
    known = sorted(
        (one for one in marks if 0 <= one.start < one.end <= len(text)), key=lambda one: (one.start, -one.end, one.id)
    )
    paragraphs, begun, at = [], list[Mark](), 0
    for span in find_paragraphs(text):
        while at < len(known) and known[at].start < span.end:
            begun.append(known[at])
            at += 1
        here = begun = [one for one in begun if one.end > span.start]
        segments = tuple(_segments(text, span.start, span.end, here))
        heading = is_title_like(text[span.start : span.end])
        paragraphs.append(Paragraph(start=span.start, is_heading=heading, segments=segments))
    return tuple(paragraphs)


def _segments(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterable[Segment]:
    cuts = sorted({start, end} | {at for one in marks for at in (one.start, one.end) if start < at < end})
    for left, right in pairwise(cuts):
        over = [one for one in marks if one.start <= left and one.end >= right]
        yield Segment(
            words=clean(text[left:right]),
            start=left,
            layers=tuple(dict.fromkeys(one.layer for one in over)),
            ids=tuple(dict.fromkeys(one.id for one in over if one.id)),
            begins=tuple(dict.fromkeys(one.id for one in over if one.id and one.start == left)),
            says="; ".join(dict.fromkeys(one.says for one in over if one.says)),
        )
