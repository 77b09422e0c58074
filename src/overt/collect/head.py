"""Reads the lines "key: value" above a saved text: text in, facts and marks out. Keys: knowledge/head_lines.yaml."""

import re
from functools import cache

from overt.base.knowledge import read_knowledge
from overt.base.spans import Span
from overt.collect.facts import read_facts
from overt.collect.found import Facts
from overt.types.problem import Problem
from overt.types.report import Boilerplate, BoilerplateKind

_LINE = re.compile(r"(?P<key>[^\W\d_][^:\n]{0,24}?)[ \t]*:[ \t]*(?P<value>[^\n]*?)[ \t\r]*(?:\n|$)")
_MIN_LINES = 2  # one may be a story's own colon
_MAX_LINES = 12


def read_head(text: str, source: str) -> tuple[Facts, tuple[Boilerplate, ...], tuple[Problem, ...]]:
    """Return the facts in the head of a text, what of it tells nothing of the world, and its bad dates.

    A head begins the text, has two known keys or more and ends with the first line that is no "key: value" of them.
    Of a title only the key is marked: what the headline says may be quoted.
    """
    lines = _head_lines(text)
    if len(lines) < _MIN_LINES:
        return Facts(), (), ()
    fields: dict[str, object] = {}
    for line in lines:
        fields.setdefault(_keys()[_fold(line["key"])], line["value"])
    facts, problems = read_facts(fields, "head of the text", source)
    return facts, tuple(_mark(line) for line in lines), problems


def _head_lines(text: str) -> list[re.Match[str]]:
    lines: list[re.Match[str]] = []
    at = len(text) - len(text.lstrip())
    while len(lines) < _MAX_LINES:
        line = _LINE.match(text, at)
        if line is None or _fold(line["key"]) not in _keys() or not line["value"]:
            break
        lines.append(line)
        at = line.end()
    return lines


def _mark(line: re.Match[str]) -> Boilerplate:
    is_title = _keys()[_fold(line["key"])] == "title"
    span = Span(start=line.start(), end=line.start("value") if is_title else line.end("value"))
    return Boilerplate(span=span, kind=BoilerplateKind.OTHER, rule="head-line")


def _fold(key: str) -> str:
    return " ".join(key.casefold().split())


@cache
def _keys() -> dict[str, str]:
    return {key.casefold(): field for field, keys in read_knowledge("head_lines.yaml").items() for key in keys}
