"""Makes inputs for the tests of collect; all texts and people are invented."""

from collections.abc import Callable
from pathlib import Path

import pytest

from overt.base.settings import CollectSettings
from overt.collect import read_reports
from overt.types.problem import Problem
from overt.types.report import Report


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., list[Report | Problem]]:
    """Write files (name -> content) and read the folder."""

    def _read(files: dict[str, str | bytes], **settings: object) -> list[Report | Problem]:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(read_reports([tmp_path], CollectSettings(**settings)))  # type: ignore[arg-type]

    return _read
