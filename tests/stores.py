"""The databases that a ledger can be in; `stores` in conftest.py gives a test first the one, then the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from overt.record.ledger import Ledger
from overt.types.address import Address
from tests.postgres import Server


class Stores:
    """One of the databases."""

    def __init__(self, folder: Path, server: Server | None) -> None:
        self._folder, self._server = folder, server
        self._given: dict[str, Address] = {}

    @property
    def name(self) -> str:
        """What SQLAlchemy calls it."""
        return "sqlite" if self._server is None else "postgresql"

    def address(self, name: str = "a.ledger") -> Address:
        """Return where a ledger of this name is or may be made: the same for the same name."""
        if name not in self._given:
            self._given[name] = Address(self._folder / name) if self._server is None else self._server.new_address()
        return self._given[name]

    @contextmanager
    def fresh(self) -> Iterator[Address]:
        """Give an address that nothing is left at afterwards."""
        name = f"fresh {len(self._given)}"
        try:
            yield self.address(name)
        finally:
            self._forget(self.address(name))

    def clean(self) -> None:
        """Forget all."""
        for address in self._given.values():
            self._forget(address)

    def _forget(self, address: Address) -> None:
        if self._server is not None:
            self._server.drop(address)
        elif address.path is not None:
            for path in (address.path, Path(f"{address.path}-wal"), Path(f"{address.path}-shm")):
                path.unlink(missing_ok=True)


def all_rows(ledger: Ledger, *tables: str) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of some tables as the database has them, sorted."""
    with ledger._engine.connect().execution_options(is_reader=True) as connection:
        return {
            name: sorted((tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")), key=repr)
            for name in tables
        }


def change(ledger: Ledger, *statements: str) -> None:
    """Change a ledger behind its back."""
    with ledger._engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
