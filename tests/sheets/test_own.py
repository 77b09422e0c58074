"""A sheet of one's own: how its columns are guessed, what its rows become, and that it is never a source."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from overt.assemble import RunSummary, engine_mark, read_report, renew_findings, take_reports
from overt.base.errors import SettingsError
from overt.base.tables import read_sheets
from overt.base.tables.cells import Cell, CellKind
from overt.record import open_ledger
from overt.record.ledger import Ledger
from overt.sheets.dates import DateOrder, Unreadable, read_day
from overt.sheets.foreign import rows_of
from overt.sheets.guessing import guess_layout
from overt.sheets.layout import Layout, read_layout, write_layout
from overt.types.incident import Incident
from overt.types.problem import Problem
from overt.types.report import Report
from tests.decisions.test_histories import add
from tests.reconcile.builders import Story

HEAD = ["Date", "City", "Country", "Type", "Killed", "Victim", "Perpetrator", "Attributed to", "Source"]
ROWS = [
    [date(2024, 1, 5), "Zelin", "Poland", "Arson", None, None, "Oleg Varna", "GRU", "Post"],
    ["20 January 2024", "Graz", "Austria", "Killing", 1, "Ana Roth", None, None, "Mirror"],
]


def save(path: Path, *rows: Sequence[object], name: str = "Incidents 2024") -> Path:
    book: Any = Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def layout_of(path: Path) -> Layout:
    layout = guess_layout(read_sheets(path))
    assert layout is not None
    return layout


def items_of(path: Path, layout: Layout | None = None) -> list[Report | Problem]:
    wanted = layout or layout_of(path)
    (sheet,) = (one for one in read_sheets(path) if one.name == wanted.sheet)
    return list(rows_of(sheet, wanted, str(path)))


def bring(ledger: Ledger, path: Path, layout: Layout | None = None) -> RunSummary:
    return take_reports(ledger, str(path), items_of(path, layout))


def problems_of(items: Sequence[Report | Problem]) -> list[str]:
    return [f"{one.where}: {one.what}" for one in items if isinstance(one, Problem)]


@pytest.fixture
def ledger(tmp_path: Path) -> Any:
    with open_ledger(tmp_path / "a.ledger", create=True) as opened:
        yield opened


@pytest.mark.parametrize(
    ("heads", "fields"),
    [
        (HEAD, ["time", "place", "country", "type", "killed", "victim", "perpetrator", "attributed_to", "source"]),
        (["Datum", "Tatort", "Land", "Art", "Täter"], ["time", "place", "country", "type", "perpetrator"]),
        (["Fecha", "Ciudad", "País", "Tipo", "Muertos"], ["time", "place", "country", "type", "killed"]),
        (["Дата", "Город", "Страна", "Тип", "Источник"], ["time", "place", "country", "type", "source"]),
        (["Data zdarzenia", "Miasto", "Kraj", "Rodzaj", "Źródło"], ["time", "place", "country", "type", "source"]),
        (["event_date", "actor1", "location", "fatalities", "notes"], ["time", "ignore", "place", "killed", "text"]),
        (["iyear", "imonth", "iday", "country_txt", "nkill"], ["year", "month", "day", "country", "killed"]),
        (["Date of the report", "Number of people killed", "Mood"], ["time", "killed", "ignore"]),
    ],
)
def test_headings_are_guessed_in_several_languages(tmp_path: Path, heads: list[str], fields: list[str]) -> None:
    layout = layout_of(save(tmp_path / "a.xlsx", heads, ["x"] * len(heads)))
    assert list(layout.columns.values()) == fields


def test_the_headings_may_stand_below_a_title_and_in_another_sheet(tmp_path: Path) -> None:
    book: Any = Workbook()
    book.active.append(["About this file", "v2"])
    sheet = book.create_sheet("Data")
    for row in (["Tracker of the desk"], [], ["Notes: see below"], HEAD, ROWS[0]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    layout = layout_of(tmp_path / "a.xlsx")
    assert (layout.sheet, layout.head) == ("Data", 4)


def test_two_columns_of_one_name_are_told_apart(tmp_path: Path) -> None:
    layout = layout_of(save(tmp_path / "a.xlsx", ["Date", "Date", None, "Type", "Source", "Sources"], ["x"] * 6))
    assert layout.columns == {
        "Date": "time",
        "Date (B)": "ignore",
        "column C": "ignore",
        "Type": "type",
        "Source": "source",
        "Sources": "source",
    }


def test_a_sheet_without_headings_is_not_guessed(tmp_path: Path) -> None:
    assert guess_layout(read_sheets(save(tmp_path / "a.xlsx", ["x", "y"], [1, 2]))) is None


def test_a_layout_is_kept_and_read_again(tmp_path: Path) -> None:
    layout = layout_of(save(tmp_path / "a.xlsx", HEAD, *ROWS))
    write_layout(tmp_path / "a.yaml", layout, tmp_path / "a.xlsx")
    assert read_layout(tmp_path / "a.yaml") == layout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("columns: {Date: when}", "'when' is none of"),
        ("columns: {Date: time}\ntypes: {Fire: sabotage.fire}", "'sabotage.fire' is no type"),
        ("columns: {Date: time}\ntype: fire", "'fire' is no type"),
        ("columns: {Date: time}\nstages: {x: done}", "'done' is no stage"),
        ("columns: {Date: time}\ndates: american", "none of day-month-year, month-day-year"),
        ("columns: {Date: time}\nhead: first", "the number of the row"),
        ("columns: {Date: time}\ncolour: red", "'colour' is none of"),
        ("columns: [", "cannot be read"),
        ("just words", "names no columns"),
    ],
)
def test_a_wrong_mapping_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=said):
        read_layout(tmp_path / "a.yaml")


def test_a_row_becomes_a_candidate_whose_values_are_quoted(ledger: Ledger, tmp_path: Path) -> None:
    bring(ledger, save(tmp_path / "a.xlsx", HEAD, *ROWS))
    fire, killing = sorted(ledger.incidents(), key=lambda one: one.type)
    assert (fire.type, fire.status, fire.flags) == ("sabotage.arson", "candidate", ("from_spreadsheet",))
    assert fire.time is not None
    assert fire.time.interval.edtf == "2024-01-05"
    assert [(one.name, one.role.value) for one in fire.participants] == [("Oleg Varna", "PER")]
    assert [(one.actor, one.level) for one in fire.attribution] == [("GRU", "none")]
    assert killing.time is not None
    assert killing.time.interval.edtf == "2024-01-20"
    assert (killing.places[0].name, killing.places[0].country) == ("Graz", "AT")
    assert [(one.what, one.text) for one in killing.quantities] == [("killed", "1")]
    for incident in (fire, killing):
        for claim in incident.claims:
            text = ledger.report(claim.report_id).text
            assert text[claim.span.start : claim.span.end] == claim.quote
            assert f": {claim.quote}" in text
            assert claim.voice.chain[0].description == "the spreadsheet a.xlsx, Incidents 2024"


def test_a_row_alone_has_no_grade_and_no_source(ledger: Ledger, tmp_path: Path) -> None:
    bring(ledger, save(tmp_path / "a.xlsx", HEAD, *ROWS))
    for incident in ledger.incidents():
        assert {(grade.number, grade.rule) for _, grade in incident.grades} == {(6, "N0")}
        assert (incident.sources.independent, incident.sources.undetermined, incident.sources.dependent) == (0, 0, 0)


def told_by_reports(ledger: Ledger) -> Incident:
    first, second = (Story(key=key, outlet=key, published="2024-02-01") for key in ("Post", "Mirror"))
    for story in (first, second):
        story.tell("violence.killing", town="Graz", time="2024-01-20", victims=["Ana Roth"])
    add(ledger, [first.done(), second.done()])
    (incident,) = ledger.incidents()
    return incident


def without_claims(incident: Incident) -> tuple[object, ...]:
    sources = incident.sources
    return (
        *(incident.type, incident.stage, incident.time, incident.grades, incident.disputed, incident.attribution),
        *(sources.independent, sources.undetermined, sources.dependent, sources.groups, sources.relations),
        tuple((one.name, one.role) for one in incident.participants),
    )


def test_a_row_joins_what_reports_tell_and_changes_nothing_of_it(ledger: Ledger, tmp_path: Path) -> None:
    before = told_by_reports(ledger)
    row = ["21 January 2024", "Graz", "Austria", "Killing", 3, "Ana Roth", "Jan Nowak", "GRU", "Post; Mirror"]
    bring(ledger, save(tmp_path / "a.xlsx", HEAD, row))
    (after,) = ledger.incidents()
    assert len(after.sources.report_ids) == len(before.sources.report_ids) + 1
    assert without_claims(after) == without_claims(before)
    assert "in_spreadsheet" in after.flags
    assert "from_spreadsheet" not in after.flags
    assert [(one.what, one.text) for one in after.quantities] == [("killed", "3")]  # what no report says, it fills


def test_ten_sheets_that_agree_raise_no_grade(ledger: Ledger, tmp_path: Path) -> None:
    before = told_by_reports(ledger)
    for number in range(10):
        row = ["20 January 2024", "Graz", "Austria", "Killing", 1, "Ana Roth", None, None, f"Source {number}"]
        bring(ledger, save(tmp_path / f"{number}.xlsx", HEAD, row))
    (after,) = ledger.incidents()
    assert len(after.sources.report_ids) == 12
    assert without_claims(after) == without_claims(before)


def test_two_rows_of_one_sheet_are_never_joined(ledger: Ledger, tmp_path: Path) -> None:
    row = ["20 January 2024", "Graz", "Austria", "Killing", 1, "Ana Roth", None, None, "Post"]
    other = [*row[:-1], "Mirror"]
    bring(ledger, save(tmp_path / "a.xlsx", HEAD, row, other))
    assert len(ledger.incident_ids()) == 2
    told_by = Story(key="Post", outlet="Post", published="2024-02-01")
    told_by.tell("violence.killing", town="Graz", time="2024-01-20", victims=["Ana Roth"])
    add(ledger, [told_by.done()])
    assert len(ledger.incident_ids()) == 2


def test_again_without_a_change_is_no_change(ledger: Ledger, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", HEAD, *ROWS)
    bring(ledger, path)
    before = list(ledger.incidents())
    again = bring(ledger, path)
    assert (again.new, again.known, again.superseded, again.has_changed) == (0, 2, 0, False)
    assert list(ledger.incidents()) == before


def test_only_rows_that_changed_are_superseded(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    bring(ledger, save(path, HEAD, *ROWS))
    kept = {one.id for one in ledger.incidents() if one.type == "sabotage.arson"}
    new = [date(2024, 3, 1), "Riga", "Latvia", "Vandalism", None, None, None, None, "Herald"]
    corrected = [*ROWS[1][:4], 2, *ROWS[1][5:]]
    changed = bring(ledger, save(path, HEAD, new, corrected, ROWS[0]))  # sorted, one corrected, one more
    assert (changed.new, changed.known, changed.superseded) == (2, 1, 1)
    assert kept <= set(ledger.incident_ids())
    assert {number.text for one in ledger.incidents() for number in one.quantities} == {"2"}
    fewer = bring(ledger, save(path, HEAD, ROWS[0]))
    assert (fewer.known, fewer.superseded) == (1, 2)
    assert set(ledger.incident_ids()) == kept


def test_a_corrected_mapping_reads_the_rows_again(ledger: Ledger, tmp_path: Path) -> None:
    path = save(tmp_path / "a.csv.xlsx", ["Date", "City", "Type"], ["03/04/2024", "Graz", "Arson"])
    layout = layout_of(path)
    bring(ledger, path, layout)
    assert [one.time for one in ledger.incidents()] == [None]
    assert len(ledger.problems("sheet-cell-unread")) == 1
    write_layout(tmp_path / "a.yaml", layout, path)
    text = (tmp_path / "a.yaml").read_text(encoding="utf-8")
    (tmp_path / "a.yaml").write_text(text.replace("dates: null", "dates: day-month-year"), encoding="utf-8")
    summary = bring(ledger, path, read_layout(tmp_path / "a.yaml"))
    assert (summary.again, summary.superseded) == (1, 0)
    assert [one.time.interval.edtf for one in ledger.incidents() if one.time] == ["2024-04-03"]
    assert ledger.problems("sheet-cell-unread") == ()


def test_rows_are_read_again_from_the_ledger_alone(ledger: Ledger, tmp_path: Path) -> None:
    """As a new engine does: nothing but what is stored is needed."""
    bring(ledger, save(tmp_path / "a.xlsx", HEAD, *ROWS))
    for reading in ledger.readings():
        assert read_report(ledger.report(reading.report.id)) == reading
    before = list(ledger.incidents())
    renew_findings(ledger, engine_mark())
    assert list(ledger.incidents()) == before


def test_merged_cells_hold_for_all_their_rows(tmp_path: Path) -> None:
    book: Any = Workbook()
    for row in (["Month", "City", "Type"], ["May 2024", "Graz", "Arson"], *([None, city, "Arson"] for city in "ab")):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.save(tmp_path / "a.xlsx")
    layout = layout_of(tmp_path / "a.xlsx")
    layout = Layout(sheet=layout.sheet, head=1, columns={**layout.columns, "Month": "time"}, types=layout.types)
    reports = [one for one in items_of(tmp_path / "a.xlsx", layout) if isinstance(one, Report)]
    assert [report.text.startswith("Month: May 2024\n") for report in reports] == [True, True, False]


def test_messy_rows_are_told_with_their_cells(tmp_path: Path) -> None:
    head = ["Date", "City", "Type", "Killed", "Injured"]
    path = save(
        tmp_path / "a.xlsx",
        head,
        ["May 2024"],
        ["03/04/2024", "Graz", "Arson", "several", "=1+1"],
        [45421, "Graz", "Arson", date(2024, 5, 3), "#REF!"],
        ["2024-05-09", "Graz", "Mischief", 1, 0],
        ["2024-05-09", "Graz", None, 1, 0],
        [None, "Graz", "arson", "n/a", "-"],
        name="S",
    )
    items = items_of(path)
    assert problems_of(items) == [
        "S!row 2: only one cell of this row is filled: it was taken for a heading",
        "S!E3: Injured: a formula that was never worked out",
        "S!D3: Killed: 'several' is no number",
        "S!A3: Date: '03/04/2024' may be 2024-04-03 or 2024-03-04",
        "S!D4: Killed: the program made a day of it (2024-05-03)",
        "S!E4: Injured: the program could not work it out (#REF!)",
        "S!A4: Date: 45421 is a number; counted from 1900 as spreadsheets count, it is 2024-05-09",
        "S!C5: 'Mischief' is no type that is known",
        "S!C6: the row says no type",
    ]
    assert sum(isinstance(one, Report) for one in items) == 3
    assert all(one.todo for one in items if isinstance(one, Problem))


def test_year_month_and_day_in_columns_of_their_own(tmp_path: Path) -> None:
    path = save(
        tmp_path / "a.xlsx",
        ["iyear", "imonth", "iday", "attacktype1_txt", "city"],
        [2024, 5, 9, "Arson", "Graz"],
        [2024, 5, 0, "Arson", "Graz"],
        [2024, 0, 0, "Arson", "Graz"],
        [2024, 2, 31, "Arson", "Graz"],
        [None, 5, 9, "Arson", "Graz"],
    )
    items = items_of(path)
    rows = [one.row for one in items if isinstance(one, Report) and one.row]
    values = [[value.value for value in row.values if value.field == "time"] for row in rows]
    assert values == [["2024-05-09"], ["2024-05"], ["2024"], [], []]
    assert [one.partition(": ")[2] for one in problems_of(items)] == [
        "iyear: 2024-02-31 is no day of the calendar",
        "imonth: a month or day without its year",
    ]


def test_beginning_and_end_make_a_span_of_days(tmp_path: Path) -> None:
    head = ["Start date", "End date", "Type", "City"]
    rows = [["2024-05-09", "2024-05-11", "Arson", "Graz"], ["2024-05-09", "2024-05-01", "Arson", "Graz"]]
    good, problem, bad = items_of(save(tmp_path / "a.xlsx", head, *rows))
    assert isinstance(good, Report)
    assert good.row is not None
    assert [v.value for v in good.row.values if v.field == "time"] == ["2024-05-09/2024-05-11"]
    assert "it ends (2024-05-01) before it begins" in problems_of([problem])[0]
    assert isinstance(bad, Report)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2024-05-09", "2024-05-09"),
        ("2024-05-09T14:30", "2024-05-09"),
        ("2024-05", "2024-05"),
        ("2024", "2024"),
        ("20240509", "2024-05-09"),
        ("27/03/2024", "2024-03-27"),
        ("03/27/2024", "2024-03-27"),
        ("05.05.2024", "2024-05-05"),
        ("2024/5/9", "2024-05-09"),
        ("9 May 2024", "2024-05-09"),
        ("May 9, 2024", "2024-05-09"),
        ("May 2024", "2024-05"),
        ("2024-05-09 to 2024-05-11", "2024-05-09/2024-05-11"),
        ("9 May 2024 – 11 May 2024", "2024-05-09/2024-05-11"),
    ],
)
def test_dates_that_can_be_only_one(text: str, edtf: str) -> None:
    assert read_day(Cell(text)).edtf == edtf


@pytest.mark.parametrize("text", ["03/04/2024", "3.4.2024", "03-04-2024"])
def test_dates_that_may_be_two_are_not_guessed(text: str) -> None:
    with pytest.raises(Unreadable, match="may be 2024-04-03 or 2024-03-04"):
        read_day(Cell(text))
    assert read_day(Cell(text), DateOrder.DAY).edtf == "2024-04-03"
    assert read_day(Cell(text), DateOrder.MONTH).edtf == "2024-03-04"


@pytest.mark.parametrize("text", ["9 May", "yesterday", "03/04/24", "31/02/2024", "13/13/2024", "soon", "2024-13"])
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(Unreadable) as error:
        read_day(Cell(text))
    assert error.value.todo


def test_numbers_are_days_only_if_it_is_said() -> None:
    with pytest.raises(Unreadable, match="it is 2024-05-09"):
        read_day(Cell("45421", CellKind.NUMBER))
    assert read_day(Cell("45421", CellKind.NUMBER), is_serial=True).edtf == "2024-05-09"
    assert read_day(Cell("2024", CellKind.NUMBER)).edtf == "2024"
    with pytest.raises(Unreadable, match="no date"):
        read_day(Cell("12", CellKind.NUMBER), is_serial=True)


def test_words_of_other_languages_are_dates() -> None:
    assert read_day(Cell("9. Mai 2024"), languages=("de", "en")).edtf == "2024-05-09"
    assert read_day(Cell("mai 2024"), languages=("fr", "en")).edtf == "2024-05"


def test_a_type_for_all_rows_stands_in_their_text(ledger: Ledger, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", ["Date", "City"], ["2024-05-09", "Graz"])
    guessed = layout_of(path)
    layout = Layout(sheet=guessed.sheet, head=1, columns=guessed.columns, type="sabotage.arson")
    bring(ledger, path, layout)
    (incident,) = ledger.incidents()
    (claim,) = (one for one in incident.claims if one.field == "type")
    assert claim.quote == "sabotage.arson"


def test_the_country_of_the_row_says_which_town_is_meant(ledger: Ledger, tmp_path: Path) -> None:
    head = ["Date", "City", "Country", "Type"]
    rows = [["2024-05-09", "Paris", "United States", "Arson"], ["2024-05-09", "Nirgendwo", "Austria", "Arson"]]
    bring(ledger, save(tmp_path / "a.xlsx", head, *rows))
    places = {one.places[0].name_as_written: one.places[0] for one in ledger.incidents()}
    assert (places["Paris"].country, places["Paris"].precision) == ("US", "G2")
    assert (places["Nirgendwo"].country, places["Nirgendwo"].lat) == ("AT", None)


def test_identical_rows_are_one(ledger: Ledger, tmp_path: Path) -> None:
    summary = bring(ledger, save(tmp_path / "a.xlsx", HEAD, ROWS[0], ROWS[0]))
    assert (summary.new, summary.duplicates) == (1, 1)
    assert len(ledger.incident_ids()) == 1
