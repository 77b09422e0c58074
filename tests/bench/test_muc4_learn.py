"""The learned layer of the MUC-4 codebook, on invented documents and numbers."""

from pathlib import Path

import numpy as np
from bench.muc4.documents import Document
from bench.muc4.learn.candidates import find_candidates, key_of
from bench.muc4.learn.choose import Renamings, choose, pair_of, same_judge
from bench.muc4.learn.clues import Clues
from bench.muc4.learn.habits import count_habits
from bench.muc4.learn.linear import BUCKETS, ROLES, bucket
from bench.muc4.learn.model import load_model, save_model
from bench.muc4.learn.trees import trees_of
from bench.muc4.learn.words import Words, words_of
from bench.muc4.propose import propose
from bench.muc4.templates import MucRole

TEXT = (
    "police in tarija reported that three hooded men murdered lawyer anselmo quiroga yesterday morning.    "
    "meanwhile, a dynamite charge exploded at the tax office in puerto limon. nobody was hurt."
)
QUIET = "the ministers signed an agreement on coffee and bananas. the orchestra played until late in the evening."


def words(text: str) -> Words:
    return words_of(text, propose(Document(key="made/1", text=text)).parsed)


def test_candidates_are_stretches_of_the_text_and_come_in_several_lengths() -> None:
    read = words(TEXT)
    found = {candidate.key: read.quote(candidate.first, candidate.last) for candidate in find_candidates(read)}
    assert {"three hooded men", "hooded men", "men", "anselmo quiroga", "dynamite charge", "tax office"} <= set(found)
    assert all(quote in TEXT for quote in found.values())


def test_keys_drop_marks_and_articles_as_the_scorer_does() -> None:
    assert key_of('The "M-19"  group, an ally') == "m19 group ally"


def test_clues_name_the_verb_that_governs_a_phrase() -> None:
    read = words(TEXT)
    men = next(candidate for candidate in find_candidates(read) if candidate.key == "men")
    assert "g1=nsubj/murder" in Clues(read).of(men)
    assert "d=murder" in Clues(read).of_document()


def test_trees_say_what_the_dump_says() -> None:
    tree = {
        "split_feature": 1,
        "threshold": 2.0,
        "left_child": {"leaf_value": -1.0},
        "right_child": {
            "split_feature": 0,
            "threshold": 0.0,
            "left_child": {"leaf_value": 0.5},
            "right_child": {"leaf_value": 3.0},
        },
    }
    trees = trees_of({"tree_info": [{"tree_structure": tree}, {"tree_structure": {"leaf_value": 0.25}}]})
    rows = np.array([[9, 2], [0, 3], [1, 3]], np.float32)
    expected = 1 / (1 + np.exp(-np.array([-0.75, 0.75, 3.25])))
    assert np.allclose(trees.judge(rows), expected, atol=1e-6)


def test_habits_tell_how_often_a_word_that_was_seen_filled_a_role() -> None:
    said = frozenset({"the", "masked", "raiders", "came"})
    habits = count_habits(
        [(said, [frozenset({"masked raiders"}), *[frozenset[str]()] * 4]), (said, [frozenset()] * 5)], BUCKETS
    )
    whole, last, first = habits.of("masked raiders")[0]
    assert np.isclose(whole, np.log(2))
    assert np.isclose(last, 1.02 / 3)
    assert np.isclose(first, 1.02 / 3)
    assert habits.of("masked raiders")[1][0] == 0


def test_an_entity_is_told_of_once_by_its_likeliest_name() -> None:
    text = "the front for the liberation of arica (fla) and the union of the pampa attacked."
    known = Renamings(frozenset({pair_of("reds", "union of pampa")}))
    is_same = same_judge(text, known)
    keys = ["fla", "front for liberation of arica", "union of pampa", "reds", "shepherds"]
    kept = choose(MucRole.PERP_ORG, keys, [0.9, 0.8, 0.7, 0.6, 0.2], 0.3, is_same)
    assert [keys[place] for place in kept] == ["fla", "union of pampa"]
    men = ["five men", "armed men"]
    assert choose(MucRole.PERP_IND, men, [0.5, 0.6], 0.3, is_same) == (1,)
    assert choose(MucRole.TARGET, ["tax office", "post office"], [0.5, 0.6], 0.3, is_same) == (1, 0)


def test_the_trained_layer_finds_who_did_it_to_whom_and_with_what() -> None:
    found = {(filler.role, filler.mentions[0].text) for filler in load_model().fillers(words(TEXT))}
    assert (MucRole.PERP_IND, "three hooded men") in found
    assert (MucRole.VICTIM, "anselmo quiroga") in found
    assert not {role for role, text in found if "police" in text or "tarija" in text}


def test_the_trained_layer_finds_nobody_where_nothing_happens() -> None:
    assert load_model().fillers(words(QUIET)) == ()
    assert load_model().fillers(words("")) == ()


def test_every_mention_is_quoted_and_every_probability_is_above_the_least() -> None:
    model = load_model()
    fillers = model.fillers(words(TEXT))
    assert fillers
    for filler in fillers:
        assert model.least[filler.role] <= filler.probability <= 1
        assert all(TEXT[mention.start : mention.end] == mention.text for mention in filler.mentions)


def test_a_model_that_is_written_reads_back_the_same(tmp_path: Path) -> None:
    model = load_model()
    save_model(model, tmp_path / "again.npz")
    again = load_model(tmp_path / "again.npz")
    assert again.least == model.least
    assert again.renamings == model.renamings
    assert set(again.trees) == set(ROLES)
    assert np.array_equal(again.linear.weights, model.linear.weights)
    assert np.array_equal(again.habits.filled, model.habits.filled)
    assert 0 <= bucket("g1=nsubj/murder") < BUCKETS
    assert again.fillers(words(TEXT)) == model.fillers(words(TEXT))
