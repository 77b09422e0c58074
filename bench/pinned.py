"""Compares a scoring with the last one that was pinned: two results in, printed lines out.

A pin holds figures and the ids of cases, no name and no text of the data: ids are numbers of documents and hashes. It
is no part of the project all the same (git ignores it), since it is worth nothing without the data.
"""

import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_SHOWN = 10
Result = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The cases of one figure that turned. Gained: found, or no longer wrongly said; lost: the other way round."""

    figure: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    new: int  # cases of the gold that the pin does not know
    gone: int  # cases of the gold that are no longer there


def read_pin(path: Path) -> dict[str, Any]:
    """Return what is pinned, set by set; nothing if there is no file."""
    if not path.is_file():
        return {}
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read


def write_pin(path: Path, results: Mapping[str, Result]) -> list[str]:
    """Pin the sets that were scored and keep what is pinned of the others; return the names of the sets."""
    scored = [name for name, result in results.items() if "figures" in result]
    mark = {"on": datetime.now(UTC).strftime("%Y-%m-%d %H:%M"), "commit": _commit()}
    pins = read_pin(path) | {name: mark | _bare(results[name]) for name in scored}
    path.write_text(json.dumps(pins, indent=1) + "\n", encoding="utf-8")
    return scored


def _bare(result: Result) -> dict[str, Any]:
    """Return of a result what names nobody: the figures of the table and the ids."""
    rows = [{key: row[key] for key in row if key in _ROW} for row in result["rows"]]
    return {"rows": rows, "cases": result.get("cases", {})}


_ROW = frozenset({"what", "variant", "p", "r", "f1", "figure", "cases"})


def _commit() -> str:
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        check=False, capture_output=True, text=True, cwd=Path(__file__).parent,
    )  # fmt: skip
    return told.stdout.strip() or "no commit"


def find_changes(pinned: Result, now: Result) -> list[Change]:
    """Return what turned in each figure that both runs have cases of."""
    before, after = pinned.get("cases", {}), now.get("cases", {})
    return [_change(figure, before[figure], after[figure]) for figure in after if figure in before]


def _change(figure: str, before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]) -> Change:
    found = {name: (set(before.get(name, ())), set(after.get(name, ()))) for name in ("found", "missed", "wrong")}
    gold = tuple(found["found"][at] | found["missed"][at] for at in (0, 1))
    known = gold[0] & gold[1]  # a case that only one run has was not gained and not lost
    (was, is_), (was_wrong, is_wrong) = found["found"], found["wrong"]
    return Change(
        figure=figure,
        gained=(*sorted((is_ - was) & known), *sorted(was_wrong - is_wrong)),
        lost=(*sorted((was - is_) & known), *sorted(is_wrong - was_wrong)),
        new=len(gold[1] - gold[0]),
        gone=len(gold[0] - gold[1]),
    )


def format_changes(pins: Mapping[str, Any], results: Mapping[str, Result], *, is_verbose: bool) -> Iterator[str]:
    """Yield for each set its figures before and after, and the cases gained and lost."""
    for name, result in results.items():
        if "rows" not in result or "not_scored" in result:
            continue
        if name not in pins:
            yield f"{name}: nothing is pinned yet (make score PIN=1)"
            continue
        pinned = pins[name]
        yield f"{name}, against the run of {pinned['on']} ({pinned['commit']})"
        yield from _format_rows(pinned["rows"], result["rows"])
        for change in find_changes(pinned, result):
            yield from _format_change(change, is_verbose=is_verbose)


def _format_rows(before: Iterable[Result], after: Iterable[Result]) -> Iterator[str]:
    former = {(row["what"], row.get("variant")): _main(row) for row in before}
    pairs = [(row, former.get((row["what"], row.get("variant"))), _main(row)) for row in after]
    turned = [(row, old, new) for row, old, new in pairs if old is not None and new is not None and _differ(old, new)]
    for row, old, new in turned:
        shown = f"{old:.3f} -> {new:.3f}  {new - old:+.3f}"
        yield f"  {row['what']:36} {shown}  {row.get('variant', '')}"
    if not turned:
        yield "  every figure is what it was"


def _main(row: Result) -> float | None:
    value: float | None = row.get("f1", row.get("figure"))
    return value


def _differ(old: float, new: float) -> bool:
    """Say whether figures differ as they are printed."""
    return f"{old:.3f}" != f"{new:.3f}"


def _format_change(change: Change, *, is_verbose: bool) -> Iterator[str]:
    if not (change.gained or change.lost or change.new or change.gone):
        return
    other = f", {change.new} new, {change.gone} gone" if change.new or change.gone else ""
    yield f"  {change.figure}: {len(change.gained)} gained, {len(change.lost)} lost{other}"
    for word, ids in (("gained", change.gained), ("lost", change.lost)):
        if ids:
            shown = ids if is_verbose else ids[:_SHOWN]
            more = f" ... and {len(ids) - len(shown)} more" if len(shown) < len(ids) else ""
            yield f"    {word:6} {' '.join(shown)}{more}"
