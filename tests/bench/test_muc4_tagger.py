"""The tagger of the MUC-4 codebook and how it is weighed, on invented texts and numbers."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from bench.minilm.pieces import CLOSING, OPENING, load_pieces
from bench.muc4 import learned
from bench.muc4.blend import blend_tagged, least_tagged
from bench.muc4.documents import Document
from bench.muc4.learn.linear import ROLES
from bench.muc4.learn.tagger import CLASSES, STEP, TAGGER, WINDOW, Tagger, windows_of
from bench.muc4.learn.tags import CLUES, Tags, clues_of
from bench.muc4.read import read_document
from bench.muc4.templates import MucRole

TEXT = (
    "three hooded men murdered lawyer anselmo quiroga in tarija yesterday morning.    "
    "meanwhile, a dynamite charge exploded at the tax office in puerto limon last night."
)
QUIET = "the ministers signed an agreement on coffee and bananas. the orchestra played until late in the evening."


def tags_of(text: str, phrase: str, role: MucRole) -> Tags:
    """Return a text with a piece a word, tagged as if this phrase surely filled this role, and nothing else any."""
    words = text.split()
    starts = [len(" ".join(words[:number])) + (number > 0) for number in range(len(words))]
    spans = np.tile(np.array([1, 0, 0], np.float32), (len(words), len(ROLES), 1))
    begin = text.index(phrase)
    inside = [number for number, start in enumerate(starts) if begin <= start < begin + len(phrase)]
    for number in inside:
        spans[number, ROLES.index(role)] = [0, 1, 0] if number == inside[0] else [0, 0, 1]
    ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
    return Tags(np.array(starts), np.array(ends), spans, 1.0)


def place(text: str, phrase: str) -> tuple[int, int]:
    return text.index(phrase), text.index(phrase) + len(phrase)


@pytest.mark.parametrize("role", ROLES)
def test_what_the_tagger_marks_becomes_likelier_than_what_it_does_not(role: MucRole) -> None:
    text = "they burned the old mill and fled"
    tags, number = tags_of(text, "old mill", role), ROLES.index(role)
    clues = [clues_of(tags, [place(text, phrase)])[number].tolist() for phrase in ("old mill", "mill", "they")]
    marked, part, other = blend_tagged(role, [0.2, 0.2, 0.2], clues)
    assert 0 < other < marked < 1
    assert part < marked
    assert 0 < least_tagged(role) < 1


@pytest.mark.parametrize("role", ROLES)
def test_what_the_other_layers_say_still_counts(role: MucRole) -> None:
    text = "they burned the old mill and fled"
    clues = clues_of(tags_of(text, "they", role), [place(text, "old mill")])[ROLES.index(role)].tolist()
    unsure, sure = blend_tagged(role, [0.1, 0.9], [clues, clues])
    assert unsure < sure


def test_clues_say_whether_a_phrase_is_tagged_as_a_whole_and_in_which_role() -> None:
    text = "they burned the old mill and fled"
    tags = tags_of(text, "old mill", MucRole.TARGET)
    rows = {phrase: clues_of(tags, [place(text, phrase)]) for phrase in ("old mill", "old", "mill", "fled")}
    named = {
        phrase: dict(zip(CLUES, row[ROLES.index(MucRole.TARGET)].tolist(), strict=True)) for phrase, row in rows.items()
    }
    assert named["old mill"]["whole"] == pytest.approx(0, abs=1e-4)
    assert max(named[other]["whole"] for other in ("old", "mill", "fled")) < -5
    assert (named["old"]["opens"], named["old"]["closes"]) == (1, 0)
    assert (named["mill"]["opens"], named["mill"]["closes"]) == (0, 1)
    assert named["fled"]["inside"] == 0
    assert named["fled"]["of_document"] == 1
    assert rows["old mill"][ROLES.index(MucRole.VICTIM)][CLUES.index("inside")] == 0


def test_a_phrase_is_judged_by_its_best_place() -> None:
    text = "the mill stood empty until they burned the mill"
    tags = tags_of(text, "mill stood", MucRole.TARGET)
    late = (text.rindex("mill"), len(text))
    both = clues_of(tags, [place(text, "mill"), late])[ROLES.index(MucRole.TARGET)]
    assert both[CLUES.index("opens")] == 1
    assert both[CLUES.index("inside_of_all")] == pytest.approx(0.5)


def test_windows_hold_every_piece_and_overlap() -> None:
    assert list(windows_of(0)) == []
    assert list(windows_of(WINDOW)) == [(0, WINDOW)]
    found = list(windows_of(2 * WINDOW))
    assert found[0] == (0, WINDOW)
    assert found[-1][1] == 2 * WINDOW
    assert all(later[0] == earlier[0] + STEP < earlier[1] for earlier, later in pairwise(found))


class FindsX:
    """A net that is sure of each x as a weapon, and of an incident where there is one."""

    def run(self, pieces: Any) -> Any:
        assert len(pieces) <= WINDOW + 2
        assert (pieces[0], pieces[-1]) == (OPENING, CLOSING)
        scores = np.zeros((len(pieces), CLASSES + 1), np.float32)
        is_x = pieces == load_pieces()["x"]
        weapon = 3 * ROLES.index(MucRole.WEAPON)
        scores[:, weapon : weapon + 3] = np.where(is_x[:, None], [0, 50, 0], [50, 0, 0])
        scores[0, CLASSES] = 50 if is_x.any() else -50
        return scores


def test_a_long_text_is_read_in_windows_and_every_piece_tagged() -> None:
    text = " ".join("a" * 900 + "x" + "b" * 400)
    tags = Tagger(FindsX()).read(text)
    assert tags.spans.shape == (1301, len(ROLES), 3)
    assert np.allclose(tags.spans.sum(axis=2), 1, atol=1e-5)
    assert tags.told == pytest.approx(1)
    opens = tags.spans[:, ROLES.index(MucRole.WEAPON), 1]
    assert opens.argmax() == 900
    assert opens.sum() == pytest.approx(1, abs=1e-3)
    assert Tagger(FindsX()).read("").told == 0


def test_without_its_weights_the_layer_reads_without_the_tagger_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learned, "load_tagger", lambda: None)
    scorer = learned.load_scorer()
    assert scorer is not None
    assert scorer.tagger is None
    assert "without its tagger" in scorer.note
    templates = read_document(Document(key="made/1", text=TEXT), scorer)
    assert "anselmo quiroga" in {f.mentions[0].text for t in templates for f in t.fillers}


def test_a_tagger_takes_part_where_there_is_one() -> None:
    plain = learned.load_scorer()
    assert plain is not None
    layers = [learned.LearnedScorer(plain.model, tagger) for tagger in (None, Tagger(FindsX()))]
    likely = []
    for scorer in layers:
        templates = read_document(Document(key="made/1", text=TEXT), scorer)
        likely.append({f.mentions[0].text: f.probability for t in templates for f in t.fillers})
    assert "tagger" in layers[1].note
    assert likely[0]
    assert likely[1]
    assert likely[0] != likely[1]


def test_the_weights_are_small_enough_to_be_kept_here() -> None:
    assert 0 < TAGGER.stat().st_size < 12_000_000


def test_the_trained_tagger_finds_who_was_hit_and_with_what() -> None:
    scorer = learned.load_scorer()
    assert scorer is not None
    assert scorer.tagger is not None
    templates = read_document(Document(key="made/1", text=TEXT), scorer)
    found = {(f.role, f.mentions[0].text) for t in templates for f in t.fillers}
    assert (MucRole.VICTIM, "anselmo quiroga") in found
    assert (MucRole.WEAPON, "dynamite charge") in found
    assert all(TEXT[m.start : m.end] == m.text for t in templates for f in t.fillers for m in f.mentions)
    assert scorer.tagger.read(TEXT).told > 0.5 > scorer.tagger.read(QUIET).told
    assert not [t for t in read_document(Document(key="made/2", text=QUIET), scorer) if t.fillers]
