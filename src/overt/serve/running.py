"""Runs started from a page: paths in; a process of its own reads them, and says how far it is. It can be stopped.

What was read stays read however a run ends, and the next one goes on from there (assemble.py), so stopping is safe.
"""

import multiprocessing
import signal
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from overt.base.errors import OvertError, SettingsError
from overt.base.settings import CollectSettings
from overt.types.address import Address

_PATIENCE = 10  # seconds in which a run that is stopped may put away the processes that read for it


@dataclass(frozen=True, slots=True, kw_only=True)
class RunState:
    """How far a run is, or how it ended."""

    paths: tuple[str, ...]
    started: float  # seconds, of this machine's clock
    done: int = 0
    total: int = 0
    current: str = ""
    problems: int = 0
    is_comparing: bool = False
    ended: str = ""  # "", "finished", "stopped" or "failed"
    says: str = ""  # what it did, or why it failed

    def left(self) -> str:
        """Say how long it will take from here, roughly; "" while nothing is known."""
        if self.ended or self.is_comparing or not self.done:
            return ""
        seconds = (time.time() - self.started) / self.done * (self.total - self.done)
        return f"about {seconds:.0f} s left" if seconds < 90 else f"about {seconds / 60:.0f} min left"


class Runs:
    """The run of a workspace: one at a time."""

    def __init__(self, ledger: Path | Address) -> None:
        self._ledger = ledger
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self.state: RunState | None = None

    def start(self, paths: Sequence[Path], settings: CollectSettings) -> None:
        """Begin to read what is under the paths. Raises SettingsError while another run goes on."""
        with self._lock:
            if self.is_going():
                raise SettingsError("a run is going on", todo="Wait for its end, or stop it; then start this one.")
            context = multiprocessing.get_context("spawn")
            here, there = context.Pipe(duplex=False)
            self.state = RunState(paths=tuple(map(str, paths)), started=time.time())
            self._process = context.Process(target=read_all, args=(self._ledger, tuple(paths), settings, there))
            self._process.start()
            there.close()
            threading.Thread(target=self._listen, args=(here, self._process), daemon=True).start()

    def is_going(self) -> bool:
        """Say whether a run goes on."""
        return self.state is not None and not self.state.ended

    def stop(self) -> None:
        """Stop the run; what it has read is kept."""
        process, state = self._process, self.state
        if process is None or state is None or state.ended:
            return
        self.state = replace(state, ended="stopped", says="What it has read is kept; the next run goes on from there.")
        process.terminate()
        process.join(_PATIENCE)
        if process.is_alive():
            process.kill()

    def _listen(self, connection: Connection, process: BaseProcess) -> None:
        """Take in what the process says until it ends."""
        while True:
            try:
                state = connection.recv()
            except (EOFError, OSError):
                break
            with self._lock:
                if self._process is process and self.state is not None and not self.state.ended:
                    self.state = replace(self.state, **state)
        process.join()
        with self._lock:
            if self._process is process and self.state is not None and not self.state.ended:
                self.state = replace(self.state, ended="failed", says="The process that read the reports died.")


def read_all(ledger: Path | Address, paths: tuple[Path, ...], settings: CollectSettings, tell: Connection) -> None:
    """Run in a process of its own; tells by `tell` what is new of the state."""
    from overt.assemble import Progress, RunSettings, run_reports  # noqa: PLC0415 - the server never needs the parser
    from overt.record import open_ledger  # noqa: PLC0415

    def say(progress: Progress) -> None:
        if progress.current:
            tell.send({"done": progress.done, "total": progress.total, "current": progress.current,
                       "problems": progress.problems})  # fmt: skip
        else:
            tell.send({"is_comparing": True, "current": ""})

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the processes that read end with this one
    try:
        with open_ledger(ledger, create=True) as opened:
            done = run_reports(opened, list(paths), RunSettings(collect=settings), say)
    except KeyboardInterrupt:
        return
    except OvertError as error:
        tell.send({"ended": "failed", "says": str(error)})
        return
    parts = ((done.new, "new"), (done.again, "read again"), (done.known, "known"), (done.duplicates, "duplicate"),
             (done.superseded, "superseded"), (done.failed, "failed"))  # fmt: skip
    told = ", ".join(f"{number:,} {word}" for number, word in parts if number) or "nothing"
    found = sum(number for _, number in done.problems)
    says = f"{told}; {found:,} problems; {done.incidents:,} incidents now; {done.seconds:.0f} s"
    tell.send({"ended": "finished", "says": says})
