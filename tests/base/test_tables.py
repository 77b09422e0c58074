"""Files of tables as strangers make them: odd cells, odd encodings, and files that were made to harm."""

import re
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from overt.base.errors import SettingsError
from overt.base.tables import read_sheets
from overt.base.tables.cells import Area, Cell, CellKind, clean, column_letter


def save(tmp_path: Path, *rows: list[object], name: str = "a.xlsx") -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / name)
    return tmp_path / name


def test_what_cells_are(tmp_path: Path) -> None:
    moment = datetime(2024, 5, 9, 14, 30)  # noqa: DTZ001 - cells have no zone
    path = save(
        tmp_path, ["a  b\n c\u200b ", 4, 4.0, 2.5, True, date(2024, 5, 9), moment, time(14, 30), "=1+1", "#REF!"]
    )
    (sheet,) = read_sheets(path)
    assert sheet.rows[0].cells == (
        Cell("a b\nc"),
        Cell("4", CellKind.NUMBER),
        Cell("4", CellKind.NUMBER),
        Cell("2.5", CellKind.NUMBER),
        Cell("TRUE"),
        Cell("2024-05-09", CellKind.DATE),
        Cell("2024-05-09T14:30", CellKind.DATE),
        Cell("14:30:00", CellKind.DATE),
        Cell("", CellKind.FORMULA),
        Cell("#REF!", CellKind.FAULT),
    )


def test_a_formula_has_what_the_program_worked_out(tmp_path: Path) -> None:
    path = save(tmp_path, ["=A2", "x"])
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(rb"(<f>A2</f>)<v ?/?>(</v>)?", rb"\1<v>7</v>", parts[sheet])
    with zipfile.ZipFile(path, "w") as file:
        for name, data in parts.items():
            file.writestr(name, data)
    assert read_sheets(path)[0].rows[0].cells[0] == Cell("7", CellKind.FORMULA)


def test_empty_rows_and_columns_are_left_out_and_numbers_stay(tmp_path: Path) -> None:
    (sheet,) = read_sheets(save(tmp_path, [], ["a", None, None], [None], ["b"]))
    assert [(row.number, len(row.cells)) for row in sheet.rows] == [(2, 1), (4, 1)]


def test_a_far_cell_does_not_make_a_million_rows(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"], book.active["B900000"] = "a", "b"
    book.save(tmp_path / "a.xlsx")
    (sheet,) = read_sheets(tmp_path / "a.xlsx")
    assert [row.number for row in sheet.rows] == [1, 900_000]


def test_merged_areas_hidden_sheets_and_names(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["a"])
    book.active.merge_cells("A1:B3")
    hidden = book.create_sheet("hidden")
    hidden.append(["x"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsm")
    first, second = read_sheets(tmp_path / "a.xlsm")
    assert first.merged == (Area(first_row=1, last_row=3, first_column=0, last_column=1),)
    assert second.name == "hidden"
    assert [one.name for one in read_sheets(tmp_path / "a.xlsm", lambda name: name == "hidden")] == ["hidden"]


@pytest.mark.parametrize(
    ("data", "cells"),
    [
        (b"a,b\nc,d\n", ["c", "d"]),
        (b'a;b\n"c;1";d,e\n', ["c;1", "d,e"]),
        (b"a\tb\nc\td\n", ["c", "d"]),
        (b"sep=|\r\na|b\r\nc|d\r\n", ["c", "d"]),
        ("\ufeffa;b\nŁódź;é\n".encode(), ["Łódź", "é"]),
        ("a;b\nŁódź;é\n".encode("utf-16"), ["Łódź", "é"]),
        (
            "дата;место\n9 мая;в городе Псков на северо-западе\n".encode("cp1251"),
            ["9 мая", "в городе Псков на северо-западе"],
        ),
        (b'a,b\n"c\nd",e\n', ["c\nd", "e"]),
    ],
)
def test_csv_of_all_kinds(tmp_path: Path, data: bytes, cells: list[str]) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    (sheet,) = read_sheets(tmp_path / "a.csv")
    assert [cell.text for cell in sheet.rows[1].cells] == cells


def bomb(path: Path, part: bytes, name: str = "xl/workbook.xml") -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, part)


def test_what_is_no_workbook_or_made_to_harm(tmp_path: Path) -> None:
    cases: dict[str, tuple[bytes | None, str]] = {
        "text.xlsx": (b"date,place", "no workbook that can be read"),
        "html.xlsx": (b"<html><table></table></html>", "no workbook that can be read"),
        "cut.xlsx": (save(tmp_path, ["a"] * 50).read_bytes()[:800], "no workbook that can be read"),
        "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "of the old kind"),
        "locked.xlsx": (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99 + "EncryptedPackage".encode("utf-16-le"),
            "has a password",
        ),
        "empty.xlsx": (b"", "the file is empty"),
        "blank.csv": (b" \n", "the file is empty"),
        "zeros.csv": (b"\0" * 100, "it is no text"),
        "a.doc": (b"x", "this is no sheet"),
        "gone.csv": (None, "cannot be read"),
    }
    for name, (data, said) in cases.items():
        if data is not None:
            (tmp_path / name).write_bytes(data)
        with pytest.raises(SettingsError, match=said):
            read_sheets(tmp_path / name)
    for declared in (b"<!DOCTYPE x [<!ENTITY a 'b'>]><workbook/>", "<!ENTITY a 'b'>".encode("utf-16-le")):
        bomb(tmp_path / "bomb.xlsx", declared)
        with pytest.raises(SettingsError, match="declares entities"):
            read_sheets(tmp_path / "bomb.xlsx")
    bomb(tmp_path / "sheet.ods", b"application/vnd.oasis.opendocument.spreadsheet", "mimetype")
    with pytest.raises(SettingsError, match="OpenDocument"):
        read_sheets(tmp_path / "sheet.ods")
    bomb(tmp_path / "zip.xlsx", b"x", "other.txt")
    with pytest.raises(SettingsError, match="no workbook that can be read"):
        read_sheets(tmp_path / "zip.xlsx")


def test_a_small_file_that_unpacks_to_a_huge_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("overt.base.tables.workbook._MOST_UNPACKED", 1_000_000)
    bomb(tmp_path / "a.xlsx", b" " * 2_000_000)
    with pytest.raises(SettingsError, match="too large"):
        read_sheets(tmp_path / "a.xlsx")


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_letters_of_columns(index: int, letters: str) -> None:
    assert column_letter(index) == letters


def test_cleaning_keeps_lines_and_drops_what_no_text_holds() -> None:
    assert clean("نمی\u200cشود") == "نمی\u200cشود"  # no letter of Persian, but the word is another without it
    assert clean(" a\t b \r\n\n c\x00\ud800") == "a b\nc"
