"""Two names side by side: the rows of tests/cases/names.yaml, and what must hold of any two names."""

import string
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from overt.base.knowledge import read_knowledge
from overt.reconcile.matching.bodies import compare_bodies, is_same_body
from overt.reconcile.matching.names import fold
from overt.reconcile.matching.persons import Likeness, compare_persons
from overt.reconcile.matching.slips import FAR, slip

ROWS = yaml.safe_load((Path(__file__).parent.parent / "cases" / "names.yaml").read_text(encoding="utf-8"))
WORDS = st.text(alphabet=string.ascii_lowercase, min_size=2, max_size=9)
NAMES = st.lists(WORDS, min_size=1, max_size=5).map(lambda words: " ".join(word.title() for word in words))
MEANS = {
    "full": {Likeness.FULL},
    "surname": {Likeness.SURNAME},
    "near": {Likeness.NEAR},
    "different": {Likeness.DIFFERENT},
    "apart": {Likeness.NEAR, Likeness.DIFFERENT},
}


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['one']} | {row['other']}" for row in ROWS])
def test_names_of_the_table(row: dict[str, Any]) -> None:
    compare = compare_bodies if row.get("kind") == "body" else compare_persons
    for one, other in ((row["one"], row["other"]), (row["other"], row["one"])):
        assert compare(one, other) in MEANS[row["is"]], row["why"]
        assert is_same_body(one, other) is (row["is"] == "full") or row.get("kind") != "body"


@given(NAMES, NAMES)
def test_order_does_not_matter(one: str, other: str) -> None:
    assert compare_persons(one, other) is compare_persons(other, one)
    assert compare_bodies(one, other) is compare_bodies(other, one)


@given(st.lists(WORDS.filter(lambda word: len(word) > 3), min_size=2, max_size=4, unique=True))
def test_a_name_is_its_own(words: list[str]) -> None:
    """However it is shouted, hyphened or turned round."""
    name = " ".join(word.title() for word in words)
    for other in (name.upper(), name.replace(" ", "-"), f"{words[-1]}, {' '.join(words[:-1])}".title()):
        assert compare_persons(name, other) is Likeness.FULL, other


@given(NAMES, st.sampled_from([("Jr", "Sr"), ("Jr.", "Sr."), ("II", "III")]))
def test_father_and_son_are_never_one(name: str, marks: tuple[str, str]) -> None:
    assert compare_persons(f"{name} {marks[0]}", f"{name} {marks[1]}") < Likeness.SURNAME


@given(WORDS, WORDS)
def test_slips_are_counted_alike_both_ways(one: str, other: str) -> None:
    assert slip(one, other) == pytest.approx(slip(other, one))
    assert 0 <= slip(one, other) <= FAR
    assert slip(one, one) == 0


@pytest.mark.parametrize("table", ["given_names", "given_cognates"])
def test_given_names_are_folded(table: str) -> None:
    for head, others in read_knowledge("names.yaml")[table].items():
        assert all(isinstance(word, str) and len(fold(word).split()) == 1 for word in (head, *others)), head
