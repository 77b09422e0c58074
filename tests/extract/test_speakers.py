"""Who says it: the chain of every marked word of tests/cases/voice.yaml, citations, quotations, attributions."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from overt.types.claim import Speaker, SpeakerKind
from tests.extract.voice_reports import read_marked

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent.parent / "cases" / "voice.yaml").read_text("utf-8"))


def worded(speaker: Speaker) -> str:
    return f"{speaker.name or speaker.description or '?'} [{speaker.kind}]"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_chain(case: dict[str, Any]) -> None:
    told = read_marked(case["text"])
    chains = [[worded(s) for s in told.voices.voice_at(*place).chain[1:]] for place in told.marked]
    assert chains == [expected["chain"] for expected in case["expect"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_every_span_quotes_the_report(case: dict[str, Any]) -> None:
    told = read_marked(case["text"])
    text = told.report.text
    for place in told.marked:
        publisher, *speakers = told.voices.voice_at(*place).chain
        assert publisher.span is None
        assert publisher.name == "The Dorova Times"
        for speaker in speakers:
            assert speaker.span is None or speaker.span.quote(text).strip()
            assert speaker.span is not None or speaker.cue == "quoted"
    for attribution in told.voices.attributions:
        for span in (attribution.cue, *attribution.content):
            assert span.quote(text) == text[span.start : span.end] != ""


def test_cited_outlets_leave_out_the_publisher() -> None:
    told = read_marked(
        "Belkov told The Dorova Times that he had fled. "
        "The Vilta Tribune reported that he was [[followed]], citing Reuters."
    )
    assert told.voices.cites == ("Vilta Tribune", "Reuters")


def test_a_free_sentence_inherits_nothing() -> None:
    told = read_marked("The ministry said two men had been [[killed]]. Their bodies were [[burned]].")
    said, free = (told.voices.voice_at(*place) for place in told.marked)
    assert [s.kind for s in said.chain] == [SpeakerKind.OUTLET, SpeakerKind.GOVERNMENT]
    assert [s.kind for s in free.chain] == [SpeakerKind.OUTLET]


def test_a_quotation_over_two_paragraphs_has_one_speaker() -> None:
    told = read_marked(
        "“They came at night. They [[beat]] us.\n“Then they [[burned]] the house,” said Marta Belkova.\n"
        "The house was [[sold]]."
    )
    chains = [[worded(s) for s in told.voices.voice_at(*place).chain[1:]] for place in told.marked]
    assert chains == [["Marta Belkova [unknown]"], ["Marta Belkova [unknown]"], []]


def test_scare_quotes_do_not_change_the_speaker() -> None:
    told = read_marked("Police said the “clumsy” agents had [[burned]] the depot.\nThe “activists” were [[expelled]].")
    chains = [[worded(s) for s in told.voices.voice_at(*place).chain[1:]] for place in told.marked]
    assert chains == [["Police [police]"], []]


def test_attribution_spans() -> None:
    told = read_marked("The fire was [[set]] by two men, the Vilta police have said.")
    (attribution,) = told.voices.attributions
    text = told.report.text
    assert attribution.source is not None
    assert attribution.source.quote(text) == "the Vilta police"
    assert attribution.cue.quote(text) == "have said"
    assert [span.quote(text) for span in attribution.content] == ["The fire was set by two men"]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Belkov went on to say that the depot was empty.", "Belkov", "went on to say", ["that the depot was empty"]),
        (
            "The minister said in a statement on Tuesday that the bridge was safe.",
            "The minister",
            "said in a statement on Tuesday",
            ["that the bridge was safe"],
        ),
        ("The mayor refused to close the port.", "The mayor", "refused", ["to close the port"]),
        ("The minister called for new sanctions.", "The minister", "called for", ["new sanctions"]),
        ("The senator praised the divers.", "The senator", "praised", ["the divers"]),
        ('“Nothing was found," the mayor said.', "the mayor", "said", ["Nothing was found,"]),
        ("But the ship was empty, the mayor said.", "the mayor", "said", ["the ship was empty"]),
    ],
)
def test_spans_of_who_says_what(text: str, source: str, cue: str, content: list[str]) -> None:
    (told,) = read_marked(text).voices.attributions
    assert told.source is not None
    assert told.source.quote(text) == source
    assert told.cue.quote(text) == cue
    assert [span.quote(text) for span in told.content] == content


def test_one_word_gives_one_attribution() -> None:
    assert len(read_marked("The minister acknowledged that the bridge was closed.").voices.attributions) == 1


def test_an_attitude_vouches_for_no_act() -> None:
    told = read_marked("The minister praised the [[arrest]] of two men.")
    voice = told.voices.voice_at(*told.marked[0])
    assert [speaker.kind for speaker in voice.chain] == [SpeakerKind.OUTLET]
