"""How far an act got: the stage of every marked word of tests/cases/voice.yaml, and what governs it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from overt.extract.voices.stage import stage_at
from overt.types.account import Stage
from tests.extract.voice_reports import read_marked

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent.parent / "cases" / "voice.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_stage(case: dict[str, Any]) -> None:
    told = read_marked(case["text"])
    found = [stage_at(*place) for place in told.marked]
    assert found == [(Stage(row["stage"]), row.get("generic", False)) for row in case["expect"]]


@pytest.mark.parametrize(
    ("marked", "stage"),
    [
        ("They plotted to kidnap and [[kill]] the editor.", Stage.PLANNED),
        ("The police failed to stop the [[attack]].", Stage.OCCURRED),
        ("The general gave orders to [[hunt]] the deserters.", Stage.ORDERED),
        ("The guards did not prevent the [[attack]].", Stage.OCCURRED),
        ("The agents are preparing to [[attack]] the port.", Stage.PLANNED),
        ("The service plans to accuse the men of [[spying]].", Stage.OCCURRED),
        ("He would [[kill]] them all.", Stage.UNKNOWN),
    ],
)
def test_stage_reaches_through_complements(marked: str, stage: Stage) -> None:
    told = read_marked(marked)
    assert [stage_at(*place)[0] for place in told.marked] == [stage]
