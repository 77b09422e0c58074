"""Several processes on one ledger: readers see whole states, writers take turns, and nobody overwrites unseen."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.managers import SyncManager

import pytest

from overt.base.errors import LedgerError
from overt.decide import Desk
from overt.record import open_ledger
from overt.record.decisions import incident_digest
from tests.decisions.test_histories import add
from tests.reconcile.builders import Story
from tests.record.workers import decide_at_once, list_until, write_reports
from tests.stores import Stores

SPAWN = multiprocessing.get_context("spawn")  # inherits no connection


@contextmanager
def several(many: int) -> Iterator[tuple[ProcessPoolExecutor, SyncManager]]:
    """Give processes, and what they may wait for each other with."""
    with SPAWN.Manager() as manager, ProcessPoolExecutor(many, mp_context=SPAWN) as pool:
        yield pool, manager


def fires(many: int) -> list[Story]:
    """Return reports of different outlets about fires on different days."""
    stories = [Story(key=f"Post {n}", outlet=f"Post {n}", published="2024-03-01") for n in range(many)]
    for n, story in enumerate(stories):
        story.tell("sabotage.arson", town="Ostra", time=f"2024-01-{n + 1:02}", thing=f"the depot {n}")
    return stories


def test_four_list_while_one_run_writes(stores: Stores) -> None:
    address, stories = stores.address(), fires(12)
    with open_ledger(address, create=True) as ledger, several(4) as (pool, manager):
        add(ledger, [stories[0].done()])
        start, end = manager.Barrier(5), manager.Event()
        readers = [pool.submit(list_until, address, start, end) for _ in range(4)]
        start.wait(60)
        for story in stories[1:]:
            add(ledger, [story.done()])
        end.set()
        for reader in readers:
            seen = reader.result(60)
            assert seen == sorted(seen)
            assert seen[-1] == ledger.counts().incidents > 5


def test_four_write_at_once_into_a_ledger_that_none_has_made(stores: Stores) -> None:
    address = stores.address()
    with several(4) as (pool, manager):
        start = manager.Barrier(4)
        writers = [pool.submit(write_reports, address, 100 * n, 10, start) for n in range(4)]
        assert max(writer.result(60) for writer in writers) == 40
    with open_ledger(address) as ledger:
        assert ledger.counts().reports == 40
        assert ledger.verify_log() == 1 + 2 * 40
        assert sum(row.what == "ledger-created" for row in ledger.log()) == 1


def test_a_reader_sees_one_state_to_its_end(stores: Stores) -> None:
    with open_ledger(stores.address(), create=True) as ledger:
        add(ledger, [story.done() for story in fires(3)])
        before = tuple(ledger.incidents())
        going = ledger.incidents()
        seen = [next(going)]
        add(ledger, [story.done() for story in fires(5)[3:]])
        Desk(ledger, by="Ada").reject(before[-1].id, why="an accident")
        assert (*seen, *going) == before
        assert tuple(ledger.incidents()) != before


def test_of_two_editors_who_saw_the_same_one_is_refused_and_told_why(stores: Stores) -> None:
    address = stores.address()
    with open_ledger(address, create=True) as ledger:
        add(ledger, [story.done() for story in fires(2)])
        one = next(ledger.incidents())
        with several(2) as (pool, manager):
            start = manager.Barrier(2)
            editors = [pool.submit(decide_at_once, address, by, one.id, start) for by in ("Ada", "Ben")]
            said = {by: editor.result(60) for by, editor in zip(("Ada", "Ben"), editors, strict=True)}
        (first,) = [by for by, error in said.items() if not error]
        (refused,) = [error for error in said.values() if error]
        assert f"{first} (decision 1: set stage from" in refused
        assert [told.draft.by for told in ledger.decisions()] == [first]


def test_a_command_that_waited_for_another_does_not_overwrite_what_it_never_saw(
    stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between looking and deciding of the one, the other decides: also without saying what was seen."""
    with open_ledger(stores.address(), create=True) as ledger, open_ledger(stores.address()) as other:
        add(ledger, [story.done() for story in fires(2)])
        one = next(ledger.incidents())
        taken = ledger.decide_all

        def late(*args: object, **more: object) -> object:
            monkeypatch.undo()
            Desk(other, by="Ben").reject(one.id, why="an accident")
            return taken(*args, **more)  # type: ignore[arg-type]  # what it was called with

        monkeypatch.setattr(ledger, "decide_all", late)
        with pytest.raises(LedgerError, match=r"Ben \(decision 1: reject"):
            Desk(ledger, by="Ada").accept(one.id)
        Desk(ledger, by="Ada").accept(one.id)
        assert ledger.incident(one.id).status == "accepted"


def test_a_decision_that_is_not_worked_in_yet_counts_as_a_change(stores: Stores) -> None:
    with open_ledger(stores.address(), create=True) as ledger, open_ledger(stores.address()) as other:
        add(ledger, [story.done() for story in fires(2)])
        one = next(ledger.incidents())
        seen = incident_digest(one)
        draft = Desk(other, by="Ben").reject(one.id, why="an accident").draft
        Desk(other, by="Ben").undo(1)
        assert incident_digest(ledger.incident(one.id)) == seen
        other.decide(draft)  # and whoever decided was cut off before it was worked in
        with pytest.raises(LedgerError, match=r"Ben \(decision 3: reject"):
            Desk(ledger, by="Ada").accept(one.id, seen=seen)
        assert ledger.incident(one.id).status == "rejected"
