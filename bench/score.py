"""Scores overt on every set under a data folder: prints one table, writes scores.json (`make score DATA=... SETS=a,b`).

A set is a folder of the data folder. Figures come from its own module (`bench/score_NAME.py`, function `score`), or
from the scorers beside the data over a native export; `marks.yaml` says which of them stand in the table, beside which
marks. Each set is scored in a process of its own: whatever happens there is one line of the table.
"""

import argparse
import importlib
import inspect
import json
import multiprocessing
import sys
import time
import traceback
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bench.scorers import CannotScoreError, use_scorers
from bench.table import Row, format_table, make_rows
from bench.texts import peak_mb

Figures = Mapping[str, Any]
_MARKS = Path(__file__).with_name("marks.yaml")

# name -> module; the name is the folder under DATA, but for the reports folder
SETS: Mapping[str, str] = {
    "reports": "score_seeds",
    "retold_reports": "score_retold",
    "gun_violence": "score_gun_violence",
    "muc4": "score_muc4",
    "polnear": "score_polnear",
    "places": "score_places",
    "names": "score_names",
    "article_extraction": "score_article_extraction",
    "same_event": "score_same_event",
    "ecbplus": "score_ecbplus",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """Where the evaluation material lies; `is_full`: read whole sets where a sample is the default."""

    data: Path
    reports: Path
    scorers: Path
    is_full: bool = False


def main() -> int:
    """Score the chosen sets; exit 2 for an unknown name, 1 if nothing could be scored."""
    args = _arguments()
    data = args.data.resolve()
    places = [args.reports] if args.reports else [data / "reports", data.parent / "reports"]
    folders = Folders(
        data=data,
        reports=next((place for place in places if place.is_dir()), places[-1]).resolve(),
        scorers=args.eval.resolve(),
        is_full=args.full,
    )
    results: dict[str, dict[str, Any]] = {}
    for name in args.sets:
        print(f"scoring {name} ...", file=sys.stderr, flush=True)
        results[name] = _score_apart(name, folders)
    specs = yaml.safe_load(_MARKS.read_text(encoding="utf-8"))
    rows = {name: make_rows(name, result.get("figures", {}), specs[name]) for name, result in results.items()}
    for name, result in results.items():
        result["rows"] = [row.to_json() for row in rows[name]]
        if "figures" in result and not rows[name]:
            result["not_scored"] = result["figures"].get("note", "no figure of marks.yaml came out")
    args.out.write_text(json.dumps(results, indent=1, ensure_ascii=False, default=str) + "\n", encoding="utf-8")
    _print(results, rows, args.out)
    return 0 if any(rows.values()) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Score overt on evaluation data.")
    parser.add_argument("--data", type=Path, required=True, help="folder with a folder for each set")
    parser.add_argument("--reports", type=Path, help="real articles; default: reports in or beside the data folder")
    parser.add_argument("--eval", type=Path, required=True, help="folder with the scorers")
    parser.add_argument("--sets", default="all", help="names, comma between them")
    parser.add_argument("--full", action="store_true", help="read whole sets where a sample is the default")
    parser.add_argument("--out", type=Path, default=Path("scores.json"))
    args = parser.parse_args()
    args.sets = list(SETS) if args.sets == "all" else [name.strip() for name in args.sets.split(",") if name.strip()]
    unknown = sorted(set(args.sets) - set(SETS))
    if unknown:
        parser.error(f"unknown set {', '.join(unknown)}; there are {', '.join(SETS)}")
    return args


def _print(results: Mapping[str, Mapping[str, Any]], rows: Mapping[str, list[Row]], out: Path) -> None:
    unscored = {name: result["not_scored"] for name, result in results.items() if "not_scored" in result}
    for line in format_table([row for found in rows.values() for row in found], unscored):
        print(line)
    for name, result in results.items():
        for note in [result["figures"]["note"]] if "note" in result.get("figures", {}) and rows[name] else []:
            print(f"{name}: {note}")
    print(
        "seconds: "
        + ", ".join(f"{name} {result['seconds']}" for name, result in results.items() if "seconds" in result)
    )
    print(f"details: {out}")


def _score_apart(name: str, folders: Folders) -> dict[str, Any]:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            return pool.submit(score_set, name, folders).result()
        except BrokenProcessPool:
            return {"not_scored": "the process died (killed, or out of memory)"}


def score_set(name: str, folders: Folders) -> dict[str, Any]:
    """Score one set; whatever goes wrong is told under "not_scored"."""
    folder = folders.reports if name == "reports" else folders.data / name
    if not folder.is_dir():
        return {"not_scored": f"there is no folder {folder}"}
    use_scorers(folders.scorers)
    started = time.monotonic()
    try:
        figures = dict(_call(SETS[name], folder, folders))
    except CannotScoreError as error:
        return {"not_scored": str(error)}
    except Exception as error:  # noqa: BLE001 - one set never stops the others, and the table says what happened
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        return {"not_scored": f"{type(error).__name__}: {str(error)[:300]} ({where})"}
    seconds = round(time.monotonic() - started, 1)
    return {"figures": figures, "seconds": seconds, "peak_mb": round(peak_mb())}


def _call(module: str, folder: Path, folders: Folders) -> Figures:
    score = importlib.import_module(f"bench.{module}").score
    folder = choose_part(folder)
    known = inspect.signature(score).parameters
    more = {"is_full": folders.is_full, "near": (folders.data, folders.data.parent / "eval")}
    figures: Figures = score(folder, **{key: value for key, value in more.items() if key in known})
    return figures


def choose_part(folder: Path) -> Path:
    """Return the part of a set in which its texts lie: the set itself, or the part that is not for training."""
    parts = [part for part in sorted(folder.iterdir()) if (part / "text").is_dir()]
    return next((part for part in parts if part.name != "train"), parts[0] if parts else folder)


if __name__ == "__main__":
    sys.exit(main())
