"""A PostgreSQL server for the tests: in a temporary folder, reached by a socket there, gone when they end."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pg8000

from overt.types.address import Address, read_address

_SETTINGS = {  # nothing of it has to outlive the machine
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "timezone": "UTC",
}
_NEEDED = "OVERT_TESTS_NEED"  # what a test may not skip for want of, as "postgresql chromium"


class NoServerError(Exception):
    """PostgreSQL is not installed here."""


class Server:
    """A running server. Its user "overt" may do all without a password; others need one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    @property
    def url(self) -> str:
        """Where its database is, without a schema."""
        return f"postgresql://overt@{quote(str(self._folder), safe='')}/postgres"

    def new_address(self) -> Address:
        """Return where a ledger may be made."""
        return read_address(f"{self.url}?schema=test{next(self._numbers)}")

    def drop(self, address: Address) -> None:
        """Take away what is at an address."""
        assert address.database is not None
        self.ask(f'DROP SCHEMA IF EXISTS "{address.database.schema}" CASCADE')

    def ask(self, question: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Ask the server something, beside all ledgers."""
        with pg8000.connect("overt", database=database, unix_sock=f"{self._folder}/.s.PGSQL.5432") as raw:
            raw.autocommit = True
            cursor = raw.cursor()
            cursor.execute(question)
            return [tuple(row) for row in cursor.fetchall()] if cursor.description else []


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server, as another user if this one is root, whom PostgreSQL refuses. Raises NoServerError."""
    user = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    with tempfile.TemporaryDirectory(prefix="overt", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        data = folder / "data"
        os.chown(folder, user.pw_uid, user.pw_gid)
        _call(user, "initdb", "-D", data, "-U", "overt", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-N")
        (data / "pg_hba.conf").write_text("local all overt trust\nlocal all all scram-sha-256\n")
        options = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [_find("postgres"), "-D", data, "-k", folder, *options],
                stdout=log,
                stderr=log,
                preexec_fn=_end_with_us,  # noqa: PLW1509 - nothing else runs as yet
                **_as(user),
            )
        try:
            _wait(process, folder)
            yield Server(folder)
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait(timeout=30)


def is_needed() -> bool:
    """Say whether a test without a server is an error."""
    return "postgresql" in os.environ.get(_NEEDED, "").split()


def _find(program: str) -> str:
    """Return where a program of the server is: Debian keeps them out of the PATH."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: int(one.parent.name), reverse=True)
    found = shutil.which(program, path=os.pathsep.join([os.environ.get("PATH", ""), *map(str, folders)]))
    if found is None:
        raise NoServerError(f"there is no {program} here; Debian or Ubuntu: sudo apt-get install postgresql")
    return found


def _as(user: pwd.struct_passwd) -> dict[str, Any]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if os.getuid() == 0 else {}
    return {**who, "env": environment, "cwd": "/"}


def _call(user: pwd.struct_passwd, program: str, *args: object) -> None:
    done = subprocess.run([_find(program), *map(str, args)], check=False, capture_output=True, text=True, **_as(user))
    assert done.returncode == 0, done.stdout + done.stderr


def _end_with_us() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


def _wait(process: "subprocess.Popen[bytes]", folder: Path) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        try:
            Server(folder).ask("SELECT 1")
        except pg8000.Error:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"PostgreSQL does not start: {(folder / 'log').read_text()}")
