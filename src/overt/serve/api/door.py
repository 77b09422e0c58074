"""Mounts the API: it is made when first asked for, since the pages need none of what it brings."""

import threading
from typing import TYPE_CHECKING

from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

if TYPE_CHECKING:
    from overt.serve.workspace import Workspace

PREFIX = "/api/v1"


class _WhenAsked:
    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self._one_at_a_time = threading.Lock()
        self._made: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._one_at_a_time:
            if self._made is None:
                from overt.serve.api.app import make_api  # noqa: PLC0415 - takes a third of a second

                self._made = make_api(self._workspace)
        await self._made(scope, receive, send)


def mount_api(workspace: "Workspace") -> Mount:
    """Return the route under which the API stands."""
    return Mount(PREFIX, app=_WhenAsked(workspace))
