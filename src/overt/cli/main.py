"""The `overt` command: the app and its commands."""

from typing import Annotated

import typer

from overt import __version__
from overt.cli.backup import backup, restore
from overt.cli.chart import chart
from overt.cli.decide import app as decide_app
from overt.cli.decisions import decisions
from overt.cli.doctor import doctor
from overt.cli.export import export
from overt.cli.history import diff, history, verify
from overt.cli.import_sheet import import_sheet
from overt.cli.list import list_incidents
from overt.cli.problems import problems
from overt.cli.questions import questions
from overt.cli.report import report
from overt.cli.reports import reports
from overt.cli.rerun import rerun
from overt.cli.run import run
from overt.cli.serve import serve
from overt.cli.show import show
from overt.cli.why import why

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"overt {__version__}")
        raise typer.Exit


@app.callback(epilog="Start with: overt run FOLDER, then overt list, then overt show INCIDENT")
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Read news reports into a ledger of incidents whose every value has a quote."""


_EXAMPLE = "Example: overt "
app.command(epilog=_EXAMPLE + 'run articles --outlet "The Example Times" --published 2024-04')(run)
app.command("list", epilog=_EXAMPLE + "list --family sabotage --country PL --since 2024")(list_incidents)
app.command(epilog=_EXAMPLE + "show 01hq3v --all")(show)
app.command(epilog=_EXAMPLE + "why 01hq3v 01hq9k, or: overt why 01hq3v time")(why)
app.command(epilog=_EXAMPLE + "serve --ledger spring.ledger")(serve)
app.command(epilog=_EXAMPLE + "reports --ledger spring.ledger")(reports)
app.command(epilog=_EXAMPLE + "report 3fa2c1")(report)
app.command(epilog=_EXAMPLE + "problems --name report-empty")(problems)
app.command(epilog=_EXAMPLE + "questions --kind same_person --limit 20")(questions)
app.add_typer(decide_app, name="decide", epilog=_EXAMPLE + 'decide reject 01hq3v --why "an accident, says the owner"')
app.command(epilog=_EXAMPLE + "decisions --of 01hq3v")(decisions)
app.command(epilog=_EXAMPLE + "chart map --family sabotage --out sabotage.svg")(chart)
app.command(epilog=_EXAMPLE + "history, or: overt history 01hq3v")(history)
app.command(epilog=_EXAMPLE + "diff 2026-11-01 2026-12-01 --format json")(diff)
app.command(epilog=_EXAMPLE + "rerun --dry-run")(rerun)
app.command(epilog=_EXAMPLE + "verify --ledger spring.ledger")(verify)
app.command(epilog=_EXAMPLE + "export --format xlsx -o tables")(export)
app.command("import", epilog=_EXAMPLE + "import tables/ledger.xlsx --dry-run")(import_sheet)
app.command(epilog=_EXAMPLE + "export --format csv -o tables")(export)
app.command(epilog=_EXAMPLE + "backup 2024-05-09.backup")(backup)
app.command(epilog=_EXAMPLE + "restore 2024-05-09.backup --ledger again.ledger")(restore)
app.command(epilog=_EXAMPLE + "doctor --ledger spring.ledger")(doctor)
