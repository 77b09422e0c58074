"""The judges name what went wrong: invented texts, gold and answers."""

from collections.abc import Sequence
from typing import Any

import pytest
from bench.judge import muc4
from bench.judge.muc4 import MucDocument
from bench.judge.polnear import judge_text
from bench.judge.rows import find_words
from bench.judged import Document, Judged, State
from bench.polnear_rows import Row, cut_words, pair_rows, words_in
from bench.score_gun_violence import judge_pairs

TEXT = "The mayor of Orlo said that the mill had burned. Vesk denied it."


def _words(*pieces: str) -> frozenset[int]:
    return words_in(TEXT, [(TEXT.index(piece), TEXT.index(piece) + len(piece)) for piece in pieces])


def _row(source: str = "", cue: str = "said", content: str = "") -> Row:
    parts = {"source": source, "cue": cue, "content": content}
    return Row(**{name: _words(words) if words else frozenset() for name, words in parts.items()})


GOLD = _row("The mayor of Orlo", "said", "that the mill had burned")


def _causes(found: Sequence[Row], gold: Sequence[Row]) -> list[tuple[str, State, str]]:
    cases = judge_text(Document(key="1", text=TEXT), pair_rows(found, gold))
    return [(case.figure, case.state, case.cause) for case in cases]


def test_an_attribution_found_whole_is_right_in_every_part() -> None:
    assert {state for _, state, _ in _causes([GOLD], [GOLD])} == {State.FOUND}
    assert len(_causes([GOLD], [GOLD])) == 4


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (_row("", "said", "that the mill had burned"), ("source", State.MISSED, "source missed")),
        (_row("Vesk", "said", "that the mill had burned"), ("source", State.MISSED, "source wrong")),
        (_row("The mayor of Orlo", "said", "the mill"), ("content", State.MISSED, "content boundary: too short")),
        (
            _row("The mayor of Orlo", "said", "that the mill had burned. Vesk denied"),
            ("content", State.MISSED, "content boundary: too long"),
        ),
    ],
)
def test_what_is_wrong_with_a_part_is_said(found: Any, expected: Any) -> None:
    wrong = [row for row in _causes([found], [GOLD]) if row[1] is not State.FOUND]
    assert wrong == [expected]


def test_attributions_that_only_one_side_has() -> None:
    denial = _row("Vesk", "denied", "it")
    assert _causes([GOLD], [GOLD, denial])[-1] == ("attributions", State.MISSED, "attribution missed")
    assert _causes([GOLD, denial], [GOLD])[-1] == ("attributions", State.WRONG, "attribution spurious")


def test_words_that_only_signs_part_are_one_piece() -> None:
    assert [TEXT[a:b] for a, b in cut_words(TEXT, _words("had burned. Vesk", "The mayor"))] == [
        "The mayor",
        "had burned. Vesk",
    ]


def test_words_of_the_gold_are_found_in_any_case_and_wherever_they_stand() -> None:
    marks = find_words("Orlo burned. In ORLO nobody slept.", ["orlo", "a"], "place")
    assert [(mark.start, mark.end) for mark in marks] == [(0, 4), (16, 20)]
    assert all(mark.is_gold for mark in marks)


class _Scorer:
    """The few things that the judge asks of the scorer, written anew."""

    ROLES = ("PerpInd", "Victim")

    def __init__(self) -> None:
        import numpy as np  # noqa: PLC0415 - as the scorer has it
        from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

        self.np, self.linear_sum_assignment = np, linear_sum_assignment

    @staticmethod
    def norm(words: str) -> str:
        return words.lower().removeprefix("the ")

    @staticmethod
    def phi_strict(gold: list[str], said: list[str]) -> float:
        return float(all(one in gold for one in said))

    @staticmethod
    def collapse(rows: dict[str, list[dict[str, Any]]]) -> dict[str, dict[str, Any]]:
        return {
            key: {role: [e for one in some for e in one.get(role, [])] for role in _Scorer.ROLES}
            for key, some in rows.items()
        }


@pytest.fixture
def scorer(monkeypatch: pytest.MonkeyPatch) -> None:
    made = _Scorer()
    monkeypatch.setattr(muc4, "load_scorer", lambda _: made)


def _judge(gold: list[dict[str, Any]], said: list[dict[str, Any]]) -> list[Judged]:
    text = "two hooded men shot the miller of orlo ."
    document = MucDocument(document=Document(key="dev/A-1", text=text), gold=gold, said=said, templates=())
    return list(muc4.judge([document]).judged)


@pytest.mark.usefixtures("scorer")
def test_fillers_are_found_missed_or_in_another_role() -> None:
    gold = [{"incident_type": "attack", "PerpInd": [["two hooded men"]], "Victim": [["the miller of orlo"]]}]
    said = [{"incident_type": "attack", "PerpInd": [["miller of orlo"]], "Victim": []}]
    assert [(case.figure, case.state, case.cause) for case in _judge(gold, said)] == [
        ("documents", State.FOUND, "document with nothing found"),
        ("PerpInd", State.MISSED, "PerpInd missed"),
        ("PerpInd", State.WRONG, "PerpInd too many, the gold's in another role"),
        ("Victim", State.MISSED, "Victim said as PerpInd"),
    ]


@pytest.mark.usefixtures("scorer")
def test_a_filler_with_too_few_words_is_a_boundary() -> None:
    gold = [{"incident_type": "attack", "Victim": [["the miller of orlo"]]}]
    said = [{"incident_type": "attack", "Victim": [["the miller"]]}]
    causes = {case.cause for case in _judge(gold, said) if case.state is not State.FOUND}
    assert causes == {"Victim boundary or double"}


@pytest.mark.usefixtures("scorer")
def test_a_document_of_nothing() -> None:
    (case, *_) = _judge([], [{"incident_type": "attack"}])
    assert (case.state, case.cause) == (State.WRONG, "document of nothing with an incident")


def test_pairs_of_reports_that_belong_together() -> None:
    gold = {"a": 1, "b": 1, "c": 2, "d": 3, "e": 3}
    groups = {"a": "x", "b": "x", "c": "x", "d": "y", "e": "z"}
    assert dict(judge_pairs(gold, groups)) == {
        "a b": State.FOUND,
        "a c": State.WRONG,
        "b c": State.WRONG,
        "d e": State.MISSED,
    }
