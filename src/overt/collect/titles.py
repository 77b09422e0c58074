"""Finds a title in a text: text and its marks in, the first heading-like line out."""

from overt.base.lines import find_paragraphs, is_title_like
from overt.types.report import Boilerplate

_LOOKED_AT = 5  # a headline stands at the top or nowhere


def find_title(text: str, marks: tuple[Boilerplate, ...]) -> str | None:
    """Return the first heading-like line among the first lines that are no boilerplate; None if there is none."""
    free = [span for span in find_paragraphs(text) if not any(mark.span.overlaps(span) for mark in marks)]
    for span in free[:_LOOKED_AT]:
        quote = span.quote(text)
        if is_title_like(quote) and len(free) > 1:
            return " ".join(quote.lstrip("#").split())
    return None


def with_title(title: str | None, body: str) -> str:
    """Return a text under its headline, which is part of what was reported; pages and records often keep it apart."""
    if not title or title.casefold() in body[: len(title) + 200].casefold():
        return body
    return f"{title}\n\n{body}"
