import pytest

from overt.cli.options import find_id, short_ids
from overt.cli.printing import cut
from overt.words.codes import explain_grade, plain, quote_in_context, say_time


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        (None, "undated"),
        ("2024-02-13", "13 Feb 2024"),
        ("2024-02-13T16:30", "13 Feb 2024, 16:30"),
        ("2024-02", "Feb 2024"),
        ("2024", "2024"),
        ("2024~", "about 2024"),
        ("2024?", "2024 (uncertain)"),
        ("2024-02-03%", "about 3 Feb 2024 (uncertain)"),
        ("2024-22", "summer 2024"),
        ("202X", "2020s"),
        ("2024-XX", "2024"),
        ("XXXX-05", "May (year unknown)"),
        ("2024-02-11~/2024-02-20~", "about 11 to 20 Feb 2024"),
        ("2024-02-11/2024-02-20", "11 to 20 Feb 2024"),
        ("2024-02-11/2024-03-02", "11 Feb to 2 Mar 2024"),
        ("2023-12-30/2024-01-02", "30 Dec 2023 to 2 Jan 2024"),
        ("2020/2023", "2020 to 2023"),
        ("2022-10/..", "since Oct 2022"),
        ("../2016", "by 2016"),
        ("/2016", "by 2016"),
        ("[2024-02-13,2024-02-14]", "13 Feb 2024 or 14 Feb 2024"),
        ("strange", "strange"),
    ],
)
def test_times_in_plain_words(edtf: str | None, said: str) -> None:
    assert say_time(edtf) == said


def test_ids_are_short_but_unique() -> None:
    names = short_ids(["inc_ABCDEFG1", "inc_ABCDEFG2", "inc_X2345678"])
    assert names == {"inc_ABCDEFG1": "abcdefg1", "inc_ABCDEFG2": "abcdefg2", "inc_X2345678": "x2345678"}
    assert short_ids(["inc_ABCDEFGHJ"]) == {"inc_ABCDEFGHJ": "abcdef"}
    assert short_ids([]) == {}


def test_an_exact_id_wins_over_a_longer_one() -> None:
    assert find_id("ab", ["inc_ab", "inc_abc"], "incident", "overt list") == "inc_ab"
    assert find_id("inc_ABC", ["inc_ab", "inc_abc"], "incident", "overt list") == "inc_abc"


@pytest.mark.parametrize(
    ("text", "width", "shown"), [("abc", 5, "abc  "), ("abcdef", 5, "abc.."), ("日本語", 4, "日.."), ("", 2, "  ")]
)
def test_cells_are_cut_to_their_width(text: str, width: int, shown: str) -> None:
    assert cut(text, width) == shown


def test_a_quote_stands_in_its_line() -> None:
    text = "Head\nThe fire spread, police said.\nMore"
    start = text.index("fire")
    assert quote_in_context(text, start, start + 4) == "The «fire» spread, police said."
    assert quote_in_context(text, 0, 4) == "«Head»"
    assert quote_in_context("x" * 80, 0, 80) == f"«{'x' * 80}»"


def test_grades_are_explained() -> None:
    assert explain_grade(3, "N10+A1").startswith("possibly true: several origins, not shown to be independent; who is")
    assert explain_grade(6, "N13") == "single source: not yet comparable"


def test_plain_text_has_no_controls() -> None:
    assert plain("a\x00b\u202ec\n d\u200b") == "abc d"
