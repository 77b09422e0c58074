"""Marks notices: lines that speak to the reader of the page itself - payment, donations, cookies, comments, sharing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from overt.base.knowledge import read_knowledge
from overt.collect.marking.page import Line, Mark, Page
from overt.types.report import BoilerplateKind

_SPREADING = frozenset(
    {BoilerplateKind.DONATION, BoilerplateKind.PAYWALL, BoilerplateKind.COMMENT_FORM, BoilerplateKind.PROMOTION}
)
_MAX_SANDWICHED_WORDS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """One row of knowledge/boilerplate.yaml; `where` is any, or edges: before the first or after the last paragraph."""

    id: str
    kind: BoilerplateKind
    all: tuple[re.Pattern[str], ...]
    none: re.Pattern[str] | None
    max_words: int
    where: str


def find_notices(page: Page, marks: dict[int, Mark]) -> dict[int, Mark]:
    """Return the lines that a rule knows. A line that quotes somebody is judged without the quotation."""
    body = page.body()
    found: dict[int, Mark] = {}
    for index, line in enumerate(page.lines):
        if index in marks:
            continue
        is_at_edge = not body or index < body[0] or index > body[-1]
        rule = _first_match(line.own_words, line.words, is_at_edge=is_at_edge)
        if rule:
            found[index] = (rule.kind, rule.id)
    return found


def spread_notices(page: Page, marks: dict[int, Mark]) -> dict[int, Mark]:
    """Return the short lines that stand between notices, and what follows the last paragraph after a notice."""
    spread: dict[int, Mark] = {}
    headline = page.headline(marks)
    notices = [index for index, (kind, _) in sorted(marks.items()) if kind in _SPREADING]
    for before, after in pairwise(notices):
        between = range(before + 1, after)
        if len(between) <= 3 and headline not in between and all(_is_slight(page.lines[index]) for index in between):
            spread.update({index: (marks[before][0], "between-notices") for index in between if index not in marks})
    spread.update(_spread_to_end(page, marks, notices))
    return spread


def _spread_to_end(page: Page, marks: dict[int, Mark], notices: Sequence[int]) -> dict[int, Mark]:
    body = [index for index in page.body() if index not in marks]
    last = body[-1] if body else len(page.lines)
    first = next((index for index in notices if index > last), None)
    if first is None:
        return {}
    rest = range(first + 1, len(page.lines))
    return {index: (marks[first][0], "after-notices") for index in rest if index not in marks}


def _is_slight(line: Line) -> bool:
    return line.words <= _MAX_SANDWICHED_WORDS and not line.is_quote


@lru_cache(maxsize=4096)
def _first_match(own: str, words: int, *, is_at_edge: bool) -> _Rule | None:
    for rule in _rules():
        if words > rule.max_words or (rule.where == "edges" and not is_at_edge):
            continue
        if all(pattern.search(own) for pattern in rule.all) and not (rule.none and rule.none.search(own)):
            return rule
    return None


@cache
def _rules() -> tuple[_Rule, ...]:
    known = read_knowledge("boilerplate.yaml")
    groups = known["groups"]
    return tuple(_make_rule(row, groups) for row in known["rules"])


def _make_rule(row: dict[str, object], groups: dict[str, str]) -> _Rule:
    patterns = row["all"]
    assert isinstance(patterns, list)
    none = row.get("none")
    return _Rule(
        id=str(row["id"]),
        kind=BoilerplateKind(str(row["kind"])),
        all=tuple(_compile(str(pattern), groups) for pattern in patterns),
        none=_compile(str(none), groups) if none else None,
        max_words=int(str(row.get("max_words", 120))),
        where=str(row.get("where", "any")),
    )


def _compile(pattern: str, groups: dict[str, str]) -> re.Pattern[str]:
    """`{name}` stands for a group of the file."""
    for name, group in groups.items():
        pattern = pattern.replace("{" + name + "}", f"(?:{group})")
    return re.compile(pattern, re.IGNORECASE)
