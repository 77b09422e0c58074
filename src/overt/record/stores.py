"""Which database a ledger is in: Address -> Store, the few things that differ from one database to the other."""

from collections.abc import Iterator
from typing import Protocol

from sqlalchemy import Connection, Engine

from overt.base.errors import LedgerError
from overt.types.address import Address

WAIT_SECONDS = 60  # for another who writes: a run writes what it found in seconds, also of a thousand reports
GO_BACK = "Go back to a copy, or read the reports into a new ledger: overt run PATH --ledger NEW-FILE"
READER = "is_reader"  # the option of a connection that only reads


class Store(Protocol):
    """A database that can hold a ledger. All else of `record` is the same for each."""

    new_one: str  # what to do where something else stands in the place of a ledger

    def look(self, *, create: bool) -> None:
        """Raise LedgerError if it can be seen without opening it that there is no ledger to be opened."""

    def make_engine(self, *, create: bool, read_only: bool) -> Engine:
        """Return what connections come from: readers see one state, writers take turns."""

    def make_room(self, connection: Connection) -> None:
        """Make what the tables stand in, inside the transaction that makes them."""

    def look_through(self, connection: Connection, *, is_whole: bool) -> None:
        """Raise LedgerError if what is stored is damaged; `is_whole`: however long it takes to see that."""

    def explain(self, error: BaseException) -> LedgerError | None:
        """Return what an error of the database means; None if it is none of its errors."""


def behind(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what it came from, the first cause last."""
    while error is not None:
        yield error
        error = getattr(error, "orig", None) or error.__cause__ or error.__context__


def store_of(address: Address) -> Store:
    """Return the database of an address. Only its driver is loaded."""
    if address.path is not None:
        from overt.record.sqlite import SqliteStore  # noqa: PLC0415 - see above

        return SqliteStore(address.path)
    from overt.record.postgres import PostgresStore  # noqa: PLC0415 - see above

    return PostgresStore(address)
