"""Keeps the lists in step with the incidents: those that a renewal wrote or dropped -> listed rows, terms and words."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, delete, func, select

from overt.record import schema
from overt.record.codec import dump_json
from overt.record.kept import batches, drop, fill
from overt.record.listing.bits import Term, change_bits
from overt.record.listing.terms import order_of, terms_of
from overt.record.words import forget_words, write_words
from overt.types.account import EntityKind
from overt.types.incident import Incident


def forget_listing(connection: Connection) -> None:
    """Put all lists aside."""
    connection.execute(delete(schema.terms))
    connection.execute(delete(schema.listed))
    forget_words(connection)


def write_listing(
    connection: Connection, incidents: Sequence[Incident], gone: Collection[str], persons: Collection[str]
) -> None:
    """List these incidents as they are now, and no longer those that are gone. `persons`: see `find_persons`."""
    former = _former(connection, [*gone, *(incident.id for incident in incidents)])
    numbers = _numbers(connection, incidents, {key: number for key, (number, _) in former.items()})
    lost: dict[Term, set[int]] = defaultdict(set)
    gained: dict[Term, set[int]] = defaultdict(set)
    for number, had in former.values():
        for term in had:
            lost[term].add(number)
    rows = []
    for incident in incidents:
        number, terms = numbers[incident.id], terms_of(incident, persons)
        for term in terms:
            gained[term].add(number)
        row = {"number": number, "incident_id": incident.id, "terms": dump_json([list(term) for term in terms])}
        rows.append(row | order_of(incident))
    change_bits(connection, lost, gained)
    drop(connection, schema.listed.c.number, [number for number, _ in former.values()])
    fill(connection, schema.listed, rows)
    told = {numbers[incident.id]: _words_of(incident) for incident in incidents}
    write_words(connection, [number for number, _ in former.values()], told)


def _former(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[int, list[Term]]]:
    """Return the number and the terms that incidents have until now."""
    table, found = schema.listed, {}
    for some in batches(ids):
        query = select(table.c.incident_id, table.c.number, table.c.terms).where(table.c.incident_id.in_(some))
        for row in connection.execute(query):
            found[row.incident_id] = (row.number, [(facet, value) for facet, value in json.loads(row.terms)])
    return found


def _numbers(connection: Connection, incidents: Sequence[Incident], former: Mapping[str, int]) -> dict[str, int]:
    """Return a number for each incident: the one that it has, else the next."""
    last = connection.execute(select(func.max(schema.listed.c.number))).scalar() or 0
    come = [incident.id for incident in incidents if incident.id not in former]
    return {**former, **{key: number for number, key in enumerate(come, last + 1)}}


def find_persons(connection: Connection, incidents: Sequence[Incident]) -> set[str]:
    """Return the ids of the entities said to be behind the incidents that are persons."""
    table, found = schema.entities, set()
    behind = {one.entity_key for incident in incidents for one in incident.attribution if one.entity_key}
    for some in batches(behind):
        query = select(table.c.id).where(table.c.id.in_(some), table.c.kind == EntityKind.PERSON.value)
        found |= set(connection.execute(query).scalars())
    return found


def _words_of(incident: Incident) -> str:
    return "\n".join(dict.fromkeys((incident.title, *(claim.quote for claim in incident.claims))))
