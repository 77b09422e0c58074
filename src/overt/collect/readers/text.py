"""Reads plain text: the stored text is the decoded file, unchanged."""

from collections.abc import Iterator

from overt.collect.decode import decode_text
from overt.collect.found import Found, Raw
from overt.types.problem import Problem


def read_text(raw: Raw) -> Iterator[Found | Problem]:
    """Yield the one text of the file."""
    text, problems = decode_text(raw)
    if text is None:
        yield from problems
        return
    yield Found(name=raw.name, raw=raw.data, text=text, problems=problems)
