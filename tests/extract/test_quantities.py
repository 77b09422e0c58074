"""The numbers of one event are told apart by what they count."""

import pytest
from tests.extract.parses import parse_text, token_of

from overt.extract.quantities import read_quantities

CASES: list[tuple[str, str, list[tuple[str, float | None, float | None, str, str]]]] = [
    ("The blast killed at least four people and injured 12 others.", "killed",
     [("killed", 4, None, "person", "at least four people"), ("injured", 12, 12, "person", "12 others")]),
    ("Police arrested three men on Monday.", "arrested", [("arrested", 3, 3, "person", "three men")]),
    ("Norway expelled about 15 diplomats.", "expelled", [("expelled", 13, 17, "person", "about 15 diplomats")]),
    ("Estonia told three diplomats to leave.", "told", [("expelled", 3, 3, "person", "three diplomats")]),
    ("He was sentenced to three years and four months in prison.", "sentenced", [("sentence", 3.33, 3.33, "year", "three years and four months")]),
    ("He was jailed for 18 months.", "jailed", [("sentence", 1.5, 1.5, "year", "18 months")]),
    ("A court gave him a seven-year prison term.", "gave", [("sentence", 7, 7, "year", "seven-year")]),
    ("They offered him 10,000 euros to burn the shop.", "offered", [("payment", 10000, 10000, "EUR", "10,000 euros")]),
    ("The fire caused damage of €2.5 million.", "fire", [("damage", 2500000, 2500000, "EUR", "€2.5 million")]),
    ("He was shot five times.", "shot", [("shots", 5, 5, "shot", "five times")]),
    ("He was hit by six bullets.", "hit", [("shots", 6, 6, "shot", "six bullets")]),
    ("Thieves stabbed him eight times.", "stabbed", [("stabbings", 8, 8, "wound", "eight times")]),
    ("The attack left two dead and five injured.", "attack", [("killed", 2, 2, "person", "two"), ("injured", 5, 5, "person", "five")]),
    ("The killing of four activists shocked the town.", "killing", [("killed", 4, 4, "person", "four activists")]),
    ("The airport was closed for three days.", "closed", [("closure", 3, 3, "day", "three days")]),
    ("He was held captive for ten months.", "held", [("captivity", 300, 300, "day", "ten months")]),
    ("Up to 20 drones crossed the border.", "crossed", [("drones", 0, 20, "drone", "Up to 20 drones")]),
    ("12 people were hurt when a bomb exploded.", "exploded", [("injured", 12, 12, "person", "12 people")]),
    ("Two men were arrested after the attack that killed five people.", "arrested", [("arrested", 2, 2, "person", "Two men")]),
    ("Two men were arrested after the attack that killed five people.", "attack", [("killed", 5, 5, "person", "five people")]),
    ("The gang stole $11,000 from a bank.", "stole", [("stolen", 11000, 11000, "USD", "$11,000")]),
    ("A court convicted two Bulgarians.", "convicted", [("convicted", 2, 2, "person", "two Bulgarians")]),
    ("A 20-year-old man was arrested in 2019.", "arrested", []),
    ("A man was arrested.", "arrested", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "expected"), CASES)
def test_quantities(text: str, word: str, expected: list[tuple[str, float | None, float | None, str, str]]) -> None:
    report, parsed = parse_text(text, start=7)
    found = read_quantities(parsed, token_of(parsed, word))
    assert [(q.what, q.lo, q.hi, q.unit, q.text) for q in found] == expected
    assert [q.span.quote(report.text) for q in found] == [q.text for q in found]
