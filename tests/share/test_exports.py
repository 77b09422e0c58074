import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from overt.base.errors import LedgerError, SettingsError
from overt.record import open_ledger
from overt.record.ledger import Ledger
from overt.record.rows import EngineMark
from overt.share import export_ledger
from overt.share.formats import FORMATS
from tests.record.samples import (
    empty_reading,
    first_reading,
    first_report,
    make_findings,
    make_incident,
    make_report,
    put_findings,
    second_report,
)
from tests.stores import Stores

ENGINE = EngineMark(name="rules/1", knowledge="k1")

# Every key that the native export promises; a dict is an object, [x] a list of x, () a plain value.
SPEAKERS = [{"name": (), "kind": (), "named": ()}]
PROMISED: dict[str, Any] = {
    "reports.jsonl": {
        **dict.fromkeys(("format", "id", "input", "url", "outlet", "title", "language", "sha256_raw"), ()),
        **dict.fromkeys(("sha256_text", "chars", "origin_group", "duplicate_of"), ()),
        "published": {"edtf": (), "lo": (), "hi": (), "basis": ()},
        "boilerplate": [[()]],
        "cites": [()],
        "problems": [{}],
    },
    "incidents.jsonl": {
        **dict.fromkeys(("format", "id", "type", "stage", "granularity", "status", "title", "target_object"), ()),
        **{key: [()] for key in ("type_alternatives", "flags", "means", "target_sector")},
        "time": {"edtf": (), "lo": (), "hi": (), "precision": ()},
        "places": [dict.fromkeys(("name", "role", "country", "adm1", "lat", "lon", "gazetteer_id", "precision"), ())],
        "participants": [
            {
                **dict.fromkeys(("role", "name", "description", "entity_id", "kind", "count_lo", "count_hi"), ()),
                **dict.fromkeys(("nationality", "legal_status", "at_risk", "is_minor"), ()),
            }
        ],
        "quantities": [{"what": (), "lo": (), "hi": (), "unit": ()}],
        "attribution": [{"actor": (), "relation": (), "level": (), "by": [()], "contested": ()}],
        "grades": {"event": {"number": (), "rule": ()}},
        "disputed": [{"field": (), "values": [{"value": (), "claims": [()]}]}],
        "sources": {"reports": [()], "independent": (), "undetermined": (), "dependent": ()},
        "links": [{"incident": (), "kind": ()}],
        "claims": [
            {
                **dict.fromkeys(("id", "report", "field", "value", "quote", "start", "end"), ()),
                **dict.fromkeys(("speech_act", "certainty", "polarity", "engine"), ()),
                "speaker_chain": SPEAKERS,
            }
        ],
    },
    "statistics.jsonl": {
        **dict.fromkeys(
            ("format", "id", "report", "unit", "counted", "place", "direction", "quote", "start", "end"), ()
        ),
        "figure": {"lo": (), "hi": (), "text": ()},
        "period": {"edtf": ()},
        "speaker_chain": SPEAKERS,
    },
    "entities.jsonl": {
        **dict.fromkeys(("format", "id", "kind", "name", "country"), ()),
        "aliases": [()],
        "relations": [{"kind": (), "to": (), "claims": [()]}],
        "mentions": [{"report": (), "start": (), "end": (), "quote": ()}],
    },
}
MAY_BE_NULL = {"published", "time", "period"}


@pytest.fixture
def ledger(stores: Stores) -> Iterator[Ledger]:
    opened = open_ledger(stores.address(), create=True)
    for report, reading in ((first_report(), first_reading()), (second_report(), empty_reading(second_report()))):
        opened.add_reading(report, reading, ENGINE)
    opened.add_input("copies/a.txt", first_report().id)
    put_findings(opened, make_findings())
    yield opened
    opened.close()


def read_rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def check_shape(promised: Any, value: Any, where: str) -> None:
    if isinstance(promised, dict):
        assert isinstance(value, dict), where
        for key, inner in promised.items():
            assert key in value, f"{where}.{key}"
            if not (value[key] is None and key in MAY_BE_NULL):
                check_shape(inner, value[key], f"{where}.{key}")
    elif isinstance(promised, list):
        assert isinstance(value, list), where
        for item in value:
            check_shape(promised[0], item, f"{where}[]")
    else:
        assert value is None or isinstance(value, str | int | float), where


def test_the_native_export_has_every_key(ledger: Ledger, tmp_path: Path) -> None:
    files = export_ledger(ledger, "jsonl", tmp_path / "out")
    assert {file.name for file in files} == set(PROMISED)
    for file in files:
        rows = read_rows(file)
        assert rows, file.name
        for row in rows:
            assert row["format"] == 1
            check_shape(PROMISED[file.name], row, file.name)


def test_the_sample_fills_every_list(ledger: Ledger, tmp_path: Path) -> None:
    """Guards the test above: an empty list would be checked for nothing."""
    export_ledger(ledger, "jsonl", tmp_path)
    for name, promised in PROMISED.items():
        rows = read_rows(tmp_path / name)
        lists = [key for key, value in promised.items() if isinstance(value, list)]
        assert [key for key in lists if not any(row[key] for row in rows)] == []


def test_what_the_native_export_says(ledger: Ledger, tmp_path: Path) -> None:
    export_ledger(ledger, "jsonl", tmp_path)
    first, second = read_rows(tmp_path / "reports.jsonl")
    assert first["input"] == "reports/a.txt"
    assert sorted(first["inputs"]) == ["copies/a.txt", "reports/a.txt"]  # first seen first, and seconds may pass
    assert first["published"] == {"edtf": "2024-03-05", "lo": "2024-03-05", "hi": "2024-03-05", "basis": "metadata"}
    assert first["chars"] == len(first_report().text)
    assert first["boilerplate"][0][2] == "paywall"
    assert (second["published"], second["cites"], second["origin_group"]) == (None, [], "org_2")
    incident = read_rows(tmp_path / "incidents.jsonl")[0]
    assert incident["grades"]["event"] | {"number": 2, "rule": "N10"} == incident["grades"]["event"]
    assert incident["quantities"][0]["lo"] == 1
    texts = {report.id: report.text for report in (first_report(), second_report())}
    for claim in incident["claims"]:
        assert texts[claim["report"]][claim["start"] : claim["end"]] == claim["quote"]
    order = [(claim["report"], claim["start"], claim["end"]) for claim in incident["claims"]]
    assert order == sorted(order)
    told = next(claim for claim in incident["claims"] if claim["field"] == "attribution")
    assert told["speaker_chain"] == [
        {"name": "Example Times", "kind": "outlet", "named": True},
        {"name": "Radio Ostra", "kind": "outlet", "named": True},
        {"name": "officials", "kind": "government", "named": False},
    ]
    (unit,) = read_rows(tmp_path / "entities.jsonl")
    assert unit["relations"][0]["claims"] == [told["id"]]
    (statistic,) = read_rows(tmp_path / "statistics.jsonl")
    assert statistic["figure"] == {"lo": 40, "hi": None, "text": "More than 40"}


def test_a_report_without_findings_is_exported(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add_unread(make_report("unread", "c.txt"))
    export_ledger(ledger, "jsonl", tmp_path)
    row = next(row for row in read_rows(tmp_path / "reports.jsonl") if row["input"] == "c.txt")
    assert (row["origin_group"], row["cites"], row["duplicate_of"]) == (None, [], None)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_exporting_twice_gives_the_same_bytes(ledger: Ledger, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    first = [file.read_bytes() for file in export_ledger(ledger, name, out)]
    second = export_ledger(ledger, name, out)
    assert [file.read_bytes() for file in second] == first
    assert sorted(out.iterdir()) == sorted(second)  # nothing temporary is left


def test_a_failing_export_leaves_the_old_files(ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    before = {file: file.read_bytes() for file in export_ledger(ledger, "csv", out)}

    def fail(_: Ledger) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Ledger, "reports", fail)
    with pytest.raises(LedgerError, match="No space left"):
        export_ledger(ledger, "csv", out)
    assert {file: file.read_bytes() for file in out.iterdir()} == before


def test_formats_and_folders_that_are_wrong(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="csv, jsonl"):
        export_ledger(ledger, "pdf", tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(LedgerError, match="cannot be written"):
        export_ledger(ledger, "jsonl", tmp_path / "file")


def read_table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_tables(ledger: Ledger, tmp_path: Path) -> None:
    export_ledger(ledger, "csv", tmp_path)
    arson = read_table(tmp_path / "incidents.csv")[0]
    assert (arson["place"], arson["country"], arson["earliest"], arson["grade"]) == ("Velmora", "PL", "2024-03-03", "2")
    assert arson["disputed"] == "time: 2024-03-03 / 2024-03-04"
    claims = read_table(tmp_path / "claims.csv")
    assert len(claims) == sum(len(incident.claims) for incident in make_findings().incidents)
    assert "Example Times <- Radio Ostra <- officials" in {claim["speakers"] for claim in claims}
    assert len(read_table(tmp_path / "reports.csv")) == 2
    assert not (tmp_path / "reports.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    "title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\r=1", '=HYPERLINK("x","y")', "＝1", "a\0=1"]
)
def test_no_cell_is_a_formula(ledger: Ledger, tmp_path: Path, title: str) -> None:
    findings = make_findings()
    bad = make_incident(title=title)
    put_findings(
        ledger,
        type(findings)(
            reports=findings.reports,
            standings=findings.standings,
            incidents=(bad,),
            entities=(),
            statistics=(),
        ),
    )
    export_ledger(ledger, "csv", tmp_path)
    cell = read_table(tmp_path / "incidents.csv")[0]["title"]
    assert cell.lstrip()[0] not in "=+-@＝"
    assert title.strip().replace("\0", "")[-1] == cell[-1]
