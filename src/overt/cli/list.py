"""`overt list`: the incidents of a ledger, with filters."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from overt.base.errors import SettingsError
from overt.cli.options import (
    DEFAULT_LEDGER,
    AsOfOption,
    LedgerOption,
    name_ledger,
    open_to_read,
    see_as_of,
    short_ids,
    tell_errors,
)
from overt.words.codes import plain, say_count, say_grade, say_sources, say_time

if TYPE_CHECKING:
    from overt.cli.printing import Page
    from overt.record.rows import IncidentRow

_ONLY_IN_A_SHEET = "N0"  # the rule of grades
_DAY = r"\d{4}(-\d\d(-\d\d)?)?"


@tell_errors
def list_incidents(
    *,
    type: Annotated[str | None, typer.Option(help="As violence.killing.", metavar="CODE")] = None,  # noqa: A002
    family: Annotated[str | None, typer.Option(help="As sabotage.", metavar="NAME")] = None,
    country: Annotated[str | None, typer.Option(help="Two letters, as PL.", metavar="CODE")] = None,
    since: Annotated[str | None, typer.Option(help="YYYY, YYYY-MM or YYYY-MM-DD.", metavar="DAY")] = None,
    until: Annotated[str | None, typer.Option(help="The same.", metavar="DAY")] = None,
    grade: Annotated[int | None, typer.Option(help="This or better; 6 alone.", min=1, max=6, metavar="1-6")] = None,
    text: Annotated[str | None, typer.Option(help="Words of title or quotes.", metavar="WORDS")] = None,
    status: Annotated[str | None, typer.Option(help="As candidate.", metavar="NAME")] = None,
    limit: Annotated[int, typer.Option(help="At most so many; 0: all.", min=0, metavar="N")] = 50,
    as_of: AsOfOption = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """List incidents, latest first."""
    from overt.cli.printing import Page  # noqa: PLC0415 - keeps `overt --help` quick
    from overt.record.rows import IncidentFilter  # noqa: PLC0415

    wanted = IncidentFilter(
        type=(type,) if type else (),
        family=(family,) if family else (),
        country=(country,) if country else (),
        since=complete_day(since, "--since", "-01-01"),
        until=complete_day(until, "--until", "-12-31"),
        best_grade=grade,
        words=text,
        status=(status,) if status else (),
        with_rejected=status is not None,
    )
    with open_to_read(ledger) as whole:
        opened, seen = see_as_of(whole, as_of)
        found = opened.page(wanted, size=limit or None)
        rows, total = found.rows, found.total
        hidden = opened.count_incidents(replace(wanted, with_rejected=True)) - total
        names = short_ids(opened.incident_ids())
    page = Page()
    if seen:
        page.line(seen, style="bold")
    if rows:
        _print_rows(page, rows, names)
        some = f"{len(rows)} of " if len(rows) < total else ""
        page.line()
        page.line(f"{some}{say_count(total, 'incident')}. Sources: independent+undetermined (dependent).", style="dim")
    elif names:
        page.line("No incident passes this filter.")
    else:
        page.line("There were no incidents then." if seen else f"No incidents yet in {ledger}.")
    if hidden:
        verb = "is" if hidden == 1 else "are"
        page.line(f"{hidden:,} rejected {verb} not listed: --status rejected", style="dim")
    page.next(*(one + name_ledger(ledger) for one in _next_commands(rows, names, f" --as-of {as_of}" if seen else "")))


def _next_commands(rows: tuple["IncidentRow", ...], names: dict[str, str], as_of: str) -> tuple[str, ...]:
    if rows:
        return (f"overt show {names[rows[0].id]}{as_of}",)
    return ("overt list",) if names else ("overt run FOLDER", "overt problems")


def complete_day(value: str | None, option: str, rest: str) -> str | None:
    """Return a year or a month completed to its first (--since) or last (--until) day."""
    if value is None:
        return None
    if not re.fullmatch(_DAY, value):
        raise SettingsError(f"{option} wants a day as 2024-02-13, or 2024-02, or 2024", where=value)
    return value + {4: rest, 7: rest[3:], 10: ""}[len(value)]


def _print_rows(page: "Page", rows: tuple["IncidentRow", ...], names: dict[str, str]) -> None:
    id_width = max(len(name) for name in names.values())
    room = page.width - 10 - id_width - 7 - 8
    widths = (id_width, room * 3 // 10, room * 3 // 10, room - 2 * (room * 3 // 10), 7, 8)
    page.columns(("ID", "WHEN", "WHERE", "TYPE", "GRADE", "SOURCES"), widths, style="bold")
    for row in rows:
        sources = say_sources(row.independent, row.undetermined, row.dependent)
        cells = (names[row.id], say_time(row.edtf), plain(row.place or "-"), row.type)
        page.columns((*cells, say_grade(row.grade, row.grade_rule), sources), widths)
        mark = " [from spreadsheet]" if row.grade_rule == _ONLY_IN_A_SHEET else ""
        mark += " [disputed]" if row.disputes else ""
        mark += f" [{row.status}]" if row.status not in ("candidate", "accepted") else ""
        page.line(plain(row.title) + mark, indent=id_width + 2)
