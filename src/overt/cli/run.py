"""`overt run`: reads reports into a ledger, with progress and a summary."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

import typer

from overt.base.errors import SettingsError
from overt.cli.options import DEFAULT_LEDGER, LedgerOption, tell_errors
from overt.words.codes import plain, say_count

if TYPE_CHECKING:
    from overt.assemble import Progress, RunSettings, RunSummary
    from overt.record.ledger import Ledger

_QUIET_SECONDS = 15  # between lines of progress where there is no terminal


@tell_errors
def run(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files and folders with reports.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    published: Annotated[
        str | None, typer.Option(help="When these reports were published, if they don't say.", metavar="DAY")
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="Who published them.", metavar="NAME")] = None,
    jobs: Annotated[
        int | None, typer.Option(help="Processes; by default one, for many reports one a core.", min=1, metavar="N")
    ] = None,
) -> None:
    """Read reports into a ledger; work out their incidents.

    It can be stopped at any time; the same command goes on. Reports that are known are not read again.
    """
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise SettingsError("there is no such file or folder", where=", ".join(missing))
    from overt.assemble import RunSettings  # noqa: PLC0415 - keeps `overt --help` quick
    from overt.base.settings import CollectSettings  # noqa: PLC0415
    from overt.record import open_ledger  # noqa: PLC0415
    from overt.record.reports import storable  # noqa: PLC0415

    _refuse_bad_date(published)
    said = storable(outlet) if outlet else outlet
    settings = RunSettings(collect=CollectSettings(published=published, outlet=said), jobs=jobs)
    with open_ledger(ledger, create=True) as opened:
        if (former := opened.runs()) and former[-1].finished is None:
            typer.echo("The last run was stopped; going on from there.", err=True)
        summary = _run_with_progress(opened, paths, settings)
        _print_summary(summary, opened)


def _refuse_bad_date(published: str | None) -> None:
    from overt.collect.facts import read_time  # noqa: PLC0415

    if published is not None and read_time(published) is None:
        raise SettingsError("--published wants a day, month or year as 2024-04-03, 2024-04 or 2024", where=published)


def _run_with_progress(opened: "Ledger", paths: list[Path], settings: "RunSettings") -> "RunSummary":
    from overt.assemble import run_reports  # noqa: PLC0415

    tell = Teller()
    try:
        with tell:
            return run_reports(opened, paths, settings, tell)
    except KeyboardInterrupt:
        typer.echo(f"\nStopped. {say_count(opened.counts().reports, 'report')} safe in {opened.address}.", err=True)
        typer.echo("The same command goes on from here; the incidents are worked out when it ends.", err=True)
        raise typer.Exit(130) from None


class Teller:
    """Shows progress on the error output: one moving line on a terminal, else a plain line now and then."""

    def __init__(self) -> None:
        self._last = time.monotonic()
        self._first: tuple[float, int] | None = None  # when the first report was done: the start-up tells no rate
        self._is_terminal = sys.stderr.isatty()

    def __enter__(self) -> Self:
        if self._is_terminal:
            typer.echo("\rGetting ready ...", nl=False, err=True)
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_terminal:
            typer.echo("\r\x1b[K", nl=False, err=True)

    def __call__(self, progress: "Progress") -> None:
        """Show how far it is, not too often."""
        now = time.monotonic()
        self._first = self._first or (now, progress.done)
        is_end = not progress.current
        if now - self._last < (0.1 if self._is_terminal else _QUIET_SECONDS) and not (is_end and self._is_terminal):
            return
        self._last = now
        line = (
            self._comparing(progress)
            if is_end
            else self._reading(progress, now - self._first[0], progress.done - self._first[1])
        )
        if self._is_terminal:
            typer.echo(f"\r\x1b[K{line}", nl=False, err=True)
        else:
            typer.echo(line, err=True)

    def _comparing(self, progress: "Progress") -> str:
        return f"Comparing what {say_count(progress.done, 'input')} tell ..."

    def _reading(self, progress: "Progress", seconds: float, done: int) -> str:
        from overt.cli.printing import cut  # noqa: PLC0415

        head = f"{progress.done:,} of {progress.total:,}"
        if done and seconds:
            left = (progress.total - progress.done) * seconds / done
            head += f"  {done / seconds:.1f}/s  {_say_left(left)} left"
        head += f"  {say_count(progress.problems, 'problem')}" if progress.problems else ""
        return f"{head}  {cut(plain(progress.current), 78 - len(head)).rstrip()}"


def _say_left(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _print_summary(summary: "RunSummary", opened: "Ledger") -> None:
    from overt.cli.options import name_ledger, short_ids  # noqa: PLC0415
    from overt.cli.printing import Page  # noqa: PLC0415
    from overt.record.rows import IncidentFilter  # noqa: PLC0415

    page = Page()
    rate = f" ({summary.read / summary.seconds:.1f} reports/s)" if summary.read and summary.seconds else ""
    page.line(f"{say_count(summary.inputs, 'input')} in {summary.seconds:.1f} s{rate}, ledger {opened.address}")
    page.line()
    parts = [(summary.new, "new"), (summary.again, "read again"), (summary.known, "known")]
    parts += [(summary.duplicates, "duplicate"), (summary.superseded, "superseded"), (summary.failed, "failed")]
    page.line(f"Reports     {', '.join(f'{number:,} {word}' for number, word in parts if number) or 'none'}", hang=12)
    page.line(f"Incidents   {summary.incidents:,}{'' if summary.has_changed else ' (nothing changed)'}")
    page.line(f"Statistics  {summary.statistics:,}")
    told = ", ".join(f"{number:,} {name}" for name, number in summary.problems)
    page.line(f"Problems    {told or 'none'}", hang=12)
    page.line()
    option = name_ledger(opened.address)
    rows = opened.page(IncidentFilter(with_rejected=False), size=1).rows
    if rows:
        name = short_ids(opened.incident_ids())[rows[0].id]
        page.next(f"overt list{option}", f"overt show {name}{option}")
    else:
        page.line("No incidents were found.")
        page.next(f"overt {'problems' if summary.problems else 'reports'}{option}")
