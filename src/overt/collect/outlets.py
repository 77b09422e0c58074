"""Finds the outlet where a text names its own: text in, name out. Patterns: knowledge/outlets.yaml."""

import re
from functools import cache

from overt.base.knowledge import read_knowledge
from overt.base.lines import find_paragraphs

_MAX_WORDS = 7


def find_outlet(text: str) -> str | None:
    """Return the name that the text's own notices give its outlet; None if none does or they disagree."""
    names: dict[str, str] = {}
    notices = _notices()
    for span in find_paragraphs(text):
        for pattern in notices:
            for match in pattern.finditer(text, span.start, span.end):
                name = _tidy(match.group("name"))
                if name:
                    names.setdefault(name.casefold().removeprefix("the "), name)
    return next(iter(names.values())) if len(names) == 1 else None


@cache
def _notices() -> tuple[re.Pattern[str], ...]:
    known = read_knowledge("outlets.yaml")
    name = known["name"]
    return tuple(re.compile(row["pattern"].replace("NAME", f"(?P<name>{name})")) for row in known["self_naming"])


@cache
def _not_names() -> frozenset[str]:
    return frozenset(word.casefold() for word in read_knowledge("outlets.yaml")["not_names"])


def _tidy(name: str) -> str | None:
    words = name.strip(" .,;:!|–—-").split()
    if not words or len(words) > _MAX_WORDS or " ".join(words).casefold() in _not_names():
        return None
    return " ".join(words)
