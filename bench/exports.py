"""Runs overt over a folder as a user would and scores the native export: folders in, what a scorer's JSON holds out."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.scorers import CannotScoreError, scorers_folder

_TABLES = ("incidents", "statistics", "entities")


def export_folder(folder: Path, work: Path) -> Path:
    """Read a folder of reports into a ledger in `work` and export it; return the export's folder."""
    ledger, out = work / "score.ledger", work / "export"
    _run(["-m", "overt", "run", str(folder), "--ledger", str(ledger)], Path.cwd())
    _run(["-m", "overt", "export", str(ledger), "--format", "jsonl", "-o", str(out)], Path.cwd())
    return out


def empty_export(export: Path, work: Path) -> Path:
    """Return an export with the same reports in which nothing was found: the trivial baseline."""
    out = work / "empty"
    out.mkdir()
    (out / "reports.jsonl").write_bytes((export / "reports.jsonl").read_bytes())
    for name in _TABLES:
        (out / f"{name}.jsonl").write_text("", encoding="utf-8")
    return out


def run_scorer(name: str, arguments: Sequence[str], work: Path) -> dict[str, Any]:
    """Run a scorer with arguments; return the JSON it writes."""
    path = work / f"{name}.json"
    path.unlink(missing_ok=True)
    _run([f"{name}.py", *arguments, "--json", str(path)], scorers_folder(name))
    if not path.is_file():
        raise CannotScoreError(f"{name}.py wrote no figures")
    result: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return result


def _run(arguments: Sequence[str], where: Path) -> None:
    done = subprocess.run(
        [sys.executable, *arguments],
        check=False,
        cwd=where,
        env=os.environ | {"NO_COLOR": "1"},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        told = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise CannotScoreError(f"{' '.join(arguments[:3])} ended with {done.returncode}: {told[-1] if told else ''}")
