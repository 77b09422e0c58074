from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.serve.desks import build_hostile, build_plain, workspace


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """Give a client of a workspace of three incidents."""
    with workspace(build_plain(tmp_path / "a.ledger")) as opened:
        yield opened


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Give a client of a workspace of hostile texts. Its tests change nothing."""
    with workspace(build_hostile(tmp_path_factory.mktemp("hostile") / "a.ledger")) as opened:
        yield opened
