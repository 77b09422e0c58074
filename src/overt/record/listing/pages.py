"""Reads a page of a list: filter, order and cursor -> rows, along the index of the order and never past the page."""

import base64
import binascii
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, literal, select, tuple_

from overt.base.errors import SettingsError
from overt.record import schema
from overt.record.kept import batches
from overt.record.listing.bits import to_numbers
from overt.record.listing.choosing import choose
from overt.record.listing.hits import find_hits
from overt.record.rows import Facet, IncidentFilter, IncidentPage, IncidentRow, Sort

_FEW = 2000  # so many are put in order by themselves; of more, the order is gone along until the page is full
_STRIDE = 500  # rows read at first; each time twice as many
_Keys = tuple[Any, ...]
_COLUMNS = tuple(schema.incidents.c[name] for name in IncidentRow.__dataclass_fields__ if name in schema.incidents.c)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """The way along an order: from where, and whether backwards."""

    sort: Sort
    start: _Keys | None
    is_back: bool  # towards the page before

    def write(self, keys: _Keys, *, is_back: bool) -> str:
        """Return the cursor that goes on from a row."""
        found = json.dumps([self.sort.value, "<" if is_back else ">", *keys], separators=(",", ":"))
        return base64.urlsafe_b64encode(found.encode()).decode().rstrip("=")


def read_page(
    connection: Connection, wanted: IncidentFilter, sort: Sort, cursor: str | None, size: int | None
) -> IncidentPage:
    """Return the rows from a cursor on, `size` at most. Raises SettingsError for what is no cursor of this order."""
    way = _read_cursor(cursor, sort)
    bits = choose(connection, wanted).bits()
    total = bits.bit_count()
    found = _few(connection, bits, way, size) if total <= _FEW else _along(connection, bits, way, size)
    has_more = size is not None and len(found) > size
    found = found[:size] if size is not None else found
    if way.is_back:
        found.reverse()
    has_before, has_after = (has_more, True) if way.is_back else (way.start is not None, has_more)
    return IncidentPage(
        rows=tuple(_rows(connection, [keys[-1] for keys in found], wanted.words)),
        total=total,
        next=way.write(found[-1], is_back=False) if found and has_after else None,
        previous=way.write(found[0], is_back=True) if found and has_before else None,
    )


def count_listed(connection: Connection, wanted: IncidentFilter) -> int:
    """Return how many pass a filter."""
    return choose(connection, wanted).bits().bit_count()


def _read_cursor(cursor: str | None, sort: Sort) -> _Way:
    if cursor is None:
        return _Way(sort=sort, start=None, is_back=False)
    kinds = [column.type.python_type for column in schema.ORDERS[sort.value]]
    try:
        padded = cursor.encode() + b"=" * (-len(cursor) % 4)
        found = json.loads(base64.urlsafe_b64decode(padded))
        name, side, *keys = found
        if (name, [type(key) for key in keys]) != (sort.value, kinds) or side not in ("<", ">"):
            raise ValueError(name)  # noqa: TRY301 - one end for all that is no cursor
    except (ValueError, TypeError, binascii.Error) as error:
        raise SettingsError(
            "this is no place in this list", where=cursor[:60], todo="Begin at the first page again."
        ) from error
    return _Way(sort=sort, start=tuple(keys), is_back=side == "<")


def _query(way: _Way) -> Any:
    columns = schema.ORDERS[way.sort.value]
    query = select(*columns).order_by(*(column.desc() if way.is_back else column for column in columns))
    return query if way.start is None else query.where(_beyond(way, way.start))


def _beyond(way: _Way, keys: _Keys) -> Any:
    columns = tuple_(*schema.ORDERS[way.sort.value])
    values = tuple_(*(literal(key) for key in keys))
    return columns < values if way.is_back else columns > values


def _few(connection: Connection, bits: int, way: _Way, size: int | None) -> list[_Keys]:
    found = [
        tuple(row)
        for some in batches(to_numbers(bits))
        for row in connection.execute(_query(way).where(schema.listed.c.number.in_(some)))
    ]
    found.sort(reverse=way.is_back)  # as the database does: bytewise
    return found if size is None else found[: size + 1]


def _along(connection: Connection, bits: int, way: _Way, size: int | None) -> list[_Keys]:
    """Go along the order and keep those of the set, one more than the page takes."""
    whole = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    found: list[_Keys] = []
    stride, most = _STRIDE, len(whole) * 8
    while True:
        rows = [tuple(row) for row in connection.execute(_query(way).limit(stride if size is not None else None))]
        found += [keys for keys in rows if keys[-1] < most and whole[keys[-1] >> 3] >> (keys[-1] & 7) & 1]
        if size is None or len(found) > size or len(rows) < stride:
            return found
        way, stride = replace(way, start=rows[-1]), stride * 2


def _rows(connection: Connection, numbers: Sequence[int], words: str | None) -> Iterator[IncidentRow]:
    incidents, listed = schema.incidents, schema.listed
    found: dict[int, IncidentRow] = {}
    query = select(listed.c.number, listed.c.terms, *_COLUMNS).join(incidents, incidents.c.id == listed.c.incident_id)
    for some in batches(numbers):
        for row in connection.execute(query.where(listed.c.number.in_(some))):
            values = {column.name: getattr(row, column.name) for column in _COLUMNS}
            found[row.number] = IncidentRow(**values, terms=_terms(row.terms))
    titles = {row.id: row.title for row in found.values()}
    hits = find_hits(connection, titles, words) if words is not None and words.strip() else {}
    for number in numbers:
        one = found[number]
        yield replace(one, hit=hits[one.id]) if one.id in hits else one


def _terms(stored: str) -> Mapping[Facet, tuple[str, ...]]:
    found: dict[Facet, list[str]] = defaultdict(list)
    for facet, value in json.loads(stored):
        if facet in _FACETS:
            found[_FACETS[facet]].append(value)
    return {facet: tuple(values) for facet, values in found.items()}


_FACETS = {facet.value: facet for facet in Facet}
