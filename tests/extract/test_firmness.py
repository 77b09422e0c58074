"""How firmly: speech act, polarity, certainty and band of the words marked in tests/cases/voice.yaml, and scope."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from overt.extract.voices.cues import read_lexicon
from overt.types.claim import Certainty, Commitment, Polarity, SpeechAct, Voice
from tests.extract.voice_reports import read_marked

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent.parent / "cases" / "voice.yaml").read_text("utf-8"))


def voice_of(marked: str) -> Voice:
    told = read_marked(marked)
    (place,) = told.marked
    return told.voices.voice_at(*place)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_firmness(case: dict[str, Any]) -> None:
    told = read_marked(case["text"])
    for place, expected in zip(told.marked, case["expect"], strict=True):
        voice = told.voices.voice_at(*place)
        found = {"act": voice.speech_act, "polarity": voice.polarity, "certainty": voice.certainty, "band": voice.band}
        assert found == {key: expected.get(key) for key in found}


@pytest.mark.parametrize(
    ("marked", "commitment", "basis"),
    [
        ("The cable was [[cut]] in May.", Commitment.ENDORSES, "not_stated"),
        ("Police said the cable was [[cut]].", Commitment.REPORTS, "official_statement"),
        ("The ministry claimed that the cable was [[cut]].", Commitment.DISTANCES, "official_statement"),
        ("Reports that the cable was [[cut]] are false.", Commitment.REJECTS, "hearsay"),
        ("Documents show that agents [[cut]] the cable.", Commitment.REPORTS, "document"),
        ("Witnesses saw divers [[cut]] the cable.", Commitment.REPORTS, "witnessed"),
        ("The service assessed that divers had [[cut]] the cable.", Commitment.REPORTS, "intelligence_assessment"),
    ],
)
def test_commitment_and_basis(marked: str, commitment: Commitment, basis: str) -> None:
    voice = voice_of(marked)
    assert (voice.commitment, voice.basis) == (commitment, basis)


def test_the_weakest_certainty_wins_and_all_cues_stay() -> None:
    voice = voice_of("Prosecutors said Belkov had allegedly [[burned]] the depot.")
    assert (voice.certainty, voice.speech_act, voice.cues) == (
        Certainty.HEDGED,
        SpeechAct.ALLEGE,
        ("allegedly", "said"),
    )


def test_a_hedge_does_not_reach_the_subject() -> None:
    assert voice_of("The [[attack]] was allegedly ordered by a general.").certainty is Certainty.FIRM


def test_a_negated_verb_denies_only_what_it_carries() -> None:
    assert voice_of("The guards did not carry out the [[attack]].").polarity is Polarity.DENIED
    assert voice_of("The guards were not hurt in the [[attack]].").polarity is Polarity.AFFIRMED
    assert voice_of("The ministry did not investigate the [[attack]].").polarity is Polarity.AFFIRMED


@pytest.mark.parametrize(
    "marked", ["The plane [[landed]] in May.", "The battery was charged before the drone [[fell]]."]
)
def test_other_senses_are_no_cues(marked: str) -> None:
    assert voice_of(marked).cues == ()


def test_hedges_carry_no_band() -> None:
    banded = {
        cue.id
        for rows in (*read_lexicon().by_lemma.values(), *read_lexicon().by_form.values())
        for _, cue in rows
        if cue.band
    }
    assert banded.isdisjoint({"allegedly", "alleged", "suspected", "reportedly", "accused", "charged", "said", "may"})
    assert "likely" in banded
