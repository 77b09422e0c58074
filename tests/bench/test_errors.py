"""Errors are grouped by cause, the biggest first; a page holds all it needs, and no text can break out of it."""

import io
import json
import re

import pytest
from bench.browse.groups import cut_text, group_errors
from bench.browse.page import make_page
from bench.browse.terminal import print_groups
from bench.errors import main
from bench.judged import Document, Judged, Judging, Mark, State
from rich.console import Console

TEXT = "A mill burned </script><!-- in Orlo. Ilan Vesk was held."
VESK = (TEXT.index("Ilan Vesk"), TEXT.index("Ilan Vesk") + len("Ilan Vesk"))


def _error(label: str, cause: str, state: State = State.MISSED) -> Judged:
    mark = Mark(start=VESK[0], end=VESK[1], is_gold=False, label="participant.PER")
    return Judged(
        figure="people", document="7", label=label, state=state, cause=cause, gold="Ilan Vesk", said="nobody",
        marks=(mark,),
    )  # fmt: skip


JUDGING = Judging(
    documents={"7": Document(key="7", text=TEXT, about="report 7"), "8": Document(key="8", text="unread")},
    judged=(
        _error("a", "date missed"),
        _error("b", "target wrong"),
        _error("c", "target wrong", State.WRONG),
        _error("d", "", State.FOUND),
    ),
)


def test_the_biggest_cause_comes_first_and_what_is_right_is_no_error() -> None:
    groups = group_errors(JUDGING)
    assert [(group.cause, len(group.errors)) for group in groups] == [("target wrong", 2), ("date missed", 1)]


def test_chooses_by_words_of_the_cause_or_by_case() -> None:
    assert [group.cause for group in group_errors(JUDGING, cause="TARGET")] == ["target wrong"]
    (group,) = group_errors(JUDGING, case=JUDGING.judged[1].id)
    assert [error.label for error in group.errors] == ["b"]
    assert group_errors(JUDGING, cause="nothing like it") == []


def test_a_page_carries_its_data_whole() -> None:
    page = make_page("toys & games", JUDGING, group_errors(JUDGING))
    found = re.search(r'<script id="data" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert data["documents"] == {"7": {"text": TEXT, "about": "report 7"}}
    assert [len(group["errors"]) for group in data["groups"]] == [2, 1]
    assert data["groups"][0]["errors"][0]["marks"] == [[*VESK, 0, "participant.PER"]]
    assert "toys &amp; games" in page
    assert "{{" not in page


def test_a_page_asks_nothing_of_the_network() -> None:
    page = make_page("toys", JUDGING, group_errors(JUDGING))
    assert not re.search(r"""(?:src|href)\s*=|url\(|@import|fetch\(|https?:""", page)


def test_the_terminal_shows_counts_both_sides_and_the_text() -> None:
    out = io.StringIO()
    print_groups(Console(file=out, width=100), "toys", JUDGING, group_errors(JUDGING), limit=1)
    shown = out.getvalue()
    assert "toys: 3 errors in 4 cases" in shown
    assert shown.index("target wrong") < shown.index("date missed")
    assert "... and 1 more of this cause" in shown
    assert "Ilan Vesk was held" in shown


def test_pieces_of_a_text_stand_around_the_marks_and_join() -> None:
    text = "one two three four five six seven eight nine ten"
    assert [text[a:b] for a, b in cut_text(text, [(8, 13), (45, 48)], around=5)] == ["one two three ", "nine ten"]
    assert [text[a:b] for a, b in cut_text(text, [(8, 13), (14, 18)], around=5)] == ["one two three four "]
    assert [text[a:b] for a, b in cut_text(text, [], around=3)] == ["one two "]


def test_a_set_needs_its_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--set", "muc4"]) == 1
    assert "--data" in capsys.readouterr().err
