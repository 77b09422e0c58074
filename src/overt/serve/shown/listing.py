"""Lists incidents: what the address asks in, a page of rows with their facets out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from urllib.parse import urlencode

from overt.base.errors import SettingsError
from overt.record.reader import LedgerReader
from overt.record.rows import Facet, Hit, IncidentFilter, IncidentRow, Sort
from overt.serve.shown.evidence import Piece
from overt.serve.shown.text import clean
from overt.words.codes import plain, say_code, say_time
from overt.words.types import say_type

_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_SEVERAL = "|"  # between values of one facet in an address
_MOST_OF = {"ids": 60_000}  # characters taken of a part of an address
_MOST_VALUES = 12  # of a facet
_LABELS = {
    Facet.FAMILY: "Family",
    Facet.TYPE: "Type",
    Facet.STAGE: "Stage",
    Facet.COUNTRY: "Country",
    Facet.YEAR: "Year",
    Facet.ACTOR: "Said to be behind it",
    Facet.ATTRIBUTION: "How firmly",
    Facet.GRADE: "Grade",
    Facet.SECTOR: "Sector",
    Facet.STATUS: "Status",
    Facet.DISPUTED: "Disputed",
    Facet.ORIGINS: "Independent origins",
}
COLUMNS = {  # that may be added to the list
    "stage": ("Stage", Facet.STAGE),
    "actor": ("Said to be behind it", Facet.ACTOR),
    "attribution": ("How firmly", Facet.ATTRIBUTION),
    "sector": ("Sector", Facet.SECTOR),
    "status": ("Status", Facet.STATUS),
}
_NAMES = ("q", *(facet.value for facet in _LABELS), "best", "since", "until", "ids", "sort", "cols", "at")
_NO_FILTER = frozenset({"sort", "cols", "at"})


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the address of a list asks for."""

    asked: Mapping[str, str]

    def get(self, name: str) -> str:
        """Return what is asked of a name, "" for nothing."""
        return self.asked.get(name, "")

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values chosen of a facet."""
        return tuple(one for one in self.get(name).split(_SEVERAL) if one)

    def link(self, **changes: str | None) -> str:
        """Return the address of this view with changes; None or "" drops a part, and any change begins at the top."""
        new = {key: value for key, value in (dict(self.asked) | {"at": None} | changes).items() if value}
        return "/incidents" + (f"?{urlencode(new)}" if new else "")

    def toggle(self, name: str, value: str) -> str:
        """Return the address of this view with a value of a facet chosen, or no longer."""
        chosen = self.values(name)
        new = tuple(one for one in chosen if one != value) if value in chosen else (*chosen, value)
        return self.link(**{name: _SEVERAL.join(new)})

    def hidden(self, *but: str) -> tuple[tuple[str, str], ...]:
        """Return what a form has to carry along, but for the fields that it has itself."""
        return tuple((name, value) for name, value in self.asked.items() if name not in {*but, "at"})

    @property
    def is_filtered(self) -> bool:
        """Say whether anything is left out."""
        return any(self.asked.get(name) for name in _NAMES if name not in _NO_FILTER)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that were added."""
        return tuple(one for one in self.values("cols") if one in COLUMNS)

    @property
    def sort(self) -> Sort:
        """The order asked for."""
        return Sort(self.get("sort")) if self.get("sort") in set(Sort) else Sort.NEWEST

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the incidents that a mark of a picture stands for; empty: all that pass."""
        return tuple(f"inc_{one}" for one in self.get("ids").split(",") if one)

    def filter(self) -> IncidentFilter:
        """Return what to ask of the ledger. Raises SettingsError for a day or grade that is none."""
        best = self.get("best")
        if best and best not in set("12345"):
            raise SettingsError("a grade is a number from 1 to 5 here", where=best)
        chosen = {facet.value: self.values(facet.value) for facet in _LABELS}
        for grade in chosen["grade"]:
            if grade not in {*"123456", "none"}:
                raise SettingsError("a grade is a number from 1 to 6", where=grade)
        return IncidentFilter(
            **chosen,  # type: ignore[arg-type]  # each facet is a field of the filter
            since=_day(self.get("since"), "-01-01"),
            until=_day(self.get("until"), "-12-31"),
            best_grade=int(best) if best else None,
            words=self.get("q") or None,
            ids=self.ids,
            with_rejected=bool(self.get("status")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RowShown:
    """One line of the list. `mark` tells whether it is still as it was shown."""

    id: str
    mark: str
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
    more: tuple[str, ...]  # of the columns added
    hit: tuple[Piece, ...]  # the sentence in which words were found
    hit_link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValueShown:
    """One value to narrow a list by, with how many pass."""

    label: str
    count: int
    is_on: bool
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetShown:
    """One property to narrow a list by."""

    name: str
    label: str
    values: tuple[FacetValueShown, ...]
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page of the list."""

    rows: tuple[RowShown, ...]
    total: int
    hidden: int  # rejected, and not asked for
    facets: tuple[FacetShown, ...]
    before: str | None  # address of the page before
    after: str | None
    is_empty: bool  # nothing in the ledger at all


def read_view(asked: Mapping[str, str]) -> View:
    """Return what an address asks for; names that mean nothing are dropped."""
    told = {name: plain(asked.get(name, ""))[: _MOST_OF.get(name, 500)] for name in _NAMES}
    return View(asked={name: value for name, value in told.items() if value})


def list_incidents(ledger: LedgerReader, view: View) -> Listed:
    """Return a page of incidents in the order asked for. Raises SettingsError for what cannot be asked."""
    wanted = view.filter()
    found = ledger.page(wanted, view.sort, view.get("at") or None)
    is_all = wanted.with_rejected or bool(view.ids)
    hidden = 0 if is_all else ledger.count_incidents(replace(wanted, with_rejected=True)) - found.total
    return Listed(
        rows=tuple(_row(row, view.columns) for row in found.rows),
        total=found.total,
        hidden=hidden,
        facets=tuple(_facets(ledger, view, wanted)),
        before=view.link(at=found.previous) if found.previous else None,
        after=view.link(at=found.next) if found.next else None,
        is_empty=not found.total and not ledger.count_incidents(),
    )


def mark_of(row: IncidentRow) -> str:
    """Return a hash of a row as it is listed."""
    told = (row.id, row.type, row.status, row.edtf, row.place, row.grade, row.independent, row.disputes, row.title)
    return sha256(repr(told).encode()).hexdigest()[:16]


def _row(row: IncidentRow, columns: tuple[str, ...]) -> RowShown:
    more = (", ".join(_say(COLUMNS[one][1], value) for value in row.terms.get(COLUMNS[one][1], ())) for one in columns)
    return RowShown(
        id=row.id,
        mark=mark_of(row),
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
        more=tuple(more),
        hit=tuple(_pieces(row.hit)) if row.hit and row.hit.report_id else (),
        hit_link=f"/reports/{row.hit.report_id}#{row.hit.claim_id or ''}" if row.hit and row.hit.report_id else "",
    )


def _pieces(hit: Hit) -> Iterator[Piece]:
    at = 0
    for start, end in hit.marks:
        yield Piece(words=clean(hit.text[at:start]), is_marked=False)
        yield Piece(words=clean(hit.text[start:end]), is_marked=True)
        at = end
    yield Piece(words=clean(hit.text[at:]), is_marked=False)


def _facets(ledger: LedgerReader, view: View, wanted: IncidentFilter) -> Iterator[FacetShown]:
    for one in ledger.facets(wanted, tuple(_LABELS), _MOST_VALUES):
        name = one.facet.value
        values = tuple(
            FacetValueShown(
                label=_say(one.facet, value.value),
                count=value.count,
                is_on=value.is_chosen,
                link=view.toggle(name, value.value),
            )
            for value in one.values
        )
        yield FacetShown(name=name, label=_LABELS[one.facet], values=values, has_more=one.has_more)


def _say(facet: Facet, value: str) -> str:
    if facet is Facet.TYPE:
        return say_type(value)
    if value == "none":
        return "nobody" if facet is Facet.ATTRIBUTION else "not known"
    return plain(value) if facet in {Facet.ACTOR, Facet.COUNTRY} else plain(say_code(value))


def _day(value: str, rest: str) -> str | None:
    """Complete a year or a month to its first or last day."""
    if not value:
        return None
    if not _DAY.fullmatch(value):
        raise SettingsError("a day is written as 2024-02-13, or 2024-02, or 2024", where=value)
    return value + {4: rest, 7: rest[3:], 10: ""}[len(value)]
