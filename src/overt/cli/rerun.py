"""`overt rerun`: reads all stored texts with today's engine and codebook; what that changes is shown, then accepted."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from overt.base.errors import SettingsError
from overt.cli.history import FEW, print_difference
from overt.cli.options import DEFAULT_LEDGER, LedgerOption, name_ledger, tell_errors
from overt.words.codes import plain, say_count

if TYPE_CHECKING:
    from overt.cli.printing import Page
    from overt.record.ledger import Ledger
    from overt.record.rereading import ReadAside
    from overt.rerun import ReadAgain, Rerun
    from overt.types.history import Difference


@tell_errors
def rerun(
    *,
    dry: Annotated[bool, typer.Option("--dry-run", help="Show what would change; write nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Accept it without asking.")] = False,
    anew: Annotated[bool, typer.Option("--anew", help="All texts, and all findings from nothing.")] = False,
    every: Annotated[bool, typer.Option("--all", "-a", help=f"All incidents, not the first {FEW}.")] = False,
    format: Annotated[str, typer.Option("--format", "-f", help="words or json.")] = "words",  # noqa: A002
    jobs: Annotated[
        int | None, typer.Option(help="Processes; by default one, for many reports one a core.", min=1, metavar="N")
    ] = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Read all stored texts with today's engine and words.

    What that changes is shown before it is accepted. It can be stopped at any time; the same command goes on. Claims
    that stay the same keep their ids, and what people decided holds.
    """
    _refuse(format, is_asked=not (dry or yes))
    from overt.cli.printing import Page  # noqa: PLC0415 - keeps `overt --help` quick
    from overt.record import open_ledger  # noqa: PLC0415
    from overt.record.rereading import ReadAside  # noqa: PLC0415
    from overt.rerun import accept_rerun, aside_path, plan_rerun, preview_rerun  # noqa: PLC0415

    page = Page()
    with open_ledger(ledger) as opened:
        plan = plan_rerun(opened, is_anew=anew)
        with ReadAside(aside_path(opened), plan.engine) as aside:
            _say(_read(opened, plan, aside, jobs), len(plan.report_ids))
            seen = None if yes and not dry else preview_rerun(opened, plan, aside)
            if seen is not None:
                _show(page, opened, seen, format, most=None if every else FEW)
            if dry:
                typer.echo(f"Nothing was written. What was read waits in {aside.path} for: overt rerun", err=True)
                return
            if seen is not None and seen.changes and not yes:
                typer.confirm("Accept this?", abort=True, err=True)
            done = accept_rerun(opened, plan, aside, seen)
            aside.forget()
        if seen is None:
            _show(page, opened, done, format, most=None if every else FEW)
        if format == "words" and done.end is not None:
            page.next(f"overt diff {done.end.number}{name_ledger(ledger)}", f"overt verify{name_ledger(ledger)}")


def _refuse(format: str, *, is_asked: bool) -> None:  # noqa: A002 - the user's word
    if format not in ("words", "json"):
        raise SettingsError("--format wants words or json", where=format)
    if is_asked and not sys.stdin.isatty():
        raise SettingsError("nobody is there to be asked", todo="Say --dry-run to look, or --yes to accept.")


def _read(opened: "Ledger", plan: "Rerun", aside: "ReadAside", jobs: int | None) -> "ReadAgain":
    from overt.cli.run import Teller  # noqa: PLC0415
    from overt.rerun import read_again  # noqa: PLC0415

    tell = Teller()
    try:
        with tell:
            return read_again(opened, plan, aside, jobs, tell)
    except KeyboardInterrupt:
        typer.echo(f"\nStopped; the ledger is as it was. What was read is safe in {aside.path}.", err=True)
        raise typer.Exit(130) from None


def _say(read: "ReadAgain", planned: int) -> None:
    if not planned:
        typer.echo("Today's engine with today's words has read all texts.", err=True)
        return
    earlier = f", {read.known:,} of them earlier" if read.known else ""
    typer.echo(f"{say_count(planned, 'text')} read again{earlier}.", err=True)
    for one in read.failed:
        typer.echo(f"{plain(one.input)}: {one.what} Its former reading stays.", err=True)


def _show(
    page: "Page",
    opened: "Ledger",
    found: "Difference",
    format: str,  # noqa: A002 - the user's word
    *,
    most: int | None,
) -> None:
    if format == "json":
        from overt.share.differences import difference_json  # noqa: PLC0415

        typer.echo(difference_json(found))
    else:
        print_difference(page, opened, found, most=most)
