"""Reads the relations that a report states between its entities: parsed passages and chains in, relations out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from overt.base.spans import Span
from overt.extract.coreference import Chain
from overt.extract.parse import Parsed
from overt.types.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A relation to another chain, with the words that state it."""

    kind: str
    to: Chain
    span: Span


def find_relations(
    report: Report, parsed: Sequence[Parsed], chains: Sequence[Chain]
) -> Mapping[int, tuple[Stated, ...]]:
    """Return the stated relations of each chain by its `id()`."""
    return {}
