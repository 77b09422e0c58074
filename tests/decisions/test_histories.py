"""Random histories of decisions over random reports: what was decided holds, and what is undone was never there."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from overt import assemble
from overt.base.errors import SettingsError
from overt.decide import Desk
from overt.record import open_ledger
from overt.record.ledger import Ledger
from overt.record.rows import EngineMark
from overt.types.decision import DecisionKind
from overt.types.incident import Incident
from overt.types.linked import LinkedReading
from tests.reconcile.test_properties import collections
from tests.stores import Stores

# Without shrinking: each step writes to a ledger, and a smaller example is not worth ten minutes.
RULES = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
ACTIONS = ("accept", "reject", "merge", "split", "apart", "stage", "town", "strike", "same", "undo", "note")


@pytest.fixture
def files(tmp_path: Path) -> Stores:
    """Return where ledgers are files: what is tested here is mostly the same code for each database."""
    return Stores(tmp_path, None)


@contextmanager
def ledger_of(stores: Stores, readings: Sequence[LinkedReading]) -> Iterator[Ledger]:
    """Give a ledger that holds readings and what they amount to."""
    with stores.fresh() as address, open_ledger(address, create=True) as ledger:
        add(ledger, readings)
        yield ledger


def add(ledger: Ledger, readings: Sequence[LinkedReading]) -> None:
    mark = assemble.engine_mark()
    for reading in readings:
        ledger.add_reading(reading.report, reading, mark)
    assemble.renew_findings(ledger, mark)


def act(ledger: Ledger, data: st.DataObject, actions: Sequence[str] = ACTIONS) -> None:
    """Take one random decision, if it can be taken."""
    desk = Desk(ledger, by=data.draw(st.sampled_from(["Ada", "Ben"])))
    incidents = sorted(ledger.incidents(), key=lambda one: one.id)
    if not incidents:
        return
    one = data.draw(st.sampled_from(incidents))
    two = data.draw(st.sampled_from(incidents))
    try:
        match data.draw(st.sampled_from(list(actions))):
            case "accept":
                desk.accept(one.id)
            case "reject":
                desk.reject(one.id, why="an accident")
            case "merge":
                desk.merge([one.id, two.id])
            case "split":
                desk.split(one.id, [data.draw(st.sampled_from(one.sources.report_ids))])
            case "apart":
                desk.keep_apart([one.id, two.id])
            case "stage":
                desk.set_value(one.id, "stage", "foiled", source="the court's file, page 3")
            case "town":
                sites = [claim.id for claim in one.claims if claim.field == "place"]
                if sites:
                    desk.set_value(one.id, "place", claims=[data.draw(st.sampled_from(sites))])
            case "strike":
                desk.strike([data.draw(st.sampled_from([claim.id for claim in one.claims]))], why="misread")
            case "same":
                people = sorted(entity.id for entity in ledger.entities())
                desk.same([data.draw(st.sampled_from(people)), data.draw(st.sampled_from(people))] if people else [])
            case "undo":
                open_ones = undoable(ledger)
                if open_ones:
                    desk.undo(data.draw(st.sampled_from(open_ones)))
            case "note":
                desk.note(one.id, "See the second page.")
    except SettingsError:
        return  # the same incident twice, or no report to split off: refused, and nothing was written


def undoable(ledger: Ledger) -> list[int]:
    """Return the decisions that hold now, undos among them."""
    told = ledger.decisions()
    gone: set[int] = set()
    for one in reversed(told):
        if one.draft.undoes is not None and one.number not in gone:
            gone.add(one.draft.undoes)
    return [one.number for one in told if one.number not in gone]


def shown(ledger: Ledger) -> list[Incident]:
    return sorted(ledger.incidents(), key=lambda one: one.id)


@RULES
@given(collections(), st.data())
def test_undoing_all_restores_exactly_what_was(
    files: Stores, readings: list[LinkedReading], data: st.DataObject
) -> None:
    _undo_all(files, readings, data)


@settings(RULES, max_examples=4)
@given(collections(), st.data())
def test_undoing_all_restores_exactly_what_was_in_each_database(
    stores: Stores, readings: list[LinkedReading], data: st.DataObject
) -> None:
    _undo_all(stores, readings, data)


def _undo_all(stores: Stores, readings: list[LinkedReading], data: st.DataObject) -> None:
    with ledger_of(stores, readings) as ledger:
        before = shown(ledger)
        for _ in range(data.draw(st.integers(1, 6))):
            act(ledger, data)
        while holding := [n for n in undoable(ledger) if ledger.decisions()[n - 1].draft.kind is not DecisionKind.UNDO]:
            Desk(ledger, by="Ada").undo(data.draw(st.sampled_from(holding)))
        assert shown(ledger) == before
        assert ledger.conflicts() == ()


@RULES
@given(collections(), st.data())
def test_undoing_an_undo_puts_the_decision_back(
    files: Stores, readings: list[LinkedReading], data: st.DataObject
) -> None:
    with ledger_of(files, readings) as ledger:
        for _ in range(data.draw(st.integers(1, 3))):
            act(ledger, data, ["merge", "split", "accept", "stage"])
        if not (holding := undoable(ledger)):
            return
        before = shown(ledger)
        desk = Desk(ledger, by="Ben")
        first = desk.undo(data.draw(st.sampled_from(holding)))
        desk.undo(first.number)
        assert shown(ledger) == before


@RULES
@given(collections(), st.data())
def test_merge_then_split_is_the_identity(files: Stores, readings: list[LinkedReading], data: st.DataObject) -> None:
    with ledger_of(files, readings) as ledger:
        before = shown(ledger)
        pairs = [(a, b) for a in before for b in before if not set(a.sources.report_ids) & set(b.sources.report_ids)]
        if not pairs:
            return
        one, other = data.draw(st.sampled_from(pairs))
        desk = Desk(ledger, by="Ada")
        merged = desk.merge([one.id, other.id])
        whole = ledger.incident(one.id)
        assert set(whole.account_ids) == set(one.account_ids) | set(other.account_ids)
        assert [told.number for told in whole.decided] == [merged.number]
        desk.split(one.id, other.sources.report_ids)
        assert [told(found) for found in shown(ledger)] == [told(found) for found in before]


def told(incident: Incident) -> Incident:
    """Return an incident without what names the decisions, and without what the machine proposes to join."""
    return replace(incident, decided=(), links=tuple(link for link in incident.links if link.kind != "possibly_same"))


@RULES
@given(collections(), st.data())
def test_a_run_again_changes_nothing(files: Stores, readings: list[LinkedReading], data: st.DataObject) -> None:
    with ledger_of(files, readings) as ledger:
        for _ in range(data.draw(st.integers(1, 5))):
            act(ledger, data)
        before, conflicts = shown(ledger), ledger.conflicts()
        shuffled = data.draw(st.permutations(readings))
        add(ledger, [replace(one, cites=(*one.cites, "")) for one in shuffled])  # read again, and otherwise
        add(ledger, shuffled)
        assert shown(ledger) == before
        assert ledger.conflicts() == conflicts


@RULES
@given(collections(), st.data())
def test_what_decisions_change_is_what_all_of_them_make_at_once(
    files: Stores, readings: list[LinkedReading], data: st.DataObject
) -> None:
    with ledger_of(files, readings) as ledger:
        for _ in range(data.draw(st.integers(1, 5))):
            act(ledger, data)
        before, conflicts = shown(ledger), ledger.conflicts()
        assemble.renew_findings(ledger, EngineMark(name="another", knowledge="engine"))
        assert shown(ledger) == before
        assert ledger.conflicts() == conflicts


@RULES
@given(collections(), collections("later"), st.data())
def test_what_was_accepted_or_rejected_stays_so(
    files: Stores, readings: list[LinkedReading], others: list[LinkedReading], data: st.DataObject
) -> None:
    with ledger_of(files, readings) as ledger:
        if not (incidents := shown(ledger)):
            return
        one = data.draw(st.sampled_from(incidents))
        Desk(ledger, by="Ada").accept(one.id)
        add(ledger, others)
        add(ledger, [read_by_another_engine(reading) for reading in readings])
        marked = {(claim.report_id, claim.span) for claim in one.claims if claim.field == "type"}
        for found in shown(ledger):
            is_meant = bool(marked & {(claim.report_id, claim.span) for claim in found.claims})
            assert (found.status == "accepted") is is_meant


@RULES
@given(collections(), st.data())
def test_an_engine_that_misses_an_accepted_incident_is_told_and_not_obeyed(
    files: Stores, readings: list[LinkedReading], data: st.DataObject
) -> None:
    with ledger_of(files, readings) as ledger:
        if not (incidents := shown(ledger)):
            return
        one = data.draw(st.sampled_from(incidents))
        decided = Desk(ledger, by="Ada").accept(one.id)
        add(ledger, [replace(reading, accounts=()) for reading in readings])
        assert [(found.id, found.status) for found in shown(ledger)] == [(one.id, "accepted")]
        assert {conflict.decision for conflict in ledger.conflicts()} == {decided.number}


def read_by_another_engine(reading: LinkedReading) -> LinkedReading:
    """Return a reading as another engine gives it: the same spans, other ids of accounts and claims."""
    other = {one.account.id: _other(one.account.id) for one in reading.accounts}
    accounts = []
    for linked in reading.accounts:
        account = linked.account
        stage_of = tuple(other[key] for key in account.stage_of)
        accounts.append(replace(linked, account=replace(account, id=other[account.id], stage_of=stage_of)))
    return replace(reading, accounts=tuple(accounts))


def _other(key: str) -> str:
    return "acc_" + sha256(key.encode()).hexdigest()[:16]
