"""Writes what a run changed of the findings: Renewal -> rows of incidents, claims, entities, standings."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, update

from overt.record import schema
from overt.record.codec import Json, dump_json, encode
from overt.record.history.versions import set_aside, set_aside_all
from overt.record.kept import bodies, drop, fill, write_kept
from overt.record.listing.terms import countries_of, place_of
from overt.record.listing.writing import find_persons, forget_listing, write_listing
from overt.types.incident import Entity, Incident
from overt.types.kept import Renewal
from overt.types.linked import LinkedReading

_Row = dict[str, Any]
_FINDINGS = (
    *(schema.claims, schema.countries, schema.conflicts, schema.incidents),
    *(schema.entities, schema.entity_parts),
)
_KEPT = (schema.statistics, schema.standings, schema.questions, schema.held, schema.cards, schema.keys, schema.ties)


def forget_findings(connection: Connection) -> None:
    """Put aside all that was worked out; the seats stay, and with them the ids of incidents."""
    set_aside_all(connection)
    for table in (*_FINDINGS, *_KEPT):
        connection.execute(delete(table))
    connection.execute(update(schema.seats).values(incident_id=None))
    forget_listing(connection)


def write_renewal(connection: Connection, renewal: Renewal) -> bool:
    """Write what changed of the findings and of what is kept; say whether a reader can see a difference."""
    is_other = _has_changed(connection, renewal)
    incidents = renewal.incidents
    gone = [*renewal.gone_incidents, *(incident.id for incident in incidents)]
    set_aside(connection, gone)
    drop_incidents(connection, gone)
    write_incidents(connection, incidents)
    _write_entities(connection, renewal)
    write_listing(connection, incidents, gone, find_persons(connection, incidents))
    _write_reports(connection, renewal)
    write_kept(connection, renewal.kept)
    return is_other


def drop_incidents(connection: Connection, gone: Sequence[str]) -> None:
    """Take incidents out, with the rows by which they are found but for the lists."""
    beside = (schema.claims, schema.countries, schema.conflicts)
    for column in (*(table.c.incident_id for table in beside), schema.incidents.c.id):
        drop(connection, column, gone)


def write_incidents(connection: Connection, incidents: Sequence[Incident]) -> None:
    """Write incidents, with the rows by which they are found but for the lists."""
    for table, rows_of in INCIDENT_ROWS.items():
        fill(connection, table, (row for incident in incidents for row in rows_of(incident)))


def _has_changed(connection: Connection, renewal: Renewal) -> bool:
    """Compare with what is stored whatever a renewal gives even if it is as before."""
    if renewal.incidents or renewal.gone_incidents or renewal.gone_entities or renewal.gone_reports:
        return True
    stored = sorted(bodies(connection, schema.standings, [one.report_id for one in renewal.standings]))
    if stored != sorted(dump_json(encode(one)) for one in renewal.standings):
        return True
    old = sorted(bodies(connection, schema.statistics, [reading.report.id for reading in renewal.told]))
    new = sorted(dump_json(encode(one)) for reading in renewal.told for one in reading.statistics)
    return old != new or bool(renewal.heads)


def _write_entities(connection: Connection, renewal: Renewal) -> None:
    reports = renewal.renewed_reports | renewal.gone_reports
    drop(connection, schema.entities.c.report_id, reports)
    drop(connection, schema.entity_parts.c.report_id, reports)
    drop(connection, schema.entities.c.id, [*renewal.gone_entities, *(head.id for head in renewal.heads)])
    own = [_entity_row(part.head, part.report_id) for part in renewal.parts if part.head]
    fill(connection, schema.entities, [*(_entity_row(head, None) for head in renewal.heads), *own])
    fill(
        connection,
        schema.entity_parts,
        (
            {"entity_id": part.entity_id, "report_id": part.report_id, "body": dump_json(encode(part))}
            for part in renewal.parts
        ),
    )


def _write_reports(connection: Connection, renewal: Renewal) -> None:
    told = [reading.report.id for reading in renewal.told]
    drop(connection, schema.statistics.c.report_id, [*told, *renewal.untold_reports])
    fill(connection, schema.statistics, (row for reading in renewal.told for row in _statistic_rows(reading)))
    standing = [one.report_id for one in renewal.standings]
    drop(connection, schema.standings.c.report_id, [*standing, *renewal.gone_reports])
    fill(
        connection,
        schema.standings,
        (
            {
                "report_id": one.report_id,
                "origin_group": one.origin_group,
                "duplicate_of": one.duplicate_of,
                "body": dump_json(encode(one)),
            }
            for one in renewal.standings
        ),
    )
    for column in (schema.questions.c.side_a, schema.questions.c.side_b):
        drop(connection, column, renewal.asked)
    fill(
        connection,
        schema.questions,
        (
            {
                "id": question.id,
                "kind": question.kind.value,
                "rank": question.rank,
                "side_a": question.a.id,
                "side_b": question.b.id,
                "body": dump_json(encode(question)),
            }
            for question in renewal.questions
        ),
    )


def _incident_rows(incident: Incident) -> Iterable[_Row]:
    body: Json = encode(incident)
    del body["claims"]  # each stands in its own row
    grade = dict(incident.grades).get("event")
    interval = incident.time.interval if incident.time else None
    yield {
        "id": incident.id,
        "type": incident.type,
        "family": incident.type.partition(".")[0],
        "status": incident.status,
        "edtf": interval.edtf if interval else None,
        "lo": encode(interval.lo) if interval else None,
        "hi": encode(interval.hi) if interval else None,
        "place": place_of(incident),
        "grade": grade.number if grade else None,
        "grade_rule": grade.rule if grade else None,
        "independent": incident.sources.independent,
        "undetermined": incident.sources.undetermined,
        "dependent": incident.sources.dependent,
        "disputes": len(incident.disputed),
        "title": incident.title,
        "body": dump_json(body),
    }


def _country_rows(incident: Incident) -> Iterable[_Row]:
    return [{"incident_id": incident.id, "country": code} for code in countries_of(incident)]


def _conflict_rows(incident: Incident) -> Iterable[_Row]:
    for position, one in enumerate(incident.conflicts):
        row = {"incident_id": incident.id, "position": position, "decision": one.decision}
        yield row | {"body": dump_json(encode(one))}


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


def _entity_row(entity: Entity, report_id: str | None) -> _Row:
    row = {"id": entity.id, "kind": entity.kind.value, "name": entity.name, "country": entity.country}
    return row | {"report_id": report_id, "body": dump_json(encode(entity))}


def _statistic_rows(reading: LinkedReading) -> Iterable[_Row]:
    for position, statistic in enumerate(reading.statistics):
        row = {"position": position, "id": statistic.id, "report_id": statistic.report_id}
        yield row | {"body": dump_json(encode(statistic))}


# The rows by which an incident is stored and found, made from it alone.
INCIDENT_ROWS: Mapping[Table, Callable[[Incident], Iterable[_Row]]] = {
    schema.incidents: _incident_rows,
    schema.countries: _country_rows,
    schema.claims: _claim_rows,
    schema.conflicts: _conflict_rows,
}
