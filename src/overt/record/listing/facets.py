"""Counts by facet: a filter -> for each facet its values, each with how many incidents have it."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

from sqlalchemy import Connection

from overt.record.listing.bits import read_bits, read_most
from overt.record.listing.choosing import Chosen, choose
from overt.record.listing.terms import BLAME, NONE, blame
from overt.record.rows import Facet, FacetCounts, FacetValue, IncidentFilter

_MOST_READ = 1000  # values of one facet that are counted: the most frequent of the ledger
_OTHER = {Facet.ACTOR: Facet.ATTRIBUTION, Facet.ATTRIBUTION: Facet.ACTOR}
_NUMBERED = (Facet.GRADE, Facet.ORIGINS)


def count_facets(
    connection: Connection, wanted: IncidentFilter, facets: Sequence[Facet], most: int
) -> tuple[FacetCounts, ...]:
    """Return the counts of these facets, `most` values of each at most, and always those that were chosen."""
    chosen = choose(connection, wanted)
    return tuple(_count(connection, wanted, chosen, facet, most) for facet in facets)


def _count(connection: Connection, wanted: IncidentFilter, chosen: Chosen, facet: Facet, most: int) -> FacetCounts:
    among = chosen.bits(but=facet)
    sets, rest = _sets(connection, wanted, facet)
    counts = {value: (bits & among).bit_count() for value, bits in sets.items()}
    mine = wanted.chosen(facet)
    # A value beyond those read can have no more than `rest`: one that has less might not be next in order.
    sure = [value for value, many in counts.items() if many > 0 and many >= rest]
    shown = _ordered(facet, sure, counts)
    kept = [*shown[:most], *(value for value in mine if value not in shown[:most])]
    return FacetCounts(
        facet=facet,
        values=tuple(FacetValue(value=one, count=counts.get(one, 0), is_chosen=one in mine) for one in kept),
        has_more=len(shown) > most or (rest > 0 and len(shown) < sum(many > 0 for many in counts.values())),
    )


def _sets(connection: Connection, wanted: IncidentFilter, facet: Facet) -> tuple[Mapping[str, int], int]:
    """Return the incidents of each value; of an actor only as far as a chosen level names it, and the other way."""
    sets, rest = read_most(connection, facet.value, _MOST_READ)
    missing = [value for value in wanted.chosen(facet) if value not in sets]
    sets |= read_bits(connection, facet.value, missing) if missing else {}
    other = _OTHER.get(facet)
    if other is None or not wanted.chosen(other):
        return sets, rest
    pairs = {value: [_pair(facet, value, one) for one in wanted.chosen(other)] for value in sets}
    found = read_bits(connection, BLAME, [pair for some in pairs.values() for pair in some])
    return {value: reduce(or_, (found.get(pair, 0) for pair in some), 0) for value, some in pairs.items()}, rest


def _pair(facet: Facet, value: str, other: str) -> str:
    return blame(value, other) if facet is Facet.ACTOR else blame(other, value)


def _ordered(facet: Facet, values: Iterable[str], counts: Mapping[str, int]) -> list[str]:
    if facet is Facet.YEAR:
        return sorted(values, key=lambda year: (year == NONE, -int(year) if year != NONE else 0))
    if facet in _NUMBERED:
        return sorted(values, key=lambda value: (value == NONE, int(value) if value != NONE else 0))
    return sorted(values, key=lambda value: (-counts[value], value))
