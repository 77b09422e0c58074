"""What the names around an account join, and what they do not (rule R2), on invented events."""

from typing import Any

import pytest

from overt.reconcile import reconcile_claims
from overt.types.account import Stage
from overt.types.incident import Incident
from tests.reconcile.builders import Story

ARSON, ASSAULT, KILLING, VERDICT = "sabotage.arson", "violence.assault", "violence.killing", "response.verdict"


def tell(*rows: tuple[str, dict[str, Any]], published: tuple[str | None, ...] = (None, None, None)) -> list[Incident]:
    """One report for each row; the largest incident first."""
    stories = [Story(key=f"story {n}", published=published[n]) for n in range(len(rows))]
    for story, (code, what) in zip(stories, rows, strict=True):
        story.tell(code, **what)
    found = reconcile_claims([story.done() for story in stories]).incidents
    return sorted(found, key=lambda i: (-len(i.account_ids), i.id))


JOINED = [
    (
        "two names in its sentences",
        (ARSON, {"sentence": "The fire at Korvald hall hurt the guard Tarkovin"}),
        (ARSON, {"sentence": "A guard, Tarkovin, was hurt as Korvald hall burned"}),
    ),
    (
        "a name in two cases, and the town",
        (ASSAULT, {"sentence": "Unknown men beat the editor Tarkovin", "town": "Vell"}),
        (ASSAULT, {"sentence": "Two men struck the wife of Tarkovina", "town": "Vell"}),
    ),
    (
        "a country that one text does not state",
        (KILLING, {"victims": ["Ana Roth"], "country": "SE", "is_place_inferred": True}),
        (KILLING, {"victims": ["Ana Roth"], "country": "FI"}),
    ),
    (
        "a year that the text leaves open",
        (ARSON, {"thing": "Tolgar store", "town": "Vell", "time": "2025-05-12", "time_text": "on 12 May"}),
        (ARSON, {"thing": "Tolgar store", "town": "Vell", "time": "2024-05-12"}),
    ),
    (
        "a day without its year",
        (ARSON, {"thing": "paint factory", "town": "Ostra", "time": "XXXX-03-02"}),
        (ARSON, {"thing": "the paint plant", "town": "Ostra", "time": "2024-03-02"}),
    ),
    (
        "a fire tried and a fire made",
        (ARSON, {"thing": "Tolgar store", "town": "Vell", "stage": Stage.ATTEMPTED}),
        (ARSON, {"thing": "Tolgar store", "town": "Vell"}),
    ),
    (
        "an arrest and a detention of one man",
        ("response.arrest", {"suspects": ["Danil Morsky"], "country": "PL"}),
        ("coercion.detention_abroad", {"suspects": ["Danil Morsky"], "country": "PL"}),
    ),
    (
        "a sentence in years and months",
        (VERDICT, {"numbers": {"sentence": 3.58}, "country": "NO"}),
        (VERDICT, {"numbers": {"sentence": 3.58}, "country": "NO"}),
    ),
]

APART = [
    (
        "a family name of two people",
        (ASSAULT, {"sentence": "Unknown men beat the editor Ana Tarkovin", "town": "Vell"}),
        (ASSAULT, {"sentence": "Two men struck the baker Piotr Tarkovin", "town": "Vell"}),
    ),
    (
        "the head of government speaks of both",
        (ARSON, {"sentence": "The fire is an act of war, said prime minister Dovalt", "country": "PL"}),
        (ARSON, {"sentence": "A fire for which Moravia paid, said Dovalt", "country": "PL"}),
    ),
    (
        "two countries that both texts state",
        (ARSON, {"sentence": "The fire at Korvald hall hurt the guard Tarkovin", "country": "SE"}),
        (ARSON, {"sentence": "A guard, Tarkovin, was hurt as Korvald hall burned", "country": "FI"}),
    ),
    (
        "a man killed and a man who lived",
        (KILLING, {"victims": ["Ana Roth"], "stage": Stage.ATTEMPTED}),
        (KILLING, {"victims": ["Ana Roth"]}),
    ),
]


@pytest.mark.parametrize(("why", "one", "other"), JOINED, ids=[row[0] for row in JOINED])
def test_joined(why: str, one: tuple[str, dict[str, Any]], other: tuple[str, dict[str, Any]]) -> None:
    assert [len(i.account_ids) for i in tell(one, other)] == [2], why


@pytest.mark.parametrize(("why", "one", "other"), APART, ids=[row[0] for row in APART])
def test_apart(why: str, one: tuple[str, dict[str, Any]], other: tuple[str, dict[str, Any]]) -> None:
    assert [len(i.account_ids) for i in tell(one, other)] == [1, 1], why


def test_what_came_out_before_it_happened_tells_of_another() -> None:
    undated = (ARSON, {"thing": "Tolgar store", "town": "Vell"})
    dated = (ARSON, {"thing": "Tolgar store", "town": "Vell", "time": "2024-05-10"})
    assert len(tell(undated, dated, published=("2024-05-12", None))) == 1
    assert len(tell(undated, dated, published=("2024-05-02", None))) == 2


def test_one_bare_name_and_a_country_need_reports_of_one_month() -> None:
    one = (ASSAULT, {"sentence": "Unknown men beat the editor Tarkovin", "country": "PL"})
    other = (ASSAULT, {"sentence": "Two men struck the wife of Tarkovin", "country": "PL"})
    assert len(tell(one, other, published=("2024-05-12", "2024-05-20"))) == 1
    assert len(tell(one, other, published=("2024-05-12", "2021-02-20"))) == 2


def test_where_a_report_tells_two_only_the_names_of_one_alone_join_it() -> None:
    both, single = Story(key="both"), Story(key="single")
    first = both.tell(ARSON, sentence="The fire at Korvald hall hurt the guard Tarkovin")
    both.text += "\n\n"
    both.tell(ARSON, sentence="Another fire took the yard of Osmund and the boats of Hedvig")
    other = single.tell(ARSON, sentence="A guard, Tarkovin, was hurt as Korvald hall burned")
    found = reconcile_claims([both.done(), single.done()]).incidents
    assert sorted(len(i.account_ids) for i in found) == [1, 2]
    assert any(set(i.account_ids) == {first.account.id, other.account.id} for i in found)


def test_a_heading_in_large_letters_names_nobody() -> None:
    stories = [Story(key="a"), Story(key="b")]
    for story in stories:
        story.text = "Korvald Herald, Weather Desk, Tarkovin Media\n\n"
        story.tell(ASSAULT, sentence="Unknown men beat an editor", country="PL")
    assert len(reconcile_claims([story.done() for story in stories]).incidents) == 2


def test_the_type_that_most_reports_give_is_the_type() -> None:
    rows = [(code, {"victims": ["Ana Roth"], "country": "PL"}) for code in (ASSAULT, ASSAULT, KILLING)]
    found = tell(*rows)
    assert [(i.type, len(i.account_ids)) for i in found] == [(ASSAULT, 3)]
    assert found[0].type_alternatives == (KILLING,)
    assert tell(*rows[1:])[0].type == KILLING  # as many on each side: the graver


def test_who_most_reports_tell_of_comes_first() -> None:
    found = tell(
        (KILLING, {"victims": ["Ana Roth", "Zoran Bell"]}),
        (KILLING, {"victims": ["Zoran Bell"]}),
        (KILLING, {"victims": ["Zoran Bell"]}),
    )
    assert [p.name for p in found[0].participants] == ["Zoran Bell", "Ana Roth"]


@pytest.mark.parametrize(("second", "fields"), [("2024-05-20", ["participant.VIC.age"]), ("2024-12-20", [])])
def test_a_year_of_age_is_disputed_only_between_reports_of_one_month(second: str, fields: list[str]) -> None:
    rows = [(KILLING, {"victims": ["Ana Roth"], "age": age}) for age in (17, 18)]
    found = tell(*rows, published=("2024-05-12", second))
    assert [d.field for d in found[0].disputed] == fields
