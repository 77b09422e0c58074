"""`overt chart`: a picture and its rows on disk, what is not drawn on the screen."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from overt.record import open_ledger
from overt.views.drawn import VIEWS
from tests.cli.test_commands import call, ledger

__all__ = ["ledger"]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
def test_a_picture_and_its_rows_are_written(ledger: Path, tmp_path: Path, view: str, theme: str) -> None:
    out, data = tmp_path / "new" / "a.svg", tmp_path / "a.json"
    result = call("chart", view, "--out", out, "--data", data, "--theme", theme, "--ledger", ledger)
    assert result.exit_code == 0, result.output
    assert ET.parse(out).getroot().tag.endswith("svg")
    told = json.loads(data.read_text(encoding="utf-8"))
    with open_ledger(ledger, read_only=True) as opened:
        count = opened.counts().incidents
    assert told["drawn"] + sum(len(one["incidents"]) for one in told["left_out"]) == count
    assert f"{told['drawn']} incident" in result.output
    assert all(one["reason"] in result.output for one in told["left_out"])


def test_the_filter_is_said_on_the_picture(ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.svg"
    call("chart", "map", "--country", "pl", "--since", "2024", "--grade", "2", "--out", out, "--ledger", ledger)
    told = out.read_text(encoding="utf-8")
    assert "in PL, since 2024-01-01, grade 2 or better, without the rejected" in told
    assert "revision " in told


def test_csv_begins_with_its_columns(ledger: Path, tmp_path: Path) -> None:
    data = tmp_path / "a.csv"
    call("chart", "timeline", "--out", tmp_path / "a.svg", "--data", data, "--ledger", ledger)
    assert data.read_text(encoding="utf-8").startswith("incident,title,type,")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("pie",), "no such view"),
        (("map", "--theme", "pink"), "no such theme"),
        (("map", "--data", "rows.xml"), ".csv or .json"),
        (("map", "--since", "May"), "--since wants a day"),
        (("map", "--out", "/dev/null/a.svg"), "cannot be written"),
    ],
)
def test_what_is_wrong_is_said(ledger: Path, args: tuple[str, ...], told: str) -> None:
    result = call("chart", *args, "--ledger", ledger)
    assert result.exit_code == 2
    assert told in result.output
