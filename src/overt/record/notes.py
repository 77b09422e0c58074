"""The notes that a ledger keeps about itself: keys and values."""

from sqlalchemy import Connection, delete, insert, select

from overt.record import schema


def note(connection: Connection, key: str, value: str) -> None:
    """Write a note."""
    drop_note(connection, key)
    connection.execute(insert(schema.meta).values(key=key, value=value))


def read_note(connection: Connection, key: str) -> str | None:
    """Return a note."""
    return connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == key)).scalar()


def drop_note(connection: Connection, key: str) -> None:
    """Forget a note."""
    connection.execute(delete(schema.meta).where(schema.meta.c.key == key))
