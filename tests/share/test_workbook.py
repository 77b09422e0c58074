"""The workbook of an export, read with a spreadsheet library: what stands where, and that nothing in it computes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from overt.extract.codebook.types import load_codebook
from overt.record import open_ledger
from overt.record.ledger import Ledger
from overt.record.rows import EngineMark
from overt.share import export_ledger
from overt.share.formats import xlsx
from overt.share.formats.states import read_state
from overt.share.formats.tables import CHANGED, Use, bare_text, changeable_texts, ledger_tables, safe_text
from overt.types.incident import Incident
from tests.record.samples import (
    empty_reading,
    first_reading,
    make_findings,
    make_incident,
    put_findings,
    second_report,
)

Books = Callable[..., Any]


@pytest.fixture
def book_of(tmp_path: Path) -> Books:
    """Give a function that exports incidents and opens the workbook."""

    def make(*incidents: Incident) -> Any:
        findings = make_findings()
        with open_ledger(tmp_path / "a.ledger", create=True) as ledger:
            for reading in (first_reading(), empty_reading(second_report())):
                ledger.add_reading(reading.report, reading, EngineMark(name="rules/1", knowledge="k1"))
            put_findings(ledger, replace(findings, incidents=incidents or findings.incidents))
            (path,) = export_ledger(ledger, "xlsx", tmp_path)
        return load_workbook(path)

    return make


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_sheets_and_their_columns(book_of: Books, tmp_path: Path) -> None:
    book = book_of()
    assert book.sheetnames == ["Incidents", "Claims", "Reports", "How to read this", "Lists"]
    with open_ledger(tmp_path / "a.ledger", read_only=True) as ledger:
        for table in ledger_tables(ledger):
            sheet = book[table.name]
            assert [cell.value for cell in sheet[1]] == [column.name for column in table.columns]
            assert sheet.freeze_panes == "C2"
            assert sheet.auto_filter.ref.startswith("A1:")
            assert len(rows_of(sheet)) == len(list(table.rows()))
            for column in table.columns:
                assert any(row[:2] == (table.name, column.name) for row in book["How to read this"].values)
    assert book["Lists"].sheet_state == "hidden"


def test_what_may_be_changed_can_be_chosen_and_stays_text(book_of: Books) -> None:
    sheet = book_of()["Incidents"]
    chosen = {str(rule.sqref)[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    letters = {cell.value: cell.column_letter for cell in sheet[1]}
    for name in ("status", "type", "stage", "granularity"):
        sheet_name, _, area = chosen[letters[name]].partition("!")
        values = [cell.value for (cell,) in sheet.parent[sheet_name][area]]
        assert sheet[f"{letters[name]}2"].value in values
        if name == "type":
            assert values == sorted(load_codebook().types)
    assert {sheet[f"{letters[name]}2"].number_format for name in (*CHANGED, "source", "reason")} == {"@"}
    assert sheet.column_dimensions[letters["state"]].hidden


def test_a_row_knows_what_it_was(book_of: Books) -> None:
    row = rows_of(book_of()["Incidents"])[0]
    incident = make_incident()
    state = read_state(row["state"], len(CHANGED))
    assert state is not None
    assert state.is_of(incident)
    assert not state.is_of(replace(incident, title="Another"))
    texts = changeable_texts(incident)
    assert all(state.is_as_exported(at, text) for at, text in enumerate(texts))
    assert not any(state.is_as_exported(at, text + "x") for at, text in enumerate(texts))


@pytest.mark.parametrize("text", ["", "s1", "s2." + "0" * 16, "s1.ab.cd", "gibberish", "=1+1"])
def test_what_is_no_state_is_seen(text: str) -> None:
    assert read_state(text, len(CHANGED)) is None


@pytest.mark.parametrize(
    "title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\r=1", '=HYPERLINK("x","y")', "＝1", "a\0=1", "'=1"]
)
def test_no_cell_computes(book_of: Books, title: str) -> None:
    sheet = book_of(make_incident(title=title))["Incidents"]
    assert "f" not in {cell.data_type for row in sheet.rows for cell in row}  # a formula
    shown = rows_of(sheet)[0]["title"]
    assert shown.lstrip()[0] not in "=+-@＝"


@pytest.mark.parametrize("text", ["=1", "'=1", "''-x", "' =1", "-", "plain", "'quoted'", "- Yes", "＝1"])
def test_the_apostrophe_can_be_taken_off_again(text: str) -> None:
    assert bare_text(str(safe_text(text))) == text


def test_what_a_workbook_cannot_hold(book_of: Books) -> None:
    title = rows_of(book_of(make_incident(title="a\x01b\x0bc " + "x" * 40_000))["Incidents"])[0]["title"]
    assert title.startswith("a b c xxx")
    assert title.endswith("[cut: whole in jsonl]")
    assert len(title) == 32_767


def test_more_rows_than_a_sheet_holds(book_of: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_MOST_ROWS", 4)
    incident = make_incident()
    book = book_of(incident)
    names = [name for name in book.sheetnames if name.startswith("Claims")]
    assert names[:2] == ["Claims", "Claims 2"]
    assert [row["id"] for name in names for row in rows_of(book[name])] == [claim.id for claim in incident.claims]


def test_a_ledger_without_anything_gives_empty_sheets(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "b.ledger", create=True) as ledger:
        (path,) = export_ledger(ledger, "xlsx", tmp_path)
    assert [rows_of(load_workbook(path)[name]) for name in ("Incidents", "Claims", "Reports")] == [[], [], []]


def test_a_failing_export_leaves_nothing(book_of: Books, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book_of()
    before = {file: file.read_bytes() for file in tmp_path.glob("*.xlsx")}
    with open_ledger(tmp_path / "a.ledger") as ledger:

        def fail(_: Ledger) -> Any:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Ledger, "reports", fail)
        with pytest.raises(Exception, match="No space left"):
            export_ledger(ledger, "xlsx", tmp_path)
    assert {file: file.read_bytes() for file in tmp_path.glob("*.xlsx")} == before
    assert not list(tmp_path.glob(".ledger*"))


def test_each_column_says_what_one_may_do(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "b.ledger", create=True) as ledger:
        columns = [column for table in ledger_tables(ledger) for column in table.columns]
    assert all(column.says for column in columns)
    assert {column.name for column in columns if column.use is Use.FILL} == {
        *("reason", "merge_into", "add_note", "source", "strike")
    }
