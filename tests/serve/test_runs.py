"""Runs from the page: what is given is kept beside the ledger and read; progress, stopping, names that try to flee."""

import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from overt.serve import running
from tests.serve.desks import token_of, workspace

TEXT = "Depot burns in Zelin\n\nA depot in Zelin burned down on 3 March 2024 after an arson attack, police said.\n"


def give(client: TestClient, files: dict[str, bytes] | None = None, **fields: str) -> str:
    """Send the form, and return the page that comes."""
    token = token_of(client.get("/runs"))
    sent = [("files", (name, data)) for name, data in (files or {}).items()]
    page: str = client.post("/runs", data={"csrf": token, **fields}, files=sent or None).text
    return page


def wait(client: TestClient) -> str:
    """Wait for the end of the run, and say how it ended."""
    for _ in range(600):
        told = client.get("/runs/now").json()
        if told["ended"]:
            return str(told["ended"])
        time.sleep(0.1)
    raise AssertionError("the run did not end")


@pytest.mark.slow
def test_files_a_folder_and_a_text_are_read(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.txt").write_text(TEXT.replace("Zelin", "Gdansk"))
    with workspace(tmp_path / "a.ledger") as client:
        page = give(
            client,
            {"depot.txt": TEXT.encode(), "empty.txt": b"\n"},
            folder=str(tmp_path / "mine"),
            text=TEXT.replace("Zelin", "Warsaw"),
            title="A third",
            outlet="The Example Times",
            published="2024-03-04",
        )
        assert "Reading" in page
        assert wait(client) == "finished"
        assert "3 new" in client.get("/runs").text
        reports = client.get("/reports").text
        assert reports.count("The Example Times") >= 3
        assert "report-empty" in client.get("/problems").text.replace(" ", "-")
        kept = sorted(path.name.partition("-")[0] for path in (tmp_path / "a.ledger.reports").iterdir())
        assert kept == ["depot", "empty", "pasted"]
        give(client, {"depot.txt": TEXT.encode()}, outlet="The Example Times", published="2024-03-04")
        wait(client)
        assert "1 known" in client.get("/runs").text
        assert len(list((tmp_path / "a.ledger.reports").iterdir())) == 3


@pytest.mark.slow
def test_a_run_can_be_stopped(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    for number in range(200):
        (tmp_path / "mine" / f"{number}.txt").write_text(TEXT.replace("3 March", f"{number % 27 + 1} March") * 5)
    with workspace(tmp_path / "a.ledger") as client:
        give(client, folder=str(tmp_path / "mine"))
        again = client.post("/runs", data={"csrf": token_of(client.get("/runs")), "text": "more"})
        assert again.status_code == 422
        assert "a run is going on" in again.text.lower()
        while not client.get("/runs/now").json()["done"]:
            time.sleep(0.05)
        assert client.get("/incidents").status_code == 200  # pages go on
        page = client.post("/runs/stop", data={"csrf": token_of(client.get("/runs"))}).text
        assert "stopped" in page
        assert "/reports/rep_" in client.get("/reports").text  # what it had read is kept


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Give the paths of the runs that are started, and start none."""
    found: list[Path] = []
    monkeypatch.setattr(running.Runs, "start", lambda self, paths, settings: found.extend(paths))
    return found


@pytest.mark.parametrize(
    "name",
    ["../../flee.txt", "..\\..\\flee.txt", "/etc/flee.txt", ".hidden.txt", "a\x00b.txt", "x" * 300 + ".txt", "<b>.txt",
     "...", "~$lock.docx", "a.meta.json"],
)  # fmt: skip
def test_names_do_not_leave_their_folder(tmp_path: Path, started: list[Path], name: str) -> None:
    with workspace(tmp_path / "a.ledger") as client:
        give(client, {name: b"text"})
    assert len(started) == 1
    assert started[0].parent == tmp_path / "a.ledger.reports"
    assert started[0].read_bytes() == b"text"
    assert not started[0].name.startswith((".", "~"))
    assert not started[0].name.endswith(".meta.json")
    assert sorted(path.name for path in tmp_path.iterdir() if "a.ledger" not in path.name) == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "something to read"),
        ({"folder": "/no/such/folder"}, "no such file or folder"),
        ({"text": "x", "published": "yesterday"}, "2024-04-03"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, started: list[Path], fields: dict[str, str], said: str) -> None:
    with workspace(tmp_path / "a.ledger") as client:
        assert said in give(client, None, **fields)
    assert started == []


def test_a_folder_is_named_only_on_this_machine(tmp_path: Path, started: list[Path]) -> None:
    with workspace(tmp_path / "a.ledger", host="0.0.0.0") as client:
        assert "Or a folder" not in client.get("/runs").text
        assert "listens to this machine alone" in give(client, folder=str(tmp_path))
    assert started == []


def test_uploads_are_bounded(tmp_path: Path, started: list[Path]) -> None:
    with workspace(tmp_path / "a.ledger", max_upload_bytes=10_000) as client:
        assert "more than is taken" in give(client, {"a.txt": b"x" * 20_000})
    assert started == []
