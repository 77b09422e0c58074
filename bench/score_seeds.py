"""Scores an export over real articles with score_seeds.py: folder of articles in, figures out.

Metric: the scorer's one weighted score (grounding share x weighted mean of its components) and P, R, F1 of its core
incidents. The gold is every gold_seeds*.json near the articles or the scorers that names a document of the folder;
documents of the gold that are not in the folder are left out. Baseline: an export in which nothing was found. Cases:
documents and gold incidents.
"""

import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.exports import empty_export, export_folder, run_scorer
from bench.judge.seeds import judge
from bench.judged import Judging, join_judgings
from bench.scorers import CannotScoreError, scorers_folder

_GOLD = "gold_seeds*.json"


def score(folder: Path, near: Sequence[Path] = ()) -> dict[str, Any]:
    """Return figures named GOLD.score ... of the gold files in or beside the folder, in `near` or by the scorers."""
    golds = list(find_golds(folder, [folder, folder.parent, *near, scorers_folder("score_seeds")]))
    if not golds:
        raise CannotScoreError(f"no {_GOLD} names a document of {folder}")
    figures: dict[str, Any] = {}
    judged: list[Judging] = []
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        export = export_folder(folder, work)
        empty = empty_export(export, work)
        for gold, documents in golds:
            arguments = [str(folder), "--docs", ",".join(documents)]
            result = run_scorer("score_seeds", [str(gold), arguments[0], str(export), *arguments[1:]], work)
            nothing = run_scorer("score_seeds", [str(gold), arguments[0], str(empty), *arguments[1:]], work)
            rows = _figures(result) | {"documents": len(documents), "incidents": _count(gold, documents)}
            rows["baseline_score"] = nothing["score"]
            figures |= {f"{gold.stem}.{key}": value for key, value in rows.items()}
            judged.append(judge(gold, folder, export, documents))
    return figures | {"judging": join_judgings(judged)}


def find_golds(folder: Path, places: Sequence[Path]) -> Iterator[tuple[Path, list[str]]]:
    """Yield each gold file with those of its documents that lie in the folder; the same file content counts once."""
    seen: set[bytes] = set()
    for path in (path for place in places for path in sorted(place.glob(_GOLD))):
        content = path.read_bytes()
        documents = [row["doc"] for row in json.loads(content)["documents"] if (folder / row["file"]).is_file()]
        if documents and content not in seen:
            seen.add(content)
            yield path, documents


def _figures(result: dict[str, Any]) -> dict[str, Any]:
    return {
        **{key: result[key] for key in ("score", "grounding", "recall", "precision")},
        **{f"component_{key}": value for key, value in result["components"].items()},
        "warnings": result["warnings"],
    }


def _count(gold: Path, documents: Sequence[str]) -> int:
    """How many core incidents stand in the documents."""
    rows = json.loads(gold.read_bytes())["incidents"]
    return sum(row["relevance"] == "core" and any(m["doc"] in documents for m in row["mentions"]) for row in rows)
