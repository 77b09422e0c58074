"""Lists incidents: what the address asks in, rows with their facets out."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from overt.base.errors import SettingsError
from overt.record.reader import LedgerReader
from overt.record.rows import IncidentFilter, IncidentRow
from overt.words.codes import plain, say_code, say_time
from overt.words.types import say_type

_PAGE = 50
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_MOST_OF = {"ids": 60_000}  # characters taken of a part of an address
_NAMES = ("q", "family", "type", "country", "since", "until", "grade", "status", "ids", "page")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the address of a list asks for."""

    asked: Mapping[str, str]

    def get(self, name: str) -> str:
        """Return what is asked of a name, "" for nothing."""
        return self.asked.get(name, "")

    def link(self, **changes: str | None) -> str:
        """Return the address of this view with changes; None or "" drops a part, and any change begins at page one."""
        new = {key: value for key, value in (dict(self.asked) | {"page": None} | changes).items() if value}
        return "/incidents" + (f"?{urlencode(new)}" if new else "")

    @property
    def is_filtered(self) -> bool:
        """Say whether anything is left out."""
        return any(self.asked.get(name) for name in _NAMES if name != "page")

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the incidents that a mark of a picture stands for; empty: all that pass."""
        return tuple(f"inc_{one}" for one in self.get("ids").split(",") if one)

    def filter(self) -> IncidentFilter:
        """Return what to ask of the ledger. Raises SettingsError for a day or grade that is none."""
        grade = self.get("grade")
        if grade and grade not in set("123456"):
            raise SettingsError("a grade is a number from 1 to 6", where=grade)
        return IncidentFilter(
            type=_chosen(self.get("type")),
            family=_chosen(self.get("family")),
            country=_chosen(self.get("country")),
            since=_day(self.get("since"), "-01-01"),
            until=_day(self.get("until"), "-12-31"),
            best_grade=int(grade) if grade else None,
            words=self.get("q") or None,
            status=_chosen(self.get("status")),
            ids=self.ids,
            with_rejected=bool(self.get("status")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RowShown:
    """One line of the list."""

    id: str
    title: str
    when: str
    where: str
    type: str
    grade: int | None
    grade_rule: str
    independent: int
    undetermined: int
    dependent: int
    is_disputed: bool
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """One value to narrow a list by, with how many pass."""

    value: str
    label: str
    count: int
    is_on: bool
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One property to narrow a list by."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page of the list."""

    rows: tuple[RowShown, ...]
    total: int
    hidden: int  # rejected, and not asked for
    facets: tuple[Facet, ...]
    before: str | None  # address of the page before
    after: str | None
    is_empty: bool  # nothing in the ledger at all


def _chosen(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def read_view(asked: Mapping[str, str]) -> View:
    """Return what an address asks for; names that mean nothing are dropped."""
    told = {name: plain(asked.get(name, ""))[: _MOST_OF.get(name, 500)] for name in _NAMES}
    return View(asked={name: value for name, value in told.items() if value})


def list_incidents(ledger: LedgerReader, view: View) -> Listed:
    """Return a page of incidents, latest first, undated last."""
    wanted = view.filter()
    rows = ledger.page(wanted, size=None).rows
    page = max(1, int(view.get("page"))) if view.get("page").isdigit() else 1
    first = (page - 1) * _PAGE
    is_all = wanted.with_rejected or bool(view.ids)
    hidden = 0 if is_all else ledger.count_incidents(replace(wanted, with_rejected=True)) - len(rows)
    return Listed(
        rows=tuple(map(_row, rows[first : first + _PAGE])),
        total=len(rows),
        hidden=hidden,
        facets=tuple(_facets(view, rows)),
        before=view.link(page=str(page - 1)) if page > 1 else None,
        after=view.link(page=str(page + 1)) if first + _PAGE < len(rows) else None,
        is_empty=not rows and not ledger.incident_ids(),
    )


def _row(row: IncidentRow) -> RowShown:
    return RowShown(
        id=row.id,
        title=plain(row.title),
        when=say_time(row.edtf),
        where=plain(row.place or ""),
        type=say_type(row.type),
        grade=row.grade,
        grade_rule=row.grade_rule or "",
        independent=row.independent,
        undetermined=row.undetermined,
        dependent=row.dependent,
        is_disputed=bool(row.disputes),
        status=row.status,
    )


def _facets(view: View, rows: Iterable[IncidentRow]) -> Iterable[Facet]:
    rows = tuple(rows)
    told = (
        ("family", "Family", Counter(row.type.partition(".")[0] for row in rows), say_code),
        ("type", "Type", Counter(row.type for row in rows), say_type),
        ("status", "Status", Counter(row.status for row in rows), say_code),
    )
    for name, label, counts, say in told:
        on = view.get(name)
        values = tuple(
            FacetValue(
                value=value,
                label=say(value),
                count=count,
                is_on=value == on,
                link=view.link(**{name: None if value == on else value}),
            )
            for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        )
        yield Facet(name=name, label=label, values=values)


def _day(value: str, rest: str) -> str | None:
    """Complete a year or a month to its first or last day."""
    if not value:
        return None
    if not _DAY.fullmatch(value):
        raise SettingsError("a day is written as 2024-02-13, or 2024-02, or 2024", where=value)
    return value + {4: rest, 7: rest[3:], 10: ""}[len(value)]
