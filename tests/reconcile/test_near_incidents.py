"""Which questions about two incidents come first: those told in the same words; and no question joins anything."""

from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from overt.reconcile import reconcile_claims
from overt.reconcile.near_incidents import compare_tellings
from overt.types.incident import Findings, Question
from tests.reconcile.builders import Story

ARSON = "sabotage.arson"
FIRE = "Masked men burned it down before sunrise"
NEAR = "Masked men came with petrol before sunrise"
FAR = "Somebody set alight bins behind a bakery"


def tell(order: str, told: dict[str, str]) -> Findings:
    """The findings of one report for each text."""
    stories = [Story(key=key) for key in order]
    for story in stories:
        story.tell(ARSON, sentence=told[story.key], town="Zelin", time="2024-01-05")
    return reconcile_claims([story.done() for story in stories])


def ask(first: str, second: str) -> Question:
    """The only question about two incidents of one town and day."""
    found = tell("ab", {"a": first, "b": second})
    assert len(found.incidents) == 2
    (asked,) = found.questions
    return asked


def test_what_is_told_in_the_same_words_is_asked_first_and_not_joined() -> None:
    near, far = ask(FIRE, NEAR), ask(FIRE, FAR)
    assert near.rank > far.rank
    assert {"masked", "sunrise"} <= set(near.speaks_for[1].removeprefix("both say: ").split(", "))
    assert "zelin" not in near.speaks_for[1]


def test_the_order_of_the_reports_changes_no_rank() -> None:
    told = {"a": FIRE, "b": NEAR, "c": FAR}
    expected = [(one.id, one.rank, one.speaks_for) for one in tell("abc", told).questions]
    assert expected
    for order in permutations("abc"):
        assert [(one.id, one.rank, one.speaks_for) for one in tell("".join(order), told).questions] == expected


@pytest.mark.parametrize("word", ["the", "von", "и"])
def test_short_words_say_nothing(word: str) -> None:
    asked = ask(f"{word} {word}", word)
    assert word not in asked.speaks_for[1].removeprefix("both say: ").split(", ")


WORDS = st.lists(st.sampled_from("depot lorry canal bakery bins timber 1911 night".split()), min_size=1, max_size=6)


@given(WORDS, WORDS)
def test_a_likeness_is_the_same_from_both_sides_and_within_its_bounds(one: list[str], other: list[str]) -> None:
    incidents = tell("ab", {"a": " ".join(one), "b": " ".join(other)}).incidents
    assume(len(incidents) == 2)  # the same words from both are one report twice
    a, b = incidents
    there, back = compare_tellings(a, b), compare_tellings(b, a)
    assert there == back
    assert 0 <= there.share < 1
    assert 40 <= there.rank <= 60
    assert {word for word in there.words if word in {*one, *other}} <= set(one) & set(other)
