"""The ledger in a notebook or a program: `overt.open(...)` -> OpenLedger, with all that commands can do.

What it gives are the nouns of overt (types/) and, for tables, plain rows or a frame of pandas or polars, whichever is
there; overt needs neither.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from difflib import get_close_matches
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self, TypedDict, Unpack

from overt.base.edtf import parse_edtf
from overt.base.errors import SettingsError
from overt.record.ledger import Ledger
from overt.record.rows import FacetCounts, IncidentFilter, IncidentPage, IncidentRow, Sort, StoredProblem, StoredReport
from overt.types.decision import Conflict, Decision
from overt.types.incident import Incident, Question
from overt.types.report import Report

if TYPE_CHECKING:
    from overt.assemble import RunSummary
    from overt.decide import Desk

TableName = Literal["incidents", "claims", "reports"]
Library = Literal["pandas", "polars"]
Values = str | Iterable[str]
_AT_ONCE = 500
_DAYS = ("earliest", "latest")


class Wanted(TypedDict, total=False):
    """Which incidents: the fields of `IncidentFilter`, one value or several. Rejected ones must be asked for."""

    family: Values
    type: Values
    stage: Values
    country: Values
    year: Values | int
    actor: Values
    attribution: Values
    grade: Values | int
    origins: Values | int
    disputed: Values | bool
    sector: Values
    means: Values
    status: Values
    flag: Values
    granularity: Values
    since: str | date
    until: str | date
    best_grade: int
    least_origins: int
    words: str
    reports: Values
    ids: Values
    with_rejected: bool


class OpenLedger:
    """A ledger that is open. Close it, or use it in a `with` block."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<ledger {self._ledger.address}>"

    def close(self) -> None:
        """Close it; what was decided or read is safe before this, too."""
        self._ledger.close()

    def page(
        self, *, sort: str = "newest", cursor: str | None = None, size: int | None = 50, **wanted: Unpack[Wanted]
    ) -> IncidentPage:
        """Return one page of a list: rows, the number of all that pass, cursors to go on. None for `size`: all."""
        if sort not in set(Sort):
            raise SettingsError("there is no such order", where=sort, todo=f"Orders: {', '.join(Sort)}.")
        return self._ledger.page(make_filter(wanted), Sort(sort), cursor, size)

    def listing(self, *, sort: str = "newest", **wanted: Unpack[Wanted]) -> Iterator[IncidentRow]:
        """Yield a row for each incident that passes, page after page."""
        cursor: str | None = None
        while True:
            page = self.page(sort=sort, cursor=cursor, size=_AT_ONCE, **wanted)
            yield from page.rows
            if (cursor := page.next) is None:
                return

    def incidents(self, *, sort: str = "newest", **wanted: Unpack[Wanted]) -> Iterator[Incident]:
        """Yield each incident that passes, whole: with its values, claims, sources, grades and decisions."""
        for row in self.listing(sort=sort, **wanted):
            yield self._ledger.incident(row.id)

    def count(self, **wanted: Unpack[Wanted]) -> int:
        """Return how many incidents pass."""
        return self._ledger.count_incidents(make_filter(wanted))

    def facets(self, **wanted: Unpack[Wanted]) -> Mapping[str, FacetCounts]:
        """Return for each facet how many of the incidents that pass have which value."""
        return {one.facet.value: one for one in self._ledger.facets(make_filter(wanted))}

    def incident(self, incident_id: str) -> Incident:
        """Return one incident by its id, or by as much of the beginning as no other has."""
        return self._ledger.incident(self._whole("incident", incident_id))

    def report(self, report_id: str) -> Report:
        """Return one report with its text."""
        return self._ledger.report(self._whole("report", report_id))

    def reports(self) -> tuple[StoredReport, ...]:
        """Return the reports without their texts, with who depends on whom."""
        return self._ledger.reports()

    def problems(self) -> tuple[StoredProblem, ...]:
        """Return what could not be read, and what to do about it."""
        return self._ledger.problems()

    def questions(self) -> tuple[Question, ...]:
        """Return what only a person can decide, the most pressing first."""
        return self._ledger.questions()

    def decisions(self) -> tuple[Decision, ...]:
        """Return what people decided, oldest first."""
        return self._ledger.decisions()

    def conflicts(self) -> tuple[Conflict, ...]:
        """Return where decisions do not fit what the reports tell today."""
        return self._ledger.conflicts()

    def desk(self, by: str) -> "Desk":
        """Return the desk where `by` decides: accept, reject, set_value, merge, split, undo."""
        from overt.decide import Desk  # noqa: PLC0415 - whoever only reads does without

        return Desk(self._ledger, by)

    def read(self, *paths: str | Path, outlet: str | None = None, published: str | None = None) -> "RunSummary":
        """Read reports into the ledger, as `overt run` does; return what came of it."""
        from overt.assemble import RunSettings, run_reports  # noqa: PLC0415 - see above
        from overt.base.settings import CollectSettings  # noqa: PLC0415

        settings = RunSettings(collect=CollectSettings(outlet=outlet, published=published), jobs=1)
        return run_reports(self._ledger, [Path(one) for one in paths], settings)

    def export(self, format: str, folder: str | Path) -> tuple[Path, ...]:  # noqa: A002 - the user's word
        """Write the ledger in a format of `overt export`; return the files."""
        from overt.share import export_ledger  # noqa: PLC0415 - see above

        return export_ledger(self._ledger, format, Path(folder))

    def rows(self, table: TableName = "incidents", **wanted: Unpack[Wanted]) -> list[dict[str, Any]]:
        """Return a table as plain rows; its columns are those of docs/export.md, days are `date`."""
        from overt.share.formats import tables  # noqa: PLC0415 - see above

        if table == "reports":
            if wanted:
                raise SettingsError("a table of reports has no filter", where=", ".join(wanted))
            return _rows(tables.REPORT_COLUMNS, map(tables.report_cells, self._ledger.reports()))
        found = self.incidents(**wanted)
        if table == "incidents":
            return _rows(tables.INCIDENT_COLUMNS, map(tables.incident_cells, found))
        if table == "claims":
            cells = (tables.claim_cells(one.id, claim) for one in found for claim in one.claims)
            return _rows(tables.CLAIM_COLUMNS, cells)
        raise SettingsError("there is no such table", where=table, todo="Tables: incidents, claims, reports.")

    def frame(self, table: TableName = "incidents", *, library: Library | None = None, **wanted: Unpack[Wanted]) -> Any:
        """Return a table as a frame: of pandas, or of polars if that alone is there, or of the `library` named."""
        made = _library(library)
        rows = self.rows(table, **wanted)
        return made.DataFrame(rows) if made.__name__ == "pandas" else made.DataFrame(rows, infer_schema_length=None)

    def _whole(self, noun: Literal["incident", "report"], beginning: str) -> str:
        return self._ledger.find_id(noun, beginning)


def make_filter(wanted: Mapping[str, Any]) -> IncidentFilter:
    """Return the filter that keywords ask for. Raises SettingsError for one that is unknown or cannot be."""
    known = {one.name: one for one in fields(IncidentFilter)}
    for name in wanted:
        if name not in known:
            near = get_close_matches(name, known, 1)
            todo = f"Do you mean {near[0]}?" if near else f"Known are: {', '.join(known)}."
            raise SettingsError("incidents cannot be filtered by this", where=name, todo=todo)
    said: dict[str, Any] = {"with_rejected": bool(wanted.get("status")), **wanted}
    for name, value in wanted.items():
        if known[name].default == ():
            said[name] = _several(value)
        elif name in ("since", "until"):
            said[name] = _day(value, is_first=name == "since")
    return IncidentFilter(**said)


def _several(value: object) -> tuple[str, ...]:
    """Return one value or several as texts."""
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    if isinstance(value, str | int):
        return (str(value),)
    if isinstance(value, Iterable):
        return tuple(str(one) for one in value)
    raise SettingsError("a filter wants a text or several", where=repr(value))


def _day(value: object, *, is_first: bool) -> str:
    """Return the first or the last day of what was said: "2024" is its first of January or its last of December."""
    try:
        interval = parse_edtf(value.isoformat() if isinstance(value, date) else str(value))
    except ValueError as error:
        raise SettingsError("this is no day as 2024-05-09, 2024-05 or 2024", where=str(value)) from error
    day = interval.lo if is_first else interval.hi
    if day is None:
        raise SettingsError("this time has no end", where=str(value))
    return day.isoformat()


def _rows(columns: Iterable[Any], cells: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Leave out the columns that are for people to fill in and for the import of a sheet."""
    names = [one.name for one in columns if one.use.name != "FILL" and one.name != "state"]
    return [{name: _cell(name, row[name]) for name in names} for row in cells]


def _cell(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in _DAYS and isinstance(value, str) else value


def _library(wanted: str | None) -> Any:
    if wanted not in (None, "pandas", "polars"):
        raise SettingsError("frames are made with pandas or polars", where=str(wanted))
    for name in (wanted,) if wanted else ("pandas", "polars"):
        if name and find_spec(name) is not None:
            return import_module(name)
    raise SettingsError(
        f"{wanted or 'neither pandas nor polars'} is {'not ' if wanted else ''}installed",
        todo="Install it (pip install pandas), or take plain rows: ledger.rows().",
    )
