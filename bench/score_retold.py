"""Scores an export over the retold reports with score_retold.py: folder with texts/ and gold.jsonl in, figures out.

Metric: the scorer's summary; P, R, F1 of relevant reports and of incidents per report (one-to-one, type acceptable);
shares of right values on matched pairs; incidents joined across reports (pairwise, B3, LEA; unmatched gold missing).
Baselines: all reports relevant; for the summary an export in which nothing was found. Cases: reports, gold incidents,
matched pairs.
"""

import tempfile
from pathlib import Path
from typing import Any

from bench.exports import empty_export, export_folder, run_scorer
from bench.judge.retold import judge
from bench.scorers import prf_figures
from bench.texts import read_rows

_SHARES = ("date_compatible", "date_within", "country", "place", "certainty")
_NAMES = ("targets", "perpetrators", "sponsor")


def score(folder: Path) -> dict[str, Any]:
    """Return the chief figures; the scorer's whole result stands under "details"."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        export = export_folder(folder / "texts", work)
        result = run_scorer("score_retold", [str(folder), str(export)], work)
        nothing = run_scorer("score_retold", [str(folder), str(empty_export(export, work))], work)
        judging = judge(folder, export)
    gold = read_rows(folder / "gold.jsonl")
    relevant = sum(bool(row["relevant"]) for row in gold)
    figures: dict[str, Any] = {
        "summary": result["summary"]["score"],
        "baseline_summary": nothing["summary"]["score"],
        "reports": result["reports"],
        **prf_figures("all_relevant", relevant, len(gold), relevant),
    }
    for what in ("relevance", "detection"):
        for part, row in result[what].items():
            figures |= _prf(f"{what}_{part}", row)
            figures[f"{what}_{part}_cases"] = row.get("gold")
    details = result["details"]
    figures |= {f"{key}": details[key]["share"] for key in _SHARES} | {
        f"{key}_cases": details[key]["n"] for key in _SHARES
    }
    for key in _NAMES:
        figures |= _prf(key, details[key]) | {f"{key}_cases": details[key]["gold"]}
    for metric, row in result["across"]["missing"].items():
        figures |= _prf(f"across_{metric}", row)
    return figures | {"details": result, "judging": judging}


def _prf(name: str, row: dict[str, Any]) -> dict[str, float]:
    return {f"{name}_{key}": row[key] or 0.0 for key in ("p", "r", "f1")}
