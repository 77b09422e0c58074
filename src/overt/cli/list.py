"""`overt list`: the incidents of a ledger, with filters."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from overt.base.errors import SettingsError
from overt.cli.options import DEFAULT_LEDGER, LedgerOption, open_to_read, short_ids, tell_errors
from overt.cli.words import plain, say_count, say_grade, say_sources, say_time

if TYPE_CHECKING:
    from overt.cli.printing import Page
    from overt.record.rows import IncidentRow

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
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """List incidents, latest first."""
    from overt.cli.printing import Page  # noqa: PLC0415 - keeps `overt --help` quick
    from overt.record.rows import IncidentFilter  # noqa: PLC0415

    wanted = IncidentFilter(
        type=type,
        family=family,
        country=country,
        since=_day(since, "--since", "-01-01"),
        until=_day(until, "--until", "-12-31"),
        grade=grade,
        text=text,
        status=status,
        limit=limit or None,
    )
    with open_to_read(ledger) as opened:
        rows, total = opened.list_incidents(wanted), opened.count_incidents(wanted)
        names = short_ids(opened.incident_ids())
    if not rows:
        _teach(Page(), ledger, has_any=bool(names))
        return
    _print_rows(Page(), rows, names)
    _print_foot(Page(), rows, total, names)


def _day(value: str | None, option: str, rest: str) -> str | None:
    """Complete a year or a month to its first (--since) or last (--until) day."""
    import re  # noqa: PLC0415

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
        mark = " [disputed]" if row.disputes else ""
        mark += f" [{row.status}]" if row.status not in ("candidate", "accepted") else ""
        page.line(plain(row.title) + mark, indent=id_width + 2)


def _print_foot(page: "Page", rows: tuple["IncidentRow", ...], total: int, names: dict[str, str]) -> None:
    page.line()
    some = f"{len(rows)} of {say_count(total, 'incident')}" if len(rows) < total else say_count(total, "incident")
    page.line(f"{some}. Sources: independent+undetermined (dependent) reports.", style="dim")
    page.line(f"Next: overt show {names[rows[0].id]}", style="dim")


def _teach(page: "Page", ledger: Path, *, has_any: bool) -> None:
    if has_any:
        page.line("No incident passes this filter. See them all: overt list")
    else:
        page.line(f"No incidents yet in {ledger}. Read some reports: overt run FOLDER")
        page.line("If reports were read already, see what went wrong: overt problems")
