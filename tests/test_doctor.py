import gzip
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from overt import assemble, doctor
from overt.base.errors import LedgerError
from overt.cli.main import app
from overt.doctor import Remark, State, examine
from overt.record import examining, open_ledger
from overt.record.ledger import Ledger
from overt.record.rows import EngineMark
from overt.record.side_files import lost_frames
from overt.types.address import Address
from tests.record.samples import empty_reading, first_reading, first_report, make_report, second_report
from tests.stores import Stores, change

ENGINE = EngineMark(name="rules/1", knowledge="k1")


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the ledgers of these tests have been read by the engine of today."""
    monkeypatch.setattr(assemble, "engine_mark", lambda: ENGINE)
    monkeypatch.setattr(doctor, "engine_mark", lambda: ENGINE)


@pytest.fixture
def ledger(stores: Stores) -> Iterator[Ledger]:
    with open_ledger(stores.address(), create=True) as opened:
        number = opened.start_run("0.1")
        opened.add_reading(first_report(), first_reading(), ENGINE)
        opened.add_reading(second_report(), empty_reading(second_report()), ENGINE)
        opened.finish_run(number, {}, 1.0)
        assemble.renew_findings(opened, ENGINE)
        yield opened


def remarks(address: Address, state: State) -> list[Remark]:
    return [one for one in examine(address) if one.state is state]


def about(address: Address, state: State) -> list[str]:
    return [one.about for one in remarks(address, state)]


def test_a_sound_ledger_has_nothing_to_see_to(ledger: Ledger) -> None:
    assert about(ledger.address, State.BAD) == about(ledger.address, State.SEE) == []
    assert {"machine", "schema", "log", "readings", "incidents", "decisions"} <= set(about(ledger.address, State.OK))


def test_each_thing_to_do_has_what_to_do(ledger: Ledger) -> None:
    ledger.add_unread(make_report("the engine fails here", "x/bad.txt"))
    old = make_report("read long ago", "x/old.txt")
    ledger.add_reading(old, empty_reading(old), EngineMark(name="rules/0", knowledge="k1"))
    other = make_report("read with other words", "x/other.txt")
    ledger.add_reading(other, empty_reading(other), EngineMark(name="rules/1", knowledge="k0"))
    ledger.start_run("0.1")
    found = {one.about: one for one in remarks(ledger.address, State.SEE)}
    assert found.keys() == {"readings", "incidents", "runs"}
    assert all(one.todo for one in found.values())
    assert [one.what for one in remarks(ledger.address, State.SEE) if one.about == "readings"] == [
        "1 reports could not be read by the engine",
        "reports were read 1 by another version, 1 with other knowledge or another codebook",
    ]
    assert about(ledger.address, State.BAD) == []


def test_a_changed_log_is_bad(ledger: Ledger) -> None:
    change(ledger, "UPDATE log SET at = '2000-01-01T00:00:00Z' WHERE seq = 2")
    (bad,) = remarks(ledger.address, State.BAD)
    assert "log was changed" in bad.what
    assert bad.todo


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with open_ledger(tmp_path / "a.ledger", create=True) as opened:
        opened.add_reading(first_report(), first_reading(), ENGINE)
        assemble.renew_findings(opened, ENGINE)
    return tmp_path / "a.ledger"


def test_damaged_pages_are_bad_and_nothing_is_changed(file: Path) -> None:
    content = bytearray(file.read_bytes())
    for start in range(4096 * 4, len(content), 4096):
        content[start : start + 100] = b"\xa5" * 100
    file.write_bytes(content)
    assert set(about(Address(file), State.BAD)) <= {"pages", "ledger"}
    assert about(Address(file), State.BAD)
    assert file.read_bytes() == bytes(content)


def test_an_old_ledger_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    packed = Path(__file__).parent / "fixtures" / "ledgers" / "schema2.ledger.gz"
    old = tmp_path / "old.ledger"
    old.write_bytes(gzip.decompress(packed.read_bytes()))
    assert about(Address(old), State.SEE) == ["schema"]
    with sqlite3.connect(old) as raw:
        assert raw.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone() == ("2",)
    raw.close()


def test_a_newer_ledger_is_told(file: Path) -> None:
    with sqlite3.connect(file) as raw:
        raw.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    raw.close()
    (bad,) = remarks(Address(file), State.BAD)
    assert "newer overt" in bad.what
    assert "Update overt" in bad.todo


def test_who_writes_is_told(file: Path) -> None:
    code = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute('BEGIN IMMEDIATE')"
    other = subprocess.Popen(
        [sys.executable, "-c", f"{code}; print('begun', flush=True); sys.stdin.read()", str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == b"begun\n"
    try:
        (one,) = [one for one in remarks(Address(file), State.SEE) if one.about == "locks"]
        assert str(other.pid) in one.what
    finally:
        other.communicate()
    assert "locks" in about(Address(file), State.OK)


def test_a_side_file_that_was_taken_away_is_seen(file: Path, tmp_path: Path) -> None:
    kill_while_open(file)
    assert Path(f"{file}-wal").stat().st_size
    assert lost_frames(file) == 0
    stolen = shutil.move(f"{file}-wal", tmp_path / "stolen")
    assert "side files" in about(Address(file), State.BAD)
    with pytest.raises(LedgerError, match="ledger-wal is gone"):
        open_ledger(file)
    assert not Path(f"{file}-wal").exists()
    shutil.move(stolen, f"{file}-wal")
    assert about(Address(file), State.BAD) == []
    with sqlite3.connect(file) as raw:
        assert raw.execute("SELECT count(*) FROM meta WHERE key = 'last'").fetchone() == (1,)
    raw.close()


def kill_while_open(file: Path) -> None:
    """Write to a ledger and be killed before it is closed."""
    code = "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
    code += "c.execute(\"INSERT INTO meta VALUES ('last', 'word')\"); os.kill(os.getpid(), 9)"
    assert subprocess.run([sys.executable, "-c", code, str(file)], check=False).returncode == -signal.SIGKILL


@pytest.mark.parametrize("kind", ["nfs4", "cifs"])
def test_a_network_drive_is_bad(file: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(examining, "_remote", lambda _: kind)
    (bad,) = remarks(Address(file), State.BAD)
    assert kind in bad.what


def test_little_room_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(file)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    assert about(Address(file), State.BAD) == ["disk"]


def test_what_a_killed_backup_left_is_told(file: Path) -> None:
    left = file.parent / ".b.backup.abc123.part"
    left.touch()
    (one,) = [one for one in remarks(Address(file), State.SEE) if one.about == "leftovers"]
    assert left.name in one.what


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_ledger_that_may_not_be_written_is_told(file: Path) -> None:
    file.chmod(0o400)
    assert "rights" in about(Address(file), State.SEE)


def test_the_command_ends_with_1_if_something_is_bad(file: Path) -> None:
    done = CliRunner().invoke(app, ["doctor", "--ledger", str(file)])
    assert (done.exit_code, "is sound" in done.output) == (0, True)
    with sqlite3.connect(file) as raw:
        raw.execute("DELETE FROM log WHERE seq = 1")
    raw.close()
    done = CliRunner().invoke(app, ["doctor", "--ledger", str(file)])
    assert (done.exit_code, "1 thing bad" in done.output) == (1, True)
    assert CliRunner().invoke(app, ["doctor", "--ledger", str(file.parent / "none")]).exit_code == 1
