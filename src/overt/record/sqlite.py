"""The ledger as one SQLite file: path -> engine, with every way in which that fails told in plain words.

Readers see the state at their first question and keep nobody out (WAL); writers take turns, from the beginning of
their transaction on, so that none ever has to start again because of another.
"""

import shutil
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError

from overt.base.errors import LedgerError
from overt.record.side_files import lost_frames
from overt.record.stores import GO_BACK, READER, WAIT_SECONDS

_MAGIC = b"SQLite format 3\0"
_NEW_ONE = "Name another file with --ledger, or move this one away."

# What SQLite says, what it means to the user, what to do about it; first match.
_FAULTS = (
    ("disk is full", "there is no room left on the disk", "Free some space, then run the same command."),
    ("readonly", "the ledger or its folder may not be written", "Make it writable, or copy the ledger elsewhere."),
    ("unable to open", "the ledger cannot be opened", "See whether the folder exists and may be read and written."),
    ("locked", "another program is writing to the ledger", "Wait until it is done, then run the same command."),
    ("not a database", "this file is not an overt ledger, or it is damaged", _NEW_ONE),
    ("malformed", "the ledger is damaged", GO_BACK),
    ("disk i/o error", "the disk failed while the ledger was used", GO_BACK),
)
_ROOM = ("unable to open", "disk i/o error")  # what may also come of a disk that is full
_LITTLE_ROOM = 200_000  # bytes: the files at the side of a ledger take so much


class SqliteStore:
    """A ledger in a file."""

    new_one = _NEW_ONE

    def __init__(self, path: Path) -> None:
        self._path = path

    def look(self, *, create: bool) -> None:
        """Raise LedgerError if there is no ledger, or something else, where one is to be opened."""
        path = self._path
        if path.is_dir():
            raise LedgerError("a folder stands where the ledger should be", where=str(path), todo=_NEW_ONE)
        if not path.absolute().parent.is_dir():
            what = "the folder for the ledger does not exist"
            raise LedgerError(what, where=str(path), todo="Make it, or name another.")
        try:
            with path.open("rb") as file:
                start = file.read(len(_MAGIC))
        except FileNotFoundError as error:
            if create:
                return
            raise LedgerError("there is no ledger here", where=str(path), todo="Make one: overt run FOLDER") from error
        except OSError as error:
            raise LedgerError(
                f"the ledger cannot be read: {error.strerror}", where=str(path), todo="See who may read the file."
            ) from error
        if start != _MAGIC and not (create and start == b""):
            raise LedgerError("this file is not an overt ledger", where=str(path), todo=_NEW_ONE)
        if lost_frames(path):
            what = f"the file {path.name}-wal is gone, and with it what was written last"
            todo = f"Put it back beside the ledger. To go on without it, delete {path.name}-shm as well."
            raise LedgerError(what, where=str(path), todo=todo)

    def make_engine(self, *, create: bool, read_only: bool) -> Engine:
        """Return what connections come from."""
        mode = self._mode(create=create, read_only=read_only)
        address = f"{self._path.absolute().as_uri()}?{mode}"

        def dial() -> sqlite3.Connection:
            # Transactions are begun by _begin below: the driver's own habit is to begin late and to end early.
            raw = sqlite3.connect(
                address, uri=True, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False
            )
            raw.execute("PRAGMA foreign_keys = ON")
            if not read_only:
                raw.execute("PRAGMA journal_mode = WAL")
                raw.execute("PRAGMA synchronous = FULL")
            return raw

        engine = create_engine("sqlite://", creator=dial, poolclass=QueuePool)
        event.listen(engine, "begin", _begin)
        return engine

    def make_room(self, connection: Connection) -> None:
        """The file is there as soon as it was opened."""

    def look_through(self, connection: Connection, *, is_whole: bool) -> None:
        """Raise LedgerError if the file is damaged; `is_whole`: look at each page, else only whether none is missing.

        To look at each page takes a second for every 300 MB, which is too long for each command. A process that was
        killed leaves nothing half (the WAL sees to it), so opening needs it not; the next run after one that did not
        end does it once, and the doctor whenever it is asked.
        """
        if is_whole:
            said = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
        else:
            said = self._missing(connection)
        if said != "ok":
            raise LedgerError("the ledger is damaged", where=f"{self._path}: {said}", todo=GO_BACK)

    def _missing(self, connection: Connection) -> str:
        wal = Path(f"{self._path}-wal")
        if wal.exists() and wal.stat().st_size:
            return "ok"  # pages may stand in the WAL still
        pages, size = (connection.exec_driver_sql(f"PRAGMA {one}").scalar() or 0 for one in ("page_count", "page_size"))
        found = self._path.stat().st_size
        return "ok" if found >= pages * size else f"{pages * size - found:,} bytes are missing at its end"

    def explain(self, error: BaseException) -> LedgerError | None:
        """Return what an error of the database means; None if it is none of its errors."""
        if not isinstance(error, DBAPIError | sqlite3.Error):
            return None
        said = str(getattr(error, "orig", None) or error)
        if any(sign in said.lower() for sign in _ROOM) and self._is_full():
            said = "disk is full"  # SQLite says so only of some of its files
        for sign, what, todo in _FAULTS:
            if sign in said.lower():
                return LedgerError(what, where=str(self._path), todo=todo)
        return LedgerError(f"the ledger cannot be used: {said}", where=str(self._path), todo=GO_BACK)

    def _is_full(self) -> bool:
        try:
            usage = shutil.disk_usage(self._path.absolute().parent)
        except OSError:
            return False
        return usage.total > 0 and usage.free < _LITTLE_ROOM  # /proc and the like have no room at all

    def _mode(self, *, create: bool, read_only: bool) -> str:
        if not read_only:
            return "mode=rwc" if create else "mode=rw"
        # In a folder that may not be written, SQLite cannot make the side file that readers share; with no writer
        # around the ledger can be read as it lies.
        try:
            probe = sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True, timeout=WAIT_SECONDS)
            try:
                probe.execute("SELECT count(*) FROM sqlite_master").fetchone()
            finally:
                probe.close()
        except sqlite3.OperationalError as error:
            is_side_file = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
            if is_side_file and not Path(f"{self._path}-wal").exists():
                return "mode=ro&immutable=1"
        return "mode=ro"


def _begin(connection: Any) -> None:
    is_reader = connection.get_execution_options().get(READER, False)
    connection.exec_driver_sql("BEGIN" if is_reader else "BEGIN IMMEDIATE")
