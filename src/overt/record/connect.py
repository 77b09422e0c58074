"""Opens a ledger: Address -> SQLAlchemy engine of a database that was seen to be a ledger of a schema we know."""

import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, insert, inspect, select
from sqlalchemy.exc import DBAPIError

from overt import __version__
from overt.base.errors import LedgerError
from overt.record import schema
from overt.record.log import append_log, utc_now
from overt.record.stores import GO_BACK, READER, Store, behind, store_of
from overt.record.upgrades import upgrade_tables
from overt.types.address import Address


@contextmanager
def explain_faults(address: Address) -> Iterator[None]:
    """Turn what the database says into a LedgerError."""
    try:
        yield
    except LedgerError:
        raise
    except (zlib.error, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise LedgerError(f"the ledger is damaged: {error}", where=str(address), todo=GO_BACK) from error
    except Exception as error:
        if any(isinstance(one, UnicodeEncodeError) for one in behind(error)):
            what = "a text holds half of a character, which cannot be stored"
            raise LedgerError(what, where=str(address), todo="Type it anew, or save it as UTF-8.") from error
        explained = store_of(address).explain(error)
        if explained is None:
            raise
        raise explained from error


def connect(address: Address, *, create: bool, read_only: bool) -> Engine:
    """Return the engine of a ledger that was seen to be one, of a schema this overt knows. Raises LedgerError."""
    store = store_of(address)
    store.look(create=create)
    with explain_faults(address):
        engine = store.make_engine(create=create, read_only=read_only)
        try:
            version = _look(engine, store, address, is_needed=read_only or not create)
            if version is None:
                _create(engine, store)
            elif version < schema.SCHEMA_VERSION:
                _upgrade_for(engine, store, read_only=read_only)
        except BaseException:
            engine.dispose()
            raise
    return engine


def schema_of(address: Address) -> int:
    """Return the schema of a ledger without bringing an older one up to date. Raises LedgerError as `connect` does."""
    store = store_of(address)
    store.look(create=False)
    with explain_faults(address):
        engine = store.make_engine(create=False, read_only=True)
        try:
            return _look(engine, store, address, is_needed=True) or 0
        finally:
            engine.dispose()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one state of the ledger and does not keep writers out."""
    with _begin(engine, is_reader=True) as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose changes are all written, or none. Others who write wait until then."""
    with _begin(engine, is_reader=False) as connection:
        yield connection
        connection.commit()


def _begin(engine: Engine, *, is_reader: bool) -> Connection:
    """Return a connection in a transaction; a new one, where the server ended those that were kept."""
    connection = engine.connect().execution_options(**{READER: is_reader})
    try:
        connection.begin()
    except DBAPIError as error:
        connection.close()
        if not error.connection_invalidated:
            raise
        connection = engine.connect().execution_options(**{READER: is_reader})
        connection.begin()
    return connection


def look_through(engine: Engine, address: Address) -> None:
    """Raise LedgerError if what is stored is damaged, however long it takes to see that."""
    with explain_faults(address), reading(engine) as connection:
        store_of(address).look_through(connection, is_whole=True)


def _look(engine: Engine, store: Store, address: Address, *, is_needed: bool) -> int | None:
    """Return the schema of a ledger; None if there is nothing at all, and none is needed. Raises LedgerError."""
    with reading(engine) as connection:
        tables = set(inspect(connection).get_table_names())
        if not tables and is_needed:
            raise LedgerError("there is no ledger here", where=str(address), todo="Make one: overt run FOLDER")
        if not tables:
            return None
        store.look_through(connection, is_whole=False)
        if not tables >= {"meta", "log", "incidents"}:
            raise LedgerError("this database is not an overt ledger", where=str(address), todo=store.new_one)
        version = _version(connection)
    if version is None or version < 1:
        raise LedgerError("the ledger does not say which schema it has", where=str(address), todo=GO_BACK)
    if version > schema.SCHEMA_VERSION:
        raise LedgerError(
            f"the ledger was made by a newer overt (schema {version}, this one knows {schema.SCHEMA_VERSION})",
            where=str(address),
            todo="Update overt; the ledger was not touched.",
        )
    return version


def _version(connection: Connection) -> int | None:
    found = connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == "schema")).scalar() or ""
    return int(found) if found.isdigit() else None


def _create(engine: Engine, store: Store) -> None:
    """Make the tables where there are none, in one transaction."""
    with writing(engine) as connection:
        store.make_room(connection)
        if inspect(connection).has_table("meta"):
            return  # another run made them while this one waited
        schema.create_tables(connection, is_empty=True)
        values = {"schema": str(schema.SCHEMA_VERSION), "created": utc_now(), "overt": __version__}
        connection.execute(insert(schema.meta), [{"key": key, "value": value} for key, value in values.items()])
        append_log(connection, "ledger-created", {"schema": schema.SCHEMA_VERSION, "overt": __version__})


def _upgrade_for(engine: Engine, store: Store, *, read_only: bool) -> None:
    """Upgrade; a reader, too, needs the tables of today, and a connection for that which may write."""
    if not read_only:
        _upgrade(engine)
        return
    writer = store.make_engine(create=False, read_only=False)
    try:
        _upgrade(writer)
    finally:
        writer.dispose()


def _upgrade(engine: Engine) -> None:
    """Bring the tables of an older overt up to date, in one transaction. Nothing that was read is lost."""
    with writing(engine) as connection:
        version = _version(connection)
        if version is None or not 0 < version < schema.SCHEMA_VERSION:
            return  # another run did it while this one waited
        upgrade_tables(connection, version)
        append_log(connection, "ledger-upgraded", {"from": version, "to": schema.SCHEMA_VERSION, "overt": __version__})
