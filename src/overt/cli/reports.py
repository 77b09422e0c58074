"""`overt reports`: the reports of a ledger, and what each is among the others."""

from typing import Annotated

import typer

from overt.cli.options import DEFAULT_LEDGER, LedgerOption, name_ledger, open_to_read, short_ids, tell_errors
from overt.words.codes import plain, say_count, say_time


@tell_errors
def reports(
    superseded: Annotated[
        bool, typer.Option("--superseded", help="Also those whose file says something else now.")
    ] = False,
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """List the reports that were read, with what each depends on."""
    from overt.cli.printing import Page  # noqa: PLC0415 - keeps `overt --help` quick

    page = Page()
    with open_to_read(ledger) as opened:
        found, names = opened.reports(with_superseded=superseded), short_ids(opened.report_ids())
    if not found:
        page.line(f"No reports yet in {ledger}.")
        page.next(f"overt run FOLDER{name_ledger(ledger)}")
        return
    groups = [one.standing.origin_group for one in found if one.standing]
    width = max(len(name) for name in names.values())
    widths = (width, 18, page.width - width - 18 - 22 - 6, 22)
    page.columns(("ID", "PUBLISHED", "TITLE", "OUTLET"), widths, style="bold")
    for one in found:
        report = one.report
        published = say_time(report.published.interval.edtf) if report.published else "unknown"
        cells = (names[report.id], published, plain(report.title or "(no title)"), plain(report.outlet or "-"))
        page.columns(cells, widths)
        notes = [plain(report.input)]
        notes += [f"also {plain(name)}" for name in one.inputs if name != report.input][:2]
        if one.removed is not None:
            notes.append(f"removed: {plain(one.removed)}")
        if not one.inputs:
            notes.append("superseded: the file says something else now")
        if one.standing and one.standing.duplicate_of:
            notes.append(f"copy of {names.get(one.standing.duplicate_of, one.standing.duplicate_of)}")
        elif one.standing and groups.count(one.standing.origin_group) > 1:
            notes.append("shares its origin with others")
        page.line("; ".join(notes), indent=width + 2, style="dim")
    page.line()
    page.line(f"{say_count(len(found), 'report')}.", style="dim")
    page.next(f"overt report {names[found[0].report.id]}{name_ledger(ledger)}")
