"""Scores overt's comparison of two names: folder with cases*.csv in; precision, recall, F1 of its own yes and no out.

Three answers are scored. `full`: the names agree in full, which is what joins entities of reports that have nothing
else in common. `loose`: or one side gives no more than the family name. `near`: or one may be a slip or a shorter form
of the other, which joins only where the reports agree on the rest, and is else asked of a person. The labels of
screening sets ask for `near`: they count a name with two letters changed as one's. Baseline: equal words after folding,
in any order. Cases: labelled pairs.
"""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bench.judged import plain_cases, state_of
from bench.scorers import CannotScoreError, prf_figures
from overt.reconcile.matching.bodies import compare_bodies, is_same_body
from overt.reconcile.matching.names import fold
from overt.reconcile.matching.persons import Likeness, compare_persons

_PEOPLE = frozenset({"person"})
Case = tuple[str, str, str, bool]  # schema, name, name, is one


def score(folder: Path) -> dict[str, Any]:
    """Return P, R, F1 over all pairs, persons and bodies; by `full`, `loose` and `near` agreement."""
    cases = [case for path in sorted(folder.glob("*.csv")) for case in read_cases(path)]
    if not cases:
        raise CannotScoreError(f"no labelled pairs in {folder}")
    people = [case for case in cases if case[0] in _PEOPLE]
    bodies = [case for case in cases if case[0] not in _PEOPLE]
    figures: dict[str, Any] = {"pairs": len(cases), "pairs_persons": len(people), "pairs_bodies": len(bodies)}
    for part, rows in (("all", cases), ("persons", people), ("bodies", bodies)):
        figures |= _judge(f"full_{part}", rows, is_full_match) | _judge(f"loose_{part}", rows, is_loose_match)
        figures |= _judge(f"near_{part}", rows, is_near_match)
        figures |= _judge(f"baseline_{part}", rows, is_equal_folded)
    states = ((f"{a}\0{b}", state_of(is_right=is_full_match(kind, a, b) == is_one)) for kind, a, b, is_one in cases)
    return figures | {"cases": plain_cases("all pairs", states)}


def read_cases(path: Path) -> list[Case]:
    """Return the labelled pairs of a CSV file with the columns schema, name1, name2, is_match."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    label = ("true", "1", "yes")
    return [(r["schema"].casefold(), r["name1"], r["name2"], r["is_match"].strip().casefold() in label) for r in rows]


def is_full_match(schema: str, a: str, b: str) -> bool:
    """Say what overt says where both names must agree in full."""
    return compare_persons(a, b) is Likeness.FULL if schema in _PEOPLE else is_same_body(a, b)


def is_loose_match(schema: str, a: str, b: str) -> bool:
    """Say what overt says where a bare family name will do."""
    return compare_persons(a, b) >= Likeness.SURNAME if schema in _PEOPLE else is_same_body(a, b)


def is_near_match(schema: str, a: str, b: str) -> bool:
    """Say whether overt would ask if two names are one's; a bare name only beside another bare one."""
    if schema not in _PEOPLE:
        return compare_bodies(a, b) >= Likeness.NEAR
    likeness = compare_persons(a, b)
    is_bare = len(a.split()) == len(b.split()) == 1
    return likeness in {Likeness.NEAR, Likeness.FULL} or (is_bare and likeness is Likeness.SURNAME)


def is_equal_folded(_schema: str, a: str, b: str) -> bool:
    """Say whether the names have the same words after folding."""
    return sorted(fold(a).split()) == sorted(fold(b).split())


def _judge(name: str, cases: Iterable[Case], judge: Callable[[str, str, str], bool]) -> dict[str, float]:
    judged = [(judge(schema, a, b), is_one) for schema, a, b, is_one in cases]
    hits = sum(said and is_one for said, is_one in judged)
    return prf_figures(name, hits, sum(said for said, _ in judged), sum(is_one for _, is_one in judged))
