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
        quote = " ".join(span.quote(text).split())
        for pattern, needed in notices:
            for match in pattern.finditer(quote):
                name = _tidy(match.group("name"))
                if name and (needed is None or needed.search(name)):
                    names.setdefault(name.casefold().removeprefix("the "), name)
    return next(iter(names.values())) if len(names) == 1 else None


@cache
def _notices() -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...]:
    """Return each notice's pattern, with what its name must hold where it could as well be a writer's."""
    known = read_knowledge("outlets.yaml")
    name, news_words = known["name"], re.compile(known["news_words"])
    return tuple(
        (
            re.compile(row["pattern"].replace("NAME", f"(?P<name>{name})")),
            news_words if row.get("needs_news_word") else None,
        )
        for row in known["self_naming"]
    )


@cache
def _not_names() -> frozenset[str]:
    """What follows "support" or © and is no outlet; an agency's © says whose the words are, not who published them."""
    known = read_knowledge("outlets.yaml")
    words: list[str] = [*known["not_names"], *known["agencies"]]
    return frozenset(word.casefold().removeprefix("the ") for word in words)


def _tidy(name: str) -> str | None:
    words = name.strip(" .,;:!|–—-").split()
    bare = " ".join(words).casefold().removeprefix("the ")
    if not words or len(words) > _MAX_WORDS or bare in _not_names():
        return None
    return " ".join(words)
