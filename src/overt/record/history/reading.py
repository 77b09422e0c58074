"""Reads the history: revisions, incidents as they were at one of them, and what two of them differ in."""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from sqlalchemy import Connection, func, select

from overt.base.errors import LedgerError
from overt.record import schema
from overt.record.codec import decode
from overt.record.history.versions import parse_version, stored_versions, unpack
from overt.record.kept import batches
from overt.types.history import Cause, CauseKind, Change, Difference, Revision
from overt.types.incident import Incident

_SEE = "See them all: overt history"


def read_revisions(connection: Connection, after: int = 0, upto: int | None = None) -> tuple[Revision, ...]:
    """Return the revisions with a number above `after`, oldest first."""
    table = schema.revisions
    query = select(table).where(table.c.number > after).order_by(table.c.number)
    if upto is not None:
        query = query.where(table.c.number <= upto)
    rows = connection.execute(query).mappings()
    return tuple(decode(Revision, {**row, "causes": json.loads(row["causes"])}) for row in rows)


def find_revision(revisions: Sequence[Revision], said: str) -> int:
    """Return the number of the revision that is meant by a number, or by a day, month or time (UTC): the last by then.

    0 is the empty ledger. Raises LedgerError if there is none.
    """
    newest = revisions[-1].number if revisions else 0
    if (said.isdigit() and len(said) != 4) or (said.isdigit() and int(said) <= newest):
        if int(said) > newest:
            raise LedgerError(f"there is no such revision; the newest is {newest}", where=said, todo=_SEE)
        found = int(said)
    elif re.fullmatch(r"\d{4}(-\d\d(-\d\d([T ]\d\d:\d\d(:\d\d)?Z?)?)?)?", said):
        end = said.replace(" ", "T").removesuffix("Z") + "~"  # behind all times that begin so
        found = max((one.number for one in revisions if one.at < end), default=0)
    else:
        raise LedgerError("this is no revision as 12 and no day as 2026-11-20", where=said, todo=_SEE)
    if found == 0 and revisions and any(one.kind is CauseKind.UPGRADED for one in revisions[0].causes):
        what = f"the history of this ledger begins at {revisions[0].at}: older versions kept none"
        raise LedgerError(what, where=said, todo=_SEE)
    return found


def versions_at(connection: Connection, number: int, incident_ids: Collection[str] | None = None) -> Iterator[str]:
    """Yield all incidents (or these) whole as they were at a revision, by id."""
    changed = _changed_after(connection, number, incident_ids)
    table = schema.incidents
    present = connection.execute(select(table.c.id)).scalars().all() if incident_ids is None else incident_ids
    ids = changed.keys() | set(present)
    for some in batches(ids):
        found = _versions(connection, some, changed)
        yield from (version for _, version in sorted(found.items()))


def incident_ids_at(connection: Connection, number: int) -> tuple[str, ...]:
    """Return the ids of all incidents at a revision, sorted."""
    table = schema.history
    changed = _changed_after(connection, number, None)
    present = set(connection.execute(select(schema.incidents.c.id)).scalars()) - changed.keys()
    there = select(table.c.incident_id, table.c.revision).where(table.c.former.is_not(None), table.c.revision > number)
    former = {row.incident_id for row in connection.execute(there) if changed[row.incident_id] == row.revision}
    return tuple(sorted(present | former))


def _changed_after(connection: Connection, number: int, incident_ids: Collection[str] | None) -> dict[str, int]:
    """Return the incidents that changed after a revision, each with the first revision that changed it."""
    table = schema.history
    query = select(table.c.incident_id, func.min(table.c.revision).label("first")).where(table.c.revision > number)
    query = query.group_by(table.c.incident_id)
    parts = (
        [query] if incident_ids is None else [query.where(table.c.incident_id.in_(p)) for p in batches(incident_ids)]
    )
    return {row.incident_id: row.first for part in parts for row in connection.execute(part)}


def _versions(connection: Connection, incident_ids: Iterable[str], changed: Mapping[str, int]) -> dict[str, str]:
    """Return these incidents whole: as they stand now, or, where they changed, as they were until then."""
    table, wanted = schema.history, set(incident_ids)
    found = stored_versions(connection, wanted - changed.keys())
    query = select(table.c.incident_id, table.c.revision, table.c.former)
    for some in batches(wanted & changed.keys()):
        for row in connection.execute(query.where(table.c.incident_id.in_(some))):
            version = unpack(row.former) if row.revision == changed[row.incident_id] else None
            if version is not None:
                found[row.incident_id] = version
    return found


def read_difference(
    connection: Connection, start: int, end: int, incident_ids: Collection[str] | None = None
) -> Difference:
    """Return what is other at the revision `end` than at `start`, which may be the later one."""
    low, high = min(start, end), max(start, end)
    revisions = read_revisions(connection, 0, high)
    causes = _causes_between(connection, revisions, low, incident_ids)
    ids = sorted(causes)
    sides = [
        {one.id: one for one in map(parse_version, versions_at(connection, number, ids))} for number in (start, end)
    ]
    before, after = sides
    changed = [key for key in ids if before.get(key) != after.get(key)]
    kin = _kin({key: (before.get(key), after.get(key)) for key in changed})
    by_number = {one.number: one for one in revisions}
    return Difference(
        start=by_number.get(start),
        end=by_number.get(end),
        between=tuple(one for one in revisions if one.number > low),
        changes=tuple(
            Change(
                incident_id=key,
                before=before.get(key),
                after=after.get(key),
                causes=tuple(dict.fromkeys(causes[key])),
                kin=kin[key],
            )
            for key in changed
        ),
    )


def _causes_between(
    connection: Connection, revisions: Sequence[Revision], low: int, incident_ids: Collection[str] | None
) -> dict[str, list[Cause]]:
    table = schema.history
    query = select(table.c.incident_id, table.c.revision, table.c.causes).order_by(table.c.revision)
    query = query.where(table.c.revision > low, table.c.revision <= (revisions[-1].number if revisions else 0))
    parts = (
        [query] if incident_ids is None else [query.where(table.c.incident_id.in_(p)) for p in batches(incident_ids)]
    )
    told = {one.number: one.causes for one in revisions}
    found: dict[str, list[Cause]] = defaultdict(list)
    for row in chain.from_iterable(map(connection.execute, parts)):
        found[row.incident_id] += (told[row.revision][position] for position in json.loads(row.causes))
    return found


def _kin(changes: Mapping[str, tuple[Incident | None, Incident | None]]) -> dict[str, tuple[str, ...]]:
    """Return for each incident the others that have on the other side what it had or has: accounts, or claims."""
    sides: tuple[dict[str, set[str]], ...] = (defaultdict(set), defaultdict(set))
    for key, versions in changes.items():
        for side, version in zip(sides, versions, strict=True):
            for part in _parts(version):
                side[part].add(key)
    found = {}
    for key, (before, after) in changes.items():
        mine = (_parts(before) - _parts(after), _parts(after) - _parts(before))
        others = (sides[1 - side].get(part, set()) for side in (0, 1) for part in mine[side])
        found[key] = tuple(sorted(set().union(*others) - {key}))
    return found


def _parts(incident: Incident | None) -> set[str]:
    if incident is None:
        return set()
    return {*incident.account_ids, *(claim.id for claim in incident.claims if claim.field == "type")}
