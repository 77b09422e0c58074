import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import overt
from overt import assemble
from overt.assemble import Progress, RunSettings, RunSummary, run_reports
from overt.base.errors import LedgerError
from overt.base.settings import CollectSettings
from overt.cli.run import Teller
from overt.reconcile.growing.renewal import renew_incidents
from overt.record import open_ledger, schema
from overt.record.rows import EngineMark
from overt.types.address import Address
from overt.types.kept import Renewal
from tests.cli.toy_run import TOY, try_or_die
from tests.record.samples import make_report, read_simply
from tests.stores import Stores, all_rows

pytestmark = pytest.mark.usefixtures("toy_engine")


def run(ledger: Address, *paths: Path, **collect: str) -> RunSummary:
    with open_ledger(ledger, create=True) as opened:
        return run_reports(opened, paths, RunSettings(collect=CollectSettings(**collect)))  # type: ignore[arg-type]  # texts only


def contents(ledger: Address) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables but the runs."""
    with open_ledger(ledger, read_only=True) as opened:
        return all_rows(opened, "incident_words", *(name for name in schema.metadata.tables if name != "runs"))


def incidents(ledger: Address) -> dict[str, set[str]]:
    """Return the ids of the incidents with their reports."""
    with open_ledger(ledger, read_only=True) as opened:
        return {one.id: {claim.report_id for claim in one.claims} for one in opened.incidents()}


def runs(ledger: Address) -> int:
    with open_ledger(ledger, read_only=True) as opened:
        return len(opened.runs())


def test_a_run_reads_everything_once(ledger: Address, folder: Path) -> None:
    summary = run(ledger, folder)
    assert (summary.inputs, summary.new, summary.duplicates, summary.read) == (6, 4, 1, 4)
    assert dict(summary.problems)["report-empty"] == 1
    assert summary.incidents >= 4
    assert summary.has_changed


def test_the_same_run_again_changes_nothing(ledger: Address, folder: Path) -> None:
    run(ledger, folder)
    before = contents(ledger)
    summary = run(ledger, folder)
    assert (summary.read, summary.known, summary.duplicates, summary.has_changed) == (0, 4, 1, False)
    assert contents(ledger) == before
    assert runs(ledger) == 2


def test_ids_stay_when_reports_are_added(ledger: Address, folder: Path) -> None:
    run(ledger, folder)
    before = incidents(ledger)
    (folder / "0.txt").write_text("Fire\n\nLast night a depot in Anselm burned, witnesses said.\n")
    assert run(ledger, folder).new == 1
    after = incidents(ledger)
    assert before.items() <= after.items()
    assert len(after) == len(before) + 1


def test_ids_stay_when_all_is_read_again(ledger: Address, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(ledger, folder)
    before = incidents(ledger)
    monkeypatch.setattr(assemble, "engine_mark", lambda: EngineMark(name="rules/2", knowledge="k"))
    summary = run(ledger, folder)
    assert (summary.again, summary.new) == (4, 0)
    assert incidents(ledger) == before


def test_a_changed_file_takes_its_incident_with_it(ledger: Address, folder: Path) -> None:
    run(ledger, folder)
    (folder / "a.txt").write_text("Correction\n\nNothing happened in Velmora after all, police said.\n")
    summary = run(ledger, folder)
    assert (summary.new, summary.superseded, summary.known) == (1, 1, 3)
    with open_ledger(ledger, read_only=True) as opened:
        assert not any("Velmora" in claim.quote for one in opened.incidents() for claim in one.claims)
        assert sum(not stored.inputs for stored in opened.reports(with_superseded=True)) == 1


def test_an_outlet_named_once_is_kept(ledger: Address, folder: Path) -> None:
    run(ledger, folder, outlet="Example Times", published="2024-04")
    before = contents(ledger)
    assert run(ledger, folder).read == 0
    assert contents(ledger) == before


def test_a_crash_of_the_engine_is_one_problem(ledger: Address, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "bad.txt").write_text("A text that will crash the toy engine, police said on Monday in Kelm.\n")
    summary = run(ledger, folder)
    assert (summary.failed, summary.new) == (1, 4)
    with open_ledger(ledger, read_only=True) as opened:
        (stored,) = opened.problems("report-engine-failed")
        assert "RecursionError in toy_run.py:" in stored.problem.what
        assert "\n" not in stored.problem.what
        assert stored.report_id in opened.report_ids()
    before = contents(ledger)
    assert run(ledger, folder).failed == 1
    assert contents(ledger) == before
    monkeypatch.setattr(assemble, "read_report", assemble.read_report.__globals__["read_simply"])
    assert run(ledger, folder).again == 1
    with open_ledger(ledger, read_only=True) as opened:
        assert opened.problems("report-engine-failed") == ()


def test_a_language_without_words_is_a_problem(ledger: Address, folder: Path) -> None:
    (folder / "greek.txt").write_text(
        "Η αστυνομία συνέλαβε δύο άνδρες στη Θεσσαλονίκη για εμπρησμό.\n", encoding="utf-8"
    )
    run(ledger, folder)
    with open_ledger(ledger, read_only=True) as opened:
        (stored,) = opened.problems("language-not-read")
        assert stored.problem.input.endswith("greek.txt")
        assert not stored.problem.fatal


def test_two_runs_at_once_lose_nothing(ledger: Address, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another run adds a report while this one reconciles: the findings tell of both in the end."""
    late = make_report("Late\n\nAt noon a depot in Anselm burned, firefighters said.", "late.txt")
    renew = renew_incidents

    def renew_late(*args: Any, **more: Any) -> Renewal:
        renewal = renew(*args, **more)
        with open_ledger(ledger) as other:
            if late.id not in other.report_ids():
                other.add_reading(late, read_simply(late), TOY)
        return renewal

    monkeypatch.setattr(assemble, "renew_incidents", renew_late)
    run(ledger, folder)
    with open_ledger(ledger, read_only=True) as opened:
        assert any("Anselm" in claim.quote for one in opened.incidents() for claim in one.claims)


@pytest.mark.parametrize("progress", [Progress(done=n, total=3, current="x" * 90, problems=1) for n in (1, 2, 3)])
def test_a_line_of_progress_fits(progress: Progress, capsys: pytest.CaptureFixture[str]) -> None:
    teller = Teller()
    teller._is_terminal = True
    teller._last = -1.0
    teller._first = (teller._last, 0)
    teller(progress)
    line = capsys.readouterr().err.replace("\x1b[K", "").removeprefix("\r")
    assert line.startswith(f"{progress.done} of 3  ")
    assert "1 problem  x" in line
    assert len(line) <= 80


def test_progress_counts_up_to_the_end(ledger: Address, folder: Path) -> None:
    told: list[Progress] = []
    with open_ledger(ledger, create=True) as opened:
        run_reports(opened, [folder], RunSettings(), told.append)
    assert [one.done for one in told] == [1, 2, 3, 4, 5, 6, 6]
    assert {one.total for one in told} == {6}
    assert told[-1].current == ""
    assert told[-1].problems >= 1


@pytest.mark.slow
def test_many_processes_read_the_same(stores: Stores, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when one of them dies: only the report that killed it is a problem."""
    run(stores.address("one"), folder)
    (folder / "0.txt").write_text("A text that will crash the process, police said on Monday in Kelm.\n")
    monkeypatch.setattr(assemble, "try_report", try_or_die)
    with open_ledger(stores.address("two"), create=True) as opened:
        summary = run_reports(opened, [folder], RunSettings(jobs=2))
        assert (summary.failed, summary.new, summary.duplicates) == (1, 4, 1)
        (stored,) = opened.problems("report-engine-failed")
        assert stored.problem.input.endswith("0.txt")
        assert "died" in stored.problem.what
    assert incidents(stores.address("two")) == incidents(stores.address("one"))


def overt_command(*args: object, **environment: str) -> "subprocess.Popen[str]":
    root = Path(__file__).parent.parent.parent
    paths = os.pathsep.join((str(root), str(Path(overt.__file__).parent.parent)))
    return subprocess.Popen(
        [sys.executable, "-m", "tests.cli.toy_run", *map(str, args)],
        env=os.environ | {"PYTHONPATH": paths} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for_reports(ledger: Address, wanted: int, limit_seconds: float = 60) -> None:
    end = time.monotonic() + limit_seconds
    while time.monotonic() < end:
        with suppress(LedgerError), open_ledger(ledger, read_only=True) as opened:  # it may not be there yet
            if opened.counts().reports >= wanted:
                return
        time.sleep(0.02)
    pytest.fail("the run read nothing")


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)])
def test_a_stopped_run_goes_on(ledger: Address, stores: Stores, folder: Path, stop: signal.Signals) -> None:
    whole = stores.address("whole")
    process = overt_command("run", folder, "--ledger", ledger, OVERT_TOY_SECONDS="0.4")
    wait_for_reports(ledger, 2)
    process.send_signal(stop)
    _, said = process.communicate(timeout=30)
    assert process.returncode != 0
    if stop is signal.SIGINT:
        assert process.returncode == 130
        assert "The same command goes on from here" in said
        assert "Traceback" not in said
    with open_ledger(ledger) as opened:
        stored = opened.counts().reports
        assert 2 <= stored < 4
        opened.verify_log()
    summary = run(ledger, folder)
    assert (summary.known, summary.new) == (stored, 4 - stored)
    run(whole, folder)
    assert len(incidents(ledger)) == len(incidents(whole))
    assert list(incidents(ledger).values()) == list(incidents(whole).values())


def test_a_run_that_was_stopped_is_told_of(ledger: Address, folder: Path) -> None:
    with open_ledger(ledger, create=True) as opened:
        opened.start_run("0.1.0")
    process = overt_command("run", folder, "--ledger", ledger)
    out, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert "The last run was stopped" in said
    assert "4 new, 1 duplicate" in out


def test_the_processes_that_read_end_with_a_run_that_is_killed() -> None:
    code = "import os, time; from overt.base.processes import new_pool; pool = new_pool(1)"
    code += "; print(pool.submit(os.getpid).result(), flush=True); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    reader = int(process.stdout.readline())
    assert is_alive(reader)
    process.kill()
    process.wait()
    end = time.monotonic() + 30
    while is_alive(reader) and time.monotonic() < end:
        time.sleep(0.1)
    assert not is_alive(reader)


def is_alive(pid: int) -> bool:
    """Say whether a process runs; one that ended and that nobody asks for is none."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"
