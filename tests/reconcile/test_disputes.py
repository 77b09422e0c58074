"""What is a dispute and what is not: days, places, denials; its sides are of different reports, whatever they tell."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt.reconcile import reconcile_claims
from overt.types.account import Stage
from overt.types.claim import Polarity, SpeechAct
from overt.types.incident import Incident
from overt.types.linked import LinkedReading
from tests.reconcile.builders import Story, voice
from tests.reconcile.test_properties import RULES, collections


def tell(code: str, *told: dict[str, Any]) -> Incident:
    """The one incident that reports of different outlets tell of."""
    readings = []
    for number, what in enumerate(told):
        story = Story(key=f"report {number}", outlet=f"Outlet {number}", published="2024-02-01")
        base = {"victims": ["Ana Roth"], "town": "Zelin", "time": "2024-01-05"}
        story.tell(code, **(base | what))
        readings.append(story.done())
    (incident,) = reconcile_claims(readings).incidents
    return incident


def fields(incident: Incident) -> list[str]:
    return [one.field for one in incident.disputed]


@pytest.mark.parametrize(
    ("other", "is_disputed"),
    [
        ({"time": "2024-01-05", "time_text": "on 5 January"}, False),
        ({"time": "2024-01-06", "time_text": "on 6 January"}, True),
        ({"time": "2024-01-06", "time_text": "on Saturday"}, True),
        ({"time": "2024-01-06", "time_text": "yesterday"}, False),
        ({"time": "2024-01-07", "time_text": "two days ago"}, True),
        ({"time": "2024-01", "time_text": "in January"}, False),
        ({"time": "2024-01-05/2024-01-06", "time_text": "overnight into Saturday"}, False),
        ({"time": "2024-01-05T23:30", "time_text": "at 11.30pm on Friday"}, False),
        ({"time": "2024-01-01~/2024-01-10~", "time_text": "early in January"}, False),
    ],
)
def test_days_that_are_named_differ_and_days_that_are_counted_may_be_one_off(
    other: dict[str, str], *, is_disputed: bool
) -> None:
    incident = tell("violence.killing", {"time_text": "on 5 January"}, other)
    assert ("time" in fields(incident)) == is_disputed


@pytest.mark.parametrize(
    ("code", "stage", "is_disputed"),
    [
        ("violence.killing", Stage.OCCURRED, True),
        ("violence.abduction", Stage.FOILED, False),
        ("espionage.recruitment", Stage.OCCURRED, False),
    ],
)
def test_two_towns_are_a_dispute_only_of_what_is_done_at_one_place(
    code: str, stage: Stage, *, is_disputed: bool
) -> None:
    incident = tell(code, {"stage": stage}, {"stage": stage, "town": "Ostra"})
    assert ("place" in fields(incident)) == is_disputed


def with_denial(actor: str, country: str | None) -> Incident:
    """Two reports blame Ruritania; a third has only a denial by somebody."""
    readings: list[LinkedReading] = []
    base: dict[str, Any] = {"victims": ["Ana Roth"], "town": "Zelin", "time": "2024-01-05"}
    for number in range(2):
        story = Story(key=f"report {number}", outlet=f"Outlet {number}", published="2024-02-01")
        story.tell("violence.killing", **base, actors=["Russia"], actor_country="RU")
        readings.append(story.done())
    story = Story(key="denial", outlet="Outlet 9", published="2024-02-01")
    linked = story.tell("violence.killing", **base)
    denied = voice(polarity=Polarity.DENIED, speech_act=SpeechAct.DENY, speaker=("government", actor, True))
    claim = story.say("attribution", actor, denied)
    account = replace(linked.account, claims=(*linked.account.claims, claim))
    story.accounts[0] = replace(linked, account=account)
    if country:
        story.somebody(actor, kind=linked.account.participants[0].kind, country=country)
    readings.append(story.done())
    (incident,) = reconcile_claims(readings).incidents
    return incident


@pytest.mark.parametrize("actor", ["Russia", "Moscow", "Kremlin", "the Russian embassy", "GRU"])
def test_whoever_denies_for_the_state_contests_in_whichever_report(actor: str) -> None:
    incident = with_denial(actor, None)
    assert [(one.actor, one.contested) for one in incident.attribution] == [("Russia", True)]
    assert "attribution" in fields(incident)


@pytest.mark.parametrize("actor", ["Iran", "Tehran", "the Chinese embassy"])
def test_what_another_state_denies_is_no_dispute_of_this_one(actor: str) -> None:
    incident = with_denial(actor, None)
    assert [(one.actor, one.contested) for one in incident.attribution] == [("Russia", False)]
    assert "attribution" not in fields(incident)


@RULES
@given(collections())
def test_sides_of_a_dispute_are_of_different_reports_and_name_claims_of_the_incident(
    readings: list[LinkedReading],
) -> None:
    for incident in reconcile_claims(readings).incidents:
        report_of = {claim.id: claim.report_id for claim in incident.claims}
        for dispute in incident.disputed:
            assert dispute.rule
            assert len(dispute.values) >= 2
            sides = [{report_of[key] for key in side.claim_ids} for side in dispute.values]
            assert all(sides)
            if dispute.rule != "denied":
                assert all(not sides[0] & side for side in sides[1:])


@RULES
@given(collections(), st.data())
def test_what_a_report_adds_goes_with_it(readings: list[LinkedReading], data: st.DataObject) -> None:
    """Grades and disputes rest on the reports there are: with one taken away they are as if it had never been read."""
    gone = data.draw(st.sampled_from(readings))
    rest = [reading for reading in readings if reading is not gone]
    before, after = reconcile_claims(rest), reconcile_claims([r for r in (*rest, gone) if r is not gone])
    assert before.incidents == after.incidents
    assert not any(claim.report_id == gone.report.id for i in after.incidents for claim in i.claims)
