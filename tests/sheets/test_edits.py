"""An edited export comes back: what becomes a decision, what is refused and why, and that twice changes nothing."""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from overt.base.errors import LedgerError, SettingsError
from overt.decide import Desk
from overt.record import open_ledger
from overt.record.ledger import Ledger
from overt.sheets.settle import carry_out
from overt.types.account import Stage
from overt.types.decision import DecisionKind
from overt.types.incident import Incident
from tests.decisions.test_histories import add
from tests.reconcile.builders import Story
from tests.sheets.books import Workbook, plan_of, refusals


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger of two fires and a killing."""
    first, second, third = (Story(key=key, outlet=key, published="2024-02-01") for key in ("Post", "Courier", "Mirror"))
    first.tell("sabotage.arson", town="Zelin", time="2024-01-05", thing="Tolgar store", suspects=["Oleg Varna"])
    second.tell("sabotage.arson", town="Ostra", time="2024-01-06", thing="the depot", numbers={"injured": 2})
    third.tell("violence.killing", town="Vell", time="2024-01-20", victims=["Ana Roth"], numbers={"killed": 1})
    with open_ledger(tmp_path / "a.ledger", create=True) as opened:
        add(opened, [story.done() for story in (first, second, third)])
        yield opened


@pytest.fixture
def book(ledger: Ledger, tmp_path: Path) -> Workbook:
    return Workbook(ledger, tmp_path)


def at(ledger: Ledger, town: str) -> Incident:
    return next(one for one in ledger.incidents() if town in {place.name for place in one.places})


def test_an_export_that_nobody_touched_asks_for_nothing(ledger: Ledger, book: Workbook) -> None:
    plan = book.plan()
    assert (plan.edits, plan.refused, plan.rows, plan.already) == ((), (), 3, 0)
    carry_out(ledger, plan, by="")
    assert ledger.decisions() == ()


def test_each_kind_of_edit_becomes_its_decision(ledger: Ledger, book: Workbook) -> None:
    zelin, ostra, vell = at(ledger, "Zelin").id, at(ledger, "Ostra").id, at(ledger, "Vell").id
    book.edit(zelin, status="accepted", add_note="seen on the ground", stage="attempted", source="the indictment")
    book.edit(ostra, status="rejected", reason="a short circuit")
    book.edit(vell, time="2024-01-19", place="Graz", country="AT", killed="2-3", source="the coroner")
    decisions = book.bring()
    assert [one.draft.kind for one in decisions].count(DecisionKind.SET) == 4
    assert {one.draft.by for one in decisions} == {"Ada"}
    one = ledger.incident(zelin)
    assert (one.status, one.stage) == ("accepted", Stage.ATTEMPTED)
    assert ledger.incident(ostra).status == "rejected"
    killing = ledger.incident(vell)
    assert killing.time is not None
    assert killing.time.interval.edtf == "2024-01-19"
    assert (killing.places[0].name, killing.places[0].country) == ("Graz", "AT")
    assert next(number.text for number in killing.quantities if number.what == "killed") == "2-3"
    assert {one.draft.source for one in decisions if one.draft.kind is DecisionKind.SET} == {
        "the indictment",
        "the coroner",
    }


def test_the_same_sheet_twice_changes_nothing(ledger: Ledger, book: Workbook) -> None:
    zelin, ostra, vell = at(ledger, "Zelin").id, at(ledger, "Ostra").id, at(ledger, "Vell").id
    book.edit(zelin, status="accepted", add_note="seen on the ground", stage="attempted", source="the indictment")
    book.edit(ostra, merge_into=zelin, reason="one night, one gang")
    book.edit(vell, killed="2", source="the coroner", status="rejected", reason="another country")
    struck = next(claim for claim in ledger.incident(vell).claims if claim.field.startswith("participant"))
    book.write("Claims", struck.id, {"strike": "strike", "reason": "planned only"})
    first = book.bring()
    assert len(first) == 7
    before = [one.id for one in ledger.incidents()]
    plan = book.plan()
    assert (plan.edits, plan.already) == ((), 7)
    assert book.bring() == ()
    assert len(ledger.decisions()) == 7
    assert [one.id for one in ledger.incidents()] == before


def test_a_merge_keeps_the_row_that_was_named(ledger: Ledger, book: Workbook) -> None:
    zelin, ostra = at(ledger, "Zelin").id, at(ledger, "Ostra").id
    book.edit(ostra, merge_into=zelin.partition("_")[2], reason="one gang")
    book.bring()
    assert ostra not in ledger.incident_ids()
    assert len(ledger.incident(zelin).sources.report_ids) == 2


def test_what_a_claim_says_is_taken_from_it(ledger: Ledger, tmp_path: Path) -> None:
    other = Story(key="Herald", outlet="Herald", published="2024-02-01")
    other.tell("sabotage.arson", town="Ostra", time="2024-01-06", thing="the depot", numbers={"injured": 4})
    add(ledger, [other.done()])
    (one,) = [one for one in ledger.incidents() if len(one.sources.report_ids) == 2]
    shown = next(number.text for number in one.quantities if number.what == "injured")
    book = Workbook(ledger, tmp_path)
    book.edit(one.id, injured={"2": "4", "4": "2"}[shown])
    (decision,) = book.bring()
    assert decision.draft.claim_ids
    assert decision.draft.source is None
    assert {claim.value for claim in one.claims if claim.id in decision.draft.claim_ids} == {decision.draft.value}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"stage": "foiled"}, "no value without a source"),
        ({"stage": "done", "source": "x"}, "'done' is no stage"),
        ({"type": "sabotage.arsn", "source": "x"}, "'sabotage.arsn' is no type"),
        ({"type": None}, "the cell was emptied"),
        ({"type": "-", "source": "x"}, "'-' is no type"),
        ({"time": "03/04/2024", "source": "x"}, "'03/04/2024' may be 2024-04-03 or 2024-03-04"),
        ({"time": "31/02/2024", "source": "x"}, "'31/02/2024' is no day"),
        ({"time": "in May", "source": "x"}, "no date that can be read"),
        ({"time": "2024-05-09/2024-05-01", "source": "x"}, "no date that can be read"),
        ({"killed": "many", "source": "x"}, "'many' is no number"),
        ({"killed": "5-3", "source": "x"}, "ends below its beginning"),
        ({"killed": datetime(2024, 5, 3), "source": "x"}, "made a day of it"),  # noqa: DTZ001 - cells have no zone
        ({"killed": "=1+1", "source": "x"}, "this cell is a formula"),
        ({"country": "Austria", "source": "x"}, "no code of a country"),
        ({"status": "rejected"}, "say why it is rejected"),
        ({"status": "reversed"}, "a status cannot be set to 'reversed'"),
        ({"status": "maybe"}, "a status cannot be set to 'maybe'"),
        ({"reason": "because"}, "a reason, but nothing"),
        ({"source": "a letter"}, "a source, but no value"),
        ({"merge_into": "inc_unknown"}, "no other incident has the id inc_unknown"),
        ({"title": "Another title"}, "the column title is only to be read"),
        ({"grade": 1}, "the column grade is only to be read"),
        ({"state": None, "status": "accepted"}, "its state is missing"),
        ({"state": "s1.forged", "status": "accepted"}, "its state is missing"),
    ],
)
def test_what_is_refused_and_why(ledger: Ledger, book: Workbook, change: dict[str, object], why: str) -> None:
    key = at(ledger, "Zelin").id
    row = book.edit(key, **change)
    plan = book.plan()
    assert plan.edits == ()
    (told,) = refusals(plan)
    assert told.startswith("Incidents!")
    assert str(row) in told.partition(":")[0]
    assert why in told
    assert all(one.todo for one in plan.refused)
    carry_out(ledger, plan, by="Ada")
    (problem,) = ledger.problems("sheet-row-refused")
    assert problem.problem.what in told
    assert ledger.decisions() == ()


def test_a_merge_into_itself_is_refused(ledger: Ledger, book: Workbook) -> None:
    key = at(ledger, "Zelin").id
    book.edit(key, merge_into=key)
    assert "no other incident" in refusals(book.plan())[0]


def test_problems_close_when_the_sheet_is_mended(ledger: Ledger, book: Workbook) -> None:
    key = at(ledger, "Zelin").id
    book.edit(key, stage="done", source="x")
    book.bring()
    assert len(ledger.problems("sheet-row-refused")) == 1
    book.edit(key, stage="foiled")
    assert len(book.bring()) == 1
    assert ledger.problems("sheet-row-refused") == ()


def test_a_row_that_changed_since_is_refused_with_what_is_other(ledger: Ledger, book: Workbook) -> None:
    key, other = at(ledger, "Zelin").id, at(ledger, "Ostra").id
    Desk(ledger, by="Bo").set_value(key, "stage", "foiled", source="a letter")
    book.edit(key, status="accepted")
    book.edit(other, status="accepted")
    plan = book.plan()
    assert [edit.id for edit in plan.edits] == [other]
    (told,) = refusals(plan)
    assert "changed since the export, perhaps by decision 1 of Bo: stage is now foiled" in told


def test_a_stale_row_that_nobody_edited_is_no_matter(ledger: Ledger, book: Workbook) -> None:
    Desk(ledger, by="Bo").set_value(at(ledger, "Zelin").id, "stage", "foiled", source="a letter")
    assert book.plan().refused == ()


def test_who_was_quicker_between_plan_and_taking_in_wins_and_nothing_is_halved(ledger: Ledger, book: Workbook) -> None:
    key, other = at(ledger, "Zelin").id, at(ledger, "Ostra").id
    book.edit(other, status="accepted")
    book.edit(key, status="rejected", reason="an accident")
    plan = book.plan()
    Desk(ledger, by="Bo").note(key, "wait")
    with pytest.raises(LedgerError, match="has changed since you looked, last by Bo"):
        carry_out(ledger, plan, by="Ada")
    assert [one.draft.by for one in ledger.decisions()] == ["Bo"]
    assert ledger.incident(other).status == "candidate"


def test_a_merged_row_says_where_it_went(ledger: Ledger, book: Workbook) -> None:
    zelin, ostra = at(ledger, "Zelin").id, at(ledger, "Ostra").id
    Desk(ledger, by="Bo").merge([zelin, ostra])
    book.edit(ostra, status="accepted")
    assert f"it was merged into {zelin}, decision 1 by Bo" in refusals(book.plan())[0]


def test_rows_may_be_sorted_filtered_and_left_out(ledger: Ledger, book: Workbook) -> None:
    sheet = book.book["Incidents"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, row in enumerate([rows[2], rows[0]], start=2):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value
    sheet.delete_rows(4)
    assert book.plan().rows == 2
    assert book.plan().refused == ()
    book.edit(rows[2][0], status="accepted")
    book.bring()
    assert ledger.incident(str(rows[2][0])).status == "accepted"


def test_columns_may_be_left_out_and_moved(ledger: Ledger, book: Workbook) -> None:
    key = at(ledger, "Zelin").id
    book.edit(key, status="accepted")
    sheet = book.book["Incidents"]
    heads = [cell.value for cell in sheet[1]]
    sheet.delete_cols(heads.index("victims") + 1, 4)
    sheet.insert_cols(1)
    sheet["A1"], sheet["A2"] = "my own column", "my own words"
    plan = book.plan()
    assert ([edit.id for edit in plan.edits], plan.refused) == ([key], ())


def test_the_same_incident_in_two_rows(ledger: Ledger, book: Workbook) -> None:
    key = at(ledger, "Zelin").id
    row = book.edit(key, status="accepted")
    sheet = book.book["Incidents"]
    for cell in list(sheet[row]):
        sheet.cell(9, cell.column).value = cell.value
    plan = book.plan()
    assert len(plan.edits) == 1
    assert "stands in the sheet twice" in refusals(plan)[0]


def test_a_row_of_ones_own_is_told(ledger: Ledger, book: Workbook) -> None:
    book.book["Incidents"].append([None, "A fire that overt missed", "accepted"])
    assert "this row has no id" in refusals(book.plan())[0]


def test_a_struck_claim_needs_a_reason(ledger: Ledger, book: Workbook) -> None:
    claim = next(one for one in at(ledger, "Vell").claims if one.field.startswith("participant"))
    book.write("Claims", claim.id, {"strike": "x"})
    assert "say what is wrong with the claim" in refusals(book.plan())[0]
    (edit,) = book.plan(why="planned only").edits
    assert (edit.kind, edit.id, edit.why) == (DecisionKind.STRIKE, claim.id, "planned only")
    book.write("Claims", claim.id, {"strike": "perhaps", "reason": "x"})
    assert "'perhaps' is not strike" in refusals(book.plan())[0]


def test_what_is_said_for_the_whole_sheet_fills_in(ledger: Ledger, book: Workbook) -> None:
    book.edit(at(ledger, "Zelin").id, stage="foiled", reason="own reason")
    book.edit(at(ledger, "Ostra").id, status="rejected")
    plan = book.plan(why="the meeting of 3 May", source="minutes")
    assert {(edit.why, edit.source) for edit in plan.edits} == {("own reason", "minutes"), ("the meeting of 3 May", "")}


def test_a_sheet_of_another_ledger(book: Workbook, tmp_path: Path) -> None:
    book.edit(book.book["Incidents"]["A2"].value, status="accepted")
    with (
        open_ledger(tmp_path / "b.ledger", create=True) as other,
        pytest.raises(SettingsError, match="none of these incidents"),
    ):
        plan_of(other, book.save())


def test_a_value_is_taken_away_only_by_a_dash(ledger: Ledger, book: Workbook) -> None:
    key = at(ledger, "Vell").id
    book.edit(key, killed="-", source="the coroner: nobody")
    book.bring()
    assert [one.what for one in ledger.incident(key).quantities] == []
    assert book.plan().already == 1


def test_a_cell_that_only_looks_like_a_formula_comes_back_as_it_was(ledger: Ledger, tmp_path: Path) -> None:
    key = at(ledger, "Zelin").id
    Desk(ledger, by="Bo").set_value(key, "target_object", "=HYPERLINK(depot)", source="a letter")
    book = Workbook(ledger, tmp_path)
    assert (book.plan().edits, book.plan().refused) == ((), ())
    book.edit(key, target_object="'-the depot-", source="a letter")
    (edit,) = book.plan().edits
    assert edit.value == "-the depot-"


def test_csv_comes_back_as_well(ledger: Ledger, tmp_path: Path) -> None:
    path = Workbook(ledger, tmp_path, "csv").path
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    key = at(ledger, "Ostra").id
    for row in rows:
        if row["id"] == key:
            row |= {"status": "Accepted", "time": "7 January 2024", "source": "a letter"}
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # as Excel saves it
        writer = csv.DictWriter(file, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(reversed(rows))
    plan = plan_of(ledger, path)
    assert {(edit.kind.value, edit.value) for edit in plan.edits} == {("accept", ""), ("set", "2024-01-07")}
    carry_out(ledger, plan, by="Ada")
    assert ledger.incident(key).status == "accepted"
    assert plan_of(ledger, path).edits == ()


def test_ten_thousand_rows_that_nobody_touched_are_read_quickly(ledger: Ledger, book: Workbook) -> None:
    sheet = book.book["Incidents"]
    row = [cell.value for cell in sheet[2]]
    for number in range(10_000):
        sheet.append([f"inc_{number:026}", *row[1:]])
    plan = book.plan()
    assert (plan.rows, plan.edits, plan.refused) == (10_003, (), ())
