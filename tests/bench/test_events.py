"""Mentions that tell of one event: on two invented stories, and each part on numbers of its own."""

import math
from collections.abc import Mapping
from pathlib import Path

import pytest
from bench.events.clues import MENTION_CLUES, common_beginning, document_rows, mention_row, stem
from bench.events.collection import Collection, collect
from bench.events.groups import group
from bench.events.join import blend, group_documents, join_mentions, mention_rows, read_side_by_side, reader_of
from bench.events.learn.encoder import load_encoder, row_of
from bench.events.learn.weights import Weighed, load_weights
from bench.events.read import Document, make_documents, read_split, splits
from bench.events.told import tell
from bench.score_ecbplus import same_lemma
from hypothesis import given
from hypothesis import strategies as st

# Two fires and a strike; the triggers are named after the words.
TEXTS = {
    "1_1ecb": ("A fire destroyed the paper mill in Tornio on Monday .", ("fire", "destroyed")),
    "1_2ecb": ("The blaze at the Tornio paper mill on Monday began in a store room .", ("blaze", "began")),
    "1_3ecb": (
        "Police in Tornio investigate the fire that destroyed the paper mill .",
        ("investigate", "fire", "destroyed"),
    ),
    "2_1ecb": ("Dockers in Gdynia voted to strike over pay next week .", ("voted", "strike")),
    "2_2ecb": ("The dockers' strike in Gdynia over pay was announced by their union .", ("strike", "announced")),
}
WEIGHED = Weighed(encoder=1.0, least_together=0.5, least_alone=0.5, least_documents=0.5, least_alike=0.1)


def documents() -> tuple[list[Document], list[str]]:
    """The invented documents, and the words of their mentions by number."""
    texts, told, words = {}, [], []
    for doc_id, (text, triggers) in TEXTS.items():
        texts[doc_id] = {0: dict(enumerate(text.split()))}
        told += [(doc_id, 0, [text.split().index(word)]) for word in triggers]
        words += list(triggers)
    return make_documents(texts, told), words


@pytest.fixture(scope="module")
def collection() -> Collection:
    return collect(documents()[0])


def test_a_split_is_read_without_its_marks_of_who_is_one(tmp_path: Path) -> None:
    (tmp_path / "ECB_Test_corpus.txt").write_text(
        "1_1ecb\t0\t0\tMills\t-\n1_1ecb\t0\t1\tburned\tACT7\n\n1_1ecb\t3\t0\tOut\t-\n"
    )
    (tmp_path / "ECB_Test_Event_gold_mentions.json").write_text(
        '[{"coref_chain": "ACT7", "doc_id": "1_1ecb", "sent_id": 0, "tokens_number": [1], "tokens_str": "burned"}]'
    )
    assert splits(tmp_path) == ["ECB_Test"]
    (document,), chains = read_split(tmp_path, "ECB_Test")
    assert [one.words for one in document.sentences] == [("Mills", "burned"), ("Out",)]
    assert document.mentions[0].places == (1,)
    assert chains == ["ACT7"]
    assert "ACT7" not in repr(document)


def test_a_mention_is_told_with_its_arguments() -> None:
    destroyed = tell(documents()[0][0])[1]
    assert destroyed.lemma == "destroy"
    assert destroyed.who == {"fire"}
    assert destroyed.what == {"mill"}
    assert "tornio" in {word.lower() for word in destroyed.names}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [("explode", "explosion", 5 / 9), ("fire", "fire", 1.0), ("fire", "blaze", 0.0), ("", "", 0.0)],
)
def test_common_beginning(a: str, b: str, expected: float) -> None:
    assert common_beginning(a, b) == pytest.approx(expected)
    assert common_beginning(b, a) == common_beginning(a, b)


@pytest.mark.parametrize(("verb", "act"), [("appoint", "appointment"), ("arrest", "arrests"), ("bomb", "bombing")])
def test_a_stem_brings_act_and_verb_together(verb: str, act: str) -> None:
    assert stem(verb) == stem(act)


@pytest.mark.parametrize("word", ["is", "red", "as", "ion"])
def test_a_stem_leaves_short_words_alone(word: str) -> None:
    assert stem(word) == word


def test_clues_do_not_depend_on_which_comes_first(collection: Collection) -> None:
    told = [one for mentions in collection.told for one in mentions]
    for a in told:
        for b in told:
            row, turned = (mention_row(collection, *pair, 0.3) for pair in ((a, b), (b, a)))
            assert row == pytest.approx(turned)
            assert len(row) == len(MENTION_CLUES)
    assert document_rows(collection, [(0, 1)]) == pytest.approx(document_rows(collection, [(1, 0)]))


def test_pairs_are_met_once_with_the_lower_number_first(collection: Collection) -> None:
    pairs, rows = mention_rows(collection, [(0, 1), (0, 0), (1, 1)])
    assert sorted(pairs) == [(a, b) for a in range(4) for b in range(a + 1, 4)]
    assert len(rows) == len(pairs)


def test_likeness_is_of_words_few_have(collection: Collection) -> None:
    assert collection.alike[0, 1] > 0.1 > collection.alike[0, 3]
    assert collection.rarity("tornio") > collection.rarity("the") >= 0


def test_one_bold_pair_does_not_join_what_the_others_keep_apart() -> None:
    apart: Mapping[tuple[int, int], float] = {(0, 1): 0.9, (2, 3): 0.9, (1, 2): 0.95}
    assert sorted(map(sorted, group("abcd", apart, 0.5))) == [["a"], ["b", "c"], ["d"]]
    near = dict.fromkeys(((0, 1), (2, 3), (1, 2), (0, 2), (1, 3), (0, 3)), 0.9)
    assert sorted(map(sorted, group("abcd", near, 0.5))) == [["a", "b", "c", "d"]]


@given(st.integers(0, 7), st.data())
def test_groups_hold_everything_once_and_what_is_silent_stays_alone(count: int, data: st.DataObject) -> None:
    pairs = [(a, b) for a in range(count) for b in range(a + 1, count)]
    likely = {pair: data.draw(st.floats(0, 1)) for pair in pairs if data.draw(st.booleans())}
    found = group(list(range(count)), likely, 0.5)
    assert sorted(one for members in found for one in members) == list(range(count))
    silent = {one for one in range(count) if all(value < 0.5 for pair, value in likely.items() if one in pair)}
    assert all(len(members) == 1 for members in found if members[0] in silent)


def test_the_encoder_weighs_in_and_is_silent_where_it_read_nothing() -> None:
    odds = math.log(3)
    alone = blend({(0, 1): odds, (1, 2): odds}, None, WEIGHED)
    both = blend({(0, 1): odds, (1, 2): odds}, {(0, 1): -odds}, WEIGHED)
    assert alone == pytest.approx({(0, 1): 0.75, (1, 2): 0.75})
    assert both == pytest.approx({(0, 1): 0.5, (1, 2): 0.75})


def test_stories_keep_to_themselves(collection: Collection) -> None:
    stories = group_documents(collection, load_weights())
    assert all(len({collection.documents[place].id[0] for place in story}) == 1 for story in stories)


def test_the_encoder_finds_one_event_in_other_words(collection: Collection) -> None:
    encoder, words = load_encoder(), documents()[1]
    assert encoder is not None
    reader = reader_of(collection.documents, encoder)
    read = read_side_by_side(reader, [0, 1, 2])
    fire, blaze, began, asked = (words.index(word) for word in ("fire", "blaze", "began", "investigate"))
    assert read[fire, blaze] > max(read[fire, began], read[blaze, asked], read[fire, asked])
    joined = join_mentions(collection, [[0, 1, 2], [3, 4]], load_weights(), reader)
    assert sorted(number for members in joined for number in members) == list(range(len(words)))
    home = {number: members for members in joined for number in members}
    assert all(home[number] is home[fire] for number, word in enumerate(words) if word == "fire")
    assert home[asked] == [asked]
    assert home[words.index("voted")] is not home[words.index("announced")]


def test_documents_in_any_order_have_the_same_groups(collection: Collection) -> None:
    weights = load_weights()
    there, back = (join_mentions(collection, [order], weights, None) for order in ([0, 1, 2], [2, 0, 1]))
    assert sorted(map(sorted, there)) == sorted(map(sorted, back))


def test_the_trivial_rule_joins_one_lemma_within_a_subtopic(collection: Collection) -> None:
    words = documents()[1]
    joined = {frozenset(words[number] for number in members) for members in same_lemma(collection)}
    assert frozenset({"fire"}) in joined
    assert frozenset({"blaze"}) in joined


def test_the_encoder_says_the_same_of_a_pair_each_time_and_leaves_out_what_is_too_long() -> None:
    encoder, (first, second, *_) = load_encoder(), documents()[0]
    assert encoder is not None
    rows = row_of(first), row_of(second)
    assert encoder.score(*rows) == encoder.score(*rows)
    assert set(encoder.score(rows[0], rows[0])) == {(0, 1)}
    long = {"9_1ecb": {0: dict(enumerate(["mill"] * 300))}}
    (document,) = make_documents(long, [("9_1ecb", 0, [2]), ("9_1ecb", 0, [299])])
    assert set(row_of(document).mentions) == {0}
