"""Versions of incidents as the ledger stores them: the body and the bodies of the claims, a line each."""

import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, insert, select

from overt.record import schema
from overt.record.kept import batches
from overt.record.parsing import parse_incident
from overt.record.seals import digest_text
from overt.types.incident import Incident


def stored_versions(connection: Connection, incident_ids: Collection[str]) -> dict[str, str]:
    """Return incidents whole, by id, as they stand now."""
    found: dict[str, list[str]] = {}
    table, claims = schema.incidents, schema.claims
    for some in batches(incident_ids):
        rows = connection.execute(select(table.c.id, table.c.body).where(table.c.id.in_(some)))
        found |= {row.id: [row.body] for row in rows}
        query = select(claims.c.incident_id, claims.c.body).where(claims.c.incident_id.in_(some))
        told: dict[str, list[str]] = defaultdict(list)
        for row in connection.execute(query.order_by(claims.c.incident_id, claims.c.position)):
            told[row.incident_id].append(row.body)
        for key, bodies in told.items():
            if key in found:
                found[key] += bodies
    return {key: "\n".join(lines) for key, lines in found.items()}


def digest_version(version: str | None) -> str | None:
    """Return what pins a version; None for an incident that is not there."""
    return None if version is None else digest_text(version)


def pack(version: str | None) -> bytes | None:
    """Compress a version."""
    return None if version is None else zlib.compress(version.encode("utf-8", "surrogatepass"))


def unpack(former: bytes | None) -> str | None:
    """Return a version that was compressed."""
    return None if former is None else zlib.decompress(former).decode("utf-8", "surrogatepass")


def parse_version(version: str) -> Incident:
    """Return the incident that a version tells."""
    body, *claims = version.split("\n")  # JSON holds no bare line break
    return parse_incident(body, claims)


def newest_revision(connection: Connection) -> int:
    """Return the number of the newest revision; 0 if there is none."""
    table = schema.revisions
    query = select(table.c.number).order_by(table.c.number.desc()).limit(1)
    return connection.execute(query).scalar() or 0


def sealed_digests(connection: Connection, incident_ids: Iterable[str]) -> dict[str, str | None]:
    """Return what the newest revision left of each incident; None: it was not there any more."""
    table, newest = schema.history, newest_revision(connection)
    found: dict[str, str | None] = {}
    for some in batches(incident_ids):
        query = select(table.c.incident_id, table.c.digest).where(table.c.incident_id.in_(some))
        rows = connection.execute(query.where(table.c.revision <= newest).order_by(table.c.revision))
        found |= {row.incident_id: row.digest for row in rows}
    return found


def set_aside(connection: Connection, incident_ids: Iterable[str]) -> None:
    """Keep incidents as they are before they are written anew or go, unless that was done since the last revision."""
    table, number = schema.history, newest_revision(connection) + 1
    for some in batches(incident_ids):
        query = select(table.c.incident_id).where(table.c.revision == number, table.c.incident_id.in_(some))
        kept = set(connection.execute(query).scalars())
        wanted = [key for key in some if key not in kept]
        versions = stored_versions(connection, wanted)
        rows: list[dict[str, Any]] = [
            {"incident_id": key, "revision": number, "digest": None, "causes": "[]", "former": pack(versions.get(key))}
            for key in wanted
        ]
        if rows:
            connection.execute(insert(table), rows)


def set_aside_all(connection: Connection) -> None:
    """Keep all incidents as they are."""
    set_aside(connection, connection.execute(select(schema.incidents.c.id)).scalars().all())


def aside(connection: Connection) -> Iterator[dict[str, str | None]]:
    """Yield what was set aside since the last revision, some at a time: id -> the version, None if it was not there."""
    table, number, last = schema.history, newest_revision(connection) + 1, ""
    query = select(table.c.incident_id, table.c.former).where(table.c.revision == number)
    while True:
        some = query.where(table.c.incident_id > last).order_by(table.c.incident_id).limit(500)
        rows = connection.execute(some).all()
        if not rows:
            return
        yield {row.incident_id: unpack(row.former) for row in rows}
        last = rows[-1].incident_id
