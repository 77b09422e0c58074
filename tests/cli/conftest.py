from pathlib import Path

import pytest

from overt import assemble
from overt.types.address import Address
from tests.cli.toy_run import TOY, read_slowly
from tests.stores import Stores


@pytest.fixture
def toy_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the toy engine in the place of the real one."""
    monkeypatch.setattr(assemble, "read_report", read_slowly)
    monkeypatch.setattr(assemble, "engine_mark", lambda: TOY)


@pytest.fixture
def ledger(stores: Stores) -> Address:
    """Return where a ledger may be made."""
    return stores.address()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with five reports of four fires, one of them twice, and an empty one."""
    reports = tmp_path / "reports"
    reports.mkdir()
    texts = {
        "a": "Fire\n\nThis week a depot in Velmora burned to the ground, police said.\n",
        "b": "Blaze by the river\n\nFirefighters fought all night after a depot in Ostrava burned; nobody was hurt.\n",
        "c": "Officials look into depot fire\n\nAccording to the mayor, a depot in Tarnby burned on Sunday.\n",
        "d": "Smoke over Kelm\n\nWitnesses told the Example Times that a depot in Kelm burned before dawn.\n",
    }
    for name, text in texts.items():
        (reports / f"{name}.txt").write_text(text)
    (reports / "e.txt").write_text(texts["d"])
    (reports / "empty.txt").write_text("\n")
    return reports
