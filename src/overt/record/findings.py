"""Writes findings: Findings -> the rows of incidents, claims, entities, statistics and standings, all or nothing."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, text

from overt.record import schema
from overt.record.codec import Json, dump_json, encode
from overt.record.log import append_log
from overt.types.incident import Findings, Incident
from overt.types.linked import Place

_Row = dict[str, Any]
_COUNTRY = "G5"  # the precision of a place that is a whole country
_TABLES = (
    schema.claims,
    schema.countries,
    schema.incidents,
    schema.entities,
    schema.statistics,
    schema.standings,
    schema.questions,
)


def write_findings(connection: Connection, findings: Findings, basis: str) -> bool:
    """Replace the findings, unless they are the same as those stored; say whether anything changed."""
    digest = digest_findings(findings)
    notes = {row.key: row.value for row in connection.execute(select(schema.meta))}
    if notes.get("findings_basis") != basis:
        _note(connection, "findings_basis", basis)
    if notes.get("findings_digest") == digest:
        return False
    for table in _TABLES:
        connection.execute(delete(table))
    _insert(connection, schema.incidents, (_incident_row(incident) for incident in findings.incidents))
    _insert(connection, schema.countries, (row for incident in findings.incidents for row in _country_rows(incident)))
    _insert(connection, schema.claims, (row for incident in findings.incidents for row in _claim_rows(incident)))
    _insert(connection, schema.entities, _entity_rows(findings))
    _insert(connection, schema.statistics, _statistic_rows(findings))
    _insert(connection, schema.standings, _standing_rows(findings))
    _insert(connection, schema.questions, _question_rows(findings))
    if schema.has_word_index(connection):
        _write_words(connection, findings.incidents)
    _note(connection, "findings_digest", digest)
    counts = {"incidents": len(findings.incidents), "statistics": len(findings.statistics)}
    append_log(connection, "findings-replaced", {**counts, "sha256": digest})
    return True


def digest_findings(findings: Findings) -> str:
    """Return a hash of everything in the findings but the reports, which have their own."""
    parts = (findings.standings, findings.incidents, findings.entities, findings.statistics, findings.questions)
    return sha256(dump_json([encode(part) for part in parts]).encode()).hexdigest()


def _note(connection: Connection, key: str, value: str) -> None:
    connection.execute(delete(schema.meta).where(schema.meta.c.key == key))
    connection.execute(insert(schema.meta).values(key=key, value=value))


def _insert(connection: Connection, table: Table, rows: Iterable[_Row]) -> None:
    if found := list(rows):
        connection.execute(insert(table), found)


def _incident_row(incident: Incident) -> _Row:
    body: Json = encode(incident)
    del body["claims"]  # each stands in its own row
    grade = dict(incident.grades).get("event")
    interval = incident.time.interval if incident.time else None
    return {
        "id": incident.id,
        "type": incident.type,
        "family": incident.type.partition(".")[0],
        "status": incident.status,
        "edtf": interval.edtf if interval else None,
        "lo": encode(interval.lo) if interval else None,
        "hi": encode(interval.hi) if interval else None,
        "place": _place_label(incident.places),
        "grade": grade.number if grade else None,
        "grade_rule": grade.rule if grade else None,
        "independent": incident.sources.independent,
        "undetermined": incident.sources.undetermined,
        "dependent": incident.sources.dependent,
        "disputes": len(incident.disputed),
        "title": incident.title,
        "body": dump_json(body),
    }


def _place_label(places: tuple[Place, ...]) -> str | None:
    """Name the place of the event for a list: "Vienna, AT", "Romania"; the first place if none is said to be it."""
    sites = [place for place in places if place.role == "event_site"] or list(places)
    if not sites:
        return None
    site = sites[0]
    return site.name if site.country is None or site.precision == _COUNTRY else f"{site.name}, {site.country}"


def _country_rows(incident: Incident) -> Iterable[_Row]:
    # Where somebody stood when speaking of it is no place of the incident.
    codes = {place.country for place in incident.places if place.country and place.role != "speech_place"}
    return [{"incident_id": incident.id, "country": code} for code in sorted(codes)]


def _claim_rows(incident: Incident) -> Iterable[_Row]:
    return [
        {
            "incident_id": incident.id,
            "position": position,
            "id": claim.id,
            "report_id": claim.report_id,
            "field": claim.field,
            "value": claim.value,
            "quote": claim.quote,
            "body": dump_json(encode(claim)),
        }
        for position, claim in enumerate(incident.claims)
    ]


def _entity_rows(findings: Findings) -> Iterable[_Row]:
    for position, entity in enumerate(findings.entities):
        row = {"position": position, "id": entity.id, "kind": entity.kind.value, "name": entity.name}
        yield row | {"country": entity.country, "body": dump_json(encode(entity))}


def _statistic_rows(findings: Findings) -> Iterable[_Row]:
    for position, statistic in enumerate(findings.statistics):
        row = {"position": position, "id": statistic.id, "report_id": statistic.report_id}
        yield row | {"body": dump_json(encode(statistic))}


def _standing_rows(findings: Findings) -> Iterable[_Row]:
    for standing in findings.standings:
        row = {"report_id": standing.report_id, "origin_group": standing.origin_group}
        yield row | {"duplicate_of": standing.duplicate_of, "body": dump_json(encode(standing))}


def _question_rows(findings: Findings) -> Iterable[_Row]:
    for position, question in enumerate(findings.questions):
        row = {"position": position, "id": question.id, "kind": question.kind.value, "rank": question.rank}
        yield row | {"side_a": question.a.id, "side_b": question.b.id, "body": dump_json(encode(question))}


def _write_words(connection: Connection, incidents: tuple[Incident, ...]) -> None:
    connection.execute(text("DELETE FROM incident_words"))
    rows = [
        {"id": one.id, "words": "\n".join(dict.fromkeys((one.title, *(claim.quote for claim in one.claims))))}
        for one in incidents
    ]
    if rows:
        connection.execute(text("INSERT INTO incident_words (incident_id, words) VALUES (:id, :words)"), rows)
