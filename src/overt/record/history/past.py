"""The ledger as it was: a revision -> a reader whose incidents, lists and decisions are those of that revision.

Reports are never overwritten and are read where they stand. The incidents are put into tables in memory, where lists
and filters work as on the ledger itself; a single incident is read without that.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import Literal

from sqlalchemy import Engine, StaticPool, create_engine, select

from overt.base.errors import LedgerError
from overt.record import schema
from overt.record.findings import write_incidents
from overt.record.history.reading import incident_ids_at, versions_at
from overt.record.history.versions import parse_version
from overt.record.kept import batches
from overt.record.listing.writing import write_listing
from overt.record.reader import LedgerReader
from overt.record.rows import Facet, FacetCounts, IncidentFilter, IncidentPage, Sort
from overt.types.account import EntityKind
from overt.types.address import Address
from overt.types.claim import Claim
from overt.types.decision import Conflict, Decision
from overt.types.history import Revision
from overt.types.incident import Incident

_AT_ONCE = 500


class PastLedger(LedgerReader):
    """A ledger as of a revision (None: as it was when it was empty).

    What is not kept by revision (entities, statistics, questions, problems) is that of today.
    """

    def __init__(self, engine: Engine, address: Address, revision: Revision | None) -> None:
        super().__init__(engine, address)
        self.revision = revision
        self._number = revision.number if revision else 0

    def incident(self, incident_id: str) -> Incident:
        """Return one incident whole, as it was. Raises LedgerError if there was none of this id."""
        with self._reading() as connection:
            found = next(versions_at(connection, self._number, [incident_id]), None)
        if found is None:
            what = f"there was no such incident at revision {self._number}"
            raise LedgerError(what, where=incident_id, todo=f"See them all: overt list --as-of {self._number}")
        return parse_version(found)

    def incidents(self) -> Iterator[Incident]:
        """Return all incidents whole, by id, as they were."""
        with self._reading() as connection:
            yield from map(parse_version, versions_at(connection, self._number))

    def incident_ids(self) -> tuple[str, ...]:
        """Return the ids of the incidents that there were, sorted."""
        with self._reading() as connection:
            return incident_ids_at(connection, self._number)

    def page(
        self,
        wanted: IncidentFilter | None = None,
        sort: Sort = Sort.NEWEST,
        cursor: str | None = None,
        size: int | None = 50,
    ) -> IncidentPage:
        """Return a page of the incidents that pass the filter, as they were."""
        return self._tables.page(wanted, sort, cursor, size)

    def facets(
        self, wanted: IncidentFilter | None = None, facets: Sequence[Facet] = tuple(Facet), most: int = 30
    ) -> tuple[FacetCounts, ...]:
        """Return how many of the incidents that pass the filter had each value of these facets."""
        return self._tables.facets(wanted, facets, most)

    def count_incidents(self, wanted: IncidentFilter | None = None) -> int:
        """Return how many passed the filter."""
        return self._tables.count_incidents(wanted)

    def find_id(self, noun: Literal["incident", "report"], beginning: str) -> str:
        """Return the one id that begins so, of an incident of then or of a report. Raises LedgerError otherwise."""
        return self._tables.find_id(noun, beginning) if noun == "incident" else super().find_id(noun, beginning)

    def incidents_of(self, report_id: str) -> tuple[str, ...]:
        """Return the ids of the incidents that rested on a report."""
        return self._tables.incidents_of(report_id)

    def claims(self, claim_ids: Sequence[str]) -> tuple[Claim, ...]:
        """Return claims by id. Raises LedgerError for one that no incident held."""
        return self._tables.claims(claim_ids)

    def count_claims(self) -> int:
        """Return how many claims the incidents rested on."""
        return self._tables.count_claims()

    def decisions(self) -> tuple[Decision, ...]:
        """Return what people had decided by then."""
        newest = self.revision.decision if self.revision else 0
        return tuple(one for one in super().decisions() if one.number <= newest)

    def conflicts(self) -> tuple[Conflict, ...]:
        """Return where decisions and what the engines said did not fit."""
        return self._tables.conflicts()

    @cached_property
    def _tables(self) -> LedgerReader:
        """Put the incidents as they were into tables of their own."""
        engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
        incidents = self.incidents()
        with engine.begin() as connection:
            schema.create_tables(connection)
            while some := tuple(islice(incidents, _AT_ONCE)):
                write_incidents(connection, some)
                write_listing(connection, some, (), self._persons(some))
        return LedgerReader(engine, self.address)

    def _persons(self, incidents: Sequence[Incident]) -> set[str]:
        """Return who is behind these incidents and is, or for all that is known today may be, a person."""
        behind = {one.entity_key for incident in incidents for one in incident.attribution if one.entity_key}
        table = schema.entities
        others = select(table.c.id).where(table.c.kind != EntityKind.PERSON.value)
        with self._reading() as connection:
            known = {
                key
                for some in batches(behind)
                for key in connection.execute(others.where(table.c.id.in_(some))).scalars()
            }
        return behind - known
