"""Scores a native export with the scorers that lie beside the data: retold reports and the real articles."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any


def _export(folder: Path, work: Path) -> Path:
    """Run overt over a folder as a user would; return the export folder."""
    overt = [sys.executable, "-m", "overt"]
    env = os.environ | {"NO_COLOR": "1"}
    ledger, out = work / "score.ledger", work / "export"
    subprocess.run(
        [*overt, "run", str(folder), "--ledger", str(ledger)], check=True, env=env, stdout=subprocess.DEVNULL
    )
    subprocess.run(
        [*overt, "export", str(ledger), "--format", "jsonl", "-o", str(out)],
        check=True,
        env=env,
        stdout=subprocess.DEVNULL,
    )
    return out


def _scored(command: list[str], scorers: Path) -> None:
    subprocess.run([sys.executable, *command], check=True, cwd=scorers, stdout=subprocess.DEVNULL)


def score_seeds(folder: Path, scorers: Path) -> dict[str, Any]:
    """Return the figures of score_seeds.py for the gold files that name a document of the folder."""
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        out = _export(folder, work)
        for gold in sorted(scorers.glob("gold_seeds*.json")):
            _scored(["score_seeds.py", str(gold), str(folder), str(out), "--json", str(work / "seeds.json")], scorers)
            result = json.loads((work / "seeds.json").read_text(encoding="utf-8"))
            figures |= {key: result[key] for key in ("score", "grounding", "recall", "precision")}
            figures |= {f"  {key}": value for key, value in result["components"].items()}
    return figures


def score_retold(folder: Path, scorers: Path) -> dict[str, Any]:
    """Return the chief figures of score_retold.py."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        out = _export(folder / "texts", work)
        _scored(["score_retold.py", str(folder), str(out), "--json", str(work / "retold.json")], scorers)
        result = json.loads((work / "retold.json").read_text(encoding="utf-8"))
    figures: dict[str, Any] = {"summary": result["summary"]["score"], "reports": result["reports"]}
    for part in ("all", "en", "other"):
        for what in ("relevance", "detection"):
            row = result[what][part]
            figures[f"{what} {part} P/R/F1"] = " ".join(f"{row[key] or 0:.3f}" for key in ("p", "r", "f1"))
    details = result["details"]
    figures |= {
        f"  {key} (of {details[key]['n']})": details[key]["share"]
        for key in ("date_compatible", "date_within", "country", "place", "certainty")
    }
    for key in ("targets", "perpetrators", "sponsor"):
        figures[f"  {key} P/R/F1"] = " ".join(f"{details[key][part] or 0:.3f}" for part in ("p", "r", "f1"))
    for metric in ("pairwise", "b3", "lea"):
        row = result["across"]["missing"][metric]
        figures[f"  across {metric} P/R/F1"] = " ".join(f"{row[part]:.3f}" for part in ("p", "r", "f1"))
    return figures
