"""The workspace as an ASGI app: settings in, routes behind their doors out.

Pages stand in pages/, one module a subject; each gives its `ROUTES`. What is drawn from many incidents joins here too.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from overt.base.errors import LedgerError, OvertError
from overt.serve.api import mount_api
from overt.serve.pages import (
    deciding,
    decisions,
    incident,
    incidents,
    preferences,
    problems,
    report,
    reports,
    review,
    runs,
    sources,
    views,
)
from overt.serve.safety.door_key import DoorKey
from overt.serve.safety.doors import Doors, TooLargeError, say_too_large
from overt.serve.settings import ServeSettings
from overt.serve.workspace import Workspace, workspace_of

_PAGES = (
    incidents,
    incident,
    report,
    reports,
    sources,
    problems,
    review,
    decisions,
    runs,
    deciding,
    preferences,
    views,
)
_STATIC = Path(__file__).parent / "static"


def make_app(settings: ServeSettings, more: Sequence[BaseRoute] = ()) -> ASGIApp:
    """Return the workspace of one ledger. Raises LedgerError if it cannot be used. `more`: further routes."""
    workspace = Workspace(settings)
    routes = [
        Route("/health", _health),
        Mount("/static", StaticFiles(directory=_STATIC)),
        *(route for page in _PAGES for route in page.ROUTES),
        mount_api(workspace),
        *more,
    ]
    app = Starlette(routes=routes, exception_handlers=_HANDLERS, lifespan=_life)
    app.state.workspace = workspace
    app.add_middleware(DoorKey, workspace=workspace)
    return Doors(app, settings)


@asynccontextmanager
async def _life(app: Starlette) -> AsyncIterator[None]:
    yield
    app.state.workspace.close()


async def _health(_: Request) -> Response:
    return PlainTextResponse("ready\n")


def _say_too_large(_: Request, __: Exception) -> Response:
    return say_too_large()


def _say_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    what = {404: "There is no such page.", 405: "This page does not take that."}.get(error.status_code, error.detail)
    if error.status_code == 404 and error.detail != "Not Found":
        what = error.detail
    return workspace_of(request).show(request, "error.html", error.status_code, what=what, where="", todo="")


def _say_fault(request: Request, error: Exception) -> Response:
    assert isinstance(error, OvertError)
    status = 409 if isinstance(error, LedgerError) else 422
    if isinstance(error, LedgerError) and error.what.startswith("there is no such"):
        status = 404
    values = {"what": error.what[:1].upper() + error.what[1:] + ".", "where": error.where, "todo": error.todo}
    return workspace_of(request).show(request, "error.html", status, **values)


def _say_broken(request: Request, _: Exception) -> Response:
    what = "Something went wrong in overt. Nothing was changed by this page."
    todo = "What went wrong stands in the terminal. Please report it."
    return workspace_of(request).show(request, "error.html", 500, what=what, where="", todo=todo)


_HANDLERS: Mapping[Any, Callable[[Request, Exception], Response]] = {
    TooLargeError: _say_too_large,
    HTTPException: _say_http,
    OvertError: _say_fault,
    500: _say_broken,
}
