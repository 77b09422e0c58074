"""Which incidents pass a filter: IncidentFilter -> sets of them, one for each condition."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from sqlalchemy import Connection, String, cast, func, select

from overt.record import schema
from overt.record.kept import batches
from overt.record.listing.bits import read_bits, to_bits
from overt.record.listing.terms import ALL, BLAME, MOST_ORIGINS, blame
from overt.record.listing.words import find_words
from overt.record.rows import Facet, IncidentFilter

_BEHIND = (Facet.ACTOR, Facet.ATTRIBUTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The incidents that meet each condition. `conditions` name the facets that they are about."""

    conditions: tuple[tuple[tuple[Facet, ...], int], ...]

    def bits(self, but: Facet | None = None) -> int:
        """Return those that meet all conditions, or all but what is said of one facet."""
        return reduce(and_, (bits for facets, bits in self.conditions if but not in facets))


def choose(connection: Connection, wanted: IncidentFilter) -> Chosen:
    """Return which incidents meet each condition of a filter."""
    conditions: list[tuple[tuple[Facet, ...], int]] = [((), read_bits(connection, ALL[0]).get(ALL[1], 0))]
    is_joint = bool(wanted.actor and wanted.attribution)
    alone = [facet for facet in Facet if wanted.chosen(facet) and not (is_joint and facet in _BEHIND)]
    conditions += (((facet,), _any(connection, facet, wanted.chosen(facet))) for facet in alone)
    if is_joint:
        pairs = [blame(actor, level) for actor in wanted.actor for level in wanted.attribution]
        conditions.append((_BEHIND, _any(connection, BLAME, pairs)))
    if wanted.best_grade is not None:
        numbers = [6] if wanted.best_grade == 6 else range(1, wanted.best_grade + 1)
        conditions.append(((), _any(connection, Facet.GRADE, map(str, numbers))))
    if wanted.least_origins is not None:
        least = min(wanted.least_origins, MOST_ORIGINS)
        conditions.append(((), _any(connection, Facet.ORIGINS, map(str, range(least, MOST_ORIGINS + 1)))))
    if not wanted.with_rejected:
        conditions.append(((), conditions[0][1] & ~_any(connection, Facet.STATUS, ["rejected"])))
    conditions += (((), bits) for bits in _others(connection, wanted))
    return Chosen(conditions=tuple(conditions))


def _any(connection: Connection, facet: str, values: Iterable[str]) -> int:
    return reduce(or_, read_bits(connection, str(facet), list(values)).values(), 0)


def _others(connection: Connection, wanted: IncidentFilter) -> Iterable[int]:
    """Yield the sets of the conditions that no term answers."""
    table = schema.listed
    if wanted.since is not None or wanted.until is not None:
        # One text of all numbers: a row for each takes ten times as long.
        query = select(func.aggregate_strings(cast(table.c.number, String), ","))
        query = query.where(table.c.hi >= (wanted.since or "0"), table.c.lo <= (wanted.until or "9999"))
        found = connection.execute(query).scalar()
        yield to_bits(map(int, found.split(","))) if found else 0
    if wanted.ids:
        yield _one_of(connection, select(table.c.number), table.c.incident_id, wanted.ids)
    if wanted.reports:
        claims = schema.claims
        told = select(table.c.number).join(claims, claims.c.incident_id == table.c.incident_id).distinct()
        yield _one_of(connection, told, claims.c.report_id, wanted.reports)
    if wanted.words is not None and wanted.words.strip():
        yield to_bits(find_words(connection, wanted.words))


def _one_of(connection: Connection, query: Any, column: Any, values: Iterable[str]) -> int:
    return to_bits(
        number for some in batches(values) for number in connection.execute(query.where(column.in_(some))).scalars()
    )
