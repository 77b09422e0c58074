"""The numbers of an incident: its tellings -> the chosen quantities, with the rivals."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from overt.reconcile.choosing.settle import Candidate, Settled, settle, weigh_value
from overt.reconcile.telling import Telling
from overt.types.account import Quantity

_CASUALTIES = frozenset({"killed", "injured", "wounded", "dead", "abducted"})


def numbers_of(tellings: Sequence[Telling]) -> dict[tuple[str, str], list[Candidate[Quantity]]]:
    """Return the affirmed numbers by what they count and in which unit."""
    rows: dict[tuple[str, str], list[Candidate[Quantity]]] = defaultdict(list)
    for telling in tellings:
        for q in telling.linked.account.quantities:
            if telling.affirms(*q.claim_ids):
                width = (q.hi - q.lo) if q.lo is not None and q.hi is not None else 1e9
                low = (q.lo or 0.0) if q.what in _CASUALTIES else 0.0
                rows[q.what, q.unit].append(weigh_value(telling, q, _number_label(q), q.claim_ids, size=(width, low)))
    return dict(sorted(rows.items()))


def _number_label(q: Quantity) -> str:
    if q.lo is not None and q.lo == q.hi:
        return f"{q.lo:g}"
    return q.text


def settle_number(rows: Sequence[Candidate[Quantity]]) -> Settled[Quantity]:
    """Return the numbers of one kind on their sides."""
    return settle(rows, is_same_number)


def is_same_number(a: Quantity, b: Quantity) -> bool:
    """Say whether two numbers agree: ranges overlap, vague ones with a tenth to spare."""
    slack = 0.1 if a.vague or b.vague else 0.0
    lo_a, lo_b = (q.lo if q.lo is not None else 0.0 for q in (a, b))
    hi_a, hi_b = (q.hi if q.hi is not None else float("inf") for q in (a, b))
    return lo_a * (1 - slack) <= hi_b * (1 + slack) and lo_b * (1 - slack) <= hi_a * (1 + slack)


def chosen_numbers(found: Settled[Quantity]) -> list[Quantity]:
    """Return what stays: the chosen number and what a report gives beside it."""
    return [replace(side.best.value, claim_ids=side.claim_ids) for side in found.kept]
