"""Runs a command of overt in a process of its own that dies at a chosen moment: Command + Death -> Ended.

The process is a fork of this one, so that what takes a second to load is loaded once. It counts the points that it
passes: each statement before and after the database has it, each commit, each file put in place.
"""

import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine.default import DefaultDialect

from overt.cli.main import app
from overt.record.ledger import Ledger

_HANGS = 180.0  # seconds after which a process that nobody killed is said to hang
_ACK = b"acknowledged %d\n"


@dataclass(frozen=True, kw_only=True)
class Death:
    """When a process is to die: at so manyth a point, or after some seconds; at both None it is left alone."""

    point: int | None = None
    seconds: float | None = None
    size: int | None = None  # bytes that a file may have: as if the disk were full


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a process ended."""

    command: tuple[str, ...]
    code: int  # as a shell has it, negative for a signal
    said: str
    errors: str
    points: int  # passed; 0 if it was killed
    acknowledged: tuple[int, ...]  # numbers of decisions that were promised to stay
    seconds: float

    @property
    def is_killed(self) -> bool:
        """By us."""
        return self.code == -signal.SIGKILL


@dataclass
class Child:
    """A process that runs."""

    command: tuple[str, ...]
    death: Death
    started: float = field(default_factory=time.monotonic)
    pid: int = 0
    pipes: dict[int, bytearray] = field(default_factory=dict)  # output, errors, what it passed and promised

    def end(self) -> Ended:
        """Wait for the end, or bring it about."""
        wait = self.death.seconds if self.death.seconds is not None else _HANGS
        until = self.started + wait
        opened = set(self.pipes)
        while opened:
            ready, _, _ = select.select(opened, [], [], max(0.0, until - time.monotonic()))
            if not ready:
                os.kill(self.pid, signal.SIGKILL)
                until = time.monotonic() + _HANGS
            for number in ready:
                some = os.read(number, 65_536)
                self.pipes[number] += some
                if not some:
                    opened.discard(number)
                    os.close(number)
        _, status = os.waitpid(self.pid, 0)
        seconds = time.monotonic() - self.started
        if self.death.seconds is None and seconds >= _HANGS:
            raise AssertionError(f"hangs: {self.command}")
        said, errors, noted = (bytes(content).decode("utf-8", "replace") for content in self.pipes.values())
        words = [line.split() for line in noted.splitlines()]
        return Ended(
            command=self.command,
            code=os.waitstatus_to_exitcode(status),
            said=said,
            errors=errors,
            points=next((int(line[1]) for line in words if line[0] == "points"), 0),
            acknowledged=tuple(int(line[1]) for line in words if line[0] == "acknowledged"),
            seconds=seconds,
        )


def start(command: tuple[str, ...], death: Death, environment: dict[str, str]) -> Child:
    """Start a command."""
    child = Child(command=command, death=death)
    pipes = [os.pipe() for _ in range(3)]
    sys.stdout.flush()
    sys.stderr.flush()
    child.pid = os.fork()
    if child.pid == 0:
        _become(command, death, environment, [write for _, write in pipes])
    for _, write in pipes:
        os.close(write)
    child.pipes = {read: bytearray() for read, _ in pipes}
    return child


def _become(command: tuple[str, ...], death: Death, environment: dict[str, str], pipes: list[int]) -> None:
    code = 70
    try:
        os.setsid()
        os.dup2(pipes[0], 1)
        os.dup2(pipes[1], 2)
        sys.stdout, sys.stderr = (os.fdopen(number, "w", closefd=False) for number in (1, 2))
        os.environ.update(environment)
        sys.argv = ["overt", *command]
        points = _Points(death.point)
        _count_points(points, pipes[2])
        if death.size is not None:
            _limit_files(death.size)
        try:
            app(list(command), prog_name="overt", standalone_mode=True)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        os.write(pipes[2], b"points %d\n" % points.passed)
    except BaseException:  # noqa: BLE001 - whatever it is, it has to be seen
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


class _Points:
    def __init__(self, last: int | None) -> None:
        self._last, self.passed = last, 0

    def __call__(self, *_: Any, **__: Any) -> None:
        self.passed += 1
        if self.passed == self._last:
            os.kill(os.getpid(), signal.SIGKILL)


def _count_points(points: _Points, promises: int) -> None:
    event.listen(Engine, "before_cursor_execute", points)
    event.listen(Engine, "after_cursor_execute", points)
    _around(DefaultDialect, "do_commit", points)
    for name in ("fsync", "link", "replace", "rename"):
        _around(os, name, points)
    decide = Ledger.decide_all

    def told(*args: Any, **kwargs: Any) -> Any:
        decisions = decide(*args, **kwargs)
        for one in decisions:
            os.write(promises, _ACK % one.number)
        points()
        return decisions

    Ledger.decide_all = told  # type: ignore[method-assign]  # in this process alone, which is about to die


def _around(holder: Any, name: str, points: _Points) -> None:
    real: Callable[..., Any] = getattr(holder, name)

    def counted(*args: Any, **kwargs: Any) -> Any:
        points()
        result = real(*args, **kwargs)
        points()
        return result

    setattr(holder, name, counted)


def _limit_files(size: int) -> None:
    import resource  # noqa: PLC0415 - not on every system

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
