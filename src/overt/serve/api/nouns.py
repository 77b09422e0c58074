"""The nouns of the API: what is asked for and what is given, as models that the description shows."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from overt.record.rows import IncidentRow

Noun = dict[str, Any]  # an object of the export (docs/export.md)
_TEXT = 4_000


class IncidentLine(BaseModel):
    """An incident in a list."""

    id: str
    type: str
    status: str
    title: str
    edtf: str | None
    place: str | None
    grade: int | None
    grade_rule: str | None
    independent: int
    undetermined: int
    dependent: int
    disputes: int
    terms: dict[str, list[str]]

    @classmethod
    def of(cls, row: IncidentRow) -> "IncidentLine":
        """Return the line of a row."""
        values = {name: getattr(row, name) for name in cls.model_fields if name != "terms"}
        return cls(**values, terms={facet.value: list(found) for facet, found in row.terms.items()})


class IncidentLines(BaseModel):
    """A part of a list. `next` and `previous` are cursors; null: there is no more."""

    items: list[IncidentLine]
    total: int
    next: str | None
    previous: str | None


class Nouns(BaseModel):
    """A part of a list of objects of the export. `next` is a cursor; null: there is no more."""

    items: list[Noun]
    total: int
    next: str | None


class Value(BaseModel):
    """How many have a value."""

    value: str
    count: int


class Values(BaseModel):
    """The values of a facet."""

    facet: str
    values: list[Value]
    has_more: bool


class Deciding(BaseModel):
    """A decision about an incident.

    accept; reject (why); note (text); set (field, with claims or with value and source); split (reports).
    """

    model_config = ConfigDict(extra="forbid")

    kind: Literal["accept", "reject", "note", "set", "split"]
    why: str = Field("", max_length=_TEXT)
    text: str = Field("", max_length=_TEXT, description="of a note")
    field: str = Field("", max_length=100, description="of set")
    value: str = Field("", max_length=_TEXT, description="of set, with `source`, unless `claims` are given")
    source: str = Field("", max_length=_TEXT, description="where a typed value comes from")
    claims: list[str] = Field([], max_length=100, description="ids, of set")
    reports: list[str] = Field([], max_length=1_000, description="ids, of split")


class Undoing(BaseModel):
    """Why a decision is undone."""

    model_config = ConfigDict(extra="forbid")

    why: str = Field("", max_length=_TEXT)


class Taken(BaseModel):
    """A decision that was taken."""

    number: int
    at: str
    kind: str
    by: str
    why: str
    before: str
    after: str
    undoes: int | None
    subjects: list[str]


class LedgerTold(BaseModel):
    """How much there is, and which state of the ledger it is."""

    revision: str
    reports: int
    incidents: int
    statistics: int
    entities: int
    questions: int
    problems: int
