"""Texts to time are all different; nested steps are counted once."""

import json
from pathlib import Path

import pytest
from bench.speed import Stopwatch, make_texts, move_years
from bench.texts import find_texts, read_rows, to_text

SAMPLES = ["Fire in 2021\n\nA mill burned.\n\nNobody was hurt.", "Trial\n\nA court heard it in 2022."]


def test_no_two_texts_are_alike() -> None:
    texts = make_texts(SAMPLES, 9)
    assert len({text.text for text in texts}) == len({text.key for text in texts}) == 9
    assert [text.text for text in texts[:2]] == SAMPLES


def test_another_samples_paragraphs_follow() -> None:
    assert (
        make_texts(SAMPLES, 3)[2].text
        == "Fire in 2020\n\nA mill burned.\n\nNobody was hurt.\n\nA court heard it in 2021."
    )


def test_moving_years_keeps_the_length() -> None:
    assert move_years("in 2020, not 12020 or 1850", 3) == "in 2017, not 12020 or 1850"


def test_nested_steps_are_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(100))
    monkeypatch.setattr("time.process_time", lambda: float(next(clock)))
    watch = Stopwatch()
    inner = watch.timed("inner", lambda: None)
    watch.timed("outer", lambda: (inner(), inner()))()
    assert watch.seconds == {"inner": 2.0, "outer": 3.0}


def test_pulled_items_come_in_order_and_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(100))
    monkeypatch.setattr("time.process_time", lambda: float(next(clock)))
    watch = Stopwatch()
    assert list(watch.pulled("collect", iter("abc"))) == ["a", "b", "c"]
    assert watch.seconds["collect"] == 4.0


def test_rows_of_lists_and_of_lines(tmp_path: Path) -> None:
    rows = [{"content": "A mill burned.", "dct": "2021-03-04"}, {"title": "no text"}]
    (tmp_path / "a.json").write_text(json.dumps(rows))
    (tmp_path / "b.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    assert read_rows(tmp_path / "a.json") == read_rows(tmp_path / "b.jsonl") == rows
    assert [(text.key, text.published) for text in find_texts(tmp_path)] == [
        ("a/0", "2021-03-04"),
        ("b/0", "2021-03-04"),
    ]
    assert to_text(rows[1], 1) is None
