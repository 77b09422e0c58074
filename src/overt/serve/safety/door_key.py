"""Opens the workspace to whoever has the key from the terminal: a request in, its session or the locked page out.

The machine may have other users, and any program on it can reach the port: the address alone opens nothing.
"""

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from overt.serve.safety.sessions import KEY_FIELD

if TYPE_CHECKING:
    from overt.serve.workspace import Workspace

_API = "/api/"
_ASKS = {"www-authenticate": "Bearer"}
_LOCKED = {
    "name": "locked",
    "title": "This workspace is locked.",
    "status": 401,
    "detail": "",
    "todo": "Send the key that overt serve shows, as Authorization: Bearer KEY.",
}
_OPEN = ("/static/", "/health")


class DoorKey:
    """Gives each request the session that its cookie names."""

    def __init__(self, app: ASGIApp, workspace: "Workspace") -> None:
        self.app, self.workspace = app, workspace

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on with a session, or answer."""
        if scope["type"] != "http" or scope["path"].startswith(_OPEN):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        sessions = self.workspace.sessions
        is_api = scope["path"].startswith(_API)
        request.state.session = sessions.find(request) or (sessions.of_program(request) if is_api else None)
        answer = self._answer(request)
        await (answer or self.app)(scope, receive, send)

    def _answer(self, request: Request) -> Response | None:
        key = request.query_params.get(KEY_FIELD)
        if key is not None and request.method == "GET" and self.workspace.sessions.opens(key):
            rest = [(name, value) for name, value in parse_qsl(request.url.query) if name != KEY_FIELD]
            path = "/" + request.url.path.lstrip("/\\")
            response = RedirectResponse(path + (f"?{urlencode(rest)}" if rest else ""), status_code=303)
            if request.state.session is None:
                self.workspace.sessions.begin(response)
            return response
        if request.state.session is None and request.url.path.startswith(_API):
            return JSONResponse(_LOCKED, 401, media_type="application/problem+json", headers=_ASKS)
        if request.state.session is None:
            return self.workspace.show(request, "locked.html", 401, is_wrong=key is not None)
        return None
