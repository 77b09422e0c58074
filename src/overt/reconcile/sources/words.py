"""The words by which reports show where they have it from: knowledge/origins.yaml -> patterns by language."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from overt.base.knowledge import read_knowledge

_NEVER = re.compile(r"(?!)")


@cache
def origin_words(language: str) -> Mapping[str, re.Pattern[str]]:
    """Return the patterns of a language by what they show; a language without words has patterns that never match."""
    table = read_knowledge("origins.yaml")
    kinds = table["en"].keys()
    rows = table.get(language)
    return {kind: _compile(rows[kind]) if rows and rows[kind] else _NEVER for kind in kinds}


@cache
def credit_words(kind: str) -> re.Pattern[str]:
    """Return what may stand before a name in a line of credits ("part", "source", "by"), in any language."""
    rows = read_knowledge("origins.yaml").values()
    return re.compile(rf"^(?:{_alternatives({word for row in rows for word in row[kind]})})[\s:]+", re.IGNORECASE)


def _compile(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_alternatives(words)})(?!\w)", re.IGNORECASE)


def _alternatives(words: Iterable[str]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in ordered)
