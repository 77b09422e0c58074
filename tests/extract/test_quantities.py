"""The numbers of one event are told apart by what they count."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from overt.extract.figures.quantities import read_quantities
from tests.extract.parses import parse_text, token_of

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "quantities.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_quantities(case: dict[str, Any]) -> None:
    report, parsed = parse_text(case["text"], start=7)
    found = read_quantities(parsed, token_of(parsed, case["trigger"]))
    assert [[q.what, q.lo, q.hi, q.unit, q.text] for q in found] == case["quantities"]
    assert [q.span.quote(report.text) for q in found] == [q.text for q in found]
