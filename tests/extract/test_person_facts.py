"""A noun phrase says how many people, how old, from where, in what legal state, and whether they must be protected."""

import pytest

from overt.extract.figures.person_facts import read_facts
from overt.types.account import PersonFacts
from tests.extract.parses import parse_text, token_of


def facts(text: str, word: str) -> PersonFacts:
    _, parsed = parse_text(text)
    return read_facts(parsed, token_of(parsed, word))


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("A 19-year-old Polish student was held.", "student", (1, 1, None)),
        ("About 400 diplomats were expelled.", "diplomats", (360, 440, "about")),
        ("Dozens of agents fled.", "agents", (12, None, "dozens")),
        ("At least four of the men left.", "men", (4, None, "at least")),
        ("A pair of Bulgarians was seen.", "Bulgarians", (2, 2, None)),
        ("Officers met him.", "Officers", (2, None, None)),
        ("Both men left.", "men", (2, 2, None)),
        ("Anna Berg left.", "Berg", (1, 1, None)),
        ("A four-man team was seen.", "team", (1, 1, None)),
        ("About 15 sailors swam.", "sailors", (13, 17, "about")),
    ],
)
def test_count(text: str, word: str, expected: tuple[int | None, int | None, str | None]) -> None:
    found = facts(text, word)
    assert (found.count_lo, found.count_hi, found.vague) == expected


@pytest.mark.parametrize(
    ("text", "word", "age", "is_minor"),
    [
        ("A 17-year-old boy was shot.", "boy", 17, True),
        ("A seventeen-year-old apprentice was shot.", "apprentice", 17, True),
        ("Jan Kowal, 33, was beaten.", "Kowal", 33, False),
        ("Olga Nowak (41) was beaten.", "Nowak", 41, False),
        ("A man aged 52 was beaten.", "man", 52, False),
        ("A Dane of 28 was held.", "Dane", 28, False),
        ("A group of 15, all of them Danes, was held.", "group", None, False),
        ("It lost crowns (8,738 dollars).", "crowns", None, False),
        ("A boat, 1.5 metres wide, sank.", "boat", None, False),
        ("A girl aged 9 was hurt.", "girl", 9, True),
        ("Two men, aged 19 and 23, were held.", "men", None, False),
        ("Two youths, aged 16 and 19, were held.", "youths", None, True),
        ("A teenager was held.", "teenager", None, False),
        ("A schoolboy was held.", "schoolboy", None, True),
        ("A 19-year-old boy was held.", "boy", 19, False),
        ("A woman was held in 2019.", "woman", None, False),
    ],
)
def test_age(text: str, word: str, age: int | None, is_minor: bool) -> None:
    found = facts(text, word)
    assert (found.age, found.is_minor) == (age, is_minor)


@pytest.mark.parametrize(
    ("text", "word", "country"),
    [
        ("A Romanian man was held.", "man", "RO"),
        ("Two Poles were held.", "Poles", "PL"),
        ("A man, a German national, was held.", "man", "DE"),
        ("The driver, a citizen of Poland, was held.", "driver", "PL"),
        ("A Russian-born teacher was held.", "teacher", None),
        ("Russian agents were held.", "agents", None),
        ("A pro-Iranian blogger was held.", "blogger", None),
    ],
)
def test_nationality(text: str, word: str, country: str | None) -> None:
    assert facts(text, word).nationality == country


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("A suspected spy left.", "spy", "suspected"),
        ("A man suspected of spying left.", "man", "suspected"),
        ("Olga Nowak, who was charged with espionage, left.", "Nowak", "charged"),
        ("A clerk, convicted of arson in 2019, left.", "clerk", "convicted"),
        ("The detained students wrote a letter.", "students", "detained"),
        ("The defendant denied it.", "defendant", "on_trial"),
        ("A fugitive banker was seen.", "banker", "wanted"),
        ("A man was arrested.", "man", None),
        ("The officer who arrested the thief left.", "officer", None),
        ("A clerk acquitted of all charges left.", "clerk", "acquitted"),
    ],
)
def test_legal_status(text: str, word: str, status: str | None) -> None:
    assert facts(text, word).legal_status == status


@pytest.mark.parametrize(
    ("text", "word", "at_risk"),
    [
        ("A man who asked for asylum in Norway spoke.", "man", True),
        ("The exiled journalist spoke.", "journalist", True),
        ("She went into hiding.", "She", True),
        ("The defector spoke.", "defector", True),
        ("The pilot would be killed if deported.", "pilot", True),
        ("The mayor opened a school.", "mayor", False),
        ("The guard watched the asylum seeker.", "seeker", True),
        ("Two men stabbed an exiled editor.", "men", False),
        ("Two men stabbed an exiled editor.", "editor", True),
        ("Three operatives tried to kidnap a defector.", "operatives", False),
    ],
)
def test_at_risk(text: str, word: str, at_risk: bool) -> None:
    assert facts(text, word).at_risk is at_risk


@pytest.mark.parametrize(
    ("text", "word", "is_public"),
    [
        ("President Holm spoke.", "Holm", True),
        ("The head of the security agency spoke.", "head", True),
        ("Anna Berg, the interior minister, spoke.", "Berg", True),
        ("The minister's driver spoke.", "driver", False),
        ("The head of the household spoke.", "head", False),
        ("A plumber spoke.", "plumber", False),
    ],
)
def test_public_figure(text: str, word: str, is_public: bool) -> None:
    assert facts(text, word).public_figure is is_public
