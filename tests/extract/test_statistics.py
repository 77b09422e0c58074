"""Figures about many events are found, numbers of one event are not."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from spacy.tokens import Token

from overt.extract.figures.statistics import find_statistics, is_aggregate
from overt.extract.parse import Parsed
from overt.types.claim import Certainty, Commitment, Polarity, SpeechAct, Voice
from tests.extract.parses import parse_text, token_of

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "statistics.yaml").read_text(encoding="utf-8")
)
PLAIN = Voice(
    chain=(),
    speech_act=SpeechAct.REPORT_AS_FACT,
    polarity=Polarity.AFFIRMED,
    certainty=Certainty.FIRM,
    commitment=Commitment.ENDORSES,
)


def voice_at(parsed: Parsed, token: Token) -> Voice:
    return PLAIN


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_figures(case: dict[str, Any]) -> None:
    report, parsed = parse_text(case["text"])
    found = find_statistics(report, [parsed], voice_at)
    got = [(s.lo, s.hi, s.unit, s.direction) for s in found]
    assert got == [tuple(row[1:]) for row in case["figures"]]
    assert all(s.quote == report.text[s.span.start : s.span.end] for s in found)
    if not case.get("loose"):
        assert [s.quote for s in found] == [row[0] for row in case["figures"]]
    if "period" in case:
        assert [(s.period_text, s.period.edtf if s.period else None) for s in found] == [tuple(case["period"])]
    if "place" in case:
        assert [s.place for s in found] == [case["place"]]


def test_same_report_same_ids() -> None:
    text = "The institute counted 47 attacks in 2019."
    first, second = (find_statistics(*_reports(text), voice_at) for _ in range(2))
    assert [s.id for s in first] == [s.id for s in second]
    assert first[0].id.startswith("sta_")
    assert first[0].voice == PLAIN


def _reports(text: str) -> tuple[Any, list[Parsed]]:
    report, parsed = parse_text(text)
    return report, [parsed]


AGGREGATES = [
    ("Officials link agents to dozens of arson attacks in Europe.", "attacks", True),
    ("About 300 diplomats were expelled over two years.", "expelled", True),
    ("Sabotage attacks in Europe have increased.", "attacks", True),
    ("The ministry warned of a wave of arson attacks.", "attacks", True),
    ("A string of break-ins and fires worried the firm.", "fires", True),
    ("Europe has expelled hundreds of diplomats since 2022.", "expelled", True),
    ("The service regularly recruits teenagers online.", "recruits", True),
    ("They carried out attacks across the continent.", "carried", True),
    ("Attacks nearly tripled between 2019 and 2020.", "Attacks", True),
    ("Investigators blamed many attacks on the group.", "attacks", True),
    ("Two attacks took place on Monday in Riga.", "attacks", False),
    ("Four men were arrested in Tartu.", "arrested", False),
    ("A fire destroyed a warehouse in Leeds.", "fire", False),
    ("Norway expelled 15 diplomats on Thursday.", "expelled", False),
    ("The attacks on Sunday night damaged three shops.", "attacks", False),
    ("The court convicted three Romanians of arson.", "convicted", False),
    ("A man admitted an arson attack on a shop.", "attack", False),
    ("He was shot five times outside his flat.", "shot", False),
    ("Police arrested a student who had sent photos to a handler.", "arrested", False),
    ("The service has recruited two former soldiers.", "recruited", False),
    ("Fires broke out in Narva and at a depot near Bergen.", "Fires", False),
    ("Officials spoke of attacks across Europe.", "attacks", True),
    ("Seven people were charged with planning to burn a depot in Kaunas.", "charged", False),
]


@pytest.mark.parametrize(("text", "word", "expected"), AGGREGATES)
def test_is_aggregate(text: str, word: str, expected: bool) -> None:
    _, parsed = parse_text(text)
    assert is_aggregate(parsed, token_of(parsed, word)) is expected
