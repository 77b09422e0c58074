"""Makes the table of a scoring: figures of a set and its rows in marks.yaml in, printed lines out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from typing import Any

Spec = Mapping[str, Any]
_FIGURES = ("p", "r", "f1", "figure", "cases", "baseline")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table. `figure` stands where there is no P, R, F1; `baseline` is of the same kind."""

    set: str
    what: str
    p: float | None = None
    r: float | None = None
    f1: float | None = None
    figure: float | None = None
    cases: float | None = None
    baseline: float | None = None
    baseline_is: str = ""
    mark: float | None = None
    mark_of: str = ""
    variant: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return what scores.json holds."""
        return {key: value for key, value in asdict(self).items() if value is not None and value != ""}


def make_rows(name: str, figures: Mapping[str, Any], specs: Sequence[Spec]) -> list[Row]:
    """Return the rows of one set. "*" in a key stands for a part of the set (a file), and makes a row for each."""
    return [row for spec in specs for part in _parts(figures, spec) if (row := _row(name, figures, spec, part))]


def _parts(figures: Mapping[str, Any], spec: Spec) -> list[str]:
    key = str(spec.get("f1") or spec.get("figure"))
    if "*" not in key:
        return [""] if key in figures else []
    head, tail = key.split("*", 1)
    return [found[len(head) : len(found) - len(tail)] for found in figures if fnmatchcase(found, key)]


def _row(name: str, figures: Mapping[str, Any], spec: Spec, part: str) -> Row:
    def value(field: str) -> float | None:
        key = spec.get(field)
        found = figures.get(key.replace("*", part)) if isinstance(key, str) else key
        return float(found) if isinstance(found, int | float) else None

    mark = spec.get("mark") or {}
    return Row(
        set=name,
        what=f"{spec['what']} ({part})" if part else str(spec["what"]),
        baseline_is=str(spec.get("baseline_is", "")),
        mark=mark.get("value"),
        mark_of=str(mark.get("of", "")),
        variant=str(spec.get("variant", "")),
        **{field: value(field) for field in _FIGURES},
    )


def format_table(rows: Sequence[Row], unscored: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of the table, then the sets that could not be scored and why."""
    wide = max((len(row.what) for row in rows), default=4)
    wide_set = max((len(row.set) for row in rows), default=4)
    heads = " ".join(f"{head:>6}" for head in ("P", "R", "F1/fig", "cases", "base", "mark"))
    yield f"{'set':{wide_set}}  {'what':{wide}}  {heads}  metric"
    for row in rows:
        main = row.f1 if row.f1 is not None else row.figure
        cells = " ".join(_cell(value) for value in (row.p, row.r, main))
        cases = f"{row.cases:6.0f}" if row.cases is not None else f"{'-':>6}"
        notes = [
            row.variant,
            f"base: {row.baseline_is}" if row.baseline_is else "",
            f"mark: {row.mark_of}" if row.mark_of else "",
        ]
        yield (
            f"{row.set:{wide_set}}  {row.what:{wide}}  {cells} {cases} {_cell(row.baseline)} {_cell(row.mark)}"
            f"  {'; '.join(note for note in notes if note)}"
        )
    for name, why in unscored.items():
        yield f"{name:{wide_set}}  not scored: {why}"


def _cell(value: float | None) -> str:
    if value is None:
        return f"{'-':>6}"
    return f"{value:6.3f}" if abs(value) < 10 else f"{value:6.0f}"
