"""Texts cut at their marks: nothing of the text is lost, and each mark covers its own words."""

from hypothesis import given
from hypothesis import strategies as st

from overt.serve.shown.marked import Mark, mark_text
from overt.serve.shown.text import clean

TEXT = "The depot burned.\n\nPolice said so on Monday.\nNobody was hurt."


@st.composite
def marks(draw: st.DrawFn) -> list[Mark]:
    spans = draw(st.lists(st.tuples(st.integers(-2, 80), st.integers(-2, 80)), max_size=12))
    layers = ("claim", "entity", "boilerplate")
    return [Mark(start=a, end=b, layer=layers[n % 3], id=f"m{n}", says=f"says {n}") for n, (a, b) in enumerate(spans)]


@given(marks())
def test_nothing_is_lost_and_marks_cover_their_words(found: list[Mark]) -> None:
    paragraphs = mark_text(TEXT, found)
    assert ["".join(segment.words for segment in paragraph.segments) for paragraph in paragraphs] == [
        line for line in TEXT.split("\n") if line
    ]
    for mark in found:
        inside = 0 <= mark.start < mark.end <= len(TEXT)
        words = "".join(s.words for p in paragraphs for s in p.segments if mark.id in s.ids)
        expected = TEXT[mark.start : mark.end].replace("\n", "") if inside else ""
        assert words == expected
        if expected.strip() and not TEXT[mark.start].isspace():
            begun = [s for p in paragraphs for s in p.segments if mark.id in s.begins]
            assert [s.start for s in begun] == [mark.start]


@given(st.text())
def test_cleaned_text_can_be_sent_and_steers_nothing(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert not set(cleaned) & set("\u202e\u2066\x07\x1b\x00")


def test_cleaning_keeps_what_words_are_made_of() -> None:
    for word in ("Қанат", "ليلى", "می\u200cخواهم", "क्\u200dष", "naïve", "👩\u200d🚒", "a\tb\nc"):
        assert clean(word) == word
