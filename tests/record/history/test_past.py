"""The ledger as it was, and what two revisions differ in: laws over random histories of reports and decisions."""

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from overt.record.codec import decode, encode
from overt.record.ledger import Ledger
from overt.record.rows import Facet, IncidentRow
from overt.share.differences import difference_json
from overt.types.history import CauseKind
from overt.types.incident import Incident
from overt.types.linked import LinkedReading
from tests.decisions.test_histories import RULES, act, add, files, ledger_of, shown
from tests.reconcile.test_properties import collections
from tests.stores import Stores

__all__ = ["files"]  # a fixture

Seen = tuple[tuple[IncidentRow, ...], list[Incident]]


def look(ledger: Any) -> Seen:
    """Return what a person sees of a ledger: the list, the order of equals aside, and each incident whole.

    Who is behind it is no term in the past where nobody knows any more whether it is a person.
    """
    rows = (
        replace(row, terms={facet: values for facet, values in row.terms.items() if facet is not Facet.ACTOR})
        for row in ledger.page(size=None).rows
    )
    return tuple(sorted(rows, key=lambda row: row.id)), shown(ledger)


def newest(ledger: Ledger) -> int:
    return max((one.number for one in ledger.revisions()), default=0)


def live(ledger: Ledger, later: list[LinkedReading], data: st.DataObject) -> dict[int, Seen]:
    """Let things happen to a ledger; return what was seen at each revision."""
    seen = {newest(ledger): look(ledger)}
    for number in range(data.draw(st.integers(1, 4))):
        act(ledger, data) if data.draw(st.booleans()) else add(ledger, later[number : number + 1])
        found = newest(ledger)
        assert found in seen or found == max(seen) + 1, number
        if found in seen:
            assert look(ledger) == seen[found]
        seen[found] = look(ledger)
    return seen


@RULES
@given(collections(), collections("later"), st.data())
def test_as_of_a_revision_all_is_as_it_was_seen_then(
    files: Stores, readings: list[LinkedReading], later: list[LinkedReading], data: st.DataObject
) -> None:
    with ledger_of(files, readings) as ledger:
        seen = live(ledger, list(later), data)
        for number, (rows, incidents) in seen.items():
            past = ledger.as_of(number)
            assert look(past) == (rows, incidents)
            assert past.incident_ids() == tuple(one.id for one in incidents)
            assert [past.incident(one.id) for one in incidents] == incidents
        assert look(ledger.as_of(0)) == ((), [])
        assert ledger.verify().flaws == ()


@RULES
@given(collections(), collections("later"), st.data())
def test_a_difference_applied_to_one_revision_gives_the_other(
    files: Stores, readings: list[LinkedReading], later: list[LinkedReading], data: st.DataObject
) -> None:
    with ledger_of(files, readings) as ledger:
        seen = live(ledger, list(later), data)
        one, other = data.draw(st.sampled_from(sorted(seen))), data.draw(st.sampled_from(sorted(seen)))
        told = json.loads(difference_json(ledger.difference(one, other)))
        assert apply(seen[one][1], told) == seen[other][1]
        assert bool(told["incidents"]) == (seen[one][1] != seen[other][1])


def apply(incidents: list[Incident], told: dict[str, Any]) -> list[Incident]:
    """Do to incidents what a difference as JSON says."""
    found = {one.id: encode(one) for one in incidents}
    for change in told["incidents"]:
        if change["change"] == "dropped":
            del found[change["id"]]
            continue
        data = found.setdefault(change["id"], {"id": change["id"], "claims": []})
        for name, sides in change["fields"].items():
            assert data.get(name) == sides["before"]
            data[name] = sides["after"]
        claims = {claim["id"]: claim for claim in (*data["claims"], *change["claims"]["added"])}
        assert set(change["claims"]["dropped"]) == claims.keys() - set(change["claims"]["order"])
        data["claims"] = [claims[key] for key in change["claims"]["order"]]
    return [decode(Incident, found[key]) for key in sorted(found)]


@RULES
@given(collections(), collections("later"), st.data())
def test_each_change_says_why(
    files: Stores, readings: list[LinkedReading], later: list[LinkedReading], data: st.DataObject
) -> None:
    with ledger_of(files, readings) as ledger:
        live(ledger, list(later), data)
        for one in ledger.revisions():
            assert one.causes
            found = ledger.difference(one.number - 1, one.number)
            assert {cause for change in found.changes for cause in change.causes} <= set(one.causes)
            assert any(change.causes for change in found.changes)
            for change in found.changes:
                told = {claim.report_id for side in (change.before, change.after) if side for claim in side.claims}
                came = {cause.report_id for cause in one.causes if cause.kind is CauseKind.REPORT_ADDED}
                assert {c.report_id for c in change.causes if c.report_id} >= told & came
