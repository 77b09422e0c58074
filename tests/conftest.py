"""No test may reach the network: whatever connects to another machine fails at once, and says so.

`stores` runs a test once in each database that a ledger can be in.
"""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.postgres import NoServerError, Server, is_needed, running_server
from tests.stores import Stores


class NetworkUsedError(Exception):
    """A test tried to reach another machine."""


def _is_here(sock: socket.socket, address: Any) -> bool:
    if sock.family not in (socket.AF_INET, socket.AF_INET6):
        return True
    return str(address[0]) in {"localhost", "::1"} or str(address[0]).startswith("127.")


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Let sockets connect to this machine only, for as long as the tests run."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        yield


def _guarded(real: Any) -> Any:
    def guarded(sock: socket.socket, *args: Any) -> Any:
        if not _is_here(sock, args[-1]):
            raise NetworkUsedError(f"a test must not reach {args[-1]}")
        return real(sock, *args)

    return guarded


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Give a PostgreSQL server; without one, tests that need it are skipped, unless the environment says they count."""
    with ExitStack() as stack:
        try:
            running = stack.enter_context(running_server())
        except NoServerError as error:
            if is_needed():
                pytest.fail(str(error))
            pytest.skip(str(error))
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stores]:
    """Give one database after the other."""
    found: Server | None = request.getfixturevalue("server") if request.param == "postgresql" else None
    given = Stores(tmp_path, found)
    yield given
    given.clean()
