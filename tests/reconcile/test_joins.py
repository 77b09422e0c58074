"""Stories told by several reports become incidents: the tables joins*.yaml, with floors that only rise."""

from typing import Any

import pytest

from overt.reconcile.matching.persons import is_nearly_one
from overt.reconcile.matching.things import thing_kinds
from tests.reconcile.join_rows import join_table
from tests.reconcile.test_incidents import tell_twice

# Pairs of tellings that must at least be joined, and that may at most be joined wrongly.
FLOORS = [("joins.yaml", 82, 0), ("joins_2.yaml", 21, 1)]


@pytest.mark.parametrize(("file", "right", "wrong"), FLOORS)
def test_joins_of_a_table(file: str, right: int, wrong: int) -> None:
    joins = join_table(file)
    assert len(joins.said & joins.wanted) >= right
    assert len(joins.wrong) <= wrong, sorted(joins.wrong)


KINDS = [
    ("a depot of the parcel firm", "en", {"warehouse", "parcel"}),
    ("на складе мебели", "ru", {"warehouse", "furniture"}),
    ("in einer Lagerhalle", "de", {"warehouse"}),
    ("sõjamuuseum", "et", {"museum"}),
    ("ett tåg", "sv", {"train"}),
    ("am selben Tag", "de", set()),
    ("most of them hid", "en", set()),
    ("na moście", "pl", {"bridge"}),
    ("they store it", "fr", set()),
]


@pytest.mark.parametrize(("text", "language", "kinds"), KINDS)
def test_kinds_of_things_over_languages(text: str, language: str, kinds: set[str]) -> None:
    assert thing_kinds(text, language) == kinds


BY_EAR = [
    ("Reza Farhadzadeh", "Reza Farhadsade", True),
    ("Vadim Berezkin", "Vadim Berjozkin", True),
    ("Ana Roth", "Eva Roth", False),
    ("Petr Malin", "Petr Dolin", False),
    ("Ivan Petrov", "Ivan Pavlov", False),
    ("Roth", "Ana Roth", False),
]


@pytest.mark.parametrize(("a", "b", "is_near"), BY_EAR)
def test_names_by_ear(a: str, b: str, is_near: bool) -> None:
    assert is_nearly_one(a, b) is is_near
    assert is_nearly_one(b, a) is is_near


ASSAULT, ARSON, ARREST = "violence.assault", "sabotage.arson", "response.arrest"
DAY = {"town": "Zelin", "time": "2024-01-05"}
PAIRS: list[tuple[str, str, dict[str, Any], dict[str, Any], int]] = [
    ("one name by ear", ASSAULT, {"victims": ["Reza Farhadzadeh"], **DAY}, {"victims": ["Reza Farhadsade"], **DAY}, 1),
    (
        "such names in two towns",
        ASSAULT,
        {"victims": ["Reza Farhadzadeh"], **DAY},
        {"victims": ["Reza Farhadsade"], "town": "Ostra", "time": "2024-01-05"},
        2,
    ),
    ("one thing in two words", ARSON, {"thing": "a museum", **DAY}, {"thing": "the muzeum", **DAY}, 1),
    ("two things on one day", ARSON, {"thing": "a museum", **DAY}, {"thing": "a synagogue", **DAY}, 2),
    (
        "two things on two days",
        ARSON,
        {"thing": "Tolgar museum", **DAY},
        {"thing": "Tolgar synagogue", "town": "Zelin", "time": "2024-01-06"},
        2,
    ),
    ("a car any day", ARSON, {"thing": "a car", "town": "Zelin"}, {"thing": "a car", "town": "Zelin"}, 2),
    ("two arrests in one town, for nothing told", ARREST, {**DAY}, {**DAY}, 2),
]


@pytest.mark.parametrize(("why", "code", "one", "other", "incidents"), PAIRS, ids=[row[0] for row in PAIRS])
def test_pairs(why: str, code: str, one: dict[str, Any], other: dict[str, Any], incidents: int) -> None:
    assert len(tell_twice(one, other, code).incidents) == incidents, why
