"""Looks at the file of a ledger and what lies around it, and asks for what is not read as it would be: path -> facts.

Nothing is changed: a file of an older overt is not brought up to date, a file without others at its side gets none.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, and_, func, select

from overt.record import schema
from overt.record.live import live_reports
from overt.record.rows import EngineMark
from overt.record.side_files import lost_frames

# Where SQLite's locks and shared memory do not hold between machines.
_REMOTE = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "fuse.sshfs", "fuse.rclone", "fuse.s3fs", "davfs")
_SIDE = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What lies around a ledger in a file."""

    size: int  # bytes, with its side files
    free: int  # bytes of the disk
    remote: str | None  # the kind of network drive that it lies on
    is_writable: bool  # it and its folder
    lost_frames: int  # pages that were written into a side file which is gone
    has_journal: bool  # of a program that does not use the WAL
    users: tuple[int, ...]  # numbers of processes that have it open
    is_locked: bool  # one of them is writing
    left: tuple[Path, ...]  # files that a killed backup or restoring left


def look_around(path: Path) -> FileFacts:
    """Return what lies around a ledger that is there."""
    folder = path.absolute().parent
    sizes = [file.stat().st_size for file in (path, *(Path(f"{path}{end}") for end in _SIDE)) if file.exists()]
    lost = lost_frames(path)
    is_writable = os.access(path, os.W_OK) and os.access(folder, os.W_OK)
    return FileFacts(
        size=sum(sizes),
        free=shutil.disk_usage(folder).free,
        remote=_remote(folder),
        is_writable=is_writable,
        lost_frames=lost,
        has_journal=Path(f"{path}-journal").exists(),
        users=tuple(_users(path)),
        is_locked=is_writable and not lost and _is_locked(path),  # to open it would wipe out what tells of the loss
        left=tuple(sorted(folder.glob(".*.part"))),
    )


def check_pages(path: Path, most: int = 5) -> tuple[str, ...]:
    """Return what is damaged in a file: the first faults that SQLite finds in its pages, indices and references."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    if not Path(f"{path}-wal").exists() and not os.access(path.absolute().parent, os.W_OK):
        address += "&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as raw:
            found = [str(row[0]) for row in raw.execute(f"PRAGMA integrity_check({most})")]
            dangling = raw.execute("PRAGMA foreign_key_check").fetchmany(most)
    except sqlite3.DatabaseError as error:
        return (str(error),)
    found += [f"a row of {row[0]} points to none of {row[2]}" for row in dangling]
    return tuple(one for one in found if one != "ok")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFacts:
    """How the live reports were read."""

    unread: int  # not at all: the engine failed
    other_engine: int
    other_knowledge: int  # by the same engine


def look_at_readings(connection: Connection, engine: EngineMark) -> ReadingFacts:
    """Compare how the reports were read with how they would be now."""
    reports, readings = schema.reports, schema.readings
    is_other = readings.c.engine != engine.name
    wanted = (
        readings.c.report_id.is_(None),
        is_other,
        and_(~is_other, readings.c.knowledge != engine.knowledge),
    )
    joined = reports.outerjoin(readings, readings.c.report_id == reports.c.id)
    unread, other, knowledge = (
        connection.execute(
            select(func.count()).select_from(joined).where(reports.c.id.in_(live_reports()), condition)
        ).scalar_one()
        for condition in wanted
    )
    return ReadingFacts(unread=unread, other_engine=other, other_knowledge=knowledge)


def _remote(folder: Path) -> str | None:
    """Return the kind of network drive that a folder lies on, where the system tells."""
    try:
        rows = [line.split() for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    except OSError:
        return None
    whole = str(folder.resolve())
    under = [row for row in rows if len(row) > 2 and (f"{whole}/").startswith(f"{row[1].rstrip('/')}/")]
    kind = max(under, key=lambda row: len(row[1]), default=["", "", ""])[2]
    return kind if kind in _REMOTE else None


def _users(path: Path) -> Iterator[int]:
    """Yield the processes that have a file open, this one aside, where the system tells."""
    whole = str(path.resolve())
    for process in Path("/proc").glob("[0-9]*"):
        if int(process.name) == os.getpid():
            continue
        try:
            files = [str(file.readlink()) for file in (process / "fd").iterdir()]
        except OSError:
            continue
        if whole in files:
            yield int(process.name)


def _is_locked(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=0)) as raw:
            raw.isolation_level = None
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        return (error.sqlite_errorcode & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    except sqlite3.DatabaseError:
        return False
    return False
