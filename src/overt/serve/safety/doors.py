"""Guards every request: a wrong host or too large a body in, a refusal out; what passes gets the headers of safety."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from overt.serve.settings import ServeSettings

UPLOAD_PATH = "/runs"

# No inline script or style, nothing from elsewhere, no frames, no plug-ins; no script can make text into markup.
_POLICY = (
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self' data:"),
    ("connect-src", "'self'"),
    ("form-action", "'self'"),
    ("base-uri", "'none'"),
    ("frame-ancestors", "'none'"),
    ("require-trusted-types-for", "'script'"),
    ("trusted-types", "'none'"),
)
_HEADERS = {
    "content-security-policy": "; ".join(f"{name} {value}" for name, value in _POLICY),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-frame-options": "DENY",
}
_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class TooLargeError(Exception):
    """A body went on after it had reached the most that is taken."""


class Doors:
    """The outermost layer of the workspace."""

    def __init__(self, app: ASGIApp, settings: ServeSettings) -> None:
        self.app, self.settings, self.hosts = app, settings, settings.hosts()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on with a bounded body and safe headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        guarded = _with_headers(send)
        refusal = self._refuse(scope)
        if refusal is not None:
            await refusal(scope, receive, guarded)
            return
        await self.app(scope, _bounded(receive, self._most(scope)), guarded)

    def _refuse(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host.lower() not in self.hosts:
            return PlainTextResponse("This workspace answers only under its own address.\n", status_code=421)
        if scope["method"] in _WRITES and not _is_from_here(headers, host):
            return PlainTextResponse("This form was sent from another site.\n", status_code=403)
        size = headers.get("content-length", "0")
        if not size.isdigit() or int(size) > self._most(scope):
            return say_too_large()
        return None

    def _most(self, scope: Scope) -> int:
        is_upload = scope["path"] == UPLOAD_PATH
        return self.settings.max_upload_bytes if is_upload else self.settings.max_form_bytes


def _is_from_here(headers: Headers, host: str) -> bool:
    """Say whether a page of this workspace sent it, by what the browser says (it cannot be forged by a page)."""
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = headers.get("origin")
    return origin is None or origin.partition("://")[2] == host


def say_too_large() -> PlainTextResponse:
    """Return the answer to a body that is larger than what is taken."""
    return PlainTextResponse("That is more than is taken at once. Take fewer files, or: overt run FOLDER\n", 413)


def _bounded(receive: Receive, most: int) -> Receive:
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise TooLargeError
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                if name != "content-security-policy" or name not in headers:  # a picture brings its own
                    headers[name] = value
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return sent
