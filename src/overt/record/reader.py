"""Reads a ledger: rows of the database -> the nouns and lists of overt. Nothing here writes."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import groupby
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Engine, Table, func, or_, select

from overt.base.errors import LedgerError
from overt.record import schema
from overt.record.connect import explain_faults, reading
from overt.record.decisions import is_settled, parse_decision, read_decisions, read_docket, removed_reports
from overt.record.history.asking import HistoryReader
from overt.record.listing.facets import count_facets
from overt.record.listing.pages import count_listed, read_page
from overt.record.live import live_reports
from overt.record.log import read_log, verify_log
from overt.record.parsing import parse, parse_incident, parse_reading, parse_report, parse_seat
from overt.record.rows import (
    Facet,
    FacetCounts,
    IncidentFilter,
    IncidentPage,
    LedgerCounts,
    LogRow,
    RunRow,
    Sort,
    StoredProblem,
    StoredReport,
)
from overt.types.account import Statistic
from overt.types.address import Address
from overt.types.claim import Claim
from overt.types.decision import Conflict, Decision, Docket
from overt.types.incident import Entity, EntityPart, Incident, Question, ReportStanding, whole_entity
from overt.types.kept import Seat
from overt.types.linked import LinkedReading
from overt.types.problem import Problem
from overt.types.report import Report


class LedgerReader(HistoryReader):
    """What can be asked of a ledger."""

    def __init__(self, engine: Engine, address: Address) -> None:
        self._engine = engine
        self.address = address

    @property
    def path(self) -> Path:
        """The file of the ledger. Raises LedgerError if it is in a database."""
        if self.address.path is None:
            raise LedgerError("this ledger is in a database and has no file", where=str(self.address))
        return self.address.path

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with explain_faults(self.address), reading(self._engine) as connection:
            yield connection

    def at_one_moment(self) -> AbstractContextManager[Connection]:
        """Give a connection that sees the ledger as it is now, whatever others write meanwhile: for copying it."""
        return self._reading()

    def counts(self) -> LedgerCounts:
        """Return how much there is."""
        with self._reading() as connection:
            live = connection.execute(select(func.count()).select_from(live_reports().subquery())).scalar_one()
            return LedgerCounts(
                reports=live,
                incidents=_count(connection, schema.incidents),
                statistics=_count(connection, schema.statistics),
                entities=_count(connection, schema.entities),
                questions=_count(connection, schema.questions),
                problems=connection.execute(
                    select(func.count()).select_from(schema.problems).where(schema.problems.c.resolved.is_(None))
                ).scalar_one(),
            )

    def page(
        self,
        wanted: IncidentFilter | None = None,
        sort: Sort = Sort.NEWEST,
        cursor: str | None = None,
        size: int | None = 50,
    ) -> IncidentPage:
        """Return a page of the incidents that pass the filter; `cursor`: of a former page. None for `size`: all.

        Raises SettingsError for a cursor that is none of this order.
        """
        with self._reading() as connection:
            return read_page(connection, wanted or IncidentFilter(), sort, cursor, size)

    def facets(
        self, wanted: IncidentFilter | None = None, facets: Sequence[Facet] = tuple(Facet), most: int = 30
    ) -> tuple[FacetCounts, ...]:
        """Return how many of the incidents that pass the filter have each value of these facets.

        Of one facet, what the filter says of itself is left out, so that one sees what else could be chosen.
        """
        with self._reading() as connection:
            return count_facets(connection, wanted or IncidentFilter(), facets, most)

    def count_incidents(self, wanted: IncidentFilter | None = None) -> int:
        """Return how many incidents pass the filter."""
        with self._reading() as connection:
            return count_listed(connection, wanted or IncidentFilter())

    def incidents(self) -> Iterator[Incident]:
        """Return all incidents whole, by id."""
        with self._reading() as connection:
            for row in connection.execute(select(schema.incidents.c.id, schema.incidents.c.body).order_by("id")):
                yield _incident(connection, row.id, row.body)

    def incident(self, incident_id: str) -> Incident:
        """Return one incident whole. Raises LedgerError if there is none of this id."""
        with self._reading() as connection:
            query = select(schema.incidents.c.body).where(schema.incidents.c.id == incident_id)
            body = connection.execute(query).scalar()
            if body is None:
                raise LedgerError("there is no such incident", where=incident_id, todo="See them all: overt list")
            return _incident(connection, incident_id, body)

    def incident_ids(self) -> tuple[str, ...]:
        """Return all ids, sorted."""
        with self._reading() as connection:
            return tuple(connection.execute(select(schema.incidents.c.id).order_by("id")).scalars())

    def find_id(self, noun: Literal["incident", "report"], beginning: str) -> str:
        """Return the one id that begins so, with or without its "inc_" or "rep_". Raises LedgerError otherwise."""
        table, head = (schema.incidents, "inc_") if noun == "incident" else (schema.reports, "rep_")
        bare = beginning.strip().lower().removeprefix(head)
        listing = "overt list" if noun == "incident" else "overt reports"
        with self._reading() as connection:
            found: set[str] = {
                one
                for form in {bare, bare.upper()}
                for one in connection.execute(
                    select(table.c.id).where(table.c.id.between(head + form, f"{head}{form}~")).limit(6)
                ).scalars()
            }
        exact = [one for one in found if one.lower() == head + bare]
        if not bare or not found:
            raise LedgerError(f"no {noun} begins with this", where=beginning, todo=f"See them all: {listing}")
        if len(found) > 1 and not exact:
            raise LedgerError(
                f"several {noun}s begin with this", where=beginning, todo=f"Type more of it: {', '.join(sorted(found))}"
            )
        return exact[0] if exact else found.pop()

    def report_ids(self) -> tuple[str, ...]:
        """Return the ids of all reports, superseded ones too, sorted."""
        with self._reading() as connection:
            return tuple(connection.execute(select(schema.reports.c.id).order_by("id")).scalars())

    def incidents_of(self, report_id: str) -> tuple[str, ...]:
        """Return the ids of the incidents that rest on a report."""
        with self._reading() as connection:
            query = select(schema.claims.c.incident_id).where(schema.claims.c.report_id == report_id).distinct()
            return tuple(connection.execute(query.order_by("incident_id")).scalars())

    def seats(self, column: str, value: str) -> tuple[Seat, ...]:
        """Return the seats whose `column` (account_id, report_id, incident_id, name) has a value, first taken first."""
        table = schema.seats
        query = select(table).where(table.c[column] == value).order_by(table.c.arrival, table.c.origin)
        with self._reading() as connection:
            return tuple(parse_seat(row) for row in connection.execute(query))

    def accounts_with(self, found: str) -> tuple[str, ...]:
        """Return the account of this id, or the accounts that hold the claim of this id."""
        table, claims = schema.seats, schema.claims
        of_claim = select(claims.c.report_id).where(claims.c.id == found)
        query = select(table).where(or_(table.c.account_id == found, table.c.report_id.in_(of_claim)))
        with self._reading() as connection:
            seats = [parse_seat(row) for row in connection.execute(query.order_by(table.c.account_id))]
        return tuple(seat.account_id for seat in seats if found == seat.account_id or found in seat.claims)

    def count_claims(self) -> int:
        """Return how many claims the incidents rest on."""
        with self._reading() as connection:
            return _count(connection, schema.claims)

    def reports(self, *, with_superseded: bool = False, ids: Collection[str] | None = None) -> tuple[StoredReport, ...]:
        """Return the reports without their texts, in the order of their inputs. `ids`: these alone."""
        with self._reading() as connection:
            columns = (schema.reports.c.id, schema.reports.c.body, schema.reports.c.chars, schema.removals.c.reason)
            standings, removals = schema.standings, schema.removals
            query = select(*columns, standings.c.body.label("standing")).select_from(
                schema.reports.outerjoin(standings, standings.c.report_id == schema.reports.c.id).outerjoin(
                    removals, removals.c.report_id == schema.reports.c.id
                )
            )
            if not with_superseded:
                live = live_reports()
                live = live if ids is None else live.where(schema.inputs.c.report_id.in_(sorted(ids)))
                query = query.where(schema.reports.c.id.in_(live))
            if ids is not None:
                query = query.where(schema.reports.c.id.in_(sorted(ids)))
            names = _inputs(connection, ids)
            rows = connection.execute(query.order_by(schema.reports.c.input, schema.reports.c.id)).all()
            return tuple(
                StoredReport(
                    report=parse_report(row.body, ""),
                    chars=row.chars,
                    standing=parse(ReportStanding, row.standing) if row.standing else None,
                    inputs=tuple(names.get(row.id, ())),
                    removed=row.reason,
                )
                for row in rows
            )

    def report(self, report_id: str) -> Report:
        """Return one report with its text. Raises LedgerError if there is none of this id."""
        with self._reading() as connection:
            query = select(schema.reports.c.body, schema.reports.c.text).where(schema.reports.c.id == report_id)
            row = connection.execute(query).first()
            if row is None:
                raise LedgerError("there is no such report", where=report_id, todo="See them all: overt reports")
            return parse_report(row.body, row.text)

    def readings(self, report_ids: Collection[str] | None = None) -> Iterator[LinkedReading]:
        """Return what the engine read out of each report that is not superseded, by id of the report.

        `report_ids`: of these alone.
        """
        with self._reading() as connection:
            query = (
                select(schema.reports.c.body.label("report"), schema.reports.c.text, schema.readings.c.body)
                .join(schema.readings, schema.readings.c.report_id == schema.reports.c.id)
                .where(schema.reports.c.id.in_(live_reports()))
                .order_by(schema.reports.c.id)
            )
            if report_ids is not None:
                query = query.where(schema.reports.c.id.in_(sorted(report_ids)))
            for row in connection.execute(query):
                yield parse_reading(row.report, row.text, row.body)

    def claims(self, claim_ids: Sequence[str]) -> tuple[Claim, ...]:
        """Return claims by id, in the order asked. Raises LedgerError for one that no incident holds."""
        table, found = schema.claims, []
        with self._reading() as connection:
            for claim_id in claim_ids:
                body = connection.execute(select(table.c.body).where(table.c.id == claim_id).limit(1)).scalar()
                if body is None:
                    raise LedgerError("there is no such claim", where=claim_id, todo="See them: overt show ID --ids")
                found.append(parse(Claim, body))
        return tuple(found)

    def entity(self, entity_id: str) -> Entity:
        """Return one entity with all that the live reports tell of it. Raises LedgerError if there is none."""
        table, parts = schema.entities, schema.entity_parts
        with self._reading() as connection:
            body = connection.execute(select(table.c.body).where(table.c.id == entity_id)).scalar()
            told = connection.execute(select(parts.c.body).where(parts.c.entity_id == entity_id)).scalars().all()
        if body is None:
            raise LedgerError("there is no such entity", where=entity_id, todo="See them: overt show ID --ids")
        return whole_entity(parse(Entity, body), [parse(EntityPart, one) for one in told])

    def decisions(self) -> tuple[Decision, ...]:
        """Return what people decided, oldest first, what was undone as well."""
        with self._reading() as connection:
            return tuple(read_decisions(connection))

    def decisions_about(self, subject_id: str) -> tuple[Decision, ...]:
        """Return what people decided about one incident, entity, claim, report or outlet, oldest first."""
        table = schema.decisions
        query = select(table).where(table.c.body.contains(subject_id, autoescape=True)).order_by(table.c.number)
        with self._reading() as connection:
            found = [parse_decision(row) for row in connection.execute(query)]
        return tuple(one for one in found if any(subject.id == subject_id for subject in one.draft.subjects))

    def is_settled(self, report_ids: Sequence[str]) -> bool:
        """Say whether all that was decided about these reports is worked into the findings."""
        with self._reading() as connection:
            return is_settled(connection, report_ids)

    def conflicts(self) -> tuple[Conflict, ...]:
        """Return where decisions and what the engines say today do not fit, by number of the decision."""
        table = schema.conflicts
        query = select(table.c.body).order_by(table.c.decision, table.c.incident_id, table.c.position)
        with self._reading() as connection:
            found = [parse(Conflict, body) for body in connection.execute(query).scalars()]
            gone = list(removed_reports(connection))
        return tuple(dict.fromkeys((*found, *gone)))

    def docket(self, today: str | None = None) -> Docket:
        """Return the decisions with the accounts that they rest on, for a replay as of the ISO day `today`."""
        with self._reading() as connection:
            return read_docket(connection, today)

    def entities(self) -> Iterator[Entity]:
        """Return the entities by id, each with all that the live reports tell of it."""
        table, parts = schema.entities, schema.entity_parts
        with self._reading() as connection:
            rows = connection.execute(select(parts.c.entity_id, parts.c.body).order_by(parts.c.entity_id))
            of_entity = groupby(rows, key=lambda row: row.entity_id)
            ahead = next(of_entity, None)
            for row in connection.execute(select(table.c.id, table.c.body).order_by(table.c.id)):
                found: list[EntityPart] = []
                if ahead is not None and ahead[0] == row.id:
                    found = [parse(EntityPart, part.body) for part in ahead[1]]
                    ahead = next(of_entity, None)
                yield whole_entity(parse(Entity, row.body), found)

    def statistics(self) -> Iterator[Statistic]:
        """Return the statistics by id."""
        table = schema.statistics
        with self._reading() as connection:
            query = select(table.c.body).order_by(table.c.id, table.c.report_id, table.c.position)
            for body in connection.execute(query).scalars():
                yield parse(Statistic, body)

    def questions(self, kind: str | None = None, about: str | None = None) -> tuple[Question, ...]:
        """Return what only a person can decide, the most pressing first; `about`: the id of one side."""
        table = schema.questions
        query = select(table.c.body).order_by(table.c.rank.desc(), table.c.kind, table.c.id)
        if kind is not None:
            query = query.where(table.c.kind == kind)
        if about is not None:
            query = query.where(or_(table.c.side_a == about, table.c.side_b == about))
        with self._reading() as connection:
            return tuple(parse(Question, body) for body in connection.execute(query).scalars())

    def problems(self, name: str | None = None) -> tuple[StoredProblem, ...]:
        """Return the open problems, by name and input."""
        table = schema.problems
        query = select(table).where(table.c.resolved.is_(None)).order_by(table.c.name, table.c.input, table.c.id)
        with self._reading() as connection:
            rows = connection.execute(query.where(table.c.name == name) if name else query)
            return tuple(
                StoredProblem(problem=parse(Problem, row.body), report_id=row.report_id, first_seen=row.first_seen)
                for row in rows
            )

    def runs(self) -> tuple[RunRow, ...]:
        """Return all runs, oldest first."""
        names = tuple(schema.runs.c[name] for name in RunRow.__dataclass_fields__)
        with self._reading() as connection:
            rows = connection.execute(select(*names).order_by(schema.runs.c.id))
            return tuple(RunRow(**row._mapping) for row in rows)  # noqa: SLF001 - SQLAlchemy's public name

    def log(self) -> tuple[LogRow, ...]:
        """Return the log, oldest row first."""
        with self._reading() as connection:
            return tuple(read_log(connection))

    def verify_log(self) -> int:
        """Return the length of the log. Raises LedgerError if a row was changed, moved or removed."""
        with self._reading() as connection:
            return verify_log(connection)

    def meta(self, key: str) -> str | None:
        """Return a note that the ledger keeps about itself."""
        with self._reading() as connection:
            return connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == key)).scalar()


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _inputs(connection: Connection, report_ids: Collection[str] | None) -> dict[str, list[str]]:
    table = schema.inputs
    query = select(table.c.report_id, table.c.input).where(table.c.superseded_by.is_(None))
    if report_ids is not None:
        query = query.where(table.c.report_id.in_(sorted(report_ids)))
    names: dict[str, list[str]] = {}
    for row in connection.execute(query.order_by(table.c.first_seen, table.c.input)):
        names.setdefault(row.report_id, []).append(row.input)
    return names


def _incident(connection: Connection, incident_id: str, body: str) -> Incident:
    table = schema.claims
    query = select(table.c.body).where(table.c.incident_id == incident_id).order_by(table.c.position)
    return parse_incident(body, connection.execute(query).scalars())
