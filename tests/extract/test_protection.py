"""What protects a person holds wherever in the report it is said: minority, age, flight, threats to the family."""

import pytest

from overt.divide import divide_report
from overt.extract import extract_claims
from overt.types.account import Participant, Role
from overt.types.report import Report


def people(text: str) -> list[Participant]:
    report = Report(
        id="rep_0", input="r.txt", url=None, outlet="The Vilta Post", title=None, published=None, language="en",
        text=text, sha256_raw="", sha256_text="",
    )  # fmt: skip
    accounts = extract_claims(report, divide_report(report)).accounts
    return [one for account in accounts for one in account.participants if one.role in (Role.VICTIM, Role.TARGET)]


@pytest.mark.parametrize(
    "text",
    [
        "Agents poisoned Marta Kolin in Vilta. Kolin, who fled through Dorova, was granted asylum in 2019.",
        "Agents poisoned Marta Kolin in Vilta. Police have moved her to a safe house.",
        "Agents poisoned Marta Kolin in Vilta. Callers have threatened her mother since.",
    ],
)
def test_risk_is_spread(text: str) -> None:
    assert [one.facts.at_risk for one in people(text) if one.name == "Marta Kolin"] == [True]


def test_nobody_is_at_risk_without_a_word_of_it() -> None:
    told = people("Agents poisoned Marta Kolin in Vilta. Police have questioned her neighbours.")
    assert [one.facts.at_risk for one in told if one.name == "Marta Kolin"] == [False]


def test_age_told_later_makes_a_minor() -> None:
    told = people("Agents poisoned Marta Kolin in Vilta. Kolin, 16, was taken to hospital.")
    assert [(one.facts.age, one.facts.is_minor) for one in told if one.name == "Marta Kolin"] == [(16, True)]
