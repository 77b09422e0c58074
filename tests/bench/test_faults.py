"""A short form of `make faults`: each stage is killed a few times, in each database."""

import random
from pathlib import Path

import pytest
from bench.faults.child import Death, Ended
from bench.faults.ground import SAMPLES, Ground
from bench.faults.stages import STAGES

from overt.record import open_ledger
from tests.stores import change

REPORTS = [
    SAMPLES / "nordlink-agency" / "2025-03-12-radom-fire.txt",
    SAMPLES / "nordlink-agency" / "2025-03-19-radom-arrests.txt",
    SAMPLES / "ostkurier" / "2025-03-13-brand-radom.txt",
]


@pytest.fixture(params=["sqlite", "postgresql"])
def ground(request: pytest.FixtureRequest, tmp_path: Path) -> Ground:
    """Return a small ledger to kill."""
    server = request.getfixturevalue("server") if request.param == "postgresql" else None
    return Ground(tmp_path, random.Random(7), server, REPORTS)


@pytest.mark.slow
def test_nothing_is_lost_whatever_is_killed(ground: Ground) -> None:
    for turn, stage in enumerate(STAGES):
        STAGES[stage](ground, turn)
        ground.look()
    ground.complete()
    assert sum(times for name, times in ground.seen.items() if "killed" in name) >= 3


@pytest.mark.slow
def test_what_is_lost_would_be_seen(ground: Ground) -> None:
    ground.call("decide", "note", _first(ground), "remember this")
    ground.look()
    with ground.opened() as ledger:
        change(ledger, "DELETE FROM decisions WHERE number = 1")
    with pytest.raises(AssertionError, match="decision 1 was promised and is lost"):
        ground.look()
    ground.begin_anew()
    with ground.opened() as ledger:
        change(ledger, "UPDATE incidents SET body = replace(body, 'occurred', 'foiled')")
    with pytest.raises(AssertionError, match="incidents differ"):
        ground.complete()
    ground.begin_anew()
    with ground.opened() as ledger:
        change(ledger, "DELETE FROM claims")
    with pytest.raises(AssertionError, match="an incident without claims"):
        ground.look()


@pytest.mark.slow
def test_how_a_process_ends_is_seen(ground: Ground) -> None:
    assert ground.begin("list", death=Death(point=3)).end().is_killed
    ended = ground.begin("show", "nobody").end()
    assert (ended.code, ended.is_killed) == (1, False)
    with pytest.raises(AssertionError, match="ended with 1"):
        ground.take(ended, (0,))
    told = Ended(command=("x",), code=1, said="", errors="Traceback", points=1, acknowledged=(), seconds=1.0)
    with pytest.raises(AssertionError, match="Traceback"):
        ground.take(told, (1,))
    promised = ground.begin("decide", "note", _first(ground), "remember this", death=Death(point=10_000)).end()
    assert promised.acknowledged == (1,)


def _first(ground: Ground) -> str:
    with open_ledger(ground.address, read_only=True) as ledger:
        return ledger.incident_ids()[0]
