"""What can be asked of the history of a ledger: the part of its reader that is about revisions and seals."""

from collections.abc import Collection
from contextlib import AbstractContextManager

from sqlalchemy import Connection, select, union

from overt.record import schema
from overt.record.history.reading import find_revision, read_difference, read_revisions
from overt.record.verifying.flaws import Verified
from overt.record.verifying.whole import verify_ledger
from overt.types.history import Difference, Revision


class HistoryReader:
    """What can be asked of the history of a ledger."""

    def _reading(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    def incident_ids_ever(self) -> tuple[str, ...]:
        """Return the ids of all incidents that there are or were at any revision, sorted."""
        query = union(select(schema.incidents.c.id), select(schema.history.c.incident_id))
        with self._reading() as connection:
            return tuple(sorted(connection.execute(query).scalars()))

    def revisions(self) -> tuple[Revision, ...]:
        """Return the states that the findings went through, oldest first."""
        with self._reading() as connection:
            return read_revisions(connection)

    def find_revision(self, said: str) -> int:
        """Return the number of the revision meant by a number, a day or a time. Raises LedgerError if there is none."""
        return find_revision(self.revisions(), said)

    def difference(self, start: int, end: int, incident_ids: Collection[str] | None = None) -> Difference:
        """Return what is other at the revision `end` than at `start`, and why; 0 is the empty ledger."""
        with self._reading() as connection:
            return read_difference(connection, start, end, incident_ids)

    def verify(self, noted: str | None = None) -> Verified:
        """Compare all that is protected with the log, and say what is not as it was written.

        `noted`: the head of the log (`Verified.head`) as somebody noted it earlier; the log has to go on from there.
        """
        with self._reading() as connection:
            return verify_ledger(connection, noted)
