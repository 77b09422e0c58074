import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from overt.base.errors import LedgerError
from overt.record import backup, open_ledger
from overt.record.backup import backup_ledger, look_at_backup, restore_ledger
from overt.record.copying import sum_rows
from overt.record.ledger import Ledger
from overt.record.rows import EngineMark, IncidentFilter
from overt.types.address import Address
from overt.types.decision import DecisionKind, Draft
from tests.record.samples import (
    empty_reading,
    first_reading,
    first_report,
    make_findings,
    make_report,
    put_findings,
    second_report,
)
from tests.stores import Stores

ENGINE = EngineMark(name="rules/1", knowledge="k1")


@pytest.fixture
def ledger(stores: Stores) -> Iterator[Ledger]:
    """Give a ledger with reports, findings, a decision, and a character that PostgreSQL does not take."""
    with open_ledger(stores.address(), create=True) as opened:
        opened.add_reading(first_report(), first_reading(), ENGINE)
        opened.add_reading(second_report(), empty_reading(second_report()), ENGINE)
        odd = make_report("odd \0 text \x1a", "x/odd.txt")
        opened.add_reading(odd, empty_reading(odd), ENGINE)
        put_findings(opened, make_findings())
        opened.decide(Draft(kind=DecisionKind.NOTE, subjects=(), by="Ada", why="", value="ask again"))
        opened.finish_run(opened.start_run("0.1"), {}, 1.0)
        yield opened


def held(ledger: Ledger) -> dict[str, object]:
    """Return what a ledger holds, without what a restoring adds: a row of the log."""
    with ledger.at_one_moment() as connection:
        return {name: one for name, one in sum_rows(connection).items() if name != "log"}


@pytest.mark.parametrize("goal", ["sqlite", "postgresql"])
def test_what_was_backed_up_comes_back_in_either_database(
    ledger: Ledger, goal: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    file = tmp_path / "a.backup"
    made = backup_ledger(ledger, file)
    assert (made.reports, made.incidents, made.decisions) == (3, 2, 1)
    assert made.size == file.stat().st_size
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith((".", "a.backup"))) == ["a.backup"]
    assert file.stat().st_mode & 0o777 == 0o400
    there = Stores(tmp_path, request.getfixturevalue("server") if goal == "postgresql" else None)
    try:
        assert restore_ledger(file, there.address("again")) == made
        with open_ledger(there.address("again")) as again:
            assert held(again) == held(ledger)
            assert again.verify_log() == ledger.verify_log() + 1
            assert again.log()[-1].what == "ledger-restored"
            wanted = IncidentFilter(words="depot")
            found = [[one.id for one in opened.page(wanted).rows] for opened in (ledger, again)]
            assert found[0] == found[1]
            assert len(found[0]) == 2
            put_findings(
                again, make_findings()
            )  # and it can be worked on: the database numbers on after what was there
            assert again.start_run("0.1") == 2
    finally:
        there.clean()


def test_a_backup_is_the_ledger_at_one_moment_while_others_write(ledger: Ledger, tmp_path: Path) -> None:
    done = threading.Event()

    def write() -> None:
        with open_ledger(ledger.address) as other:
            for number in range(1000):
                if done.is_set():
                    return
                report = make_report(f"text {number}", f"x/{number}.txt")
                other.add_reading(report, empty_reading(report), ENGINE)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [backup_ledger(ledger, tmp_path / f"{number}.backup") for number in range(3)]
    finally:
        done.set()
        writer.join()
    assert [one.reports for one in made] == sorted(one.reports for one in made)
    for number, one in enumerate(made):
        restore_ledger(tmp_path / f"{number}.backup", Address(tmp_path / f"{number}.ledger"))
        with open_ledger(tmp_path / f"{number}.ledger") as again:
            assert len(again.report_ids()) == one.reports
            assert sum(row.what == "report-added" for row in again.log()) == one.reports  # each with its row of the log


def test_nothing_is_overwritten(ledger: Ledger, stores: Stores, tmp_path: Path) -> None:
    file = tmp_path / "a.backup"
    backup_ledger(ledger, file)
    content = file.read_bytes()
    with pytest.raises(LedgerError, match="there is something already"):
        backup_ledger(ledger, file)
    before = held(ledger)
    with pytest.raises(LedgerError, match="there is something already"):
        restore_ledger(file, stores.address())
    assert held(ledger) == before
    assert file.read_bytes() == content
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(backup.PART)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a backup."""
    with open_ledger(tmp_path / "a.ledger", create=True) as ledger:
        ledger.add_reading(first_report(), first_reading(), ENGINE)
        ledger.add_reading(second_report(), empty_reading(second_report()), ENGINE)
        put_findings(ledger, make_findings())
        backup_ledger(ledger, tmp_path / "a.backup")
    (tmp_path / "a.backup").chmod(0o600)
    return tmp_path / "a.backup"


@pytest.mark.parametrize(
    "crime",
    [
        "UPDATE reports SET text = replace(text, 'depot', 'Depot')",
        "UPDATE incidents SET status = 'accepted'",
        "DELETE FROM claims WHERE position = 0",
        "UPDATE meta SET value = '0.0.9' WHERE key = 'overt'",
        "CREATE TABLE more (x)",
    ],
)
def test_a_backup_that_was_changed_is_refused(file: Path, crime: str) -> None:
    with sqlite3.connect(file) as raw:
        raw.execute(crime)
    raw.close()
    refused(file, "not as it was made")


def test_a_backup_with_a_byte_flipped_is_refused(file: Path) -> None:
    content = bytearray(file.read_bytes())
    at = content.index(b"Velmora")
    content[at] ^= 0x20
    file.write_bytes(content)
    refused(file, "not as it was made|damaged")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_torn_backup_is_refused(file: Path, share: float) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * share)])
    refused(file, "damaged|not an overt ledger|not as it was made")


def test_other_files_are_refused(file: Path, tmp_path: Path) -> None:
    refused(tmp_path / "a.ledger", "this file is no backup")
    (tmp_path / "text").write_text("some text")
    refused(tmp_path / "text", "not an overt ledger")
    (tmp_path / "empty").write_bytes(b"")
    refused(tmp_path / "empty", "this file is no backup")
    refused(tmp_path / "none", "there is no backup here")
    refused(tmp_path, "there is no backup here")


def refused(file: Path, why: str) -> None:
    goal = file.parent / "again.ledger"
    with pytest.raises(LedgerError, match=why):
        restore_ledger(file, Address(goal))
    assert not goal.exists()
    assert not [path for path in file.parent.iterdir() if path.name.endswith((backup.PART, "-wal", "-shm"))]


def test_a_backup_by_a_newer_overt_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sqlite3.connect(file) as raw:
        raw.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    raw.close()
    backup._seal(file)
    refused(file, "newer overt")


def test_a_folder_that_is_not_there_or_full_of_rights_is_told(file: Path, tmp_path: Path) -> None:
    with open_ledger(tmp_path / "a.ledger", read_only=True) as ledger:
        with pytest.raises(LedgerError, match="the folder does not exist"):
            backup_ledger(ledger, tmp_path / "no" / "a.backup")
        if Path("/proc/self").is_dir():
            with pytest.raises(LedgerError, match="cannot be written"):
                backup_ledger(ledger, Path("/proc/self/a.backup"))


def test_a_backup_can_be_looked_at_where_nothing_can_be_written(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    file.rename(folder / "a.backup")
    folder.chmod(0o500)
    try:
        assert look_at_backup(folder / "a.backup").reports == 2
        assert [path.name for path in folder.iterdir()] == ["a.backup"]
    finally:
        folder.chmod(0o700)


def test_a_full_disk_is_told_of_the_copy(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = sqlite3.connect

    def small(path: object, **how: object) -> sqlite3.Connection:
        raw = real(path, **how)  # type: ignore[call-overload]  # as it was called
        if str(path).endswith(backup.PART):
            raw.execute("PRAGMA max_page_count = 10")
        return raw  # type: ignore[no-any-return]  # of the call above

    with open_ledger(file.parent / "a.ledger", read_only=True) as ledger:
        with monkeypatch.context() as patch:
            patch.setattr(sqlite3, "connect", small)
            with pytest.raises(LedgerError, match="no room left for the copy"):
                backup_ledger(ledger, file.parent / "b.backup")
        assert not [path for path in file.parent.iterdir() if "b.backup" in path.name]
        backup_ledger(ledger, file.parent / "b.backup")
