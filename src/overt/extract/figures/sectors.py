"""Tells the sector of a target from the words that describe it: text -> codes of the codebook's list."""

import re
from functools import cache

from overt.base.knowledge import read_knowledge


def find_sectors(words: str) -> tuple[str, ...]:
    """Return the sectors that a description names, in the order of its words; empty when it names none.

    >>> find_sectors("the warehouse of a parcel company")
    ('transport', 'commerce')
    """
    sectors_of, pattern = _table()
    found = [sector for match in pattern.finditer(words) for sector in sectors_of[_singular(match[1])]]
    return tuple(dict.fromkeys(found))


@cache
def _table() -> tuple[dict[str, tuple[str, ...]], re.Pattern[str]]:
    table: dict[str, list[str]] = {}
    for sector, phrases in read_knowledge("sectors.yaml").items():
        for phrase in phrases:
            rows = table.setdefault(_singular(str(phrase)), [])
            rows += [sector] if sector not in rows else []
    ordered = sorted((_plural_tolerant(phrase) for phrase in table), key=len, reverse=True)
    return {phrase: tuple(rows) for phrase, rows in table.items()}, re.compile(
        rf"(?<![\w])({'|'.join(ordered)})(?!\w)", re.IGNORECASE
    )


def _plural_tolerant(phrase: str) -> str:
    body = re.escape(phrase[:-1]) + "(?:y|ies)" if phrase.endswith("y") else re.escape(phrase) + "(?:es|s)?"
    return body.replace(r"\ ", "[ -]")


def _singular(phrase: str) -> str:
    """Return the phrase as the table keys it: lower case, hyphens as spaces, last word without its plural ending."""
    plain = re.sub(r"[ -]+", " ", phrase.lower())
    if re.search(r"[^aeiou]ies$", plain):
        return plain[:-3] + "y"
    if re.search(r"(ch|sh|ss|x)es$", plain):
        return plain[:-2]
    return plain[:-1] if re.search(r"[^s]s$", plain) else plain
