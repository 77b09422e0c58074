"""`overt report`: one report, what was read out of it, and its text."""

from typing import TYPE_CHECKING, Annotated

import typer

from overt.cli.options import DEFAULT_LEDGER, LedgerOption, find_id, name_ledger, open_to_read, short_ids, tell_errors
from overt.words.codes import plain, say_count, say_time

if TYPE_CHECKING:
    from overt.cli.printing import Page
    from overt.types.report import Report


@tell_errors
def report(
    report_id: Annotated[str, typer.Argument(metavar="REPORT", help="Its id, or the beginning of it.")],
    text: Annotated[bool, typer.Option("--text", help="Print the stored text instead, as it is.")] = False,
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Show one report and the incidents and statistics it tells of."""
    from overt.cli.printing import Page  # noqa: PLC0415 - keeps `overt --help` quick

    with open_to_read(ledger) as opened:
        whole = find_id(report_id, opened.report_ids(), "report", "overt reports")
        found = opened.report(whole)
        incidents = [opened.incident(one) for one in opened.incidents_of(whole)]
        statistics = [one for one in opened.statistics() if one.report_id == whole]
        names = short_ids(opened.incident_ids())
    if text:
        typer.echo(found.text)
        return
    page = Page()
    _print_head(page, found)
    page.heading(say_count(len(incidents), "incident"))
    for incident in incidents:
        page.line(f"{names[incident.id]}  {plain(incident.title)}", indent=2, hang=8)
    page.heading(say_count(len(statistics), "statistic"))
    for statistic in statistics:
        page.line(f"{plain(statistic.figure)} - {plain(statistic.counted)}", indent=2, hang=2)
        page.line(f'"{plain(statistic.quote)}"', indent=4, hang=1)
    for problem in found.problems:
        page.line()
        page.line(f"Problem {problem.name}: {plain(problem.what)}")
    page.line()
    next_one = f"overt show {names[incidents[0].id]}" if incidents else f"overt report {report_id} --text"
    page.next(next_one + name_ledger(ledger))


def _print_head(page: "Page", found: "Report") -> None:
    page.line(plain(found.title or "(no title)"), style="bold")
    page.line(found.id, style="dim")
    page.line()
    published = found.published
    when = (
        f"{say_time(published.interval.edtf)} ({published.basis.value}: {plain(published.reason)})"
        if published
        else "unknown"
    )
    idle = sum(part.span.end - part.span.start for part in found.boilerplate)
    facts = {
        "Outlet": plain(found.outlet or "unknown"),
        "Published": when,
        "Language": found.language,
        "Input": plain(found.input),
        "Address": plain(found.url or "-"),
        "Text": f"{len(found.text):,} characters, {idle:,} of them boilerplate",
        "SHA-256": found.sha256_text,
    }
    for name, value in facts.items():
        page.line(f"{name:<11}{value}", hang=11)
