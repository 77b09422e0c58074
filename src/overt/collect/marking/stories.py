"""Marks links to other stories: lone title-like lines amid paragraphs, and repeats of the headline."""

import re
from functools import cache

from overt.base.knowledge import read_knowledge
from overt.base.lines import is_title_like
from overt.collect.marking.page import Line, Mark, Page, fold_title
from overt.types.report import BoilerplateKind

_MIN_WORDS, _MAX_WORDS = 4, 22
_MIN_TITLE_CASE_WORDS = 7
_TITLE_CASE_SHARE = 0.75
_MIN_LONG_WORD = 4


def find_stories(page: Page, marks: dict[int, Mark]) -> dict[int, Mark]:
    """Return the lines that name another story, and the headline where it is repeated."""
    headline = page.headline(marks)
    body = [index for index in page.body if index not in marks]
    found: dict[int, Mark] = {}
    for index, line in enumerate(page.lines):
        if index in marks or index == headline:
            continue
        if headline is not None and fold_title(line.quote) == fold_title(page.lines[headline].quote):
            found[index] = (BoilerplateKind.NAVIGATION, "headline-repeated")
        elif body and index > body[0] and (rule := _story_rule(line)):
            found[index] = (BoilerplateKind.NAVIGATION, rule)
    return found


def _story_rule(line: Line) -> str | None:
    if not _MIN_WORDS <= line.words <= _MAX_WORDS or line.is_quote or line.quote.startswith("#"):
        return None
    is_open = is_title_like(line.quote) or line.quote.endswith("?")
    if not is_open:
        return None
    if any(pattern.search(line.quote) for pattern in _patterns()):
        return "story-lead-in"
    return "story-title-case" if _is_title_case(line.quote) else None


def _is_title_case(quote: str) -> bool:
    """Cross-headings are short; a long line in title case is another story's headline."""
    long_words: list[str] = [word for word in re.findall(r"[^\W\d_]+", quote) if len(word) >= _MIN_LONG_WORD]
    if len(quote.split()) < _MIN_TITLE_CASE_WORDS or not long_words:
        return False
    capitals = sum(word[:1].isupper() for word in long_words)
    return capitals >= _TITLE_CASE_SHARE * len(long_words)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in read_knowledge("boilerplate.yaml")["stories"])
