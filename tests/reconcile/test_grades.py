"""The rule tables give what the codebook says (§8.5, §8.6), for every combination of inputs."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from overt.reconcile.choosing.settle import NUMBER_RANK
from overt.reconcile.grades import Evidence, SourceRecord, grade_chain, grade_number, grade_source

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "grades.yaml").read_text(encoding="utf-8"))
COUNTS = ("independent", "undetermined", "contradicting")
FLAGS = ("firm", "anchor", "fit", "broken", "retracted", "disinterested", "attribution", "has_basis")


def evidence(**known: Any) -> Evidence:
    plain: dict[str, Any] = dict.fromkeys(COUNTS, 0) | dict.fromkeys(FLAGS, False) | {"has_basis": True}
    return Evidence(**(plain | known))


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_a_case(case: dict[str, Any]) -> None:
    known = {key: value for key, value in case.items() if key not in {"why", "number", "row"}}
    assert grade_number(evidence(**known)) == (case["number"], case["row"])


def all_evidence() -> Iterator[Evidence]:
    for counts in product(range(4), range(3), range(4)):
        if counts[0] == 0 and counts[1] > 0:
            continue  # one affirming group is always independent of nobody else
        for flags in product((False, True), repeat=len(FLAGS)):
            yield evidence(**dict(zip(COUNTS, counts, strict=True)), **dict(zip(FLAGS, flags, strict=True)))


def test_every_combination_has_one_number_and_every_row_is_reached() -> None:
    found = [grade_number(e) for e in all_evidence()]
    assert len(found) == 10_240
    assert {number for number, _ in found} == {1, 2, 3, 4, 5, 6}
    rows = Counter(row.removesuffix("+A1") for _, row in found)
    assert set(rows) == {f"N{n}" for n in range(1, 14)}


def test_one_more_who_affirms_never_worsens_and_one_more_who_contradicts_never_improves() -> None:
    for e in all_evidence():
        if e.independent + e.contradicting == 0:
            continue
        rank = NUMBER_RANK[grade_number(e)[0]]
        assert NUMBER_RANK[grade_number(replace(e, independent=e.independent + 1))[0]] <= rank
        assert NUMBER_RANK[grade_number(replace(e, contradicting=e.contradicting + 1))[0]] >= rank


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (SourceRecord(analyst="A", fabricated=True), ("A", "S1")),
        (SourceRecord(fabricated=True, class_default="B"), ("E", "S2")),
        (SourceRecord(right=49, wrong=1), ("A", "S3")),
        (SourceRecord(right=19, wrong=1), ("B", "S4")),
        (SourceRecord(right=7, wrong=3), ("C", "S5")),
        (SourceRecord(right=4, wrong=6), ("D", "S6")),
        (SourceRecord(right=1, wrong=9), ("E", "S7")),
        (SourceRecord(right=9, class_default="C"), ("C", "S8")),
        (SourceRecord(), ("F", "S9")),
    ],
)
def test_source_letter(record: SourceRecord, expected: tuple[str, str]) -> None:
    assert grade_source(record) == expected


@pytest.mark.parametrize(
    ("letters", "is_anonymous", "expected"),
    [
        (["F"], False, ("F", "L1")),
        (["B"], False, ("B", "L3")),
        (["A", "C"], False, ("C", "L3")),
        (["B", "F"], False, ("C", "L2")),
        (["A", "F"], False, ("C", "L2")),
        (["D", "F"], False, ("E", "L2")),
        (["B", "B"], True, ("C", "L2")),
        (["F", "B"], False, ("B", "L3")),
    ],
)
def test_chain_letter(letters: list[str], is_anonymous: bool, expected: tuple[str, str]) -> None:
    assert grade_chain(letters, is_origin_anonymous=is_anonymous) == expected
