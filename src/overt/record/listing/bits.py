"""Sets of incidents as bits of a whole number, written in parts, read whole: bit n is the incident numbered n."""

import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, delete, select

from overt.record import schema
from overt.record.kept import batches, fill

Term = tuple[str, str]  # facet, value
_PART = 1 << 16  # incidents whose bits are written together: a change of one incident rewrites no more
_Changes = dict[str, tuple[set[int], set[int]]]  # by value: the numbers that go and that come


def to_bits(numbers: Iterable[int]) -> int:
    """Return the set of these numbers."""
    found = bytearray()
    for number in numbers:
        at = number >> 3
        if at >= len(found):
            found.extend(bytes(max(at + 1, 2 * len(found)) - len(found)))
        found[at] |= 1 << (number & 7)
    return int.from_bytes(found, "little")


def to_numbers(bits: int) -> list[int]:
    """Return the numbers in a set, sorted."""
    whole = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    return [at * 8 + bit for at, byte in enumerate(whole) if byte for bit in range(8) if byte >> bit & 1]


def read_bits(connection: Connection, facet: str, values: Collection[str] | None = None) -> dict[str, int]:
    """Return the sets of a facet by value; `values`: of these alone, and only those that have one."""
    table = schema.terms
    query = select(table.c.value, table.c.part, table.c.bits).where(table.c.facet == facet)
    if values is not None:
        query = query.where(table.c.value.in_(sorted(values)))
    found: dict[str, int] = defaultdict(int)
    for value, part, packed in connection.execute(query):
        found[value] |= _unpack(packed) << (part * _PART)
    return dict(found)


def read_most(connection: Connection, facet: str, most: int) -> tuple[dict[str, int], int]:
    """Return the largest sets of a facet, and how large any other may be."""
    table = schema.terms
    size: dict[str, int] = defaultdict(int)
    for value, many in connection.execute(select(table.c.value, table.c.many).where(table.c.facet == facet)):
        size[value] += many
    ordered = sorted(size, key=lambda value: (-size[value], value))
    rest = size[ordered[most]] if len(ordered) > most else 0
    return read_bits(connection, facet, ordered[:most]), rest


def change_bits(connection: Connection, lost: Mapping[Term, set[int]], gained: Mapping[Term, set[int]]) -> None:
    """Take numbers out of sets and put others in."""
    changes: dict[tuple[str, int], _Changes] = defaultdict(lambda: defaultdict(lambda: (set(), set())))
    for side, terms in enumerate((lost, gained)):
        for (facet, value), numbers in terms.items():
            for number in numbers:
                changes[facet, number // _PART][value][side].add(number % _PART)
    for (facet, part), of_values in sorted(changes.items()):
        _change_part(connection, facet, part, of_values)


def _change_part(connection: Connection, facet: str, part: int, changes: _Changes) -> None:
    table, rows = schema.terms, []
    for values in batches(changes):
        these = (table.c.facet == facet, table.c.part == part, table.c.value.in_(values))
        stored = {row.value: row.bits for row in connection.execute(select(table.c.value, table.c.bits).where(*these))}
        connection.execute(delete(table).where(*these))
        for value in values:
            gone, come = changes[value]
            bits = _unpack(stored[value]) if value in stored else 0
            bits = bits & ~to_bits(gone) | to_bits(come)
            if bits:
                row = {"facet": facet, "value": value, "part": part, "many": bits.bit_count()}
                rows.append(row | {"bits": zlib.compress(bits.to_bytes(_PART // 8, "little"), 1)})
    fill(connection, table, rows)


def _unpack(packed: bytes) -> int:
    return int.from_bytes(zlib.decompress(packed), "little")
