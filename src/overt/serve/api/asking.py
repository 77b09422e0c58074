"""What lists are asked by: parameters of an address -> a filter of the ledger; cursors of lists that have none."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from overt.record.rows import IncidentFilter
from overt.serve.api.faults import FaultError

_Some = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=50)]
_Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Filter(BaseModel):
    """Which incidents; of several values of one name any will do."""

    model_config = ConfigDict(extra="forbid")

    family: _Some = []
    type: _Some = []
    stage: _Some = []
    country: _Some = []
    year: _Some = []
    actor: _Some = []
    attribution: _Some = []
    grade: _Some = []
    origins: _Some = []
    disputed: _Some = []
    sector: _Some = []
    means: _Some = []
    status: _Some = []
    flag: _Some = []
    granularity: _Some = []
    since: _Day | None = None
    until: _Day | None = None
    best_grade: int | None = Field(None, ge=1, le=6)
    least_origins: int | None = Field(None, ge=0, le=1_000)
    words: str | None = Field(None, max_length=500)
    reports: _Some = []
    ids: _Some = []
    with_rejected: bool = False

    def wanted(self) -> IncidentFilter:
        """Return what to ask of the ledger."""
        asked: dict[str, Any] = {
            name: tuple(one) if isinstance(one := getattr(self, name), list) else one for name in _FILTERED
        }
        return IncidentFilter(**asked)


_FILTERED = frozenset(IncidentFilter.__dataclass_fields__)
_SORTS = Literal["newest", "oldest", "grade", "origins", "type", "place", "title"]


class Listing(Filter):
    """Which incidents, in which order, from where on."""

    sort: _SORTS = "newest"
    cursor: str | None = Field(None, max_length=2_000, description="`next` or `previous` of a former page")
    size: int = Field(50, ge=1, le=200)


class Part(BaseModel):
    """From where on."""

    model_config = ConfigDict(extra="forbid")

    cursor: str | None = Field(None, max_length=200, description="`next` of a former page")
    size: int = Field(50, ge=1, le=200)


Filtering = Annotated[Filter, Query()]
Listed = Annotated[Listing, Query()]
Parted = Annotated[Part, Query()]


def part_of(ids: Sequence[str], part: Part) -> tuple[range, str | None]:
    """Return which of a list come after a cursor, which is the id of the last one, and the next cursor."""
    first = 0
    if part.cursor is not None:
        if part.cursor not in ids:
            raise FaultError(422, "cursor-unknown", "This cursor is of no page.", todo="Begin without one.")
        first = list(ids).index(part.cursor) + 1
    last = min(first + part.size, len(ids))
    return range(first, last), ids[last - 1] if last < len(ids) else None
