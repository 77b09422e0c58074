"""Scores overt on every set under a data folder: prints one table, writes scores.json (`make score DATA=... SETS=a,b`).

A set is a folder of the data folder (bench/sets.py); `marks.yaml` says which figures stand in the table, beside which
marks. Each set is scored in a process of its own: whatever happens there is one line of the table. Beside the table
stands what changed since the run that was last pinned (`make score PIN=1`): figures, and which cases were gained and
lost.
"""

import argparse
import json
import multiprocessing
import sys
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import yaml

from bench.pinned import format_changes, read_pin, write_pin
from bench.sets import SETS, Folders, find_folders, score_set
from bench.table import Row, format_table, make_rows

_MARKS = Path(__file__).with_name("marks.yaml")


def main() -> int:
    """Score the chosen sets; exit 2 for an unknown name, 1 if nothing could be scored."""
    args = _arguments()
    folders = find_folders(args.data, args.eval, args.reports, is_full=args.full)
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
    for line in format_changes(read_pin(args.pinned), results, is_verbose=args.verbose):
        print(line)
    if args.pin:
        print(f"pinned {', '.join(write_pin(args.pinned, results)) or 'nothing'} in {args.pinned}")
    return 0 if any(rows.values()) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Score overt on evaluation data.")
    parser.add_argument("--data", type=Path, required=True, help="folder with a folder for each set")
    parser.add_argument("--reports", type=Path, help="real articles; default: reports in or beside the data folder")
    parser.add_argument("--eval", type=Path, required=True, help="folder with the scorers")
    parser.add_argument("--sets", default="all", help="names, comma between them")
    parser.add_argument("--full", action="store_true", help="read whole sets where a sample is the default")
    parser.add_argument("--out", type=Path, default=Path("scores.json"))
    parser.add_argument("--pin", action="store_true", help="from now on compare with this run")
    parser.add_argument("--pinned", type=Path, default=Path("pinned_scores.json"), help="the file with the pinned run")
    parser.add_argument("--verbose", action="store_true", help="name every case that was gained or lost")
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


if __name__ == "__main__":
    sys.exit(main())
