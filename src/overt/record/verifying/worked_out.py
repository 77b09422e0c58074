"""Compares what was worked out - incidents, claims, history - with the revisions that the log has sealed."""

import json
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from overt import __version__
from overt.record import schema
from overt.record.findings import INCIDENT_ROWS
from overt.record.history.versions import digest_version, newest_revision, parse_version, stored_versions, unpack
from overt.record.kept import batches
from overt.record.notes import read_note
from overt.record.seals import seal_revision
from overt.record.verifying.flaws import Flaw, flaw
from overt.record.verifying.logged import Logged

_COLUMNS = ("id", "report_id", "field", "value", "quote")
_Json = dict[str, Any]


def check_history(connection: Connection, logged: Logged) -> Iterator[Flaw]:
    """Yield the revisions, and the versions of incidents, that are not what was sealed."""
    table, history = schema.revisions, schema.history
    seen = set()
    for row in connection.execute(select(table).order_by(table.c.number)).mappings():
        number = row["number"]
        seen.add(number)
        query = select(history).where(history.c.revision == number).order_by(history.c.incident_id)
        if number not in logged.revisions:
            yield flaw("revisions", number, "the log knows nothing of this revision")
        elif seal_revision(row, connection.execute(query).mappings()) != logged.revisions[number]:
            yield flaw("revisions", number, "the revision or one of its rows of history was changed, put in or removed")
    for missing in sorted(logged.revisions.keys() - seen):
        yield flaw("revisions", missing, "the revision is gone")
    yield from _check_versions(connection)


def _check_versions(connection: Connection) -> Iterator[Flaw]:
    """Each version that is kept has to be the one that the change before it led to."""
    table, newest = schema.history, newest_revision(connection)
    for some in batches(connection.execute(select(table.c.incident_id).distinct()).scalars().all()):
        query = select(table).where(table.c.incident_id.in_(some)).order_by(table.c.incident_id, table.c.revision)
        last: tuple[str, str | None] = ("", None)
        for row in connection.execute(query).mappings():
            key, where = row["incident_id"], f"{row['incident_id']} at revision {row['revision']}"
            before = last[1] if last[0] == key else None
            try:
                found = digest_version(unpack(row["former"]))
            except (zlib.error, UnicodeError):
                found = "unreadable"
            if found != before:
                yield flaw("history", where, "what the incident was before this revision was changed")
            if row["revision"] > newest + 1:
                yield flaw("history", where, "there is no such revision")
            last = (key, row["digest"])


def check_incidents(connection: Connection) -> Iterator[Flaw]:
    """Yield the incidents that are not what the newest revision left, and rows by which they are found that are not."""
    sealed, aside = _sealed(connection)
    ids = sealed.keys() | set(connection.execute(select(schema.incidents.c.id)).scalars())
    is_comparable = may_compare_columns(connection)
    for some in batches(ids - aside):
        versions = stored_versions(connection, some)
        sound = {key for key in some if digest_version(versions.get(key)) == sealed.get(key)}
        for key in sorted(set(some) - sound):
            what = "it or one of its claims was changed after it was worked out" if key in versions else "it is gone"
            yield flaw("incidents", key, what if key in sealed else "no revision knows of it: it was put in")
        if is_comparable:
            yield from _check_rows(connection, some, {key: versions[key] for key in sound})


def may_compare_columns(connection: Connection) -> bool:
    """Say whether this overt wrote the incidents: another may derive the columns for search in another way."""
    return f"overt/{__version__} " in (read_note(connection, "findings_mark") or "")


def _sealed(connection: Connection) -> tuple[dict[str, str | None], set[str]]:
    """Return what each incident should be, and which are just being worked out anew."""
    table, newest = schema.history, newest_revision(connection)
    query = select(table.c.incident_id, table.c.revision, table.c.digest).order_by(table.c.revision)
    found: dict[str, str | None] = {}
    aside = set()
    for row in connection.execute(query):
        if row.revision <= newest:
            found[row.incident_id] = row.digest
        else:
            aside.add(row.incident_id)
    return {key: digest for key, digest in found.items() if digest is not None}, aside


def _check_rows(connection: Connection, ids: list[str], versions: Mapping[str, str]) -> Iterator[Flaw]:
    """Compare the rows by which incidents are stored and found with those that their bodies make."""
    told = {
        key: {table.name: sorted(map(_line, make(parse_version(version)))) for table, make in INCIDENT_ROWS.items()}
        for key, version in versions.items()
    }
    for table in INCIDENT_ROWS:
        column = table.c.id if table is schema.incidents else table.c.incident_id
        stored: dict[str, list[str]] = {key: [] for key in told}
        for row in connection.execute(select(table).where(column.in_(ids))).mappings():
            if row[column.name] in stored:
                stored[row[column.name]].append(_line(dict(row)))
        for key, lines in stored.items():
            if sorted(lines) != told[key][table.name]:
                yield flaw(table.name, key, "a column for lists and searches is not what the incident says")


def _line(row: Mapping[str, Any]) -> str:
    return json.dumps(row, sort_keys=True, ensure_ascii=False, default=str)


def check_claims(connection: Connection) -> Iterator[Flaw]:
    """Yield the claims whose quote does not stand in the text of their report."""
    table, reports = schema.claims, schema.reports
    query = select(table.c.body, *(table.c[name] for name in _COLUMNS)).order_by(table.c.report_id)
    report_id, text = "", ""
    for row in connection.execute(query).mappings().all():
        if row["report_id"] != report_id:
            report_id = row["report_id"]
            text = connection.execute(select(reports.c.text).where(reports.c.id == report_id)).scalar() or ""
        try:
            told: _Json = json.loads(row["body"])
            span = told["span"]
            is_quoted = text[span["start"] : span["end"]] == told["quote"] == row["quote"]
            is_same = all(told[name] == row[name] for name in _COLUMNS)
        except (ValueError, KeyError, TypeError):
            is_quoted = is_same = False
        if not is_quoted:
            yield flaw("claims", row["id"], "its quote does not stand in the report where it says")
        elif not is_same:
            yield flaw("claims", row["id"], "its columns are not what the claim says")
