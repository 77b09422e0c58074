"""Begins the lists of a ledger of an older overt, which kept none: its incidents -> listed rows, terms and words."""

from collections import defaultdict

from sqlalchemy import Connection, select

from overt.record import schema
from overt.record.kept import batches
from overt.record.listing.writing import find_persons, forget_listing, write_listing
from overt.record.parsing import parse_incident


def begin_listing(connection: Connection) -> None:
    """List all incidents that there are, and no others."""
    forget_listing(connection)
    table, claims = schema.incidents, schema.claims
    for ids in batches(connection.execute(select(table.c.id)).scalars()):
        told: dict[str, list[str]] = defaultdict(list)
        of_these = select(claims.c.incident_id, claims.c.body).where(claims.c.incident_id.in_(ids))
        for row in connection.execute(of_these.order_by(claims.c.incident_id, claims.c.position)):
            told[row.incident_id].append(row.body)
        rows = connection.execute(
            select(table.c.id, table.c.body).where(table.c.id.in_(ids)).order_by(table.c.id)
        ).all()
        incidents = [parse_incident(row.body, told[row.id]) for row in rows]
        write_listing(connection, incidents, (), find_persons(connection, incidents))
