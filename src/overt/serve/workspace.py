"""What all pages share: the ledger, the sessions, the templates; a template and its values in, a page out."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from overt.base.errors import SettingsError
from overt.record.decisions import incident_digest
from overt.record.ledger import Ledger, open_ledger
from overt.serve.running import Runs
from overt.serve.safety.sessions import TOKEN_FIELD, TOKEN_HEADER, Session, Sessions, has_token
from overt.serve.settings import ServeSettings
from overt.serve.templating import make_templates
from overt.types.incident import Incident

if TYPE_CHECKING:
    from overt.decide import Desk


_REMEMBERED = 500  # incidents as they were shown


class Workspace:
    """One ledger on the screen."""

    def __init__(self, settings: ServeSettings) -> None:
        self.settings = settings
        self.sessions = Sessions(settings)
        self.templates = make_templates()
        open_ledger(settings.ledger, create=True).close()  # brings an older ledger up to date, and makes a first one
        self.ledger: Ledger = open_ledger(settings.ledger, read_only=True)
        self._shown: OrderedDict[str, Incident] = OrderedDict()  # as it was on a page, by its digest
        self.runs = Runs(settings.ledger)
        self._one_at_a_time = threading.Lock()  # who writes here; other processes are the ledger's matter

    def show(self, request: Request, name: str, status: int = 200, **values: object) -> HTMLResponse:
        """Return a page made of a template of this name and its values."""
        session: Session | None = getattr(request.state, "session", None)
        shared = {
            "request": request,
            "path": request.url.path,
            "here": _here(request),
            "session": session,
            "ledger_name": self.settings.ledger_name,
            "theme": _theme(request),
            "nav": NAV,
            "flash": session.take_flash() if session else None,
        }
        return HTMLResponse(self.templates.get_template(name).render(shared | values), status_code=status)

    def remember(self, incident: Incident) -> str:
        """Keep an incident as it is shown, and return its digest: a form sends it back with what is decided."""
        digest = incident_digest(incident)
        self._shown[digest] = incident
        self._shown.move_to_end(digest)
        while len(self._shown) > _REMEMBERED:
            self._shown.popitem(last=False)
        return digest

    def recall(self, digest: str) -> Incident | None:
        """Return an incident as it was shown, if that was not long ago."""
        return self._shown.get(digest)

    @contextmanager
    def desk(self, session: Session) -> Iterator["Desk"]:
        """Give the desk of who is at the screen; one decision is taken after the other."""
        from overt.decide import Desk  # noqa: PLC0415 - brings the parser, and a page must not wait for it

        with self._one_at_a_time, open_ledger(self.settings.ledger) as opened:
            yield Desk(opened, session.by)

    def close(self) -> None:
        """Stop what goes on, and let go of the ledger."""
        self.runs.stop()
        self.ledger.close()


def workspace_of(request: Request) -> Workspace:
    """Return the workspace that a request came to."""
    found: Workspace = request.app.state.workspace
    return found


def session_of(request: Request) -> Session:
    """Return the session of a request; the doors let none in without one."""
    found: Session = request.state.session
    return found


# What stands on top of every page: its name, its path, and the key that follows g.
NAV = (
    ("Incidents", "/incidents", "i"),
    ("Review", "/review", "r"),
    ("Views", "/views", "v"),
    ("Reports", "/reports", "t"),
    ("Sources", "/sources", "s"),
    ("Decisions", "/decisions", "d"),
    ("Runs", "/runs", "a"),
    ("Problems", "/problems", "p"),
)

_Act = Callable[[Request, FormData], Response]


def acting(act: _Act) -> Callable[[Request], Any]:
    """Make an endpoint of what changes something: reads its form, refuses one that was not made for this session."""

    @wraps(act)
    async def endpoint(request: Request) -> Response:
        settings = workspace_of(request).settings
        async with request.form(max_files=settings.max_upload_files, max_fields=5_000) as form:
            said = request.headers.get(TOKEN_HEADER) or form.get(TOKEN_FIELD)
            if not has_token(session_of(request), said if isinstance(said, str) else None):
                raise HTTPException(
                    403, "This form is of an earlier session. Go back, load the page anew, send it again."
                )
            return await run_in_threadpool(act, request, form)

    return endpoint


def text_of(form: Mapping[str, Any], name: str) -> str:
    """Return a field of a form as text, "" if it is not there."""
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def go_to(path: str) -> RedirectResponse:
    """Send the browser to a page of this workspace, and to none elsewhere."""
    if not path.startswith("/") or path.startswith(("//", "/\\")):
        raise SettingsError("this is no page of the workspace", where=path)
    return RedirectResponse(path, status_code=303)


def _here(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _theme(request: Request) -> str:
    said = request.cookies.get("overt-theme", "")
    return said if said in {"light", "dark"} else ""
