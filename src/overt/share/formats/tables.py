"""The tables of an export for spreadsheets: a ledger in; rows of incidents, claims and reports out, with their columns.

What a person may fill in or change stands first. The same columns are read back by `overt import` (overt/sheets).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from overt.base.tables.cells import show_value
from overt.record.ledger import Ledger
from overt.record.rows import StoredReport
from overt.share.formats.states import state_of
from overt.types.account import Granularity, Stage
from overt.types.claim import Claim
from overt.types.decision import DecisionKind, standing
from overt.types.incident import Incident
from overt.types.linked import Place

Cell = str | int | float | bool | None
Cells = dict[str, Cell]
COUNTED = ("killed", "injured")  # numbers with a column of their own
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Use(Enum):
    """What a person may do with a column."""

    READ = auto()
    CHANGE = auto()  # holds a value that she may write over
    FILL = auto()  # is empty for her to fill in


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its name in the head, what stands there, how wide it is drawn, what one may do with it."""

    name: str
    says: str
    width: int = 12
    use: Use = Use.READ
    choice: str | None = None  # the list of LISTS that its values come from


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its name, its columns, and its rows, worked out as they are asked for."""

    name: str
    says: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterator[Cells]]


INCIDENTS, CLAIMS, REPORTS = "Incidents", "Claims", "Reports"
STATUSES = ("candidate", "accepted", "rejected")
STRIKE = ("strike",)

INCIDENT_COLUMNS = (
    Column(name="id", says="its id in the ledger; leave it as it is", width=14),
    Column(name="title", says="what it is called", width=46),
    Column(
        name="status", says="candidate, accepted, rejected; reversed by its reports", use=Use.CHANGE, choice="statuses"
    ),
    Column(name="reason", says="why you decide so; needed to reject", width=24, use=Use.FILL),
    Column(name="merge_into", says="the id of the incident that it is one with", width=14, use=Use.FILL),
    Column(name="add_note", says="what should be known beside it", width=20, use=Use.FILL),
    Column(name="type", says="code of the codebook", width=24, use=Use.CHANGE, choice="types"),
    Column(name="stage", says="how far it got", use=Use.CHANGE, choice="stages"),
    Column(name="granularity", says="one incident, or a statement about many", use=Use.CHANGE, choice="granularities"),
    Column(name="time", says="as 2024-05-09, 2024-05, 2024 or 2024-05-09/2024-05-11", width=22, use=Use.CHANGE),
    Column(name="place", says="where it happened", width=18, use=Use.CHANGE),
    Column(name="country", says="its two letters, as PL", width=8, use=Use.CHANGE),
    Column(name="killed", says="how many: 4, or 3-5", width=8, use=Use.CHANGE),
    Column(name="injured", says="how many: 4, or 3-5", width=8, use=Use.CHANGE),
    Column(name="target_object", says="what was hit", width=20, use=Use.CHANGE),
    Column(name="source", says="where the values come from that you typed; needed for each", width=24, use=Use.FILL),
    Column(name="flags", says="marks, as tnr: repression across borders"),
    Column(name="earliest", says="first day on which it can have been"),
    Column(name="latest", says="last day on which it can have been"),
    Column(name="precision", says="T0 clock, T1 day, T2 days, T3 month, T4 season, T5 year, T6 wider", width=9),
    Column(name="lat", says="degrees north", width=9),
    Column(name="lon", says="degrees east", width=9),
    Column(name="place_precision", says="G2 town, G3 near it, G4 region, G5 country, G6 area, G7 unresolved", width=9),
    Column(name="victims", says="people harmed", width=24),
    Column(name="targets", says="people and things aimed at", width=24),
    Column(name="perpetrators", says="who is said to have done it", width=24),
    Column(name="means", says="with what", width=14),
    Column(name="quantities", says="all numbers told", width=24),
    Column(name="attributed_to", says="who is said to be behind it", width=20),
    Column(name="attribution_level", says="how officially", width=20),
    Column(name="attribution_contested", says="whether the accused deny it", width=10),
    Column(name="grade", says="1 confirmed to 5 improbable, 6 cannot be judged: that it happened", width=7),
    Column(name="grade_rule", says="the rule that gave the grade", width=10),
    Column(name="grade_attribution", says="the same for who is behind it", width=7),
    Column(name="independent", says="reports shown to be independent", width=11),
    Column(name="undetermined", says="reports that may be", width=11),
    Column(name="dependent", says="reports that repeat others", width=11),
    Column(name="disputed", says="where reports differ, the chosen value first", width=30),
    Column(name="decided", says="decisions that hold for it, and whose", width=16),
    Column(name="notes", says="notes of people", width=24),
    Column(name="reports", says="ids of its reports", width=24),
    Column(name="state", says="by which an import knows what you changed; leave it as it is", width=20),
)
CLAIM_COLUMNS = (
    Column(name="incident", says="id of the incident", width=14),
    Column(name="id", says="its id; leave it as it is", width=14),
    Column(name="field", says="what the claim is about", width=18),
    Column(name="value", says="what it says", width=24),
    Column(name="quote", says="the words of the report", width=60),
    Column(name="strike", says="write strike if it was read wrongly", width=8, use=Use.FILL, choice="strike"),
    Column(name="reason", says="what is wrong with it; needed to strike", width=24, use=Use.FILL),
    Column(name="speakers", says="from the publisher to who said it first", width=30),
    Column(name="speech_act", says="what saying it amounts to"),
    Column(name="certainty", says="firm, hedged, speculative or unstated"),
    Column(name="polarity", says="affirmed, denied or neither"),
    Column(name="commitment", says="how far the publisher stands behind it"),
    Column(name="engine", says="what read it"),
    Column(name="report", says="id of the report", width=14),
    Column(name="start", says="first character of the quote in the stored text", width=8),
    Column(name="end", says="the character after it", width=8),
)
REPORT_COLUMNS = (
    Column(name="id", says="its id", width=14),
    Column(name="title", says="its heading", width=46),
    Column(name="outlet", says="who published it", width=20),
    Column(name="published", says="when"),
    Column(name="published_basis", says="how that is known"),
    Column(name="language", says="two letters", width=9),
    Column(name="url", says="where it stands", width=30),
    Column(name="input", says="the file that it was read from", width=30),
    Column(name="chars", says="its length in characters", width=8),
    Column(name="origin_group", says="shared by reports that depend on each other", width=16),
    Column(name="duplicate_of", says="id of the report that it repeats", width=14),
    Column(name="sha256_text", says="hash of its stored text", width=16),
)
CHANGED = tuple(column.name for column in INCIDENT_COLUMNS if column.use is Use.CHANGE)
LISTS: Mapping[str, tuple[str, ...]] = {
    "statuses": STATUSES,
    "stages": tuple(Stage),
    "granularities": tuple(Granularity),
    "strike": STRIKE,
}


def ledger_tables(ledger: Ledger) -> tuple[Table, ...]:
    """Return the tables of a ledger."""
    notes = _Notes(ledger)

    def incident_rows() -> Iterator[Cells]:
        return (incident_cells(one, notes.of(one)) for one in ledger.incidents())

    def claim_rows() -> Iterator[Cells]:
        return (claim_cells(one.id, claim) for one in ledger.incidents() for claim in one.claims)

    def report_rows() -> Iterator[Cells]:
        return (report_cells(one) for one in ledger.reports())

    return (
        Table(name=INCIDENTS, says="one row an incident", columns=INCIDENT_COLUMNS, rows=incident_rows),
        Table(name=CLAIMS, says="one row a claim, with its quote", columns=CLAIM_COLUMNS, rows=claim_rows),
        Table(name=REPORTS, says="one row a report", columns=REPORT_COLUMNS, rows=report_rows),
    )


class _Notes:
    """The notes of people, read when first asked."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @cached_property
    def _by_number(self) -> Mapping[int, str]:
        told = standing(self._ledger.decisions())
        return {one.number: one.draft.value or "" for one in told if one.draft.kind is DecisionKind.NOTE}

    def of(self, incident: Incident) -> tuple[str, ...]:
        """Return the notes on an incident, oldest first."""
        if not incident.decided:
            return ()
        return tuple(self._by_number[one.number] for one in incident.decided if one.number in self._by_number)


def safe_text(value: Cell) -> Cell:
    """Put an apostrophe before what a spreadsheet would compute: quotes come from strangers' pages."""
    if isinstance(value, str):
        value = value.replace("\0", "")
        return f"'{value}" if value.lstrip(" '").startswith(FORMULA_STARTS) else value
    return value


def bare_text(value: str) -> str:
    """Return a cell as it was before `safe_text`."""
    return value[1:] if value.startswith("'") and value.lstrip(" '").startswith(FORMULA_STARTS) else value


def incident_cells(incident: Incident, notes: tuple[str, ...] = ()) -> Cells:
    """Return the row of one incident."""
    grades = dict(incident.grades)
    event, behind = grades.get("event"), grades.get("attribution")
    cells: Cells = {
        **dict.fromkeys((column.name for column in INCIDENT_COLUMNS if column.use is Use.FILL), None),
        **changeable_cells(incident),
        "id": incident.id,
        "title": incident.title,
        "flags": _join(incident.flags),
        **_time_cells(incident),
        **_place_cells(incident),
        "victims": _people(incident, "VIC"),
        "targets": _people(incident, "TGT", "OBJ"),
        "perpetrators": _people(incident, "PER", "PRX"),
        "means": _join(incident.means),
        "quantities": _join(f"{one.what}: {one.text}" for one in incident.quantities),
        "attributed_to": _join(one.actor for one in incident.attribution),
        "attribution_level": _join(one.level for one in incident.attribution),
        "attribution_contested": any(one.contested for one in incident.attribution) if incident.attribution else None,
        "grade": event.number if event else None,
        "grade_rule": event.rule if event else None,
        "grade_attribution": behind.number if behind else None,
        "independent": incident.sources.independent,
        "undetermined": incident.sources.undetermined,
        "dependent": incident.sources.dependent,
        "disputed": _join(f"{one.field}: {' / '.join(v.value for v in one.values)}" for one in incident.disputed),
        "decided": _join(f"{one.number} {one.by}: {one.field}" for one in incident.decided),
        "notes": _join(notes),
        "reports": _join(incident.sources.report_ids),
    }
    return {**cells, "state": state_of(incident, changeable_texts(incident), rest_texts(cells))}


def changeable_cells(incident: Incident) -> Cells:
    """Return the cells that a person may write over."""
    site = _site(incident)
    return {
        "status": incident.status,
        "type": incident.type,
        "stage": incident.stage.value,
        "granularity": incident.granularity.value,
        "time": incident.time.interval.edtf if incident.time else None,
        "place": site.name if site else None,
        "country": site.country if site else None,
        **{what: next((one.text for one in incident.quantities if one.what == what), None) for what in COUNTED},
        "target_object": incident.target_object,
    }


def changeable_texts(incident: Incident) -> tuple[str, ...]:
    """Return the same as texts, in the order of CHANGED."""
    cells = changeable_cells(incident)
    return tuple(str(cells[name] or "") for name in CHANGED)


def rest_texts(cells: Cells) -> tuple[str, ...]:
    """Return the cells that are only to be read as texts, in the order of the columns; the state is none of them."""
    names = (column.name for column in INCIDENT_COLUMNS if column.use is Use.READ and column.name != "state")
    return tuple("" if cells[name] is None else _as_read(cells[name]) for name in names)


def _as_read(value: Cell) -> str:
    """Return a cell as it is read back."""
    return str(value) if isinstance(value, bool) else show_value(value).text


def _site(incident: Incident) -> Place | None:
    sites = [place for place in incident.places if place.role == "event_site"] or list(incident.places)
    return sites[0] if sites else None


def _place_cells(incident: Incident) -> Cells:
    site = _site(incident)
    return {
        "lat": site.lat if site else None,
        "lon": site.lon if site else None,
        "place_precision": site.precision if site else None,
    }


def _time_cells(incident: Incident) -> Cells:
    interval = incident.time.interval if incident.time else None
    return {
        "earliest": interval.lo.isoformat() if interval and interval.lo else None,
        "latest": interval.hi.isoformat() if interval and interval.hi else None,
        "precision": interval.precision.value if interval else None,
    }


def _people(incident: Incident, *roles: str) -> str:
    return _join(one.name or one.description or "" for one in incident.participants if one.role in roles)


def _join(values: Iterable[str]) -> str:
    return "; ".join(values)


def claim_cells(incident_id: str, claim: Claim) -> Cells:
    """Return the row of one claim."""
    chain = " <- ".join(speaker.name or speaker.description or speaker.kind.value for speaker in claim.voice.chain)
    return {
        "incident": incident_id,
        "id": claim.id,
        "field": claim.field,
        "value": claim.value,
        "quote": claim.quote,
        "strike": None,
        "reason": None,
        "speakers": chain,
        "speech_act": claim.voice.speech_act.value,
        "certainty": claim.voice.certainty.value,
        "polarity": claim.voice.polarity.value,
        "commitment": claim.voice.commitment.value,
        "engine": claim.engine,
        "report": claim.report_id,
        "start": claim.span.start,
        "end": claim.span.end,
    }


def report_cells(stored: StoredReport) -> Cells:
    """Return the row of one report."""
    report, told = stored.report, stored.standing
    return {
        "id": report.id,
        "title": report.title,
        "outlet": report.outlet,
        "published": report.published.interval.edtf if report.published else None,
        "published_basis": report.published.basis.value if report.published else None,
        "language": report.language,
        "url": report.url,
        "input": report.input,
        "chars": stored.chars,
        "origin_group": told.origin_group if told else None,
        "duplicate_of": told.duplicate_of if told else None,
        "sha256_text": report.sha256_text,
    }
