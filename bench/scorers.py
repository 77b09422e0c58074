"""Gives the scorers that lie beside the evaluation data: the name of one in, its module out."""

import importlib
import os
import sys
from pathlib import Path
from typing import Any

_VARIABLE = "OVERT_SCORERS"


class CannotScoreError(Exception):
    """A set cannot be scored; the message says why, in words for the table."""


def use_scorers(folder: Path) -> None:
    """Say where the scorers lie; holds for this process and those that it starts."""
    os.environ[_VARIABLE] = str(folder)


def scorers_folder(name: str) -> Path:
    """Return the folder in which the scorer NAME.py lies. Raises CannotScoreError if it is not there."""
    folder = Path(os.environ.get(_VARIABLE, ".."))
    if not (folder / f"{name}.py").is_file():
        raise CannotScoreError(f"there is no scorer {name}.py in {folder}")
    return folder


def load_scorer(name: str) -> Any:
    """Return the module of a scorer. Raises CannotScoreError if it is not there."""
    folder = scorers_folder(name)
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    return importlib.import_module(name)


def ratio(part: float, whole: float) -> float:
    """Return a share, 0 of nothing."""
    return part / whole if whole else 0.0


def prf(hits: float, found: float, gold: float) -> tuple[float, float, float]:
    """Return precision, recall and F1 of counts."""
    precision, recall = ratio(hits, found), ratio(hits, gold)
    return precision, recall, ratio(2 * precision * recall, precision + recall)


def prf_figures(name: str, hits: float, found: float, gold: float) -> dict[str, float]:
    """Return precision, recall and F1 of counts as figures NAME_p, NAME_r, NAME_f1."""
    return dict(zip((f"{name}_p", f"{name}_r", f"{name}_f1"), prf(hits, found, gold), strict=True))
