"""Reads and writes what a ledger keeps for growing: cards, keys, ties and seats, asked for in batches."""

import json
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Any

from sqlalchemy import Column, Connection, Table, and_, bindparam, delete, func, insert, select, tuple_

from overt.record import schema
from overt.record.codec import decode, dump_json, encode
from overt.record.parsing import parse_incident, parse_reading, parse_report, parse_seat
from overt.types.incident import Incident
from overt.types.kept import CardKind, Kept, Row, Seat, Tie, TieKind
from overt.types.linked import LinkedReading
from overt.types.report import Report

_AT_ONCE = 900  # values in one question to the database
_SHORT = 400  # a key with no more rows is read whole
_Json = dict[str, Any]


class LedgerMemory:
    """What earlier runs left in a ledger, as one connection sees it. `is_blank`: all is to be worked out anew."""

    def __init__(self, connection: Connection, card_types: Mapping[str, type], *, is_blank: bool) -> None:
        self._connection = connection
        self._types = card_types
        self._is_blank = is_blank

    def cards(self, kind: CardKind, ids: Collection[str]) -> Mapping[str, Any]:
        """Return cards by id."""
        table = schema.cards
        query = select(table.c.id, table.c.body).where(table.c.kind == kind.value)
        rows = self._rows(query, table.c.id, ids)
        return {row.id: decode(self._types[kind], json.loads(zlib.decompress(row.body))) for row in rows}

    def seats(self, account_ids: Collection[str]) -> Mapping[str, Seat]:
        """Return seats by account; they are kept even where all else is worked out anew."""
        return {seat.account_id: seat for seat in self._seats(schema.seats.c.account_id, account_ids)}

    def seats_of(self, report_ids: Collection[str]) -> Sequence[Seat]:
        """Return all seats of these reports."""
        return tuple(self._seats(schema.seats.c.report_id, report_ids))

    def _seats(self, column: Any, values: Collection[str]) -> Iterator[Seat]:
        for some in batches(values):
            for row in self._connection.execute(select(schema.seats).where(column.in_(some))):
                seat = parse_seat(row)
                yield replace(seat, incident_id=None) if self._is_blank else seat

    def counts(self, keys: Collection[str]) -> Mapping[str, int]:
        """Return how many stand under each key."""
        table, hashed = schema.keys, {_hash(key): key for key in keys}
        query = select(table.c.key, func.count().label("many")).group_by(table.c.key)
        return {hashed[row.key]: row.many for row in self._rows(query, table.c.key, hashed)}

    def members(self, keys: Collection[str]) -> Mapping[str, Sequence[Row]]:
        """Return what stands under each key, in order."""
        table, hashed = schema.keys, {_hash(key): key for key in keys}
        query = select(table.c.key, table.c.place, schema.names.c.id).join(
            schema.names, schema.names.c.number == table.c.item
        )
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self._rows(query, table.c.key, hashed):
            found[hashed[row.key]].append((row.place, row.id))
        return {key: sorted(rows) for key, rows in found.items()}

    def near(self, wanted: Mapping[str, Sequence[int]], reach: Mapping[str, int]) -> Mapping[str, Sequence[list[Row]]]:
        """Return stretches of what stands under each key: at least `reach` rows on both sides of each order wanted."""
        many = self.counts(wanted)
        short = [key for key, count in many.items() if count <= max(_SHORT, 2 * reach[key])]
        found: dict[str, Sequence[list[Row]]] = {key: [list(rows)] for key, rows in self.members(short).items()}
        for key in many.keys() - set(short):
            found[key] = _stretches(self._around(key, order, reach[key]) for order in wanted[key])
        return found

    def _around(self, key: str, order: int, reach: int) -> list[Row]:
        table, hashed = schema.keys, _hash(key)
        query = select(table.c.place, schema.names.c.id).join(schema.names, schema.names.c.number == table.c.item)
        before = query.where(table.c.key == hashed, table.c.place <= order).order_by(table.c.place.desc())
        after = query.where(table.c.key == hashed, table.c.place > order).order_by(table.c.place)
        rows = [*self._connection.execute(before.limit(reach + 1)), *self._connection.execute(after.limit(reach + 1))]
        return sorted((row.place, row.id) for row in rows)

    def between(self, key: str, start: int, end: int) -> int:
        """Count what stands between two orders, both left out."""
        table = schema.keys
        query = select(func.count()).where(table.c.key == _hash(key), table.c.place > start, table.c.place < end)
        return 0 if self._is_blank else self._connection.execute(query).scalar_one()

    def ties(self, ids: Collection[str]) -> Sequence[Tie]:
        """Return all ties of which one end is among the ids."""
        table = schema.ties
        rows = [row for end in (table.c.a, table.c.b) for row in self._rows(select(table), end, ids)]
        ties = {(row.kind, row.a, row.b): row for row in rows}
        return tuple(
            Tie(kind=TieKind(row.kind), a=row.a, b=row.b, reasons=tuple(json.loads(row.reasons)), strength=row.strength)
            for row in ties.values()
        )

    def reports(self, ids: Collection[str]) -> Mapping[str, Report]:
        """Return reports with their texts."""
        table = schema.reports
        query = select(table.c.id, table.c.body, table.c.text)
        return {row.id: parse_report(row.body, row.text) for row in self._rows(query, table.c.id, ids, is_kept=False)}

    def readings(self, ids: Collection[str]) -> Mapping[str, LinkedReading]:
        """Return whole readings."""
        table = schema.reports
        query = select(table.c.id, table.c.body.label("report"), table.c.text, schema.readings.c.body).join(
            schema.readings, schema.readings.c.report_id == table.c.id
        )
        rows = self._rows(query, table.c.id, ids, is_kept=False)
        return {row.id: parse_reading(row.report, row.text, row.body) for row in rows}

    def incidents(self, ids: Collection[str]) -> Mapping[str, Incident]:
        """Return incidents as they are now."""
        rows = list(self._rows(select(schema.incidents.c.id, schema.incidents.c.body), schema.incidents.c.id, ids))
        table = schema.claims
        query = select(table.c.incident_id, table.c.body).order_by(table.c.incident_id, table.c.position)
        claims: dict[str, list[str]] = defaultdict(list)
        for row in self._rows(query, table.c.incident_id, [row.id for row in rows]):
            claims[row.incident_id].append(row.body)
        return {row.id: parse_incident(row.body, claims[row.id]) for row in rows}

    def _rows(self, query: Any, column: Any, values: Iterable[Any], *, is_kept: bool = True) -> Iterator[Any]:
        if self._is_blank and is_kept:
            return
        for some in batches(values):
            yield from self._connection.execute(query.where(column.in_(some)))


def batches(values: Iterable[Any], many: int = _AT_ONCE) -> Iterator[list[Any]]:
    """Yield the values, each once and in order, as many at a time as one question takes."""
    rows = sorted(set(values))
    for at in range(0, len(rows), many):
        yield rows[at : at + many]


def _hash(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big") >> 1


def _stretches(windows: Iterable[list[Row]]) -> list[list[Row]]:
    """Join windows that share a row: each is without a gap, and so is what two that overlap make."""
    found: list[list[Row]] = []
    for window in sorted(window for window in windows if window):
        if found and window[0] <= found[-1][-1]:
            found[-1] += [row for row in window if row > found[-1][-1]]
        else:
            found.append(window)
    return found


def write_kept(connection: Connection, kept: Kept) -> None:
    """Write what a renewal changed of what is kept."""
    _write_cards(connection, kept)
    _write_rows(connection, kept)
    drop_ties(connection, (*kept.gone_ties, *kept.ties))
    fill(
        connection,
        schema.ties,
        (
            {
                "kind": tie.kind.value,
                "a": tie.a,
                "b": tie.b,
                "strength": tie.strength,
                "reasons": dump_json(list(tie.reasons)),
            }
            for tie in kept.ties
        ),
    )
    drop(connection, schema.seats.c.account_id, (seat.account_id for seat in kept.seats))
    fill(connection, schema.seats, ({**encode(seat), "claims": dump_json(encode(seat.claims))} for seat in kept.seats))


def _write_cards(connection: Connection, kept: Kept) -> None:
    table = schema.cards
    by_kind: dict[CardKind, list[str]] = defaultdict(list)
    for kind, key in kept.cards:
        by_kind[kind].append(key)
    for kind, keys in by_kind.items():
        for some in batches(keys):
            connection.execute(delete(table).where(table.c.kind == kind.value, table.c.id.in_(some)))
    rows = ((kind, key, card) for (kind, key), card in kept.cards.items() if card is not None)
    bodies = ((kind, key, zlib.compress(dump_json(encode(card)).encode(), 3)) for kind, key, card in rows)
    fill(connection, table, ({"kind": kind.value, "id": key, "body": body} for kind, key, body in bodies))


def _write_rows(connection: Connection, kept: Kept) -> None:
    table = schema.keys
    moved = (*kept.rows_in.values(), *kept.rows_out.values())
    numbers = number_names(connection, {name for rows in moved for _, name in rows})
    gone = [(_hash(key), order, numbers[name]) for key, rows in kept.rows_out.items() for order, name in rows]
    drop_rows(connection, (table.c.key, table.c.place, table.c.item), gone)
    fill(
        connection,
        table,
        (
            {"key": _hash(key), "place": order, "item": numbers[name]}
            for key, rows in kept.rows_in.items()
            for order, name in rows
        ),
    )


def number_names(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """Return a number for each name, which it keeps."""
    wanted, table = set(names), schema.names
    found: dict[str, int] = {}
    for is_again in (False, True):
        for some in batches(wanted - found.keys()):
            rows = connection.execute(select(table.c.id, table.c.number).where(table.c.id.in_(some)))
            found |= {row.id: row.number for row in rows}
        if not is_again:
            fill(connection, table, ({"id": name} for name in sorted(wanted - found.keys())))
    return found


def drop_ties(connection: Connection, ties: Iterable[Tie]) -> None:
    """Delete ties."""
    table = schema.ties
    drop_rows(connection, (table.c.a, table.c.b, table.c.kind), [(tie.a, tie.b, tie.kind.value) for tie in ties])


def bodies(connection: Connection, table: Table, report_ids: Iterable[str]) -> list[str]:
    """Return the bodies of the rows of these reports."""
    query = select(table.c.body)
    found = (connection.execute(query.where(table.c.report_id.in_(some))).scalars() for some in batches(report_ids))
    return [body for some in found for body in some]


def drop(connection: Connection, column: Any, values: Iterable[Any]) -> None:
    """Delete the rows of a table whose column has one of the values."""
    for some in batches(values):
        connection.execute(delete(column.table).where(column.in_(some)))


def drop_rows(connection: Connection, columns: Sequence[Column[Any]], rows: Iterable[tuple[Any, ...]]) -> None:
    """Delete the rows whose columns have the values of one of the rows."""
    table, found = columns[0].table, list(rows)
    if connection.dialect.name == "sqlite" and found:
        # SQLite looks up each row in no time, and would read the whole table for a list of them.
        this = and_(*(column == bindparam(f"is_{column.name}") for column in columns))
        values = [{f"is_{column.name}": value for column, value in zip(columns, row, strict=True)} for row in found]
        connection.execute(delete(table).where(this), values)
        return
    for some in batches(found, _AT_ONCE // len(columns)):
        # A server is asked once for many: the way to it takes longer than the answer.
        connection.execute(delete(table).where(tuple_(*columns).in_(some)))


def fill(connection: Connection, table: Table, rows: Iterable[_Json]) -> None:
    """Insert rows, if there are any."""
    found = list(rows)
    if found:
        connection.execute(insert(table), found)
