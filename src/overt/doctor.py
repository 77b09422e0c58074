"""Looks whether a ledger and its machine are well: Address -> remarks with what to do about each. Beside decide.py."""

import platform
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from overt import __version__
from overt.assemble import engine_mark, findings_mark
from overt.base.errors import OvertError
from overt.record import open_ledger, schema
from overt.record.connect import schema_of
from overt.record.examining import FileFacts, check_pages, look_around, look_at_readings
from overt.record.ledger import Ledger
from overt.types.address import Address

_LITTLE_ROOM = 20_000_000  # bytes
_SHOWN = 5
_COPY = "Keep the file as it is, and go back to a backup: overt restore FILE --ledger NEW"


class State(StrEnum):
    """How a thing is."""

    OK = "ok"
    SEE = "see"  # nothing is lost; somebody should see to it
    BAD = "bad"  # what is stored is in danger, or no longer what was written


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What was looked at, how it is, and what to do about it."""

    state: State
    about: str  # one word: "disk", "log", "readings"
    what: str
    todo: str = ""


def examine(address: Address) -> Iterator[Remark]:
    """Yield a remark for each thing that was looked at. Nothing is changed, and nothing raises a LedgerError."""
    yield _machine()
    if address.path is not None and address.path.is_file():
        yield from _around(look_around(address.path))
    try:
        found = schema_of(address)
    except OvertError as error:
        yield _bad("ledger", f"{error.what}{f': {error.where}' if error.where else ''}", error.todo)
        return
    if address.path is not None:
        faults = check_pages(address.path)
        for fault in faults:
            yield _bad("pages", fault, _COPY)
        if faults:
            return
        yield _ok("pages", "every page, index and reference is sound")
    if found < schema.SCHEMA_VERSION:
        what = f"made by an older overt (schema {found}, this one has {schema.SCHEMA_VERSION})"
        yield _see("schema", f"{what}; the next command brings it up to date", "Make a copy of the file first.")
        return
    yield _ok("schema", f"schema {found}, as this overt has it")
    try:
        with open_ledger(address, read_only=True) as ledger:
            yield from _inside(ledger)
    except OvertError as error:
        yield _bad("ledger", f"{error.what}{f': {error.where}' if error.where else ''}", error.todo)


def _machine() -> Remark:
    return _ok("machine", f"overt {__version__}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")


def _around(facts: FileFacts) -> Iterator[Remark]:
    room = f"{facts.free / 1e9:,.1f} GB free, the ledger has {facts.size / 1e6:,.1f} MB"
    if facts.free < _LITTLE_ROOM:
        yield _bad("disk", room, "Free some space: a command that finds no room stops, and goes on later.")
    elif facts.free < 2 * facts.size:
        yield _see("disk", f"{room}: no room for a backup here", "Free some space, or back up to another disk.")
    else:
        yield _ok("disk", room)
    if facts.remote:
        what = f"it lies on a network drive ({facts.remote}), where SQLite cannot see who else writes"
        yield _bad(
            "drive", what, "Put it on a disk of this machine; for several people use a database: postgresql://..."
        )
    if not facts.is_writable:
        yield _see("rights", "the file or its folder may not be written: it can be read only", "See who owns them.")
    if facts.lost_frames:
        what = f"the file at its side, -wal, is gone, and with it {facts.lost_frames} pages that were written last"
        yield _bad("side files", what, "Put the -wal file back before any command runs; else go back to a backup.")
    if facts.has_journal:
        what = "there is a file -journal at its side: a program that is not overt wrote to it and did not end"
        yield _bad("side files", what, "Leave the file where it is; the next command takes back what was half written.")
    if facts.left:
        names = ", ".join(path.name for path in facts.left[:_SHOWN])
        yield _see("leftovers", f"left by a backup that was stopped: {names}", "Delete them, unless one runs just now.")
    yield _open_now(facts)


def _open_now(facts: FileFacts) -> Remark:
    users = ", ".join(map(str, facts.users))
    if facts.is_locked:
        who = f"process {users}" if users else "a program"
        return _see("locks", f"{who} is writing to it", "Wait until it is done; if it hangs, end it: nothing is lost.")
    return _ok("locks", f"nobody writes to it{f'; open in process {users}' if users else ''}")


def _inside(ledger: Ledger) -> Iterator[Remark]:
    yield from _log(ledger)
    engine = engine_mark()
    with ledger.at_one_moment() as connection:
        read = look_at_readings(connection, engine)
    if read.unread:
        yield _see("readings", f"{read.unread:,} reports could not be read by the engine", "See why: overt problems")
    if read.other_engine or read.other_knowledge:
        parts = [f"{read.other_engine:,} by another version"] if read.other_engine else []
        parts += [f"{read.other_knowledge:,} with other knowledge or another codebook"] if read.other_knowledge else []
        yield _see("readings", f"reports were read {', '.join(parts)}", "Read them again: overt run FOLDER")
    if not read.unread and not read.other_engine and not read.other_knowledge:
        yield _ok("readings", "all reports were read by this version, with the knowledge of today")
    yield _findings(ledger)
    yield from _runs(ledger)
    yield from _decisions(ledger)
    problems = ledger.counts().problems
    if problems:
        yield _see("problems", f"{problems:,} inputs could not be read, or only in part", "See which: overt problems")


def _log(ledger: Ledger) -> Iterator[Remark]:
    yield _ok("log", f"{ledger.verify_log():,} rows, none changed, moved or removed")


def _findings(ledger: Ledger) -> Remark:
    changes = ledger.look_for_changes(findings_mark(ledger, engine_mark()))
    waiting = len(changes.come) + len(changes.gone)
    if changes.is_anew and waiting:
        what = "the incidents were worked out with other rules or other knowledge"
        return _see("incidents", what, "The next run or decision works them out anew: overt run FOLDER")
    if waiting:
        what = f"{waiting:,} reports came, changed or went since the incidents were worked out"
        return _see("incidents", what, "The next run or decision takes them in: overt run FOLDER")
    return _ok("incidents", "they rest on all that is there")


def _runs(ledger: Ledger) -> Iterator[Remark]:
    runs = ledger.runs()
    if runs and runs[-1].finished is None:
        what = f"the last run, of {runs[-1].started}, was stopped or still goes on"
        yield _see("runs", what, "The same command goes on from there: overt run FOLDER")


def _decisions(ledger: Ledger) -> Iterator[Remark]:
    conflicts = ledger.conflicts()
    for one in conflicts[:_SHOWN]:
        yield _see("decisions", f"decision {one.decision}: {one.what}", one.todo)
    if len(conflicts) > _SHOWN:
        yield _see(
            "decisions", f"{len(conflicts) - _SHOWN:,} more do not fit what is read today", "See: overt decisions"
        )
    if not conflicts:
        yield _ok("decisions", f"{len(ledger.decisions()):,} taken, none in conflict with what is read today")


def _ok(about: str, what: str) -> Remark:
    return Remark(state=State.OK, about=about, what=what)


def _see(about: str, what: str, todo: str) -> Remark:
    return Remark(state=State.SEE, about=about, what=what, todo=todo)


def _bad(about: str, what: str, todo: str) -> Remark:
    return Remark(state=State.BAD, about=about, what=what, todo=todo)
