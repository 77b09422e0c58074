"""What takes an allegation back: a claim on the status of the act, in the voice of who takes it back."""

import pytest

from overt.divide import divide_report
from overt.extract import extract_claims
from overt.types.claim import SpeechAct
from overt.types.report import Report

_ACT = "Saboteurs set fire to a depot in Vilta on 2 March, officials said. "


def reversed_by(text: str) -> list[tuple[str, SpeechAct]]:
    report = Report(
        id="rep_0", input="r.txt", url=None, outlet="The Vilta Post", title=None, published=None, language="en",
        text=text, sha256_raw="", sha256_text="",
    )  # fmt: skip
    claims = [claim for one in extract_claims(report, divide_report(report)).accounts for claim in one.claims]
    return [(claim.quote, claim.voice.speech_act) for claim in claims if claim.field == "status"]


@pytest.mark.parametrize(
    ("sentence", "quote", "act"),
    [
        ("The minister withdrew the accusation.", "withdrew the accusation", SpeechAct.RETRACT),
        ("Police no longer believe that anybody set it.", "no longer believe", SpeechAct.RETRACT),
        ("It turned out to be an accident, police said.", "turned out to be an accident", SpeechAct.CORRECT),
        ("Investigators found no evidence of arson.", "found no evidence of arson", SpeechAct.CORRECT),
    ],
)
def test_reversed(sentence: str, quote: str, act: SpeechAct) -> None:
    assert reversed_by(_ACT + sentence) == [(quote, act)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The minister has not withdrawn the accusation.",
        "It may have been an accident, police said.",
        "The embassy said that it was an accident.",
        "Police have not ruled out sabotage.",
    ],
)
def test_stands(sentence: str) -> None:
    assert reversed_by(_ACT + sentence) == []
