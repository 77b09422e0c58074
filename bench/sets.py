"""Scores one set of the evaluation data: its name and the folders in; figures and cases, or why not, out.

Figures come from the set's own module (`bench/score_NAME.py`, function `score`). What that gives under "judging" (cases
that can be looked at) or "cases" (ids only) are the cases of which the figures are made.
"""

import importlib
import inspect
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.accusations import accusation_figures
from bench.judged import Judging, to_cases
from bench.scorers import CannotScoreError, use_scorers
from bench.texts import peak_mb

Figures = Mapping[str, Any]

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

    def of(self, name: str) -> Path:
        """Return the folder of a set."""
        return self.reports if name == "reports" else self.data / name


def find_folders(data: Path, scorers: Path, reports: Path | None = None, *, is_full: bool = False) -> Folders:
    """Return where everything lies; real articles lie in or beside the data folder unless said otherwise."""
    data = data.resolve()
    places = [reports] if reports else [data / "reports", data.parent / "reports"]
    found = next((place for place in places if place.is_dir()), places[-1])
    return Folders(data=data, reports=found.resolve(), scorers=scorers.resolve(), is_full=is_full)


def score_set(name: str, folders: Folders) -> dict[str, Any]:
    """Score one set; whatever goes wrong is told under "not_scored"."""
    started = time.monotonic()
    try:
        figures = score_raw(name, folders)
    except CannotScoreError as error:
        return {"not_scored": str(error)}
    except Exception as error:  # noqa: BLE001 - one set never stops the others, and the table says what happened
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        return {"not_scored": f"{type(error).__name__}: {str(error)[:300]} ({where})"}
    cases = figures.pop("cases", {})
    judging: Judging | None = figures.pop("judging", None)
    if judging is not None:
        cases = to_cases(judging.judged)
        figures |= accusation_figures(judging.accusations) if judging.accusations else {}
    seconds = round(time.monotonic() - started, 1)
    return {"figures": figures, "seconds": seconds, "peak_mb": round(peak_mb()), "cases": cases}


def score_raw(name: str, folders: Folders) -> dict[str, Any]:
    """Return all that the module of a set gives. Raises CannotScoreError."""
    folder = folders.of(name)
    if not folder.is_dir():
        raise CannotScoreError(f"there is no folder {folder}")
    use_scorers(folders.scorers)
    score = importlib.import_module(f"bench.{SETS[name]}").score
    known = inspect.signature(score).parameters
    more = {"is_full": folders.is_full, "near": (folders.data, folders.data.parent / "eval")}
    return dict(score(choose_part(folder), **{key: value for key, value in more.items() if key in known}))


def choose_part(folder: Path) -> Path:
    """Return the part of a set in which its texts lie: the set itself, or the part that is not for training."""
    parts = [part for part in sorted(folder.iterdir()) if (part / "text").is_dir()]
    return next((part for part in parts if part.name != "train"), parts[0] if parts else folder)
