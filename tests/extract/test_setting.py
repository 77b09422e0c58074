"""When and where an act was, and what of a sentence only tells when and where it was told: text in, mentions out."""

import pytest

from overt.divide import divide_report
from overt.extract import extract_claims
from overt.extract.acts.datelines import dateline_end
from overt.types.account import Account
from tests.extract.case_rows import make_report


def read(text: str, code: str) -> Account:
    report = make_report(text)
    found = [one for one in extract_claims(report, divide_report(report)).accounts if one.type == code]
    assert found, f"no {code} in {text!r}"
    return found[0]


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("VIENNA, 3 March (Norda) - Police in Graz held two men.", "VIENNA, 3 March (Norda) - "),
        ("Warsaw (Norda) – Two men were held.", "Warsaw (Norda) – "),
        ("Munich — Police held two men.", "Munich — "),
        ("TALLINN, Estonia — Two men were held.", "TALLINN, Estonia — "),
        ("Moscow — which denies it — recalled its envoy.", ""),
        ("Police held two men - one in Graz.", ""),
    ],
)
def test_a_dateline_ends_where_the_report_begins(text: str, dateline: str) -> None:
    assert text[: dateline_end(text)] == dateline


@pytest.mark.parametrize(
    ("text", "code", "times"),
    [
        ("Prosecutors announced the arrest of Pavel Drozny on Monday.", "response.arrest", ["on Monday"]),
        ("The power cable was cut on Sunday, the operator Elvakraft said.", "sabotage.infrastructure", ["on Sunday"]),
        ("Police said on Monday that two men had set fire to a depot in Brno.", "sabotage.arson", []),
        ("VIENNA, May 3 (Norda) - Two men set fire to a depot in Brno.", "sabotage.arson", []),
        (
            "Agents on Monday watched the home of an activist who has lived in Graz since 2014.",
            "espionage.surveillance",
            ["on Monday"],
        ),
        ("He left the country in 2019 after the poisoning of an arms dealer in Graz.", "violence.poisoning", []),
        ("A teenager was charged with arson in January.", "response.charge", ["in January"]),
        ("A teenager was charged over a fire set by him in January.", "sabotage.arson", ["in January"]),
        ("In May 2022 she moved to Graz. She was beaten by two masked men.", "violence.assault", ["In May 2022"]),
        ("Two men set fire to a depot in Brno. In May 2022 the mayor retired.", "sabotage.arson", []),
        ("Officers on Monday boarded the tanker Aldra, which had cut a power cable.", "sabotage.infrastructure", []),
    ],
)
def test_the_time_of_the_telling_is_not_that_of_the_act(text: str, code: str, times: list[str]) -> None:
    assert [time.text for time in read(text, code).times if not time.is_latest] == times


def test_what_was_said_in_may_had_happened_by_then() -> None:
    report = make_report("Police said in May 2023 that two men had set fire to a depot in Brno.")
    account = extract_claims(report, divide_report(report)).accounts[0]
    assert [(time.text, time.is_latest) for time in account.times] == [("in May 2023", True)]
    assert [claim.value for claim in account.claims if claim.field == "time"] == ["../2023-05"]


@pytest.mark.parametrize(
    ("text", "code", "sites"),
    [
        ("VIENNA, 3 May (Norda) - Two men set fire to a depot in Brno.", "sabotage.arson", ["Brno"]),
        ("Two men hired by a man in Dubai set fire to a depot near Brno.", "sabotage.arson", ["Brno"]),
        ("Men from a firm registered in Nicosia set fire to a depot in Brno.", "sabotage.arson", ["Brno"]),
    ],
)
def test_where_it_was_written_or_somebody_lives_is_no_site(text: str, code: str, sites: list[str]) -> None:
    assert [place.name for place in read(text, code).places if place.role == "event_site"] == sites


@pytest.mark.parametrize(
    ("text", "code", "site"),
    [
        ("Moldova expelled two Russian diplomats.", "response.expulsion", "Moldova"),
        ("Danish police arrested the captain.", "response.arrest", "Denmark"),
        ("An Oslo court sentenced Pavel Drozny to two years for spying.", "response.verdict", "Oslo"),
    ],
)
def test_the_body_that_acts_tells_where(text: str, code: str, site: str) -> None:
    assert site in [place.name for place in read(text, code).places]
