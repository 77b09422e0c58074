"""The driver of PostgreSQL, asking once: pg8000 goes to the server and back three times for each statement.

It says a part of what there is to say of a statement, waits for the answer, and says the next. The protocol lets all be
said at once, and to a server on another machine each wait is long. What is answered is read by pg8000 as before.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pg8000
from pg8000.converters import make_params
from pg8000.core import NULL_BYTE, SYNC_MSG, Context, _flush, _write
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.pg8000 import PGDialect_pg8000

URL = "postgresql+overt://"


class Connection(pg8000.Connection):  # type: ignore[misc]  # pg8000 has no types
    """A connection that waits once for each statement."""

    def execute_unnamed(self, statement: str, vals: Any = (), oids: Any = (), stream: Any = None) -> Any:
        """Ask, and return what is answered."""
        if stream is not None:
            return super().execute_unnamed(statement, vals=vals, oids=oids, stream=stream)
        context = Context(statement)
        params = make_params(self.py_types, vals)
        self.send_PARSE(NULL_BYTE, statement, oids)
        self.send_DESCRIBE_STATEMENT(NULL_BYTE)
        self.send_BIND(NULL_BYTE, params)
        self.send_EXECUTE()
        _write(self._sock, SYNC_MSG)
        _flush(self._sock)
        self.handle_messages(context)
        return context


class Dialect(PGDialect_pg8000):
    """SQLAlchemy's own, for which a connection is also lost where the driver says so in the words of the system."""

    supports_statement_cache = True
    use_insertmanyvalues_wo_returning = True  # else each row would be sent alone

    def do_commit(self, dbapi_connection: Any) -> None:
        """End a transaction."""
        _ask(dbapi_connection, lambda: dbapi_connection.execute_simple("commit"))

    def do_rollback(self, dbapi_connection: Any) -> None:
        """End a transaction as if it had never been."""
        if dbapi_connection._in_transaction:  # noqa: SLF001 - as its own rollback does
            _ask(dbapi_connection, lambda: dbapi_connection.execute_simple("rollback"))

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:  # noqa: ARG002
        """Ask."""
        _ask(cursor._c, lambda: cursor.execute(statement, parameters))  # noqa: SLF001 - `connection` of it warns

    def is_disconnect(self, e: Any, connection: Any, cursor: Any) -> bool:
        """Say whether an error means that the connection is gone."""
        told = e.args[0] if e.args else None
        is_ended = isinstance(told, dict) and str(told.get("C", "")).startswith(("57P", "08", "25P03"))
        known = super().is_disconnect(e, connection, cursor)  # type: ignore[no-untyped-call]  # as above
        return is_ended or bool(known)


def _ask(connection: Any, question: Callable[[], object]) -> None:
    """Ask; where the driver failed in the middle of asking, the next answer would be that to another question."""
    try:
        question()
    except pg8000.Error:
        raise
    except OSError as error:
        raise pg8000.InterfaceError("network error") from error
    except Exception:
        with suppress(pg8000.Error, OSError):
            connection.close()
        raise


registry.register("postgresql.overt", __name__, "Dialect")
