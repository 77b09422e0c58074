"""Prints how the case tables stand: `python -m tests.extract.case_report [--mark] [--settle] [--causes FILE]`.

--mark gives failing rows their `open`, --settle takes it from rows that pass, --causes writes the causes as Markdown.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import yaml

from tests.extract.case_rows import FOLDER, Row, differences, fields_right, load_rows, row_files, side_by_side

_FEW_CAUSES = 3  # more than these help nobody to sort a row
_SHOWN = 12


def cause_of(row: Row) -> str:
    """Return in a few words why a row fails today."""
    found = list(dict.fromkeys(differences(row)))
    return "; ".join(found[:_FEW_CAUSES]) + ("; ..." if len(found) > _FEW_CAUSES else "")


def edit_rows(file: str, change: Callable[[Row, list[str]], list[str]]) -> None:
    """Rewrite a table row by row; a row begins with "- why:" and comments between rows stay."""
    path = FOLDER / file
    rows = iter(load_rows(file))
    head, *blocks = ("\n" + path.read_text(encoding="utf-8")).split("\n- why:")
    edited = ["\n".join(change(next(rows), ("- why:" + block).split("\n"))) for block in blocks]
    path.write_text("\n".join([head, *edited]).removeprefix("\n"), encoding="utf-8")


def _marked(row: Row, lines: list[str]) -> list[str]:
    if row.open is not None or not differences(row):
        return lines
    return [lines[0], f"  open: '{cause_of(row)}'", *lines[1:]]


def _settled(row: Row, lines: list[str]) -> list[str]:
    if row.open is None or differences(row):
        return lines
    return [line for line in lines if not line.startswith("  open:")]


def _repin() -> None:
    """Raise each pin to the number of rows that pass today; a pin is never lowered here."""
    path = FOLDER / "pinned.yaml"
    head = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    pins = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    numbers = {file: max(pins.get(file, 0), _passing(load_rows(file))) for file in row_files()}
    path.write_text("\n".join([*head, *(f"\n{file}: {number}" for file, number in numbers.items()), ""]), "utf-8")


def _passing(rows: Sequence[Row]) -> int:
    return sum(not differences(row) for row in rows)


def causes_page() -> str:
    """Return the failing rows grouped by cause, the commonest cause first, as Markdown."""
    by_cause: dict[str, list[Row]] = defaultdict(list)
    rows = [row for file in row_files() for row in load_rows(file)]
    for row in rows:
        for difference in dict.fromkeys(differences(row)):
            by_cause[difference].append(row)
    failing = [row for row in rows if differences(row)]
    lines = [f"# Rows not read rightly: {len(failing)} of {len(rows)}", "", *_table(), "", *_fields(rows), ""]
    for cause, held in sorted(by_cause.items(), key=lambda item: -len(item[1])):
        lines += [f"## {cause}: {len(held)}", "", *(f"- {row.id} {row.text}" for row in held[:_SHOWN])]
        lines += [f"- ... and {len(held) - _SHOWN} more"] if len(held) > _SHOWN else []
        lines.append("")
    lines += ["# All failing rows, side by side", "", "```", *(side_by_side(row) + "\n" for row in failing), "```", ""]
    return "\n".join(lines)


def _table() -> list[str]:
    lines = ["| file | rows | pass | commonest differences |", "| --- | --- | --- | --- |"]
    for file in row_files():
        rows = load_rows(file)
        common = Counter(difference for row in rows for difference in set(differences(row))).most_common(6)
        worded = ", ".join(f"{difference} {count}" for difference, count in common)
        lines.append(f"| {file} | {len(rows)} | {_passing(rows)} | {worded} |")
    return lines


def _fields(rows: Sequence[Row]) -> list[str]:
    """Return how often each thing that rows ask for is read rightly; a row as a whole is right only if all of it is."""
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for row in rows:
        for field, is_right in fields_right(row):
            asked[field] += 1
            right[field] += is_right
    lines = ["| asked for | times | right |", "| --- | --- | --- |"]
    return lines + [f"| {field} | {times} | {right[field]} |" for field, times in asked.most_common()]


def main() -> None:
    """Read the options and do what they say."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mark", action="store_true")
    options.add_argument("--settle", action="store_true")
    options.add_argument("--causes", type=Path)
    told = options.parse_args()
    for file in row_files():
        if told.mark:
            edit_rows(file, _marked)
        if told.settle:
            load_rows.cache_clear()
            edit_rows(file, _settled)
    load_rows.cache_clear()
    if told.mark or told.settle:
        _repin()
    if told.causes:
        told.causes.write_text(causes_page(), encoding="utf-8")
    print("\n".join([*_table(), "", *_fields([row for file in row_files() for row in load_rows(file)])]))  # noqa: T201 - a command


if __name__ == "__main__":
    main()
