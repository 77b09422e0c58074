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
_PLAIN_START = re.compile(r"[^\W\d_][^|]*$")  # neither a list item nor a row of a table
_LIST_OPENERS = frozenset({"navigation-more", "story-listed"})
_OPENS_LIST = re.compile(
    r"\b(?:related|stories|articles|most|latest|top|trending|picks|choice|more on|more from)\b", re.IGNORECASE
)


def find_stories(page: Page, marks: dict[int, Mark]) -> dict[int, Mark]:
    """Return the lines that name another story, and the headline where it is repeated."""
    headline = page.headline(marks)
    body = [index for index in page.body() if index not in marks]
    found: dict[int, Mark] = {}
    for index, line in enumerate(page.lines):
        if index in marks or index == headline:
            continue
        if headline is not None and fold_title(line.quote) == fold_title(page.lines[headline].quote):
            found[index] = (BoilerplateKind.NAVIGATION, "headline-repeated")
        elif body and index > body[0] and (rule := _story_rule(page, index, marks)):
            found[index] = (BoilerplateKind.NAVIGATION, rule)
        elif _is_listed(page, index, found.get(index - 1) or marks.get(index - 1)):
            found[index] = (BoilerplateKind.NAVIGATION, "story-listed")
    return found


def _story_rule(page: Page, index: int, marks: dict[int, Mark]) -> str | None:
    line = page.lines[index]
    if not _could_be_story(line):
        return None
    if any(pattern.search(line.quote) for pattern in _patterns()):
        return "story-lead-in"
    return "story-title-case" if _is_title_case(line.quote) and _is_lone(page, index, marks) else None


def _could_be_story(line: Line) -> bool:
    if not _MIN_WORDS <= line.words <= _MAX_WORDS or line.is_quote or not _PLAIN_START.match(line.quote):
        return False
    return is_title_like(line.quote)


def _is_lone(page: Page, index: int, marks: dict[int, Mark]) -> bool:
    """Lines of a list or table have neighbours of their kind; a link to another story stands between paragraphs."""
    beside = [other for other in (index - 1, index + 1) if 0 <= other < len(page.lines)]
    return all(other in marks or page.lines[other].is_paragraph for other in beside)


def _is_listed(page: Page, index: int, before: Mark | None) -> bool:
    """A title under "Related stories" or under another such title."""
    if before is None or before[1] not in _LIST_OPENERS:
        return False
    if before[1] == "navigation-more" and not _OPENS_LIST.search(page.lines[index - 1].quote):
        return False
    line = page.lines[index]
    return line.words >= _MIN_WORDS and is_title_like(line.quote.lstrip("-–—*•·+>| "))


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
