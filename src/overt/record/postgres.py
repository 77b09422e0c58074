"""The ledger in a PostgreSQL database: Address -> engine, with every way in which that fails told in plain words.

Readers see the state at their first question and keep nobody out (REPEATABLE READ). Writers take turns by a lock that
belongs to their transaction: whoever has it sees all that was written before, and it goes when they go, however.
"""

import logging
import os
import ssl
from collections.abc import Mapping
from getpass import getuser
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pg8000
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from overt.base.errors import LedgerError
from overt.record import driver
from overt.record.passwords import find_password
from overt.record.stores import GO_BACK, READER, WAIT_SECONDS, behind
from overt.types.address import Address, Database

_AGAIN = "Run the same command again; what it said was done is done. After a decision see first: overt decisions"
_SOCKETS = ("/var/run/postgresql", "/tmp")  # noqa: S108 - where servers of Debian and others listen
_NEW_ONE = "Name another schema (?schema=NAME behind the address) or another database."

# The code (SQLSTATE) or how it begins, what it means to the user, what to do about it; first match.
_FAULTS = (
    ("28", "the database does not let this user in", "See the user in the address, and ~/.pgpass or PGPASSWORD."),
    ("3D000", "there is no such database", "Make it: createdb NAME; or see the name in the address."),
    ("3F000", "there is no ledger here", "Make one: overt run FOLDER"),
    ("42P01", "there is no ledger here", "Make one: overt run FOLDER"),
    ("42501", "this user may not do that in the database", "Ask who runs the database for the right to."),
    ("25006", "the ledger may not be written", "The database, or this connection to it, is for reading only."),
    ("53100", "there is no room left on the disk of the database", "Free some space, then run the same command."),
    ("53300", "the database has as many users as it takes", "Wait until somebody is done, then run the same command."),
    ("55P03", "another program is writing to the ledger", "Wait until it is done, then run the same command."),
    ("57P03", "the database is starting or stopping", "Wait a moment, then run the same command."),
    ("57", "the database ended the connection", _AGAIN),
    ("25P03", "the database ended the connection", _AGAIN),
    ("XX001", "the ledger is damaged", GO_BACK),
    ("XX002", "the ledger is damaged", GO_BACK),
)
_LOST = ("network error", "connection is closed")
_SSL_TODO = "See sslmode and sslrootcert in the address, or ask who runs the database."


class PostgresStore:
    """A ledger in a schema of a database."""

    new_one = _NEW_ONE

    def __init__(self, address: Address) -> None:
        assert address.database is not None
        self._address, self._place = address, address.database

    def look(self, *, create: bool) -> None:
        """Nothing can be seen of a database without opening it."""

    def make_engine(self, *, create: bool, read_only: bool) -> Engine:  # noqa: ARG002 - see make_room
        """Return what connections come from."""
        place = self._place
        engine = create_engine(driver.URL, creator=lambda: _dial(place), poolclass=QueuePool)
        # A connection that was lost is told of as a LedgerError, and not once more in a traceback.
        logging.getLogger("sqlalchemy.pool").addHandler(logging.NullHandler())
        event.listen(engine, "begin", _Beginning(place.schema, read_only=read_only))
        return engine

    def make_room(self, connection: Connection) -> None:
        """Make the schema, unless somebody who may did so before."""
        known = text("SELECT count(*) FROM pg_namespace WHERE nspname = :name")
        if not connection.execute(known, {"name": self._place.schema}).scalar():
            connection.exec_driver_sql(f"CREATE SCHEMA {_quoted(self._place.schema)}")

    def look_through(self, connection: Connection, *, is_whole: bool) -> None:
        """The server looks after its files itself."""

    def explain(self, error: BaseException) -> LedgerError | None:
        """Return what an error of the database means; None if it is none of its errors."""
        # What the server said may stand behind an error of the driver, which failed to take leave of it.
        for one in behind(error):
            if isinstance(one, pg8000.Error) and one.args and isinstance(one.args[0], dict):
                return self._explain(one.args[0])
        found = getattr(error, "orig", None) if isinstance(error, DBAPIError) else error
        if isinstance(found, ssl.SSLError):
            return self._fault(f"no safe connection to the database: {found}", _SSL_TODO)
        if isinstance(found, pg8000.Error | ConnectionError | TimeoutError):
            return self._explain_connection(str(found), is_lost=not isinstance(found, pg8000.Error))
        return self._fault(f"the ledger cannot be used: {found}", GO_BACK) if isinstance(error, DBAPIError) else None

    def _explain(self, told: Mapping[str, str]) -> LedgerError:
        code = told.get("C", "")
        for sign, what, todo in _FAULTS:
            if code.startswith(sign):
                return self._fault(what, todo)
        return self._fault(f"the ledger cannot be used: {told.get('M', code)}", GO_BACK)

    def _explain_connection(self, said: str, *, is_lost: bool) -> LedgerError:
        if "create a connection" in said or "communication error" in said:
            return self._fault(
                "the database cannot be reached", "See whether it runs, and host and port in the address."
            )
        if "SSL" in said:
            return self._fault("the database offers no safe connection", _SSL_TODO)
        if is_lost or any(sign in said for sign in _LOST):
            return self._fault("the connection to the database was lost", _AGAIN)
        return self._fault(f"the ledger cannot be used: {said}", GO_BACK)

    def _fault(self, what: str, todo: str) -> LedgerError:
        return LedgerError(what, where=str(self._address), todo=todo)


class _Beginning:
    """Begins the transactions of one ledger."""

    def __init__(self, schema: str, *, read_only: bool) -> None:
        number = int.from_bytes(blake2b(f"overt {schema}".encode(), digest_size=8).digest(), "big", signed=True)
        self._read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        # What a decision changed is on the disk before it is said to be done, whatever the server's own setting.
        # The lock is asked for outside a snapshot, so that all is seen that who had it before has written.
        self._write = (
            "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL synchronous_commit = on; "
            f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'; SELECT pg_advisory_xact_lock({number})"
        )
        self._is_read_only = read_only

    def __call__(self, connection: Any) -> None:
        is_reader = self._is_read_only or connection.get_execution_options().get(READER, False)
        connection.exec_driver_sql(self._read if is_reader else self._write)


def _dial(place: Database) -> Any:
    host, port = place.host or os.environ.get("PGHOST"), place.port or int(os.environ.get("PGPORT") or 5432)
    folder = host if host and host.startswith("/") else None if host else _socket_folder(port)
    user = place.user or os.environ.get("PGUSER") or getuser()
    name = place.name or os.environ.get("PGDATABASE") or user
    raw = driver.Connection(
        user,
        host=host or "localhost",
        port=port,
        unix_sock=f"{folder}/.s.PGSQL.{port}" if folder else None,
        database=name,
        # The driver cannot do without where the server asks for one; an empty one is refused there in clear words.
        password=find_password(place.password, (host or "localhost", str(port), name, user)) or "",
        ssl_context=False if folder else _ssl(place),
        timeout=place.connect_timeout,
        application_name="overt",
        startup_params={"client_encoding": "UTF8", "search_path": _quoted(place.schema)},
    )
    raw._usock.settimeout(None)  # noqa: SLF001 - the timeout is for connecting; a question may take longer
    encoding = raw.parameter_statuses.get("server_encoding")
    if encoding != "UTF8":
        raw.close()
        raise LedgerError(
            f"the database keeps texts as {encoding}, which cannot hold all of them",
            where=name,
            todo="Make one of UTF-8: createdb --encoding=UTF8 --template=template0 NAME",
        )
    raw.autocommit = True  # transactions are begun by _Beginning: the driver would begin without their properties
    return raw


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _socket_folder(port: int) -> str | None:
    return next((folder for folder in _SOCKETS if Path(folder, f".s.PGSQL.{port}").exists()), None)


def _ssl(place: Database) -> Any:
    """Return what the driver takes for a mode of libpq; None: encrypted if the server can, whoever it is."""
    if place.sslmode == "disable":
        return False
    if place.sslmode == "prefer":
        return None
    context = ssl.create_default_context(cafile=place.sslrootcert)
    context.check_hostname = place.sslmode == "verify-full"
    if place.sslmode == "require" and place.sslrootcert is None:
        context.verify_mode = ssl.CERT_NONE
    return context
