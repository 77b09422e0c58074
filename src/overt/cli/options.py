"""What the commands share: the ledger they use, how they end on an error, and ids that may be shortened."""

import functools
import getpass
import os
import shlex
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ParamSpec, TypeVar

import typer

from overt.base.errors import LedgerError, OvertError, SettingsError
from overt.types.address import Address, read_address

if TYPE_CHECKING:
    from overt.record.ledger import Ledger
    from overt.record.reader import LedgerReader

P = ParamSpec("P")
R = TypeVar("R")

_VARIABLE = "OVERT_LEDGER"


def address_option(said: str | Address) -> Address:
    """Return where a ledger is, as an option or argument says it."""
    try:
        return read_address(said)
    except SettingsError as error:  # whatever else it might say, the value itself may hold a password
        raise typer.BadParameter(" ".join(part for part in (f"{error.what}.", error.todo) if part)) from None


LedgerOption = Annotated[
    Address,
    typer.Option(
        "--ledger",
        "-l",
        envvar=_VARIABLE,
        parser=address_option,
        help="The ledger to use: a file or postgresql://...",
        metavar="FILE",
    ),
]
DEFAULT_LEDGER = Address(Path("overt.ledger"))
AsOfOption = Annotated[
    str | None, typer.Option(help="As it was: a revision (overt history), or a day.", metavar="REV|DAY")
]
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


def user_name() -> str:
    """Return the name of the user of this machine; "" where it knows none: the desk then asks for one."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def open_to_read(address: Address) -> "Ledger":
    """Return the ledger, read-only."""
    from overt.record import open_ledger  # noqa: PLC0415 - keeps `overt --help` quick

    return open_ledger(address, read_only=True)


def see_as_of(opened: "Ledger", said: str | None) -> "tuple[LedgerReader, str]":
    """Return the ledger as it was at a revision or on a day, and its heading; the ledger itself where none is said."""
    if said is None:
        return opened, ""
    from overt.words.history import say_revision  # noqa: PLC0415 - keeps `overt --help` quick

    past = opened.as_of(opened.find_revision(said))
    return past, f"As of {say_revision(past.revision)}"


def name_ledger(address: Address) -> str:
    """Return what a next command must add to use the same ledger: nothing, or " --ledger FILE"."""
    usual = os.environ.get(_VARIABLE)
    is_understood = address == (read_address(usual) if usual else DEFAULT_LEDGER)
    return "" if is_understood else f" --ledger {shlex.quote(str(address))}"


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
    length = _SHORTEST
    for (one, _), (two, _) in pairwise(bare):
        if one[:length] == two[:length]:  # most pairs differ before, and there may be a hundred thousand
            length = _common(one, two) + 1
    return {whole: name[:length].lower() for name, whole in bare}


def _common(one: str, two: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
