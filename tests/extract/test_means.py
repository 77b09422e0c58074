"""Means are read from the trigger and its own clause only."""

import pytest

from overt.base.knowledge import read_knowledge
from overt.extract.figures.means import find_means
from tests.extract.parses import parse_text, token_of


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("He was shot dead with a pistol in Bergen.", "shot", {"firearm"}),
        ("Two men poured petrol on the store and lit it.", "poured", {"incendiary"}),
        ("They torched a depot.", "torched", {"incendiary"}),
        ("He was beaten with a hammer.", "beaten", {"blade_blunt"}),
        ("They poisoned her with polonium.", "poisoned", {"toxic_chemical", "radiological"}),
        ("A freighter dragged its anchor over the cable.", "dragged", {"vessel_anchor"}),
        (
            "Agents posing as couriers recruited him via Telegram for cash.",
            "recruited",
            {"cover_identity", "online_platform", "money"},
        ),
        ("A drone was seen over the base.", "seen", {"drone"}),
        ("The group infected his phone with spyware.", "infected", {"malware"}),
        ("He entered on a fake passport.", "entered", {"forged_document"}),
        ("He was charged after the fire at a factory.", "charged", set()),
        ("The minister met Martin Hammer.", "met", set()),
        ("They were promised 400 euros to follow her.", "promised", {"money"}),
        ("The leak caused damage of 400 euros.", "caused", set()),
        ("The fire brigade searched the house.", "searched", set()),
        ("A guard opened fire on the car.", "opened", {"firearm"}),
        ("They followed him home.", "followed", set()),
    ],
)
def test_means(text: str, word: str, expected: set[str]) -> None:
    report, parsed = parse_text(text, start=3)
    found = find_means(parsed, token_of(parsed, word))
    assert {code for code, _ in found} == expected
    assert all(span.quote(report.text).lower() in text.lower() for _, span in found)


def test_codes_are_the_codebooks() -> None:
    codes = """
        firearm blade_blunt explosive incendiary vehicle toxic_chemical biological radiological drone vessel_anchor
        electronic malware forged_document cover_identity money deception official_process online_platform
    """
    assert set(read_knowledge("means.yaml")["means"]) == set(codes.split())
