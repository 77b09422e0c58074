"""`overt export`: writes the ledger as files for other programs."""

from pathlib import Path
from typing import Annotated

import typer

from overt.cli.options import DEFAULT_LEDGER, LedgerOption, address_option, open_to_read, tell_errors
from overt.types.address import Address
from overt.words.codes import say_count


@tell_errors
def export(
    source: Annotated[
        Address | None, typer.Argument(parser=address_option, metavar="[LEDGER]", help="Instead of --ledger.")
    ] = None,
    format: Annotated[str, typer.Option("--format", "-f", help="jsonl (everything), csv or xlsx.")] = "jsonl",  # noqa: A002
    folder: Annotated[Path, typer.Option("--output", "-o", help="Folder for the files.", metavar="DIR")] = Path(
        "export"
    ),
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Write reports, incidents, statistics and entities as files."""
    from overt.share import export_ledger  # noqa: PLC0415 - keeps `overt --help` quick

    with open_to_read(source or ledger) as opened:
        files = export_ledger(opened, format, folder)
    for file in files:
        typer.echo(str(file))
    typer.echo(
        f"{say_count(len(files), 'file')} written. They are not redacted: names of people are in them.", err=True
    )
