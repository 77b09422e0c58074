"""`overt import SHEET` for a sheet of one's own: shows how it is read, then takes its rows in as candidates."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overt.base.errors import SettingsError
from overt.cli.options import name_ledger
from overt.types.address import Address
from overt.types.problem import Problem
from overt.words.codes import plain, say_count

if TYPE_CHECKING:
    from overt.assemble import RunSummary
    from overt.base.tables.cells import Sheet
    from overt.cli.printing import Page
    from overt.sheets.layout import Layout
    from overt.types.report import Report

_SHOWN = 20  # problems


def import_own(sheets: "Sequence[Sheet]", path: Path, ledger: Address, *, is_dry: bool, is_quiet: bool) -> None:
    """Read a sheet by its mapping, which is guessed and kept beside it the first time."""
    from overt.cli.printing import Page  # noqa: PLC0415 - keeps `overt --help` quick
    from overt.record import open_ledger  # noqa: PLC0415
    from overt.sheets.foreign import rows_of  # noqa: PLC0415

    page = Page()
    layout, kept, is_new = _layout(sheets, path)
    sheet = next((one for one in sheets if one.name == layout.sheet), None)
    if sheet is None:
        raise SettingsError(f"there is no sheet {layout.sheet!r} in it", where=str(path), todo=f"Correct {kept}.")
    _print_layout(page, layout, sheet, kept, is_new=is_new)
    if "type" not in layout.columns.values() and layout.type is None:
        raise SettingsError(
            "no column says of what type an incident is", where=str(path),
            todo=f"Say in {kept} which column is the type, or give all rows one: type: sabotage.arson",
        )  # fmt: skip
    items = list(rows_of(sheet, layout, str(path)))
    _print_problems(page, [one for one in items if isinstance(one, Problem)])
    count = sum(not isinstance(one, Problem) for one in items)
    page.line(f"{say_count(count, 'row')} can be taken in as candidates.")
    if is_dry:
        page.line("A dry run: nothing was written.", style="dim")
        return
    if not is_quiet and not _is_right(kept):
        raise typer.Exit(1)
    with open_ledger(ledger, create=True) as opened:
        from overt.assemble import take_reports  # noqa: PLC0415

        summary = take_reports(opened, str(path), _telling(items, count))
        _print_summary(page, summary, ledger)


def _layout(sheets: "Sequence[Sheet]", path: Path) -> "tuple[Layout, Path, bool]":
    from overt.sheets.guessing import guess_layout  # noqa: PLC0415 - keeps `overt --help` quick
    from overt.sheets.layout import layout_path, read_layout, write_layout  # noqa: PLC0415

    kept = layout_path(path)
    if kept.exists():
        return read_layout(kept), kept, False
    layout = guess_layout(sheets)
    if layout is None:
        raise SettingsError(
            "none of its first rows holds headings that are known", where=str(path),
            todo="Give the columns headings, as date, place, country, type, description, source.",
        )  # fmt: skip
    write_layout(kept, layout, path)
    return layout, kept, True


def _is_right(kept: Path) -> bool:
    try:
        if typer.confirm("Take them in?", err=True):
            return True
    except typer.Abort:
        typer.echo("", err=True)
    typer.echo(f"Nothing was written. Correct {kept}, then import again; --yes asks nothing.", err=True)
    return False


def _telling(items: "Sequence[Report | Problem]", count: int) -> "Sequence[Report | Problem]":
    if count > 500:
        typer.echo(f"Taking in {count:,} rows ...", err=True)
    return items


def _print_layout(page: "Page", layout: "Layout", sheet: "Sheet", kept: Path, *, is_new: bool) -> None:
    from overt.sheets.guessing import headings  # noqa: PLC0415 - keeps `overt --help` quick

    made = "guessed, and kept in" if is_new else "read from"
    name = f" of the sheet {plain(layout.sheet)}" if layout.sheet else ""
    page.line(f"The columns{name}, {made} {kept}:", hang=2)
    head = next((row for row in sheet.rows if row.number == layout.head), None)
    below = [row for row in sheet.rows if row.number > layout.head]
    width = max((len(name) for name in layout.columns), default=8)
    for at, heading in headings(head).items() if head else ():
        shown = next((plain(row.at(at).text) for row in below if row.at(at).text), "")
        cells = (plain(heading), layout.columns.get(heading, "ignore"), shown)
        page.columns(cells, (min(width, 24), 14, max(20, page.width - min(width, 24) - 18)))
    for name, words in (("type", layout.types), ("stage", layout.stages)):
        open_ = [plain(word) for word, code in words.items() if code is None]
        if open_:
            page.line(f"Not known as a {name}: {', '.join(open_[:10])}{', ...' if len(open_) > 10 else ''}", hang=2)
    page.line()


def _print_problems(page: "Page", problems: "Sequence[Problem]") -> None:
    for one in problems[:_SHOWN]:
        page.line(f"{one.where}  {plain(one.what)}. {plain(one.todo)}", hang=2)
    if len(problems) > _SHOWN:
        rest = Counter(one.fatal for one in problems)
        page.line(f"... {len(problems) - _SHOWN:,} more; in all {rest[True]:,} rows left out.", indent=2)
    if problems:
        page.line()


def _print_summary(page: "Page", summary: "RunSummary", ledger: Address) -> None:
    parts = [(summary.new, "new"), (summary.again, "read again"), (summary.known, "known")]
    parts += [(summary.duplicates, "twice in it"), (summary.superseded, "superseded")]
    page.line(f"Rows        {', '.join(f'{number:,} {word}' for number, word in parts if number) or 'none'}", hang=12)
    page.line(f"Incidents   {summary.incidents:,} in the ledger{'' if summary.has_changed else ' (nothing changed)'}")
    option = name_ledger(ledger)
    commands = ["overt list", "overt questions --kind same_incident"]
    commands += ["overt problems --name sheet-cell-unread"] if summary.problems else []
    page.next(*(command + option for command in commands))
