"""What was gained and lost since the pinned run; what a pin may hold."""

import json
from pathlib import Path
from typing import Any

import pytest
from bench.judged import Judged, State, case_id, is_bare_key, plain_cases, to_cases
from bench.pinned import find_changes, format_changes, read_pin, write_pin


def _result(f1: float = 0.5, **cases: list[str]) -> dict[str, Any]:
    rows = [{"set": "toys", "what": "found", "f1": f1, "variant": "exact", "mark": 0.9}]
    return {"figures": {"names": "Ilan Vesk"}, "rows": rows, "cases": {"incidents": cases}}


def test_found_or_no_longer_wrongly_said_is_gained() -> None:
    before = _result(found=["1:a"], missed=["1:b", "1:c"], wrong=["2:x", "2:y"])
    after = _result(found=["1:b"], missed=["1:a", "1:c"], wrong=["2:y", "2:z"])
    (change,) = find_changes(before, after)
    assert (change.gained, change.lost) == (("1:b", "2:x"), ("1:a", "2:z"))
    assert (change.new, change.gone) == (0, 0)


def test_cases_of_another_gold_are_neither_gained_nor_lost() -> None:
    before = _result(found=["1:a"], missed=["1:b"], wrong=[])
    after = _result(found=["3:n"], missed=["1:b"], wrong=[])
    (change,) = find_changes(before, after)
    assert (change.gained, change.lost, change.new, change.gone) == ((), (), 1, 1)


def test_a_figure_without_cases_in_the_pin_is_not_compared() -> None:
    assert find_changes({"cases": {}}, _result(found=["1:a"])) == []


def test_prints_figures_and_the_first_ids() -> None:
    ids = [f"{n:02}:a" for n in range(12)]
    pin = {"toys": {"on": "today", "commit": "abc", **_result(0.5, found=[], missed=ids, wrong=[])}}
    now = {"toys": _result(0.75, found=ids, missed=[], wrong=[])}
    lines = list(format_changes(pin, now, is_verbose=False))
    assert lines[0] == "toys, against the run of today (abc)"
    assert "0.500 -> 0.750  +0.250" in lines[1]
    assert lines[2].strip() == "incidents: 12 gained, 0 lost"
    assert lines[3].split()[:2] == ["gained", "00:a"]
    assert lines[3].endswith("09:a ... and 2 more")
    assert list(format_changes(pin, now, is_verbose=True))[3].endswith("11:a")


def test_says_where_nothing_is_pinned_or_nothing_changed() -> None:
    now = {"toys": _result(found=["1:a"])}
    assert list(format_changes({}, now, is_verbose=False)) == ["toys: nothing is pinned yet (make score PIN=1)"]
    pin = {"toys": {"on": "today", "commit": "abc", **_result(found=["1:a"])}}
    assert list(format_changes(pin, now, is_verbose=False))[1:] == ["  every figure is what it was"]


def test_a_pin_holds_figures_and_ids_and_keeps_other_sets(tmp_path: Path) -> None:
    path = tmp_path / "pin.json"
    path.write_text(json.dumps({"games": {"on": "once", "commit": "c", "rows": [], "cases": {}}}))
    assert write_pin(path, {"toys": _result(found=["1:a"]), "cars": {"not_scored": "no folder"}}) == ["toys"]
    pins = read_pin(path)
    assert set(pins) == {"games", "toys"}
    assert "Vesk" not in path.read_text(encoding="utf-8")
    assert pins["toys"]["rows"] == [{"what": "found", "f1": 0.5, "variant": "exact"}]


def test_no_pin_is_no_error(tmp_path: Path) -> None:
    assert read_pin(tmp_path / "none.json") == {}


@pytest.mark.parametrize(
    ("key", "is_bare"), [("021", True), ("dev/TST2-A-0012", True), ("gazette_2016_mayor-vesk-resigns_4e07", False)]
)
def test_ids_hold_no_words(key: str, is_bare: Any) -> None:
    assert is_bare_key(key) is is_bare
    made = case_id(key, "fire PER Ilan Vesk")
    assert "Vesk" not in made
    assert "vesk" not in made
    assert made.startswith(key) is is_bare
    assert made == case_id(key, "fire PER Ilan Vesk") != case_id(key, "fire PER Oda Brun")


def test_cases_by_figure_and_state() -> None:
    rows = [
        Judged(figure="date", document="1", label="fire", state=State.FOUND),
        Judged(figure="date", document="1", label="raid", state=State.MISSED),
        Judged(figure="place", document="1", label="fire", state=State.WRONG),
    ]
    cases = to_cases(rows)
    assert {figure: {state: len(ids) for state, ids in states.items()} for figure, states in cases.items()} == {
        "date": {"found": 1, "missed": 1, "wrong": 0},
        "place": {"found": 0, "missed": 0, "wrong": 1},
    }
    assert cases["date"]["found"] == [case_id("1", "fire")]
    assert plain_cases("pairs", [("a b", State.FOUND)])["pairs"]["found"] == [case_id("0", "a b")]
