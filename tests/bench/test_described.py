"""Whether a text describes the event of another: clues of invented texts, and weights learned from invented numbers."""

import numpy as np
import pytest
from bench.described import CLUES, Rarity, ask, describe, parse, parts_of
from bench.described_weights import FOLDS, fold_of, load_sets, teach
from bench.score_same_event import described
from bench.train_described import best_limit

TOLD = "The island grew rich on herring. In 1911 a storm sank the ferry Aldona off Klaipeda. Its captain drowned."
SOURCE = "The ferry Aldona sank in a storm off Klaipeda in 1911, and most of its crew were lost. A trial followed."
FAR = "Bees sleep through the winter."
OTHER = "The harbour of Klaipeda was dredged in 1926. Captain Rimkus led the work, and herring paid for it."


def clues(source: str, told: str = TOLD, trigger: str = "sank") -> dict[str, float]:
    """The named clues of a source about the event of a word."""
    start = told.index(trigger)
    asked, other = ask(parse(told), start, start + len(trigger)), parts_of(parse(source))
    return dict(zip(CLUES, describe(asked, other, Rarity([asked.parts, other, parts_of(parse(FAR))])), strict=True))


def test_the_sentence_of_the_trigger_counts_by_itself() -> None:
    right, wrong = clues(SOURCE), clues(OTHER)
    assert right["sentence"] > wrong["sentence"]
    assert right["trigger"] == 1.0 > wrong["trigger"]
    assert right["years"] == 1.0 > wrong["years"]
    assert right["names of sentence"] > wrong["names of sentence"]


def test_another_sentence_of_the_same_text_asks_about_another_event() -> None:
    assert clues(OTHER, trigger="grew")["sentence"] > clues(OTHER, trigger="sank")["sentence"]


def test_words_that_stand_together_say_more_than_words_strewn_over_a_text() -> None:
    strewn = "A storm came. " + "Nothing happened for years. " * 4 + "The ferry Aldona was sold in Klaipeda."
    assert clues(SOURCE)["sentence in three"] > clues(strewn)["sentence in three"]


@pytest.mark.parametrize("source", ["", "   ", "12 34"])
def test_a_source_without_words_has_clues_too(source: str) -> None:
    found = clues(source)
    assert all(np.isfinite(value) for value in found.values())
    assert found["words"] == 0.0


def test_weights_learn_what_tells_and_leave_what_does_not() -> None:
    chance = np.random.default_rng(3)
    answers = chance.random(400) < 0.5
    rows = np.stack([answers + chance.normal(0, 0.4, 400), chance.normal(0, 1, 400)], axis=1)
    one = teach(rows, answers.tolist(), 3.0, {})
    assert abs(one.weights[0]) > 5 * abs(one.weights[1])
    assert ((one.judge(rows) >= 0.5) == answers).mean() > 0.8


def test_a_limit_is_the_one_that_serves_f1_best() -> None:
    values, answers = np.arange(100) / 100, np.arange(100) >= 60
    assert best_limit(values, answers) == pytest.approx(0.6, abs=0.02)


def test_there_is_a_set_of_weights_for_each_part_and_each_knows_all_clues() -> None:
    sets = load_sets()
    assert len(sets) == FOLDS
    assert {len(one.weights) for one in sets} == {len(CLUES)}
    assert {fold_of(f"text {number}") for number in range(100)} == set(range(FOLDS))


def test_pairs_are_judged_and_counted() -> None:
    start = TOLD.index("sank")
    report = {"doctext": TOLD, "frame-trigger-span": ["sank", start, start + 4, 0, 0, ""]}
    pairs = [
        {"instance_id": text, "report_dict": report, "source_dict": {"doctext": text}, "valid_source": text == SOURCE}
        for text in (SOURCE, OTHER)
    ]
    figures = described(pairs)
    assert figures["described_accuracy"] == 1.0
    assert figures["always_accuracy"] == 0.5
