"""MiniLM in numpy: how texts are cut, how weights are packed, and what its layers make of invented ones."""

from pathlib import Path

import numpy as np
import pytest
from bench.minilm.model import LAYERS, TABLE, WIDTH, Model, load_shared, pack, read_model, unpack, write_model
from bench.minilm.pieces import UNKNOWN, cut_text, cut_word

KNOWN = {"fire": 1, "##s": 2, "-": 3, "fi": 4}


def test_what_is_packed_comes_back_nearly_the_same() -> None:
    table = np.random.default_rng(1).normal(size=(5, 40)).astype(np.float32)
    assert np.abs(unpack(*pack(table)) - table).max() <= np.abs(table).max() / 127
    assert unpack(table, None) == pytest.approx(table)


@pytest.mark.parametrize(
    ("word", "pieces"),
    [("Fire", [1]), ("fires", [1, 2]), ("fire-fire", [1, 3, 1]), ("firé", [1]), ("xyz", [UNKNOWN]), ("", [UNKNOWN])],
)
def test_words_are_cut_at_the_longest_known_beginning(word: str, pieces: list[int]) -> None:
    assert cut_word(word, KNOWN) == pieces


def test_pieces_of_a_text_know_where_they_stand() -> None:
    text = "  Fíres,\u00adfire"
    assert [(piece, text[first:after]) for piece, first, after in cut_text(text, KNOWN)] == [
        (1, "Fíre"),
        (2, "s"),
        (UNKNOWN, ","),
        (1, "fire"),
    ]
    assert list(cut_text("", KNOWN)) == []


def test_a_letter_with_its_accent_apart_belongs_to_the_piece_before() -> None:
    text = "fire\u0301s"
    assert [piece for piece, _, _ in cut_text(text, KNOWN)] == [1, 2]
    assert [first for _, first, _ in cut_text(text, KNOWN)] == [0, 5]


def small_weights() -> dict[str, np.ndarray]:
    """Return invented weights of all layers."""
    chance = np.random.default_rng(0)
    shapes = {"attention.self.query": (WIDTH, WIDTH), "attention.self.key": (WIDTH, WIDTH)}
    shapes |= {"attention.self.value": (WIDTH, WIDTH), "attention.output.dense": (WIDTH, WIDTH)}
    shapes |= {"intermediate.dense": (4 * WIDTH, WIDTH), "output.dense": (WIDTH, 4 * WIDTH)}
    found = {"enc.embeddings.token_type_embeddings.weight": chance.normal(size=(2, WIDTH)) / 50}
    found["enc.embeddings.position_embeddings.weight"] = chance.normal(size=(16, WIDTH)) / 50
    found[TABLE] = unpack(*load_shared())
    levels = ["enc.embeddings.LayerNorm"]
    for layer in range(LAYERS):
        name = f"enc.encoder.layer.{layer}."
        for part, shape in shapes.items():
            found[f"{name}{part}.weight"] = chance.normal(size=shape) / 20
            found[f"{name}{part}.bias"] = np.zeros(shape[0])
        levels += [f"{name}attention.output.LayerNorm", f"{name}output.LayerNorm"]
    for level in levels:
        found |= {f"{level}.weight": np.ones(WIDTH), f"{level}.bias": np.zeros(WIDTH)}
    return {name: values.astype(np.float32) for name, values in found.items()}


def test_weights_come_back_from_a_file_and_give_nearly_the_same_meaning(tmp_path: Path) -> None:
    weights = small_weights()
    write_model(weights, tmp_path / "all.npz")
    pieces, kinds = np.array([101, 2000, 3000, 102]), np.array([0, 0, 1, 0])
    plain, packed = Model(weights), read_model(tmp_path / "all.npz")
    one, other = (model.go_on(model.begin(pieces, kinds)) for model in (plain, packed))
    assert one.shape == (4, WIDTH)
    assert np.corrcoef(one.ravel(), other.ravel())[0, 1] > 0.999


def test_what_a_piece_means_depends_on_what_stands_beside_it_and_where(tmp_path: Path) -> None:
    model, kinds = Model(small_weights()), np.zeros(3, np.int64)
    here, beside, moved = (model.go_on(model.begin(np.array(row), kinds)) for row in ([5, 6, 7], [5, 6, 8], [6, 5, 7]))
    assert not np.allclose(here[0], beside[0])
    assert not np.allclose(here[0], moved[1])
    assert np.allclose(here, model.go_on(model.go_on(model.begin(np.array([5, 6, 7]), kinds), range(4)), range(4, 6)))


def test_of_the_table_of_pieces_only_what_was_moved_is_kept(tmp_path: Path) -> None:
    weights = small_weights()
    write_model(weights, tmp_path / "still.npz")
    still = read_model(tmp_path / "still.npz").weights[TABLE]
    assert np.array_equal(still, weights[TABLE])
    taught = weights[TABLE].copy()
    taught[2000] += 0.01
    write_model(weights | {TABLE: taught}, tmp_path / "moved.npz")
    back, scale = read_model(tmp_path / "moved.npz").weights[TABLE], load_shared()[1]
    assert np.abs(back[2000] - taught[2000]).max() <= scale[2000, 0]
    assert np.array_equal(np.delete(back, 2000, 0), np.delete(still, 2000, 0))
    del weights[TABLE]
    write_model(weights, tmp_path / "without.npz")
    assert np.array_equal(read_model(tmp_path / "without.npz").weights[TABLE], still)
