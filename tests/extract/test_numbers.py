"""Number expressions are read with their bounds; years, dates, ages and labels are not taken for numbers."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.extract.figures.numbers import read_number, read_numbers, word_value
from tests.extract.parses import parse_text

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "numbers.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_numbers(case: dict[str, Any]) -> None:
    _, parsed = parse_text(case["text"])
    found = [(n.text, n.lo, n.hi, n.vague, n.unit) for n in read_numbers(parsed.doc)]
    assert found == [tuple(row) for row in case["numbers"]]


def test_any_token_of_the_expression_gives_it() -> None:
    _, parsed = parse_text("Police took about 400 files away.")
    number = read_number(parsed.doc, 3)
    assert number is not None
    assert number == read_number(parsed.doc, 2)
    assert parsed.doc[number.start : number.end].text == "about 400"
    assert read_number(parsed.doc, 4) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty-five thousand", 25_000),
        ("1,234,567", 1_234_567),
        ("2,5", 2.5),
        ("three hundred and six", 306),
        ("half a million", 500_000),
        ("two million three hundred thousand", 2_300_000),
        ("a dozen", 12),
        ("1.2bn", 1.2e9),
        ("apples", None),
    ],
)
def test_word_value(text: str, value: float | None) -> None:
    assert word_value(text) == value


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=3000, max_value=99_999_999))
def test_digits_with_separators_round_trip(value: int) -> None:
    assert word_value(f"{value:,}") == value
    assert word_value(f"{value:,}".replace(",", " ")) == value
