"""The reader of who says what: each part on numbers of its own, and the taught one on invented sentences."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bench.minilm.model import SHARED
from bench.minilm.pieces import load_pieces
from bench.polnear_rows import Row
from bench.voices.held import read_texts
from bench.voices.learn.reader import (
    READER,
    Asked,
    Limits,
    Reader,
    find_cues,
    load_limits,
    load_reader,
    row_of,
    rows_of,
)
from bench.voices.weigh import choose
from bench.voices.words import WINDOW, cut_words, first_run, places_of, windows_of, words_at

from bench import score_polnear

TEXT = "Harbour gates left open\n\nThe harbour master told the inquiry that the gates had been left open all night."
LIMITS = Limits(anchor=0.5, source=0.5, cue=0.5, content=0.5)


def said(text: str, words: frozenset[int]) -> list[str]:
    """Return words by where they begin."""
    return [text[start:].split(maxsplit=1)[0].strip(".,”“") for start in sorted(words)]


def test_a_text_is_cut_into_the_words_that_are_scored() -> None:
    text = "Mr. O’Dell's kiosk\n\nreopened"
    cut = cut_words(text)
    assert [text[start] if start >= 0 else "" for start in cut.starts] == ["M", ".", "O", "'", "s", "k", "", "r"]
    assert cut.is_word.tolist() == [True, False, True, False, True, True, False, True]
    assert cut.is_capital.tolist() == [True, False, True, False, False, False, False, False]
    assert len(cut.pieces) == cut.first[-1]
    assert said(text, words_at(cut, np.arange(8))) == ["Mr", "O’Dell's", "s", "kiosk", "reopened"]
    assert places_of(cut, frozenset({0, text.index("kiosk")})).tolist() == [0, 5]


def test_windows_hold_every_word_and_never_more_than_fits() -> None:
    cut = cut_words("The tide rose again. " * 400)
    for step in (WINDOW, WINDOW // 2):
        windows = list(windows_of(cut, step=step))
        assert {word for first, after in windows for word in range(first, after)} == set(range(len(cut.starts)))
        assert max(cut.first[after] - cut.first[first] for first, after in windows) <= WINDOW
    assert len(list(windows_of(cut, step=WINDOW // 2))) > len(list(windows_of(cut)))
    assert next(windows_of(cut, start=7))[0] == 7
    assert list(windows_of(cut_words(""))) == []


def test_cues_end_where_another_begins_or_a_sign_stands() -> None:
    outside, first, following = [1, 0, 0], [0, 1, 0], [0, 0.1, 0.9]
    likely = np.array([outside, first, following, first, following, following, outside])
    is_word = np.array([True, True, True, True, False, True, True])
    assert [cue.tolist() for cue in find_cues(likely, is_word)] == [[1, 2], [3], [5]]
    assert list(find_cues(np.zeros((0, 3)), np.zeros(0, bool))) == []
    assert first_run(np.array([3, 4, 6])).tolist() == [3, 4]


def test_a_word_is_cue_before_source_and_source_before_content() -> None:
    cut = cut_words("one two three four")
    likely = np.array([[0.9, 0.1, 0.9], [0.9, 0.2, 0.1], [0.1, 0.9, 0.9], [0.1, 0.1, 0.6]])
    asked = Asked(1, 0.7, np.arange(4), likely)
    assert row_of(cut, asked, LIMITS) == Row(source=frozenset({0}), cue=frozenset({4, 8}), content=frozenset({14}))


def test_of_two_with_the_same_cue_the_likelier_stays_and_the_unlikely_go() -> None:
    cut = cut_words("one two three four")
    source, content = np.array([[0.9, 0, 0], [0, 0.9, 0]]), np.array([[0, 0, 0.9], [0, 0.9, 0]])
    asked = [
        Asked(1, 0.6, np.arange(2), source),
        Asked(1, 0.8, np.arange(2), content),
        Asked(3, 0.4, np.arange(2), source),
    ]
    assert rows_of(cut, asked, LIMITS) == (Row(source=frozenset(), cue=frozenset({4}), content=frozenset({0})),)


@dataclass(frozen=True)
class Fake:
    """Takes "said" for a cue, "keeper" for its source and "rain" for its content wherever they stand."""

    weights: Mapping[str, Any] = field(default_factory=lambda: {"mark": np.array([0.0, 1.0])})

    def begin(self, pieces: Any, kinds: Any) -> Any:
        assert len(pieces) == len(kinds) <= WINDOW + 2
        return np.stack([pieces, np.zeros(len(pieces))], axis=1).astype(float)

    def go_on(self, hidden: Any, _layers: Any) -> Any:
        return hidden

    def apply(self, name: str, rows: Any) -> Any:
        known = load_pieces()
        if name == "cue":
            return np.where(rows[:, :1] == known["said"], [0, 9, 0], [9, 0, 0])
        is_marked = rows[:, 1:]
        source, content = (np.where(rows[:, :1] == known[word], 9, -9) for word in ("keeper", "rain"))
        return np.concatenate([source, 9 * (2 * is_marked - 1), content], axis=1)


@pytest.mark.parametrize("before", [0, 130, 251, 253, 700])
def test_a_cue_is_read_on_where_it_stands_whatever_window_it_is_in(before: int) -> None:
    text = "sand " * before + "the keeper said rain was near" + " sand" * 300 + " keeper"
    (row,) = Reader(Fake()).read(text, LIMITS)  # type: ignore[arg-type]
    assert (said(text, row.source), said(text, row.cue), said(text, row.content)) == (["keeper"], ["said"], ["rain"])
    assert min(row.cue) == text.index("said")


def test_an_empty_text_says_nothing() -> None:
    assert Reader(Fake()).read("", LIMITS) == ()  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def reader() -> Reader:
    found = load_reader()
    assert found is not None
    return found


def test_the_taught_reader_says_who_told_what(reader: Reader) -> None:
    (row,) = reader.read(TEXT, load_limits())
    assert "told" in said(TEXT, row.cue)
    assert {"harbour", "master"} <= set(said(TEXT, row.source))
    assert {"gates", "left", "open", "night"} <= set(said(TEXT, row.content))
    assert "told" not in said(TEXT, row.content)


def test_the_taught_reader_keeps_voices_apart_and_hears_none_in_a_plain_story(reader: Reader) -> None:
    text = "Ms. Aldane said the bridge was safe. The council had paid for it, according to the Tornio Gazette."
    rows = reader.read(text, load_limits())
    by_cue = {word: row for row in rows for word in said(text, row.cue)}
    assert "Aldane" in said(text, by_cue["said"].source)
    assert {"bridge", "safe"} <= set(said(text, by_cue["said"].content))
    assert "Gazette" in said(text, by_cue["according"].source)
    assert {"council", "paid"} <= set(said(text, by_cue["according"].content))
    assert "bridge" not in said(text, by_cue["according"].content)
    assert reader.read("The ferry left at noon and came back at four.", load_limits()) == ()


def test_the_weights_are_small_enough_to_be_kept_here() -> None:
    assert 0 < READER.stat().st_size < 11_000_000
    assert 0 < SHARED.stat().st_size < 12_000_000


def test_limits_are_chosen_one_after_another() -> None:
    wanted = {"anchor": 0.75, "source": 0.25, "cue": 0.5, "content": 0.4}

    def judge(limits: Limits) -> dict[str, float]:
        return {name: -abs(value - wanted[name]) for name, value in asdict(limits).items()}

    assert asdict(choose(judge)) == pytest.approx(wanted)


def annotate(folder: Path, name: str) -> None:
    """Write an invented text of one attribution, annotated."""
    for part in ("text", "attributions"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "text" / f"{name}.txt").write_text(TEXT)
    rows = []
    for number, (kind, words) in enumerate(
        {
            "Source": "The harbour master",
            "Cue": "told",
            "Content": "that the gates had been left open all night",
        }.items(),
        1,
    ):
        start = TEXT.index(words)
        rows.append(f"T{number}\t{kind} {start} {start + len(words)}\t{words}")
    rows.append("T4\tAttribution 0 1\tH\nE1\tAttribution:T4 Source:T1 Cue:T2 Content:T3")
    (folder / "attributions" / f"{name}_anna.ann").write_text("\n".join(rows))


def test_the_score_says_who_read_and_leaves_out_the_part_to_learn_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    annotate(tmp_path / "train", "a")
    annotate(tmp_path / "test", "b")
    learned = score_polnear.score(tmp_path)
    assert learned["texts"] == 1
    assert learned["pair_overlap_f"] == 1
    assert "learned" in learned["note"]
    monkeypatch.setattr(score_polnear, "load_reader", lambda: None)
    alone = score_polnear.score(tmp_path)
    assert "rules alone" in alone["note"]
    assert alone["pair_overlap_f"] == alone["rules_pair_overlap_f"] == learned["rules_pair_overlap_f"]
    assert score_polnear.score(tmp_path / "train")["texts"] == 1
    assert [name for name, *_ in read_texts(tmp_path / "train")] == ["a"]
