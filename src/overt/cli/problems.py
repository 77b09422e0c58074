"""`overt problems`: what could not be read, and what to do about it."""

from itertools import groupby
from typing import Annotated

import typer

from overt.cli.options import DEFAULT_LEDGER, LedgerOption, open_to_read, tell_errors
from overt.words.codes import plain, say_count


@tell_errors
def problems(
    name: Annotated[str | None, typer.Option(help="Only these, as report-empty.", metavar="NAME")] = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """List what could not be read, and what to do about it."""
    from overt.cli.printing import Page  # noqa: PLC0415 - keeps `overt --help` quick

    page = Page()
    with open_to_read(ledger) as opened:
        found = opened.problems(name)
    if not found:
        page.line("No open problems" + (f" named {plain(name)}." if name else "."))
        return
    for heading, group in groupby(found, key=lambda one: one.problem.name):
        rows = list(group)
        page.line(f"{heading} ({len(rows)})", style="bold")
        for one in rows:
            where = f", {plain(one.problem.where)}" if one.problem.where else ""
            page.line(f"{plain(one.problem.input)}{where}", indent=2, hang=2)
            page.line(plain(one.problem.what), indent=4)
        for todo in dict.fromkeys(plain(one.problem.todo) for one in rows):
            page.line(f"To do: {todo}", indent=2, hang=2, style="dim")
        page.line()
    page.line(
        f"{say_count(len(found), 'open problem')}; each closes by itself once its input is read without it.",
        style="dim",
    )
