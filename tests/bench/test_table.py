"""Figures become rows of a table; what is missing is left out, what could not be scored is said."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from bench.sets import SETS, choose_part
from bench.table import Row, format_table, make_rows

SPEC = {
    "what": "joined",
    "p": "x_p",
    "r": "x_r",
    "f1": "x_f1",
    "cases": "n",
    "baseline": "b",
    "mark": {"value": 0.5, "of": "others"},
}


def test_takes_the_named_figures() -> None:
    rows = make_rows("toys", {"x_p": 0.5, "x_r": 0.25, "x_f1": 1 / 3, "n": 12, "b": 0.1, "else": "no"}, [SPEC])
    assert rows == [
        Row(set="toys", what="joined", p=0.5, r=0.25, f1=1 / 3, cases=12, baseline=0.1, mark=0.5, mark_of="others")
    ]


def test_makes_a_row_for_each_part() -> None:
    spec = {"what": "placed", "figure": "*.right", "cases": "*.n"}
    rows = make_rows("toys", {"a.right": 0.4, "a.n": 3, "b.right": 0.6, "b.n": 4, "wrong": 1.0}, [spec])
    assert [(row.what, row.figure, row.cases) for row in rows] == [("placed (a)", 0.4, 3), ("placed (b)", 0.6, 4)]


def test_a_figure_that_did_not_come_makes_no_row() -> None:
    assert make_rows("toys", {"n": 3}, [SPEC]) == []


def test_a_baseline_can_stand_where_there_is_no_figure() -> None:
    (row,) = make_rows(
        "toys", {"mechanism": None, "n": 3, "b": 0.7}, [{"what": "none yet", "figure": "mechanism", "baseline": "b"}]
    )
    assert (row.figure, row.baseline) == (None, 0.7)


def test_prints_rows_then_what_was_not_scored() -> None:
    lines = list(format_table([Row(set="toys", what="joined", f1=0.5, cases=12)], {"games": "there is no folder"}))
    assert lines[1].split() == ["toys", "joined", "-", "-", "0.500", "12", "-", "-"]
    assert lines[2].split() == ["games", "not", "scored:", "there", "is", "no", "folder"]


def test_a_row_for_json_leaves_out_what_is_empty() -> None:
    assert Row(set="toys", what="joined", f1=0.5, baseline=0.0).to_json() == {
        "set": "toys", "what": "joined", "f1": 0.5, "baseline": 0.0,
    }  # fmt: skip


@pytest.fixture(scope="module")
def marks() -> Any:
    return yaml.safe_load(Path("bench/marks.yaml").read_text(encoding="utf-8"))


def test_every_set_has_rows(marks: dict[str, Any]) -> None:
    assert set(marks) == set(SETS)


def test_every_row_names_a_figure_and_its_metric(marks: dict[str, Any]) -> None:
    known = {"what", "p", "r", "f1", "figure", "cases", "baseline", "baseline_is", "mark", "variant"}
    for row in (row for rows in marks.values() for row in rows):
        assert ("f1" in row) != ("figure" in row)
        assert row["variant"]
        assert set(row) <= known


@pytest.mark.parametrize(
    ("parts", "chosen"), [((), "."), (("train", "dev"), "dev"), (("test",), "test"), (("train",), "train")]
)
def test_chooses_the_part_with_texts_that_is_not_for_training(
    tmp_path: Path, parts: tuple[str, ...], chosen: str
) -> None:
    for part in parts:
        (tmp_path / part / "text").mkdir(parents=True)
    (tmp_path / "notes").mkdir()
    assert choose_part(tmp_path) == tmp_path / chosen
