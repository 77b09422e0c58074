"""Makes tests/fixtures/ledgers/*.ledger.gz: ledgers as overt once wrote them, for the tests of migrations.

    python scripts/make_old_ledgers.py [NAME...]

For each name the code of that commit is taken out of git's history and run, in a process of its own, on a handful of the
sample reports: two runs (between them one report is edited and one goes away), and where that overt knew decisions, a
few of them. A ledger that was made stays as it is: it is what people have. New ones are added when the schema changes.
"""

import gzip
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).parent.parent
_START = "import sys; sys.argv[0] = 'overt'; from overt.cli.main import app; app()"
FOLDER = ROOT / "tests" / "fixtures" / "ledgers"
REPORTS = (
    "nordlink-agency/2025-03-12-radom-fire.txt",
    "nordlink-agency/2025-03-19-radom-arrests.txt",
    "ostkurier/2025-03-13-brand-radom.txt",
    "danubia-weekly/2024-10-09-the-tea.txt",
)


@dataclass(frozen=True)
class Old:
    """An overt of the past: the last commit of its kind, and whether it could take out reports and take decisions."""

    commit: str
    removes: bool = False
    decides: bool = False


OLD = {
    "schema1-plain": Old("4ac4a64"),  # readings not yet compressed
    "schema1": Old("9dae985"),
    "schema2": Old("b5e9f33"),
    "schema3-first": Old("a793cad"),
    "schema3": Old("df8db12"),
    "schema4-first": Old("df5ca38", decides=True),
    "schema4-removed": Old("a02234a", decides=True, removes=True),  # before a removal was a decision
    "schema4": Old("33cc138", decides=True),
}


def main() -> None:
    """Make the ledgers that are named, or all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[1:] or OLD:
        with tempfile.TemporaryDirectory(prefix="old-overt-") as folder:
            content = make_ledger(OLD[name], Path(folder))
        file = FOLDER / f"{name}.ledger.gz"
        file.write_bytes(gzip.compress(content, 9, mtime=0))
        print(f"{file.relative_to(ROOT)}: {len(content):,} bytes, {file.stat().st_size:,} compressed")  # noqa: T201


def make_ledger(old: Old, folder: Path) -> bytes:
    """Return the file that an old overt leaves."""
    code = subprocess.run(["git", "archive", old.commit, "src/overt"], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=BytesIO(code)) as archive:
        archive.extractall(folder, filter="data")
    reports = folder / "reports"
    for name in REPORTS:
        for suffix in (".txt", ".meta.json"):
            found = (ROOT / "samples" / "reports" / name).with_suffix(suffix)
            shutil.copy(found, _made(reports / found.parent.name) / found.name)
    (reports / "empty.txt").write_text("\n")
    ledger = folder / "old.ledger"
    _overt(folder, "run", "reports")
    edited = reports / REPORTS[1]
    edited.write_text(f"{edited.read_text(encoding='utf-8')}\nLater edition.\n", encoding="utf-8")
    _overt(folder, "run", "reports")
    if old.removes:
        _overt(
            folder,
            "remove",
            _ask(ledger, "SELECT id FROM reports WHERE input LIKE '%the-tea%'")[0],
            "--reason",
            "satire",
        )
    if old.decides:
        _decide(folder, _ask(ledger, "SELECT id FROM incidents ORDER BY id"))
    with sqlite3.connect(ledger) as last:
        last.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        last.commit()
        last.execute("VACUUM")
    last.close()
    return ledger.read_bytes()


def _decide(folder: Path, ids: list[str]) -> None:
    _overt(folder, "decide", "accept", ids[0], "--why", "two outlets saw it")
    _overt(folder, "decide", "reject", ids[1], "--why", "an accident")
    _overt(folder, "decide", "set", ids[2], "stage", "foiled", "--source", "letter of the police, 2025-04-02")
    _overt(folder, "decide", "merge", ids[2], ids[3], "--why", "one and the same")
    _overt(folder, "decide", "note", ids[0], "ask the mayor again")
    _overt(folder, "decide", "undo", "2", "--why", "no accident after all")


def _overt(folder: Path, *command: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "OVERT_LEDGER": "old.ledger", "OVERT_USER": "Ada"}
    subprocess.run([sys.executable, "-c", _START, *command], cwd=folder, env=environment, check=True)


def _ask(ledger: Path, query: str) -> list[str]:
    with sqlite3.connect(ledger) as opened:
        rows = [row[0] for row in opened.execute(query)]
    opened.close()
    return rows


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


if __name__ == "__main__":
    main()
