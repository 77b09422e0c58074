"""Reads plain text: the stored text is the decoded file, unchanged; a head of "key: value" lines gives facts."""

from collections.abc import Iterator

from overt.collect.decode import decode_text
from overt.collect.found import Found, Raw
from overt.collect.head import read_head
from overt.types.problem import Problem


def read_text(raw: Raw) -> Iterator[Found | Problem]:
    """Yield the one text of the file."""
    text, problems = decode_text(raw)
    if text is None:
        yield from problems
        return
    facts, marks, more = read_head(text, raw.name)
    yield Found(name=raw.name, raw=raw.data, text=text, facts=facts, boilerplate=marks, problems=problems + more)
