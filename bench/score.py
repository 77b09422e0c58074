"""Scores overt on every set under a data folder: prints one table, writes scores.json. `make score DATA=FOLDER SETS=a,b`.

A set is a folder of the data folder; one that is missing is left out and said so. Figures of each set come from its own module
(`bench/score_NAME.py`, function `score`), or from the scorers beside the data over a native export.
"""

import argparse
import importlib
import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Figures = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """Where the evaluation material lies."""

    data: Path
    reports: Path
    scorers: Path


def _own(module: str) -> Callable[[Path, Folders], Figures]:
    def score(folder: Path, folders: Folders) -> Figures:
        sys.path.insert(0, str(folders.scorers))
        figures: Figures = importlib.import_module(f"bench.{module}").score(folder)
        return figures

    return score


def _exported(function: str) -> Callable[[Path, Folders], Figures]:
    def score(folder: Path, folders: Folders) -> Figures:
        figures: Figures = getattr(importlib.import_module("bench.score_exports"), function)(folder, folders.scorers)
        return figures

    return score


# name -> how it is scored; the name is the folder under DATA, but for the reports folder
SETS: Mapping[str, Callable[[Path, Folders], Figures]] = {
    "reports": _exported("score_seeds"),
    "retold_reports": _exported("score_retold"),
    "gun_violence": _own("score_gun_violence"),
    "muc4": _own("score_muc4"),
    "polnear": _own("score_polnear"),
    "places": _own("score_places"),
    "names": _own("score_names"),
    "article_extraction": _own("score_article_extraction"),
    "same_event": _own("score_same_event"),
    "ecbplus": _own("score_ecbplus"),
}


def main() -> int:
    """Score the chosen sets; exit 2 for an unknown name, 1 if nothing could be scored."""
    parser = argparse.ArgumentParser(description="Score overt on evaluation data.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--reports", type=Path, required=True)
    parser.add_argument("--eval", type=Path, required=True)
    parser.add_argument("--sets", default="all")
    parser.add_argument("--out", type=Path, default=Path("scores.json"))
    args = parser.parse_args()
    names = list(SETS) if args.sets == "all" else args.sets.split(",")
    unknown = sorted(set(names) - set(SETS))
    if unknown:
        parser.error(f"unknown set {', '.join(unknown)}; there are {', '.join(SETS)}")
    folders = Folders(data=args.data.resolve(), reports=args.reports.resolve(), scorers=args.eval.resolve())
    results = {name: _score_one(name, folders) for name in names}
    args.out.write_text(json.dumps(results, indent=1, ensure_ascii=False, default=str) + "\n", encoding="utf-8")
    print(f"\nwritten to {args.out}")
    return 0 if any("figures" in result for result in results.values()) else 1


def _score_one(name: str, folders: Folders) -> dict[str, Any]:
    folder = folders.reports if name == "reports" else folders.data / name
    if not folder.is_dir():
        print(f"{name:20} not there: {folder}")
        return {"missing": str(folder)}
    started = time.monotonic()
    try:
        figures = SETS[name](folder, folders)
    except ModuleNotFoundError as error:
        print(f"{name:20} not scored: {error}")
        return {"not_scored": str(error)}
    seconds = time.monotonic() - started
    print(f"{name}  ({seconds:.0f} s)")
    for key, value in figures.items():
        print(f"    {key:44} {value:.3f}" if isinstance(value, float) else f"    {key:44} {value}")
    return {"figures": dict(figures), "seconds": round(seconds, 1)}


if __name__ == "__main__":
    sys.exit(main())
