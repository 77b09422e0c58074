"""A passage: one paragraph or heading of a report, with its sentences."""

from dataclasses import dataclass
from enum import StrEnum

from overt.base.spans import Span


class PassageKind(StrEnum):
    """What a passage is to the reader."""

    HEADING = "heading"  # title and cross-headings; a heading's cue never overrides the body
    PARAGRAPH = "paragraph"
    BOILERPLATE = "boilerplate"  # marked by collect; no claim may stand in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A block of a report's stored text. `sentences` lie inside `span`, in order, without surrounding white space."""

    report_id: str
    index: int
    span: Span
    kind: PassageKind
    sentences: tuple[Span, ...]
