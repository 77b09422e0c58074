"""The pure parts of the scores: cleaning, sampling, grouping, mapping to other schemes."""

import json
from pathlib import Path
from typing import Any

import pytest
from bench.events.read import subtopic
from bench.muc4.documents import read_documents
from bench.score_gun_violence import clean_rows, clusters, find_likenesses, join_sets, sample_rows
from bench.score_names import is_equal_folded, is_full_match, is_loose_match, read_cases
from bench.score_seeds import find_golds
from bench.scorers import prf


def _row(doc: str, incident: str, text: str = "word " * 40) -> dict[str, str]:
    return {"doc_id": doc, "incident_id": incident, "content": text}


def test_cleaning_drops_two_incidents_short_and_repeated_texts() -> None:
    rows = [
        _row("a", "1", "one " * 40),
        _row("b", "1", "two " * 40),
        _row("b", "2", "two " * 40),
        _row("c", "2", "three " * 39),
        _row("d", "3", "one " * 40),
        _row("e", "3", "five " * 40),
    ]
    assert [row["doc_id"] for row in clean_rows(rows)] == ["a", "e"]


def test_sampling_takes_whole_incidents_in_any_order_of_the_rows() -> None:
    rows = [_row(f"{incident}{n}", str(incident)) for incident in range(9) for n in range(3)]
    some = sample_rows(rows, 7)
    assert len(some) == 9
    assert len({row["incident_id"] for row in some}) == 3
    assert {row["doc_id"] for row in sample_rows(rows[::-1], 7)} == {row["doc_id"] for row in some}


def test_sets_that_share_a_member_are_one() -> None:
    groups = join_sets([["a", "b"], ["c"], ["b", "d"]])
    assert sorted(sorted(group) for group in clusters(groups)) == [["a", "b", "d"], ["c"]]


def test_muc_documents_are_read_from_lists_and_lines_and_not_from_training(tmp_path: Path) -> None:
    row = {"docid": "A-1", "doctext": "a mill burned .", "templates": []}
    (tmp_path / "train.json").write_text(json.dumps(row))
    (tmp_path / "late.json").write_text(json.dumps([row, {**row, "docid": "A-2"}]))
    (tmp_path / "keys.jsonl").write_text(json.dumps({"docid": "A-1"}))
    documents, files = read_documents(tmp_path, is_full=False)
    assert (list(documents), files) == (["late/A-1", "late/A-2"], ["late.json"])
    assert len(read_documents(tmp_path, is_full=True)[0]) == 3


@pytest.mark.parametrize(
    ("doc", "expected"), [("7_3ecb", "7_ecb"), ("7_12ecb", "7_ecb"), ("7_3ecbplus.xml", "7_ecbplus")]
)
def test_subtopic(doc: str, expected: Any) -> None:
    assert subtopic(doc) == expected


def test_names_are_judged_by_their_schema(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(
        "schema,name1,name2,is_match\nPerson,Ilan Vesk,VESK Ilan,true\nCompany,Vesk Mills Ltd,Vesk Mills,FALSE\n"
    )
    person, company = read_cases(path)
    assert person == ("person", "Ilan Vesk", "VESK Ilan", True)
    assert company[3] is False
    assert is_equal_folded(*person[:3])
    assert not is_equal_folded(*company[:3])
    assert is_full_match(*company[:3])
    assert not is_full_match("person", "Vesk", "Ilan Vesk")
    assert is_loose_match("person", "Vesk", "Ilan Vesk")


def test_gold_counts_where_its_documents_lie(tmp_path: Path) -> None:
    reports, golds = tmp_path / "reports", tmp_path / "golds"
    reports.mkdir()
    golds.mkdir()
    (reports / "1.txt").write_text("A mill burned.")
    gold = json.dumps({"documents": [{"doc": "1", "file": "1.txt"}, {"doc": "2", "file": "2.txt"}]})
    (golds / "gold_seeds_a.json").write_text(gold)
    (golds / "gold_seeds_b.json").write_text(gold.replace("1.txt", "3.txt"))
    (reports / "gold_seeds_copy.json").write_text(gold)
    assert list(find_golds(reports, [reports, golds])) == [(reports / "gold_seeds_copy.json", ["1"])]


@pytest.mark.parametrize(("counts", "expected"), [((1, 2, 4), (0.5, 0.25, 1 / 3)), ((0, 0, 3), (0.0, 0.0, 0.0))])
def test_precision_recall_f1(counts: tuple[float, float, float], expected: Any) -> None:
    assert prf(*counts) == pytest.approx(expected)


def test_texts_are_alike_by_their_rare_words() -> None:
    texts = ["the mill burned", "the mill burned down", "the ferry sank", "the ferry is late"]
    found = {(a, b): value for a, b, value in find_likenesses(texts)}
    assert max(found, key=lambda pair: found[pair]) == (0, 1)
    assert (0, 2) not in found
