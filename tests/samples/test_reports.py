"""The sample reports are what they say they are: invented, varied, and known to the gold line by line."""

import importlib.util
from collections import Counter
from pathlib import Path

import pytest
from bench.gate_gold import REPORTS, SAMPLES, load_gold
from bench.gate_pages import DISCLAIMER

from overt.base.settings import CollectSettings
from overt.collect import read_reports
from overt.types.report import Report

SENTENCE = "Invented for overt: the people, outlets and events in this report do not exist."


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    found = list(read_reports([REPORTS], CollectSettings()))
    assert all(isinstance(one, Report) for one in found), found
    return {one.input.removeprefix(f"{REPORTS}/"): one for one in found if isinstance(one, Report)}


def test_they_are_many_and_varied(reports: dict[str, Report]) -> None:
    assert len(reports) >= 24
    assert len({key.split("/")[0] for key in reports}) >= 6
    assert {Path(key).suffix.partition(":")[0] for key in reports} >= {
        ".txt",
        ".html",
        ".md",
        ".eml",
        ".docx",
        ".pdf",
        ".jsonl",
    }
    assert {one.language for one in reports.values()} >= {"en", "de", "ru"}


def test_each_says_that_it_is_invented(reports: dict[str, Report]) -> None:
    assert SENTENCE.startswith(DISCLAIMER)
    # a PDF breaks its lines where the page ends
    silent = [key for key, one in reports.items() if SENTENCE not in " ".join(one.text.split())[-600:]]
    assert silent == []


def test_the_gold_knows_each_report(reports: dict[str, Report]) -> None:
    gold = load_gold()
    assert set(gold.reports) == set(reports)
    assert len(gold.incidents) >= 8
    told = Counter(name for report in gold.reports.values() for name in report.tells)
    assert told["radom-arson"] >= 3, "an incident must be told by many"


def test_every_notice_is_a_line_of_its_page() -> None:
    missing = []
    for key, report in load_gold().reports.items():
        path = REPORTS / key.partition(":")[0]
        if path.suffix in {".docx", ".pdf"}:
            continue
        raw = path.read_bytes()
        text = raw.decode("cp1251" if b"\xcf\xf1\xea\xee\xe2" in raw else "utf-8")
        missing += [f"{key}: {notice}" for notice in report.notices if notice not in text]
    assert missing == []


def test_no_day_is_after_the_report_that_tells_of_it() -> None:
    gold = load_gold()
    late = [
        f"{key}: {name}"
        for key, report in gold.reports.items()
        for name in (*report.tells, *report.passing)
        if gold.incidents[name].first > report.published
    ]
    assert late == []


def test_hard_characters_are_there() -> None:
    text = (REPORTS / "danubia-weekly/2024-10-21-embassy-denies.txt").read_text(encoding="utf-8")
    assert {"\u00a0", "«", "»", "\u2019"} <= set(text)
    with pytest.raises(UnicodeDecodeError):
        (REPORTS / "vestnik-prichudya/2025-07-03-prigovor.txt").read_text(encoding="utf-8")


def test_binaries_are_made_of_their_sources(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("make_binary", SAMPLES / "make_binary.py")
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    sources = sorted((SAMPLES / "sources").glob("*.txt"))
    assert len(sources) >= 2
    for source in sources:
        facts, paragraphs = maker.read_source(source)
        made = tmp_path / Path(facts["target"]).name
        maker.make_one(paragraphs, facts, made)
        assert _text(made) == _text(REPORTS / facts["target"]), source.name


def _text(path: Path) -> str:
    (report,) = read_reports([path], CollectSettings())
    assert isinstance(report, Report)
    return report.text
