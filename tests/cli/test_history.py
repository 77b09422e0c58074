"""The commands of the history: list and show as of, history, diff, verify."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from overt.decide import Desk
from overt.record import open_ledger
from overt.record.rows import EngineMark
from tests.cli.test_commands import call
from tests.record.history.test_sealing import KELM, SORN, add
from tests.record.samples import read_simply


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Return a ledger of three revisions: a fire, another one, and that they are one."""
    path = tmp_path / "a.ledger"
    with open_ledger(path, create=True) as opened:
        add(opened, KELM)
        add(opened, SORN)
        (kelm,), (sorn,) = opened.incidents_of(KELM.id), opened.incidents_of(SORN.id)
        Desk(opened, by="Ada").merge([kelm, sorn], why="one fire, two towns")
    return path


def told(*args: object) -> str:
    result = call(*args)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_ledger_as_it_was(ledger: Path) -> None:
    assert "\n1 incident." in told("list", "--ledger", ledger)
    assert "\n2 incidents." in told("list", "--as-of", "2", "--ledger", ledger)
    first = told("list", "--as-of", "1", "--ledger", ledger)
    assert first.startswith("As of revision 1 (")
    assert "\n1 incident." in first
    assert "There were no incidents then." in told("list", "--as-of", "2000-01", "--ledger", ledger)
    with open_ledger(ledger, read_only=True) as opened:
        (gone,) = set(opened.as_of(2).incident_ids()) - set(opened.incident_ids())
    assert "in Sorn burned" in told("show", gone, "--as-of", "2", "--ledger", ledger)
    assert call("show", gone, "--ledger", ledger).exit_code == 1


@pytest.mark.parametrize("said", ["9", "yesterday", "2026-13-99x"])
def test_no_such_revision(ledger: Path, said: str) -> None:
    result = call("list", "--as-of", said, "--ledger", ledger)
    assert result.exit_code == 1
    assert "overt history" in result.output


def test_the_history_tells_why(ledger: Path) -> None:
    lines = told("history", "--ledger", ledger).splitlines()
    assert [line.split()[0] for line in lines[1:4]] == ["1", "2", "3"]
    assert "1 report came" in lines[1]
    assert "decision 1" in lines[3]
    with open_ledger(ledger, read_only=True) as opened:
        (merged,) = opened.incident_ids()
    page = told("history", merged, "--ledger", ledger)
    assert "Revision 3" in page
    assert "decision 1 by Ada: merge" in page


def test_a_difference_in_words(ledger: Path) -> None:
    page = told("diff", "--ledger", ledger)
    assert page.startswith("Revision 3 (")
    assert "Dropped (1)" in page
    assert "told as part of" in page
    assert "because: decision 1 by Ada" in page
    assert told("diff", "3", "--ledger", ledger) == page
    assert "Added (2)" in told("diff", "0", "2", "--ledger", ledger)
    assert "No incident is other." in told("diff", "2", "2", "--ledger", ledger)


def test_a_difference_as_json(ledger: Path) -> None:
    data = json.loads(told("diff", "1", "2", "--format", "json", "--ledger", ledger))
    assert (data["form"], data["from"]["revision"], data["to"]["revision"]) == ("overt-difference/1", 1, 2)
    (change,) = data["incidents"]
    assert (change["change"], change["kin"]) == ("added", [])
    assert [why["kind"] for why in change["why"]] == ["report_added"]


def test_verify(ledger: Path) -> None:
    page = told("verify", "--ledger", ledger)
    assert "All is as the ledger wrote it." in page
    head = page.splitlines()[-1].removeprefix("Head of the log: ")
    assert told("verify", "--head", head, "--ledger", ledger) == page
    assert call("verify", "--head", "0" * 64, "--ledger", ledger).exit_code == 1
    with sqlite3.connect(ledger) as raw:
        raw.execute("UPDATE decisions SET by = 'Ben'")
    raw.close()
    result = call("verify", "--ledger", ledger)
    assert result.exit_code == 1
    assert "decisions 1: the row was changed after it was stored" in result.output


def test_an_empty_ledger_has_no_history(tmp_path: Path) -> None:
    path = tmp_path / "a.ledger"
    open_ledger(path, create=True).close()
    assert told("history", "--ledger", path) == "0 revisions.\n"
    assert "No incident is other." in told("diff", "--ledger", path)
    assert "All is as the ledger wrote it." in told("verify", "--ledger", path)


def test_rerun_shows_and_asks(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ledger.read_bytes()
    assert "nobody is there to be asked" in call("rerun", "--ledger", ledger).output.lower()
    monkeypatch.setattr("overt.rerun.engine_mark", lambda: EngineMark(name="toy/2 overt/0", knowledge="k"))
    monkeypatch.setattr("overt.assemble.read_report", lambda report: replace(read_simply(report), accounts=()))
    page = told("rerun", "--dry-run", "--jobs", "1", "--ledger", ledger)
    assert "No incident is other." in page or "Dropped" in page or "Changed" in page
    with open_ledger(ledger, read_only=True) as opened:
        assert len(opened.revisions()) == 3
    assert len(ledger.read_bytes()) == len(before)
    data = json.loads(call("rerun", "--yes", "--format", "json", "--ledger", ledger).stdout)
    assert data["form"] == "overt-difference/1"
    assert not Path(f"{ledger}.rerun").exists()
    assert "has read all texts" in call("rerun", "--dry-run", "--ledger", ledger).output
    assert "All is as the ledger wrote it." in told("verify", "--ledger", ledger)
