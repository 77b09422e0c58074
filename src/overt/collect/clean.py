"""Marks boilerplate: a text in, the spans that tell nothing of the world out. Rules: knowledge/boilerplate.yaml."""

from overt.base.lines import find_blocks, find_paragraphs
from overt.collect.marking.captions import find_captions
from overt.collect.marking.notices import find_notices, spread_notices
from overt.collect.marking.page import Page, make_line
from overt.collect.marking.stories import find_stories
from overt.types.report import Boilerplate, BoilerplateKind


def mark_boilerplate(text: str, title: str | None = None) -> tuple[Boilerplate, ...]:
    """Return what is boilerplate, in order, without overlap; nothing is taken out of the text.

    A span covers whole lines. `title` is the headline where it is known: its first line is never marked.
    """
    page = make_page(text, title)
    marks: dict[int, tuple[BoilerplateKind, str]] = {}
    for find in (find_notices, find_captions, find_stories):
        for index, mark in find(page, marks).items():
            marks.setdefault(index, mark)
    marks.update(spread_notices(page, marks))
    known = page.known_headline()
    if known is not None:
        marks.pop(known, None)
    return tuple(
        Boilerplate(span=page.lines[index].span, kind=kind, rule=rule) for index, (kind, rule) in sorted(marks.items())
    )


def make_page(text: str, title: str | None = None) -> Page:
    """Return the paragraphs of a text as lines with their neighbourhood."""
    starts = {block[0].start for block in find_blocks(text)}
    lines = (make_line(text, span, is_after_blank=span.start in starts) for span in find_paragraphs(text))
    return Page(lines=tuple(lines), title=title)
