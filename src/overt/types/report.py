"""A report: one text as an outlet published it, with its stored text, which never changes."""

from dataclasses import dataclass
from enum import StrEnum

from overt.base.edtf import Interval
from overt.base.spans import Span
from overt.types.problem import Problem


class BoilerplateKind(StrEnum):
    """Why a part of a text tells nothing of the world."""

    PAYWALL = "paywall"
    DONATION = "donation"
    CAPTION = "caption"
    COMMENT_FORM = "comment_form"
    NAVIGATION = "navigation"
    PROMOTION = "promotion"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Boilerplate:
    """A marked (never deleted) part of the stored text, with the rule that marked it."""

    span: Span
    kind: BoilerplateKind
    rule: str


class PublishedBasis(StrEnum):
    """How we know when a report was published."""

    STATED = "stated"  # in the text itself, as a date line
    METADATA = "metadata"  # page metadata, sidecar, mail header, JSONL field
    USER = "user"  # --published
    INFERRED = "inferred"  # an interval from what the text says of other times


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When a report was published: an interval of days, and why we think so."""

    interval: Interval
    basis: PublishedBasis
    reason: str  # 'meta property article:published_time', 'says "in January 2023" of the past'


@dataclass(frozen=True, slots=True, kw_only=True)
class RowValue:
    """What a cell of a spreadsheet says: what it is of, the value it was read as, and where it stands in the text."""

    field: str  # type | stage | time | place | country | victim | ... (knowledge/sheets.yaml)
    value: str  # a code, an EDTF time, a number, or the words as written
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A row of somebody's own spreadsheet, written out as a text. It is no source of its own, and counts as none."""

    sheet: str  # the file, and the sheet in it
    values: tuple[RowValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report. `text` is the stored text: all offsets count its code points; `sha256_text` pins it (UTF-8)."""

    id: str  # "rep_" + 16 hex digits, from sha256_text and outlet or URL: the same text of one outlet has one id
    input: str  # path or record as the user named it
    url: str | None
    outlet: str | None
    title: str | None
    published: Published | None
    language: str  # ISO 639-1, "und" if undetermined
    text: str
    sha256_raw: str
    sha256_text: str
    boilerplate: tuple[Boilerplate, ...] = ()
    problems: tuple[Problem, ...] = ()
    row: SheetRow | None = None  # it is a row of a spreadsheet
