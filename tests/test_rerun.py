"""Stored texts are read again by another engine: what that changes is shown exactly, then accepted or not."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt import assemble, rerun
from overt.base.edtf import make_interval
from overt.base.errors import LedgerError
from overt.decide import Desk
from overt.record import open_ledger
from overt.record.ledger import Ledger
from overt.record.rereading import ReadAside
from overt.record.rows import EngineMark, Meeting
from overt.types.history import CauseKind, Difference
from overt.types.linked import LinkedReading
from overt.types.report import Published, PublishedBasis, Report
from tests.decisions.test_histories import RULES, act, files, ledger_of, read_by_another_engine, shown
from tests.reconcile.test_properties import collections
from tests.record.samples import make_report, read_simply
from tests.stores import Stores, all_rows, change

__all__ = ["files"]  # a fixture

OLD = EngineMark(name="toy/1 overt/0", knowledge="k1")
NEW = EngineMark(name="toy/2 overt/0", knowledge="k2")
KELM = make_report("A depot in Kelm burned on Monday. The verdict was read in Yarm.", "kelm.txt")
SORN = make_report("A depot in Sorn burned on Friday.", "sorn.txt")
TABLES = (
    *("meta", "log", "reports", "inputs", "readings", "incidents", "claims", "entities", "standings", "seats", "runs"),
    *("revisions", "history", "basis", "held", "cards", "ties", "decisions"),
)
Engine = Callable[[Report], LinkedReading]


def nothing_found(report: Report) -> LinkedReading:
    """Read as an engine that knows no such words."""
    return replace(read_simply(report), accounts=())


@pytest.fixture
def ledger(stores: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    """Give a ledger of two fires, read by an engine of the past."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("overt.rerun.engine_mark", lambda: NEW)
    with open_ledger(stores.address(), create=True) as opened:
        for report in (KELM, SORN):
            opened.add_reading(report, read_simply(report), OLD)
        assemble.renew_findings(opened, OLD)
        yield opened


def read(ledger: Ledger, engine: Engine, *, is_anew: bool = False) -> tuple[rerun.Rerun, ReadAside, rerun.ReadAgain]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("overt.assemble.read_report", engine)
        plan = rerun.plan_rerun(ledger, is_anew=is_anew)
        aside = ReadAside(rerun.aside_path(ledger), plan.engine)
        return plan, aside, rerun.read_again(ledger, plan, aside, jobs=1)


def accept(ledger: Ledger, engine: Engine, *, is_anew: bool = False) -> Difference:
    plan, aside, _ = read(ledger, engine, is_anew=is_anew)
    with aside:
        found = rerun.accept_rerun(ledger, plan, aside)
        aside.forget()
        return found


def test_an_engine_that_reads_the_same_changes_nothing(ledger: Ledger) -> None:
    before = shown(ledger)
    found = accept(ledger, read_simply)
    assert found.changes == ()
    assert shown(ledger) == before  # with the ids of all claims
    assert len(ledger.revisions()) == 1
    assert rerun.plan_rerun(ledger).report_ids == ()
    assert ledger.meet_report(KELM, NEW).meeting is Meeting.KNOWN
    assert ledger.verify().flaws == ()
    assert accept(ledger, nothing_found).changes == ()  # nothing is left to be read


def test_what_another_engine_reads_is_told_with_its_reason(ledger: Ledger) -> None:
    found = accept(ledger, lambda report: nothing_found(report) if report.id == SORN.id else read_simply(report))
    (gone,) = found.changes
    assert gone.after is None
    assert {(cause.kind, cause.report_id) for cause in gone.causes} >= {(CauseKind.REPORT_READ_AGAIN, SORN.id)}
    assert len(ledger.as_of(1).incident_ids()) == 2
    assert ledger.verify().flaws == ()


def test_a_preview_writes_nothing(ledger: Ledger) -> None:
    before = all_rows(ledger, *TABLES)
    plan, aside, again = read(ledger, nothing_found)
    with aside:
        seen = rerun.preview_rerun(ledger, plan, aside)
    assert (again.read, len(seen.changes)) == (2, 2)
    assert all_rows(ledger, *TABLES) == before


def test_what_was_read_is_not_read_twice(ledger: Ledger) -> None:
    calls = list[str]()

    def engine(report: Report) -> LinkedReading:
        if calls:
            raise KeyboardInterrupt
        calls.append(report.id)
        return nothing_found(report)

    with pytest.raises(KeyboardInterrupt):
        read(ledger, engine)
    plan, aside, again = read(ledger, nothing_found)
    assert (again.read, again.known) == (1, 1)
    with aside:
        assert len(rerun.accept_rerun(ledger, plan, aside).changes) == 2
        path = aside.path
        aside.forget()
    assert not path.exists()


def test_nothing_is_accepted_that_was_not_seen(ledger: Ledger) -> None:
    plan, aside, _ = read(ledger, nothing_found)
    with aside:
        seen = rerun.preview_rerun(ledger, plan, aside)
        Desk(ledger, by="Ada").accept(ledger.incidents_of(KELM.id)[0])
        before = all_rows(ledger, *TABLES)
        with pytest.raises(LedgerError, match="changed since you looked"):
            rerun.accept_rerun(ledger, plan, aside, seen)
    assert all_rows(ledger, *TABLES) == before


def test_a_report_that_the_engine_fails_on_keeps_its_reading(ledger: Ledger) -> None:
    def engine(report: Report) -> LinkedReading:
        if report.id == SORN.id:
            raise RecursionError
        return nothing_found(report)

    plan, aside, again = read(ledger, engine)
    with aside:
        assert [one.name for one in again.failed] == ["report-engine-failed"]
        rerun.accept_rerun(ledger, plan, aside)
    assert ledger.incidents_of(SORN.id)
    assert not ledger.incidents_of(KELM.id)
    assert rerun.plan_rerun(ledger).report_ids == (SORN.id,)


def test_a_removed_report_is_read_again_and_a_superseded_one_is_not(ledger: Ledger) -> None:
    later = make_report("A depot in Sorn burned on Friday, again.", "sorn.txt")
    ledger.add_reading(later, read_simply(later), NEW)
    ledger.close_inputs({"sorn.txt": frozenset({later.id})}, frozenset())
    Desk(ledger, by="Ada").remove(KELM.id, why="satire")
    assert rerun.plan_rerun(ledger).report_ids == (KELM.id,)


def test_a_date_that_was_inferred_is_inferred_anew(ledger: Ledger) -> None:
    def inferred(report: Report, day: str) -> LinkedReading:
        assert report.published is None
        published = Published(
            interval=make_interval(None, None), basis=PublishedBasis.INFERRED, reason=f"says {day} of the past"
        )
        return read_simply(replace(report, published=published))

    report = make_report("A depot in Brenn burned in May.", "brenn.txt", published=None)
    ledger.add_reading(report, inferred(report, "May"), OLD)
    accept(ledger, lambda one: inferred(one, "June") if one.id == report.id else read_simply(one))
    stored = ledger.report(report.id).published
    assert stored is not None
    assert stored.reason == "says June of the past"
    assert ledger.meet_report(report, NEW).meeting is Meeting.KNOWN


def test_what_was_changed_behind_its_back_is_right_again_after_all_is_read_anew(ledger: Ledger) -> None:
    accept(ledger, read_simply)
    before = shown(ledger)
    change(ledger, "UPDATE claims SET value = 'sabotage.bombing', body = replace(body, 'arson', 'bombing')")
    assert {one.table for one in ledger.verify().flaws} >= {"incidents", "claims"}
    assert accept(ledger, read_simply, is_anew=True).changes == ()
    assert shown(ledger) == before
    assert ledger.verify().flaws == ()


@RULES
@given(collections(), st.data())
def test_a_preview_is_what_accepting_does(
    files: Stores, tmp_path_factory: pytest.TempPathFactory, readings: list[LinkedReading], data: st.DataObject
) -> None:
    with ledger_of(files, readings) as ledger, pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("rerun"))
        patch.setattr("overt.rerun.engine_mark", lambda: NEW)
        for _ in range(data.draw(st.integers(0, 3))):
            act(ledger, data)
        new = {one.report.id: reading_of_today(one, data) for one in readings}
        plan, aside, _ = read(ledger, engine_of(new))
        with aside:
            before = shown(ledger)
            seen = rerun.preview_rerun(ledger, plan, aside)
            assert shown(ledger) == before
            done = rerun.accept_rerun(ledger, plan, aside, seen)
            aside.forget()
        assert (done.changes, done.start) == (seen.changes, seen.start)
        kept = {one.incident_id: one.after for one in done.changes}
        left = [kept.get(one.id, one) for one in before]
        assert {one.id: one for one in shown(ledger)} == {
            one.id: one for one in (*left, *kept.values()) if one is not None
        }
        assert ledger.verify().flaws == ()


def reading_of_today(reading: LinkedReading, data: st.DataObject) -> LinkedReading:
    """Return what another engine may read: the same, the same under other ids, less, or nothing."""
    match data.draw(st.sampled_from(["same", "ids", "less", "nothing"])):
        case "ids":
            return read_by_another_engine(reading)
        case "less":
            return replace(reading, accounts=reading.accounts[1:])
        case "nothing":
            return replace(reading, accounts=())
    return reading


def engine_of(readings: Mapping[str, LinkedReading]) -> Engine:
    return lambda report: replace(readings[report.id], report=report)
