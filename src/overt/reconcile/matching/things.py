"""Names the kind of thing that a text tells of, over languages: "склад", "Lagerhalle", "depot" -> warehouse."""

import re
from functools import lru_cache

from overt.base.knowledge import read_knowledge
from overt.reconcile.matching.names import fold


@lru_cache(maxsize=65536)
def thing_kinds(text: str, language: str) -> frozenset[str]:
    """Return the kinds of things.yaml that a text in a language names, in whatever script."""
    folded = fold(text)
    return frozenset(kind for kind, pattern in _kinds(language) if pattern.search(folded))


@lru_cache(maxsize=1)
def everyday_kinds() -> frozenset[str]:
    """Return the kinds that every town has many of: they say little of which thing was hit."""
    return frozenset(read_knowledge("things.yaml")["everyday"])


@lru_cache(maxsize=64)
def _kinds(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = read_knowledge("things.yaml")["kinds"]
    found = []
    for kind, patterns in rows.items():
        words = [word for word in (_in_language(pattern, language) for pattern in patterns) if word]
        found.append((kind, re.compile(rf"(?<!\w)(?:{'|'.join(map(_regex, words))})(?!\w)")))
    return tuple(found)


def _in_language(pattern: str, language: str) -> str | None:
    languages, _, word = pattern.rpartition(":")
    return word if not languages or language in languages.split("|") else None


def _regex(pattern: str) -> str:
    return re.escape(pattern).replace(r"\*", r"\w*").replace(r"\ ", " ")
