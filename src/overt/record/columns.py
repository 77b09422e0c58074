"""The types of text columns, so that both databases keep and sort the same text in the same way.

SQLite keeps any text and compares it by its bytes. PostgreSQL would sort by the language of the server, and refuses the
character NUL, which a report may hold: there it is sorted by bytes, too, and NUL is written as two other characters.
"""

from typing import Any

import sqlalchemy
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeDecorator

# SUBSTITUTE is found in texts about as often as NUL, and it is doubled, so that every text comes back as it was.
_SUB, _NUL = "\x1a", "\0"


class PostgresText(TypeDecorator[str]):
    """Text of PostgreSQL that takes all characters and is sorted by them."""

    impl = postgresql.TEXT
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(collation="C")

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:  # noqa: ARG002 - SQLAlchemy's form
        """Return a text as PostgreSQL takes it."""
        if value is None or (_NUL not in value and _SUB not in value):
            return value
        return value.replace(_SUB, _SUB + "1").replace(_NUL, _SUB + "0")

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:  # noqa: ARG002 - SQLAlchemy's form
        """Return a text as it was given."""
        if value is None or _SUB not in value:
            return value
        return value.replace(_SUB + "0", _NUL).replace(_SUB + "1", _SUB)


String = sqlalchemy.String().with_variant(PostgresText(), "postgresql")
Text = sqlalchemy.Text().with_variant(PostgresText(), "postgresql")
