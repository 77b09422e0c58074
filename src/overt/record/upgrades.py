"""Brings the tables of an older ledger to the schema of today, step by step: nothing that was read is lost."""

import json
import zlib
from collections.abc import Callable
from hashlib import sha256

from sqlalchemy import Connection, inspect, text

from overt.record import schema
from overt.record.history.beginning import begin_history
from overt.record.listing.beginning import begin_listing
from overt.record.words import create_word_index


def upgrade_tables(connection: Connection, version: int) -> None:
    """Bring the tables of an older ledger to this schema, step by step; its findings are worked out again."""
    for step in range(version + 1, schema.SCHEMA_VERSION + 1):
        _STEPS[step](connection)
    connection.execute(
        schema.meta.delete().where(schema.meta.c.key.in_(("findings_basis", "findings_digest", "findings_mark")))
    )
    connection.execute(
        schema.meta.update().where(schema.meta.c.key == "schema").values(value=str(schema.SCHEMA_VERSION))
    )


def _add_questions(connection: Connection) -> None:
    schema.questions.create(connection, checkfirst=True)


def _add_growing(connection: Connection) -> None:
    """The findings are worked out again, so their tables are made anew; the incidents keep the ids they have."""
    claims_of: dict[str, tuple[str, list[str]]] = {}
    _complete_readings(connection)
    for row in connection.execute(text("SELECT report_id, body FROM readings")):
        for linked in json.loads(zlib.decompress(row.body))["accounts"]:
            account = linked["account"]
            claims_of[account["id"]] = (row.report_id, sorted(claim["id"] for claim in account["claims"]))
    old = connection.execute(text("SELECT id, body FROM incidents ORDER BY id")).all()
    for name in ("entities", "statistics", "questions", "incident_words"):
        connection.execute(text(f"DROP TABLE IF EXISTS {name}"))
    schema.create_tables(connection)
    for row in old:
        first = min((key for key in json.loads(row.body)["account_ids"] if key in claims_of), default=None)
        if first is not None:
            report_id, ids = claims_of.pop(first)
            seat = {"account_id": first, "report_id": report_id, "arrival": 0, "origin": first, "name": row.id}
            connection.execute(schema.seats.insert().values(**seat, incident_id=None, claims=json.dumps(ids)))


def _complete_readings(connection: Connection) -> None:
    """Give the first readings of schema 1 what later ones have: they are compressed and have a digest."""
    columns = {column["name"] for column in inspect(connection).get_columns("readings")}
    if "digest" in columns:
        return
    connection.execute(text("ALTER TABLE readings ADD COLUMN digest VARCHAR NOT NULL DEFAULT ''"))
    for row in connection.execute(text("SELECT report_id, body FROM readings")).all():
        whole = row.body if isinstance(row.body, bytes) else zlib.compress(row.body.encode())
        values = {"id": row.report_id, "body": whole, "digest": sha256(whole).hexdigest()}
        connection.execute(text("UPDATE readings SET body = :body, digest = :digest WHERE report_id = :id"), values)


def _add_decisions(connection: Connection) -> None:
    for table in (schema.decisions, schema.kept_accounts, schema.conflicts):
        table.create(connection, checkfirst=True)


def _add_history(connection: Connection) -> None:
    """What the ledger holds now becomes its first revision."""
    for table in (schema.basis, schema.revisions, schema.history):
        table.create(connection, checkfirst=True)
    begin_history(connection)


def _add_listing(connection: Connection) -> None:
    """Incidents are listed by their terms, and words are found by their numbers."""
    connection.execute(text("DROP TABLE IF EXISTS incident_words"))
    create_word_index(connection)
    for table in (schema.listed, schema.terms):
        table.create(connection, checkfirst=True)
    begin_listing(connection)


def _add_history_and_listing(connection: Connection) -> None:
    _add_history(connection)
    _add_listing(connection)


# What leads to each schema from the one before. A step is never changed once a ledger may have taken it.
_STEPS: dict[int, Callable[[Connection], None]] = {
    2: _add_questions,
    3: _add_growing,
    4: _add_decisions,
    5: _add_history_and_listing,
}
