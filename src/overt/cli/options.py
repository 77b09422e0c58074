"""What the commands share: the ledger they use, how they end on an error, and ids that may be shortened."""

import functools
import os
import shlex
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ParamSpec, TypeVar

import typer

from overt.base.errors import LedgerError, OvertError, SettingsError

if TYPE_CHECKING:
    from overt.record.ledger import Ledger

P = ParamSpec("P")
R = TypeVar("R")

_VARIABLE = "OVERT_LEDGER"
LedgerOption = Annotated[
    Path, typer.Option("--ledger", "-l", envvar=_VARIABLE, help="The ledger to use.", metavar="FILE")
]
DEFAULT_LEDGER = Path("overt.ledger")
_SHORTEST = 6


def tell_errors(command: Callable[P, R]) -> Callable[P, R]:
    """End a command with a clear text: exit code 2 for a wrong option, 1 for a ledger that cannot be used."""

    @functools.wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except OvertError as error:
            what = error.what[:1].upper() + error.what[1:]
            typer.echo(f"overt: {what}{f': {error.where}' if error.where else ''}", err=True)
            if error.todo:
                typer.echo(f"       {error.todo}", err=True)
            raise typer.Exit(2 if isinstance(error, SettingsError) else 1) from error

    return told


def open_to_read(path: Path) -> "Ledger":
    """Return the ledger, read-only."""
    from overt.record import open_ledger  # noqa: PLC0415 - keeps `overt --help` quick

    return open_ledger(path, read_only=True)


def name_ledger(path: Path) -> str:
    """Return what a next command must add to use the same ledger: nothing, or " --ledger FILE"."""
    is_understood = os.environ.get(_VARIABLE, str(DEFAULT_LEDGER)) == str(path)
    return "" if is_understood else f" --ledger {shlex.quote(str(path))}"


def find_id(prefix: str, ids: Iterable[str], noun: str, listing: str) -> str:
    """Return the one id that begins so, with or without its "inc_" or "rep_"; LedgerError for none or several."""
    wanted = prefix.strip().lower()
    found = [one for one in ids if one.lower().startswith(wanted) or one.lower().partition("_")[2].startswith(wanted)]
    if not wanted or not found:
        raise LedgerError(f"no {noun} begins with this", where=prefix, todo=f"See them all: {listing}")
    exact = [one for one in found if wanted in (one.lower(), one.lower().partition("_")[2])]
    if exact:
        return exact[0]
    if len(found) > 1:
        some = ", ".join(found[:5]) + (", ..." if len(found) > 5 else "")
        raise LedgerError(f"{len(found)} {noun}s begin with this", where=prefix, todo=f"Type more of it: {some}")
    return found[0]


def short_ids(ids: Iterable[str]) -> dict[str, str]:
    """Return for each id the shortest beginning, without "inc_", that no other id of the list shares."""
    bare = sorted((one.partition("_")[2], one) for one in ids)
    shared = [0, *(_common(one, two) for (one, _), (two, _) in pairwise(bare)), 0]
    length = max([_SHORTEST, *(common + 1 for common in shared)])
    return {whole: name[:length].lower() for name, whole in bare}


def _common(one: str, two: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
