"""Who is accused, by which role, borne out or not: counted by hand on invented incidents."""

from typing import Any

import pytest
from bench.accusations import SPONSOR, Accusation, Person, Verdict, accusation_figures, judge_person, people_of


def _claim(key: str, words: str, report: str = "r1", *, inferred: bool = False) -> dict[str, Any]:
    return {"id": key, "report": report, "value": words, "quote": words, "inferred": inferred}


ROW = {
    "participants": [
        {"role": "PER", "name": "Ilan Vesk", "description": None, "claims": ["c1", "c2"]},
        {"role": "DIR", "name": None, "description": "a retired colonel", "claims": ["c3"]},
        {"role": "VIC", "name": "Oda Brun", "description": None, "claims": ["c4"]},
    ],
    "attribution": [{"actor": "Ruritania", "claims": ["c5"]}],
    "claims": [
        _claim("c1", "Vesk", inferred=True),
        _claim("c2", "Ilan Vesk"),
        _claim("c3", "a retired colonel", inferred=True),
        _claim("c4", "Oda Brun"),
        _claim("c5", "Ruritania's service", "r2"),
    ],
}


def test_people_stand_where_a_report_names_them() -> None:
    assert [(one.role, one.words, one.is_named, one.is_inferred) for one in people_of(ROW, ["r1"])] == [
        ("PER", "Ilan Vesk", True, False),
        ("DIR", "a retired colonel", False, True),
        ("VIC", "Oda Brun", True, False),
    ]
    assert [(one.role, one.words) for one in people_of(ROW, ["r2"])] == [(SPONSOR, "Ruritania")]
    assert people_of(ROW, ["r1"])[0].forms == {"Vesk", "Ilan Vesk"}


@pytest.mark.parametrize(
    ("is_accused", "is_other", "verdict"),
    [(True, True, Verdict.BORNE_OUT), (False, True, Verdict.GRAVE), (False, False, Verdict.OPEN)],
)
def test_an_accusation_of_the_gold_wins(is_accused: Any, is_other: Any, verdict: Any) -> None:
    assert judge_person(is_accused=is_accused, is_other=is_other) is verdict


def _accusation(
    role: str, verdict: Verdict, *, named: bool = True, inferred: bool = False, matched: bool = True
) -> Accusation:
    person = Person(role=role, words="somebody", forms=frozenset(), is_named=named, is_inferred=inferred)
    return Accusation(document="1", incident="fire", person=person, verdict=verdict, is_matched=matched)


def test_shares_are_of_those_who_are_accused() -> None:
    figures = accusation_figures(
        [
            _accusation("PER", Verdict.BORNE_OUT),
            _accusation("PRX", Verdict.GRAVE, inferred=True),
            _accusation("HND", Verdict.OPEN, named=False),
            _accusation(SPONSOR, Verdict.BORNE_OUT),
            _accusation("VIC", Verdict.GRAVE),  # stands there, but is not accused
            _accusation("DIR", Verdict.OPEN, matched=False),
        ]
    )
    assert (figures["false_accusation"], figures["false_accusation_n"]) == (2 / 4, 4)
    assert (figures["false_accusation_grave"], figures["false_accusation_grave_n"]) == (1 / 4, 1)
    assert (figures["false_accusation_named"], figures["false_accusation_named_n"]) == (1 / 3, 3)
    assert (figures["false_accusation_inferred"], figures["false_accusation_inferred_n"]) == (1.0, 1)
    assert (figures["false_accusation_stated"], figures["false_accusation_stated_n"]) == (1 / 3, 3)
    assert (figures["false_accusation_all"], figures["false_accusation_all_n"]) == (3 / 5, 5)
    assert (figures["accuse_everybody"], figures["accuse_everybody_n"]) == (3 / 5, 5)


def test_who_accuses_nobody_accuses_nobody_falsely() -> None:
    figures = accusation_figures([_accusation("VIC", Verdict.GRAVE)])
    assert (figures["false_accusation"], figures["false_accusation_n"]) == (0.0, 0)
