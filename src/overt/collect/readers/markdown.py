"""Reads Markdown: the stored text is the decoded file, unchanged; front matter gives facts and is marked."""

import re
from collections.abc import Iterator, Mapping

import yaml

from overt.base.spans import Span
from overt.collect.decode import decode_text
from overt.collect.facts import read_facts
from overt.collect.found import Facts, Found, Raw
from overt.collect.head import read_head
from overt.types.problem import Problem
from overt.types.report import Boilerplate, BoilerplateKind

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?=\r?\n|$)", re.DOTALL)


def read_markdown(raw: Raw) -> Iterator[Found | Problem]:
    """Yield the one text of the file."""
    text, problems = decode_text(raw)
    if text is None:
        yield from problems
        return
    facts = Facts()
    marks: tuple[Boilerplate, ...] = ()
    matter = _FRONT_MATTER.match(text)
    if matter is None:
        facts, marks, more = read_head(text, raw.name)
        problems += more
    else:
        facts, more = _read_matter(matter.group(1), raw.name)
        problems += more
        span = Span(start=0, end=matter.end())
        marks = (Boilerplate(span=span, kind=BoilerplateKind.OTHER, rule="front-matter"),)
    yield Found(name=raw.name, raw=raw.data, text=text, facts=facts, boilerplate=marks, problems=problems)


def _read_matter(matter: str, name: str) -> tuple[Facts, tuple[Problem, ...]]:
    try:
        fields = yaml.safe_load(matter)
    except (yaml.YAMLError, ValueError, RecursionError):
        return Facts(), ()
    return read_facts(fields, "front matter", name) if isinstance(fields, Mapping) else (Facts(), ())
