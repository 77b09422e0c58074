"""`overt import`: what is shown, what is asked, and that nothing is written unless it was wanted."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from overt.cli.main import app
from overt.record import open_ledger
from tests.decisions.test_histories import add
from tests.reconcile.builders import Story
from tests.sheets.books import Workbook

Import = Callable[..., Result]


@pytest.fixture
def edited(tmp_path: Path) -> tuple[Path, Path]:
    """Give a ledger and a workbook in which one row is accepted and one badly rejected."""
    first, second = (Story(key=key, outlet=key, published="2024-02-01") for key in ("Post", "Courier"))
    first.tell("sabotage.arson", town="Zelin", time="2024-01-05", thing="Tolgar store")
    second.tell("violence.killing", town="Vell", time="2024-01-20", victims=["Ana Roth"], numbers={"killed": 1})
    with open_ledger(tmp_path / "a.ledger", create=True) as ledger:
        add(ledger, [first.done(), second.done()])
        book = Workbook(ledger, tmp_path)
        one, other = ledger.incidents()
        book.edit(one.id, status="accepted")
        book.edit(other.id, status="rejected")
    return tmp_path / "a.ledger", book.save()


def bring(edited: tuple[Path, Path], *options: str, answers: str | None = None) -> Result:
    ledger, path = edited
    return CliRunner().invoke(app, ["import", str(path), "--ledger", str(ledger), *options], input=answers)


def count(edited: tuple[Path, Path]) -> int:
    with open_ledger(edited[0], read_only=True) as ledger:
        return len(ledger.decisions())


def test_a_dry_run_shows_all_and_writes_nothing(edited: tuple[Path, Path]) -> None:
    before = edited[0].read_bytes()
    result = bring(edited, "--dry-run")
    assert result.exit_code == 0
    for part in (
        "Incidents!C2",
        "accept",
        "Refused",
        "Incidents!C3",
        "say why it is rejected",
        "1 decision",
        "1 refused",
    ):
        assert part in result.stdout
    assert "nothing was written" in result.stdout
    assert (edited[0].read_bytes(), count(edited)) == (before, 0)


def test_who_and_why_are_asked(edited: tuple[Path, Path]) -> None:
    result = bring(edited, answers="seen by both\nAda Roe\ny\n")
    assert result.exit_code == 0
    assert "Decisions 1 to 2 were taken in, by Ada Roe." in result.stdout
    with open_ledger(edited[0], read_only=True) as ledger:
        assert {(one.draft.by, one.draft.why) for one in ledger.decisions()} == {("Ada Roe", "seen by both")}


@pytest.mark.parametrize("answers", ["\nAda\nn\n", "\nAda\n", "", None])
def test_nothing_is_written_without_a_yes(edited: tuple[Path, Path], answers: str | None) -> None:
    result = bring(edited, answers=answers)
    assert result.exit_code == 1
    assert "Nothing was written" in result.stderr
    assert count(edited) == 0


def test_yes_asks_nothing_and_names_what_to_do_next(edited: tuple[Path, Path]) -> None:
    result = bring(edited, "--yes", "--by", "Ada")
    assert result.exit_code == 0
    assert "Decision 1 was taken in, by Ada." in result.stdout
    assert f"overt problems --name sheet-row-refused --ledger {edited[0]}" in result.stdout
    assert "0 decisions, 1 already so, 1 refused" in bring(edited, "--yes", "--by", "Ada").stdout


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"%PDF", "this is no sheet"),
        ("missing.xlsx", None, "cannot be read"),
        ("a.csv", b"date,place\n2024-05-09,Graz\n", "no column says of what type"),
        ("b.csv", b"x,y\n1,2\n", "none of its first rows holds headings"),
    ],
)
def test_what_cannot_be_read(edited: tuple[Path, Path], name: str, content: bytes | None, said: str) -> None:
    path = edited[0].parent / name
    if content is not None:
        path.write_bytes(content)
    result = bring((edited[0], path))
    assert result.exit_code == 2
    assert said.lower() in result.stderr.lower()


def test_a_sheet_of_ones_own_is_shown_then_taken_in(tmp_path: Path) -> None:
    path, ledger = tmp_path / "own.csv", tmp_path / "b.ledger"
    path.write_text("Datum;Ort;Land;Art\n2024-05-09;Graz;AT;Brandanschlag\n03/04/2024;Wien;AT;Mord\n", encoding="utf-8")
    shown = bring((ledger, path), "--dry-run")
    assert shown.exit_code == 0, shown.output
    for part in (
        "Datum",
        "time",
        "guessed, and kept in",
        "B",
        "may be 2024-04-03 or 2024-03-04",
        "2 rows can be taken in",
    ):
        assert part in shown.stdout
    assert not ledger.exists()
    refused = bring((ledger, path), answers="n\n")
    assert refused.exit_code == 1
    assert "own.csv.overt.yaml, then import again" in " ".join(refused.stderr.split())
    assert not ledger.exists()
    taken = bring((ledger, path), answers="y\n")
    assert taken.exit_code == 0, taken.output
    assert "2 new" in taken.stdout
    listed = CliRunner().invoke(app, ["list", "--ledger", str(ledger)])
    assert listed.stdout.count("[from spreadsheet]") == 2
    again = bring((ledger, path), "--yes")
    assert "2 known" in again.stdout
    assert "(nothing changed)" in again.stdout
