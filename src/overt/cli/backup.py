"""`overt backup` and `overt restore`: a ledger as one file that is kept elsewhere, and back."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from overt.cli.options import DEFAULT_LEDGER, LedgerOption, name_ledger, open_to_read, tell_errors
from overt.words.codes import say_count

if TYPE_CHECKING:
    from overt.record.backup import Backup

_MEGABYTE = 1_000_000


@tell_errors
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that is not there yet.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Copy the ledger into one file, while others go on working.

    The copy is looked at before it is said to be done. Keep it on another disk, and no less safe than the ledger.
    """
    from overt.cli.printing import Page  # noqa: PLC0415 - keeps `overt --help` quick
    from overt.record.backup import backup_ledger  # noqa: PLC0415

    with open_to_read(ledger) as opened:
        made = backup_ledger(opened, file)
    page = Page()
    page.line(f"Backup of {ledger}: {_say(made)}.", hang=2)
    page.line(f"Read again and found whole: {file} ({made.size / _MEGABYTE:.1f} MB)", hang=2)
    page.next(f"overt restore {shlex.quote(str(file))} --ledger NEW")


@tell_errors
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What overt backup made.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Make a new ledger of a backup, in a file or a database.

    Nothing is overwritten, and a backup that is not as it was made is refused.
    """
    from overt.cli.printing import Page  # noqa: PLC0415 - keeps `overt --help` quick
    from overt.record.backup import restore_ledger  # noqa: PLC0415

    made = restore_ledger(file, ledger)
    page = Page()
    page.line(f"Restored to {ledger}: {_say(made)}, as of {made.made}.", hang=2)
    page.next(f"overt list{name_ledger(ledger)}", f"overt doctor{name_ledger(ledger)}")


def _say(made: "Backup") -> str:
    counts = ((made.reports, "report"), (made.incidents, "incident"), (made.decisions, "decision"))
    return ", ".join(say_count(number, word) for number, word in counts)
