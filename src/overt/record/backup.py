"""Backups: Ledger -> one file that is a ledger itself, and back into a file or a database; each seen to be whole.

The file is written under another name and put in place when all is there and was looked at: it is whole or absent.
"""

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import inspect

from overt import __version__
from overt.base.errors import LedgerError
from overt.record import schema
from overt.record.codec import dump_json
from overt.record.connect import connect, explain_faults, reading
from overt.record.copying import Sum, copy_rows, sum_of, sum_rows
from overt.record.ledger import Ledger, open_ledger
from overt.record.log import append_log, utc_now, verify_log
from overt.record.stores import store_of
from overt.types.address import Address

PART = ".part"  # ends the name of a file that is not complete
_KEY = "backup"  # in `meta` of a backup: when it was made, by what, and the sums of its tables
_NOT_ONE = "Name a file that `overt backup` made; an ordinary ledger needs no restoring."
_CHANGED = "Take another backup; this one cannot be trusted."


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup holds."""

    made: str  # UTC
    version: str  # of the overt that made it
    reports: int
    incidents: int
    decisions: int
    size: int  # bytes


def backup_ledger(ledger: Ledger, file: Path) -> Backup:
    """Write all of a ledger, as it is at one moment while others may go on writing, into a new file.

    Raises LedgerError if the file is there, cannot be written, or what was written is not whole.
    """
    with _new_file(file) as part:
        if ledger.address.path is not None:
            _copy_file(ledger, part)
        else:
            _copy_database(ledger, part)
        _seal(part)
        found = look_at_backup(part)
        part.chmod(0o400)
    return found


def restore_ledger(file: Path, address: Address) -> Backup:
    """Make a new ledger of a backup. Raises LedgerError if something is there, or the backup is not as it was made."""
    found = look_at_backup(file)
    if address.path is not None:
        with _new_file(address.path) as part:
            with _opened(file) as source, closing(sqlite3.connect(part)) as target:
                source.backup(target)
            _take_in(Address(part), found)
    else:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "copy.ledger"
            with _opened(file) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
            _take_in(Address(copy), found)
            _put_into(Address(copy), address)
    return found


def look_at_backup(file: Path) -> Backup:
    """Read all of a backup. Raises LedgerError if it is none, is damaged, or is not as it was made."""
    if not file.is_file():
        raise LedgerError("there is no backup here", where=str(file), todo="See the name: overt restore FILE")
    with explain_faults(Address(file)), _opened(file) as raw:
        (made, version), sealed = _told(raw, file)
        for pragma, sound in (("integrity_check(1)", [("ok",)]), ("foreign_key_check", [])):
            said = raw.execute(f"PRAGMA {pragma}").fetchall()
            if said != sound:
                raise LedgerError(f"the backup is damaged: {said[0]}", where=str(file), todo=_CHANGED)
        if _sums_of_file(raw) != sealed:
            raise LedgerError("the backup is not as it was made", where=str(file), todo=_CHANGED)
        counts = {name: sealed[name].rows if name in sealed else 0 for name in _COUNTED}
        return Backup(made=made, version=version, size=file.stat().st_size, **counts)


_COUNTED = ("reports", "incidents", "decisions")


def _copy_file(ledger: Ledger, part: Path) -> None:
    with explain_faults(ledger.address), closing(sqlite3.connect(part)) as target:
        with ledger.at_one_moment() as source:  # others may write meanwhile, and what they write is not in it
            raw: Any = source.connection.driver_connection
            try:
                raw.backup(target)
            except sqlite3.OperationalError as error:
                raise _explain_copying(error, part) from error
        target.execute("PRAGMA journal_mode = DELETE")  # one file, without others at its side


def _explain_copying(error: sqlite3.OperationalError, part: Path) -> LedgerError:
    """Say of which of the two files an error is."""
    is_of_copy = (
        error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL or "write" in (error.sqlite_errorname or "").lower()
    )
    if not is_of_copy:
        raise error
    todo = "Free some space, or name a file on another disk."
    return LedgerError("there is no room left for the copy", where=str(part.parent), todo=todo)


def _copy_database(ledger: Ledger, part: Path) -> None:
    engine = store_of(Address(part)).make_engine(create=True, read_only=False)
    try:
        with explain_faults(ledger.address), ledger.at_one_moment() as source, engine.begin() as target:
            copied = copy_rows(source, target)
        with reading(engine) as connection:
            if sum_rows(connection) != copied:
                raise LedgerError("what was written is not what was read", where=str(part), todo="Please report this.")
    finally:
        engine.dispose()
    with closing(sqlite3.connect(part)) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")


def _seal(part: Path) -> None:
    with closing(sqlite3.connect(part, isolation_level=None)) as raw:
        sums = {name: [one.rows, one.hashed] for name, one in _sums_of_file(raw).items()}
        told = dump_json({"made": utc_now(), "overt": __version__, "sums": sums})
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (_KEY, told))


def _told(raw: sqlite3.Connection, file: Path) -> tuple[tuple[str, str], Mapping[str, Sum]]:
    """Return when a backup was made and by what version, and the sums of its tables as they were then."""
    row = None
    if raw.execute("SELECT count(*) FROM sqlite_master WHERE name = 'meta'").fetchone()[0]:
        row = raw.execute("SELECT value FROM meta WHERE key = ?", (_KEY,)).fetchone()
    if row is None:
        raise LedgerError("this file is no backup", where=str(file), todo=_NOT_ONE)
    told = json.loads(row[0])
    sums = {name: Sum(rows=rows, hashed=hashed) for name, (rows, hashed) in told["sums"].items()}
    return (told["made"], told["overt"]), sums


def _sums_of_file(raw: sqlite3.Connection) -> Mapping[str, Sum]:
    """Add up what a file holds, whichever schema it has; the word index can be made anew and is left out."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'incident_words%'"
    names = [row[0] for row in raw.execute(query) if not row[0].startswith("sqlite_")]
    sums = {}
    for name in sorted(names):
        columns = sorted(row[1] for row in raw.execute(f'PRAGMA table_info("{name}")'))
        wanted = ", ".join(f'"{column}"' for column in columns)
        own = f" WHERE key <> '{_KEY}'" if name == "meta" else ""
        sums[name] = sum_of(columns, raw.execute(f'SELECT {wanted} FROM "{name}"{own}'))  # noqa: S608 - names of tables
    return sums


def _take_in(address: Address, backup: Backup) -> None:
    """Make a ledger of the copy of a backup, of the schema of today, with the restoring in its log."""
    engine = connect(address, create=False, read_only=False)
    try:
        with explain_faults(address), engine.begin() as connection:
            connection.execute(schema.meta.delete().where(schema.meta.c.key == _KEY))
            append_log(connection, "ledger-restored", {"backup": backup.made})
        with explain_faults(address), reading(engine) as connection:
            verify_log(connection)
    finally:
        engine.dispose()


def _put_into(copy: Address, address: Address) -> None:
    store = store_of(address)
    with open_ledger(copy, read_only=True) as ledger, explain_faults(address):
        engine = store.make_engine(create=True, read_only=False)
        try:
            with engine.begin() as connection, ledger.at_one_moment() as source:
                store.make_room(connection)
                if inspect(connection).has_table("meta"):
                    raise _is_there(str(address), store.new_one)
                copied = copy_rows(source, connection)
                if sum_rows(connection) != copied:
                    what = "what was written is not what was read"
                    raise LedgerError(what, where=str(address), todo="Nothing was kept of it. Please report this.")
        finally:
            engine.dispose()


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    """Give a backup to read; nothing is put at its side, and it may lie where nobody can write."""
    is_alone = not Path(f"{file}-wal").exists()
    address = f"{file.absolute().as_uri()}?mode=ro{'&immutable=1' if is_alone else ''}"
    with closing(sqlite3.connect(address, uri=True)) as raw:
        yield raw


@contextmanager
def _new_file(file: Path) -> Iterator[Path]:
    """Give the name of a file to write, and put it in the place of `file` if all went well; never over another."""
    folder = file.absolute().parent
    if not folder.is_dir():
        raise LedgerError("the folder does not exist", where=str(folder), todo="Make it, or name another.")
    if file.exists() or file.is_symlink():
        raise _is_there(str(file), "Name another file: nothing is overwritten.")
    try:
        number, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=PART, dir=folder)
    except OSError as error:
        raise LedgerError(
            f"the file cannot be written: {error.strerror}", where=str(file), todo="Name a file in another folder."
        ) from error
    os.close(number)
    part = Path(name)
    try:
        with explain_faults(Address(file)):
            yield part
        _put_in_place(part, file)
    finally:
        for left in (part, Path(f"{part}-wal"), Path(f"{part}-shm"), Path(f"{part}-journal")):
            left.unlink(missing_ok=True)


def _put_in_place(part: Path, file: Path) -> None:
    for path in (part, part.parent):
        number = os.open(path, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
    try:
        os.link(part, file)  # unlike a renaming, it never takes the place of another
    except FileExistsError as error:
        raise _is_there(str(file), "Name another file: nothing is overwritten.") from error
    except OSError:  # a file system without links
        part.rename(file)


def _is_there(where: str, todo: str) -> LedgerError:
    return LedgerError("there is something already", where=where, todo=todo)
