"""Opens the database file: path -> SQLAlchemy engine, with every way in which that fails told in plain words."""

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError

from overt import __version__
from overt.base.errors import LedgerError
from overt.record import schema
from overt.record.log import append_log, utc_now

_WAIT_SECONDS = 10
_MAGIC = b"SQLite format 3\0"
_NEW_ONE = "Name another file with --ledger, or move this one away."
_GO_BACK = "Go back to a copy, or read the reports into a new ledger: overt run PATH --ledger NEW-FILE"

# What SQLite says, what it means to the user, what to do about it; first match.
_FAULTS = (
    ("disk is full", "there is no room left on the disk", "Free some space; the same command then goes on from here."),
    ("readonly", "the ledger or its folder may not be written", "Make it writable, or copy the ledger elsewhere."),
    ("unable to open", "the ledger cannot be opened", "See whether the folder exists and may be read and written."),
    ("locked", "another program is writing to the ledger", "Wait until it is done, then run the same command."),
    ("not a database", "this file is not an overt ledger, or it is damaged", _NEW_ONE),
    ("malformed", "the ledger is damaged", _GO_BACK),
    ("disk i/o error", "the disk failed while the ledger was used", _GO_BACK),
)


@contextmanager
def explain_faults(path: Path) -> Iterator[None]:
    """Turn what the database says into a LedgerError."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        said = str(getattr(error, "orig", None) or error)
        for sign, what, todo in _FAULTS:
            if sign in said.lower():
                raise LedgerError(what, where=str(path), todo=todo) from error
        raise LedgerError(f"the ledger cannot be used: {said}", where=str(path), todo=_GO_BACK) from error
    except (zlib.error, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise LedgerError(f"the ledger is damaged: {error}", where=str(path), todo=_GO_BACK) from error


def connect(path: Path, *, create: bool, read_only: bool) -> Engine:
    """Return the engine of a ledger that was seen to be one, of a schema this overt knows. Raises LedgerError."""
    _look_at(path, create=create)
    with explain_faults(path):
        if read_only and _is_old(path):
            connect(path, create=False, read_only=False).dispose()
        engine = _make_engine(path, _mode(path, create=create, read_only=read_only))
        try:
            if not read_only:
                _prepare(engine, path, create=create)
            _verify(engine, path)
        except BaseException:
            engine.dispose()
            raise
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one state of the ledger and does not keep writers out."""
    with engine.connect().execution_options(is_reader=True) as connection:
        yield connection


def _look_at(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise LedgerError("a folder stands where the ledger should be", where=str(path), todo=_NEW_ONE)
    if not path.absolute().parent.is_dir():
        raise LedgerError("the folder for the ledger does not exist", where=str(path), todo="Make it, or name another.")
    try:
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except FileNotFoundError as error:
        if create:
            return
        raise LedgerError("there is no ledger here", where=str(path), todo="Make one: overt run FOLDER") from error
    except OSError as error:
        raise LedgerError(
            f"the ledger cannot be read: {error.strerror}", where=str(path), todo="See who may read the file."
        ) from error
    if start != _MAGIC and not (create and start == b""):
        raise LedgerError("this file is not an overt ledger", where=str(path), todo=_NEW_ONE)


def _mode(path: Path, *, create: bool, read_only: bool) -> str:
    if not read_only:
        return "mode=rwc" if create else "mode=rw"
    # In a folder that may not be written, SQLite cannot make the side file that readers share; with no writer around
    # the ledger can be read as it lies.
    try:
        with sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True) as probe:
            probe.execute("SELECT count(*) FROM sqlite_master").fetchone()
        probe.close()
    except sqlite3.OperationalError:
        if not Path(f"{path}-wal").exists():
            return "mode=ro&immutable=1"
    return "mode=ro"


def _make_engine(path: Path, mode: str) -> Engine:
    def dial() -> sqlite3.Connection:
        address = f"{path.absolute().as_uri()}?{mode}"
        # Transactions are begun by _begin below: the driver's own habit is to begin late and to end early.
        raw = sqlite3.connect(address, uri=True, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)
        raw.execute("PRAGMA foreign_keys = ON")
        if "mode=ro" not in mode:
            raw.execute("PRAGMA journal_mode = WAL")
            raw.execute("PRAGMA synchronous = FULL")
        return raw

    engine = create_engine("sqlite://", creator=dial, poolclass=QueuePool)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Any) -> None:
    is_reader = connection.get_execution_options().get("is_reader", False)
    connection.exec_driver_sql("BEGIN" if is_reader else "BEGIN IMMEDIATE")


def _prepare(engine: Engine, path: Path, *, create: bool) -> None:
    """Create the tables in a file that has none, in one transaction; in one that has, see that it is sound."""
    with reading(engine) as connection:
        has_tables = bool(inspect(connection).get_table_names())
        if has_tables:
            state = connection.execute(text("PRAGMA quick_check(1)")).scalar()
            if state != "ok":
                raise LedgerError("the ledger is damaged", where=f"{path}: {state}", todo=_GO_BACK)
    if has_tables:
        _upgrade(engine)
    if has_tables or not create:
        return
    with engine.begin() as connection:
        if inspect(connection).has_table("meta"):
            return  # another run made it while this one waited
        schema.create_tables(connection)
        values = {"schema": str(schema.SCHEMA_VERSION), "created": utc_now(), "overt": __version__}
        connection.execute(insert(schema.meta), [{"key": key, "value": value} for key, value in values.items()])
        append_log(connection, "ledger-created", {"schema": schema.SCHEMA_VERSION, "overt": __version__})


def _is_old(path: Path) -> bool:
    """Say whether a ledger has the tables of an older overt."""
    engine = _make_engine(path, _mode(path, create=False, read_only=True))
    try:
        with reading(engine) as connection:
            return inspect(connection).has_table("meta") and _version(connection) in range(1, schema.SCHEMA_VERSION)
    finally:
        engine.dispose()


def _version(connection: Connection) -> int | None:
    found = connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == "schema")).scalar() or ""
    return int(found) if found.isdigit() else None


def _upgrade(engine: Engine) -> None:
    """Bring the tables of an older overt up to date, in one transaction. Nothing that was read is lost."""
    with engine.begin() as connection:
        if not inspect(connection).has_table("meta"):
            return
        version = _version(connection)
        if version is None or not 0 < version < schema.SCHEMA_VERSION:
            return
        schema.upgrade_tables(connection, version)
        append_log(connection, "ledger-upgraded", {"from": version, "to": schema.SCHEMA_VERSION, "overt": __version__})


def _verify(engine: Engine, path: Path) -> None:
    with reading(engine) as connection:
        tables = set(inspect(connection).get_table_names())
        if not tables >= {"meta", "log", "incidents"}:
            raise LedgerError("this database is not an overt ledger", where=str(path), todo=_NEW_ONE)
        rows = connection.execute(select(schema.meta.c.key, schema.meta.c.value))
        found = {row.key: row.value for row in rows}
    version = found.get("schema", "")
    if not version.isdigit() or int(version) < 1:
        raise LedgerError("the ledger does not say which schema it has", where=str(path), todo=_GO_BACK)
    if int(version) > schema.SCHEMA_VERSION:
        raise LedgerError(
            f"the ledger was made by a newer overt (schema {version}, this one knows {schema.SCHEMA_VERSION})",
            where=str(path),
            todo="Update overt; the ledger was not touched.",
        )
