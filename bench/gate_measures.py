"""All figures of the gate, in the order of the table: gold and matches in, measures out."""

from collections.abc import Callable

from bench.gate_accusations import measure_accusations
from bench.gate_across import (
    measure_dependence,
    measure_detection,
    measure_joins,
    measure_links,
    measure_out_of_scope,
)
from bench.gate_fields import (
    measure_certainty,
    measure_country,
    measure_disputed,
    measure_numbers,
    measure_place,
    measure_protected,
    measure_reversed,
    measure_roles,
    measure_sponsor,
    measure_sponsor_standing,
    measure_stage,
    measure_time,
)
from bench.gate_gold import Gold
from bench.gate_match import Matches
from bench.gate_measure import Measure
from bench.gate_pages import (
    measure_cites,
    measure_grounding,
    measure_language,
    measure_notices_marked,
    measure_notices_untouched,
    measure_published,
    measure_statistics,
)

_MEASURES: tuple[Callable[[Gold, Matches], Measure], ...] = (
    measure_detection,
    measure_out_of_scope,
    measure_time,
    measure_country,
    measure_place,
    measure_stage,
    measure_roles,
    measure_accusations,
    measure_protected,
    measure_sponsor,
    measure_sponsor_standing,
    measure_certainty,
    measure_numbers,
    measure_disputed,
    measure_reversed,
    measure_joins,
    measure_links,
    measure_dependence,
    measure_statistics,
    measure_cites,
    measure_published,
    measure_language,
    measure_notices_marked,
    measure_notices_untouched,
    measure_grounding,
)


def measure_all(gold: Gold, matches: Matches) -> tuple[Measure, ...]:
    """Return every figure.

    What belongs to an incident that was not found is missed too: finding more can then never lower a recall.
    """
    return tuple(make(gold, matches) for make in _MEASURES)
