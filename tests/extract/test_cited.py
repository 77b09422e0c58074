"""Whose word a report passes on: datelines, bylines, credits and the words beside a name, in several languages."""

import pytest

from overt.divide import divide_report
from overt.extract.voices.cited import bare_name, find_cited, is_own_name
from overt.types.report import Report


def cited(text: str, *, language: str = "en", outlet: str = "The Vilta Post") -> tuple[str, ...]:
    report = Report(
        id="rep_0", input="r.txt", url=None, outlet=outlet, title=None, published=None, language=language, text=text,
        sha256_raw="", sha256_text="",
    )  # fmt: skip
    return find_cited(report, divide_report(report))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("VILTA, Dorova, March 3 (Kestwire) - Two vans burned.", ("Kestwire",)),
        ("VILTA (Kestwire/Reuters) - Two vans burned.", ("Kestwire", "Reuters")),
        ("VILTA (updated) - Two vans burned.", ()),
        ("By Anna Karel, Kest News Agency\n\nTwo vans burned in Vilta.", ("Kest",)),
        ("By Anna Karel\n\nTwo vans burned in Vilta.", ()),
        ("By Anna Karel and Piet Mand\n\nTwo vans burned in Vilta.", ()),
        ("Two vans burned in Vilta.\n\nWith reporting by Reuters", ("Reuters",)),
        ("Two vans burned in Vilta.\n\nSource: Kest News Agency", ("Kest",)),
        ("Two vans burned, the newspaper Dorova Sargs reported.", ("Dorova Sargs",)),
        ("The newspaper Dorova Sargs has moved to a new house.", ()),
        ("By Anna Karel, Vilta Post\n\nTwo vans burned in Vilta.", ()),
    ],
)
def test_english(text: str, names: tuple[str, ...]) -> None:
    assert cited(text) == names


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("de", "Zwei Wagen brannten. Das berichtet die Zeitung Doroner Bote am Montag.", "Doroner Bote"),
        ("de", "Zwei Wagen brannten, meldet die Agentur Kestwire.", "Kestwire"),
        ("fr", "Deux voitures ont brûlé, rapporte l’agence Kestwire.", "Kestwire"),
        ("ru", "Сгорели две машины, сообщает агентство Кествайр.", "Кествайр"),
        ("pl", "Spłonęły dwa auta, podał dziennik Kurier Dorowski.", "Kurier Dorowski"),
    ],
)  # fmt: skip
def test_other_languages(language: str, text: str, name: str) -> None:
    assert cited(text, language=language) == (name,)


@pytest.mark.parametrize(
    ("outlet", "name", "is_own"),
    [
        ("The Vilta Courier", "Courier", True),
        ("The Vilta Courier", "the Vilta Courier", True),
        ("viltacourier.example", "Vilta Courier", True),
        ("The Vilta Courier", "Dorova Courier", False),
        ("Vilta", "Vilta News Service", False),
        (None, "Vilta", False),
    ],
)
def test_own_name(outlet: str | None, name: str, *, is_own: bool) -> None:
    assert is_own_name(outlet, name) is is_own


def test_bare_name_keeps_what_is_listed() -> None:
    assert bare_name("Kest News Agency") == "Kest"
    assert bare_name("Polish Press Agency") == "Polish Press Agency"
