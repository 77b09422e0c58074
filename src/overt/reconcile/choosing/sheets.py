"""Adds what only somebody's spreadsheet says of an incident that reports tell: values chosen in, completed values out.

Reports are never outvoted by a sheet: it fills what all of them leave open, and is marked.
"""

from collections.abc import Sequence
from dataclasses import replace

from overt.reconcile.choosing.values import Values, choose_values
from overt.reconcile.telling import Telling

FROM_SHEET = "from_spreadsheet"  # the flag of what nothing but a sheet tells
IN_SHEET = "in_spreadsheet"  # and of what a sheet has as well


def fill_from_sheets(values: Values, tellings: Sequence[Telling]) -> Values:
    """Return the values that reports give with what rows of sheets add."""
    rows = tuple(telling for telling in tellings if telling.report.row is not None)
    if not rows:
        return values
    added = choose_values(rows)
    known = {one.what for one in values.quantities}
    has_site = any(place.role == "event_site" for place in values.places)
    return replace(
        values,
        time=values.time or added.time,
        places=values.places if has_site else (*values.places, *added.places),
        quantities=(*values.quantities, *(one for one in added.quantities if one.what not in known)),
        target_object=values.target_object or added.target_object,
        flags=tuple(sorted({*values.flags, *added.flags, IN_SHEET} - {FROM_SHEET})),
    )
