"""Who is at the screen: the key from the terminal in, a session in a cookie out; each form carries its token."""

import hmac
from dataclasses import dataclass, field
from secrets import token_urlsafe

from starlette.requests import Request
from starlette.responses import Response

from overt.serve.settings import ServeSettings
from overt.serve.shown.sitting import Sitting

TOKEN_FIELD = "csrf"  # noqa: S105 - the name of a field
TOKEN_HEADER = "x-overt-token"  # noqa: S105 - the name of a header
KEY_FIELD = "key"
PROGRAM = "program"  # the session of all that send the key themselves; its id is no cookie's
_MOST = 500  # sessions kept; the oldest goes first


@dataclass(frozen=True, slots=True, kw_only=True)
class Flash:
    """What the next page says once: what was done, and the number of the decision that undoing would end."""

    says: str
    number: int | None = None
    button: str = "Undo"


@dataclass(slots=True, kw_only=True)
class Session:
    """One browser. Its queues of review stay here: what it skipped is nobody else's matter."""

    id: str = field(default_factory=lambda: token_urlsafe(32), repr=False)
    token: str = field(default_factory=lambda: token_urlsafe(32), repr=False)
    by: str = ""  # who decides
    sittings: dict[str, Sitting] = field(default_factory=dict)  # queues of review, by what they were asked for
    flash: Flash | None = None

    def take_flash(self) -> Flash | None:
        """Return what is to be said, once."""
        said, self.flash = self.flash, None
        return said


class Sessions:
    """The sessions of one running workspace; a new start knows none of them."""

    def __init__(self, settings: ServeSettings) -> None:
        self._settings = settings
        self._known: dict[str, Session] = {}
        self._program = Session(id=PROGRAM, by=settings.by)
        self._cookie = f"overt-{settings.port}"  # cookies do not tell ports apart

    def find(self, request: Request) -> Session | None:
        """Return the session of a request, if it has one."""
        return self._known.get(request.cookies.get(self._cookie, ""))

    def of_program(self, request: Request) -> Session | None:
        """Return the session of a program that sends the key in a header, which no page elsewhere can do."""
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        return self._program if scheme.lower() == "bearer" and self.opens(key.strip()) else None

    def opens(self, key: str) -> bool:
        """Say whether this is the key that the terminal showed."""
        return hmac.compare_digest(key.encode(), self._settings.key.encode())

    def begin(self, response: Response) -> Session:
        """Begin a session and give the browser its cookie, which no script and no other site can use."""
        while len(self._known) >= _MOST:
            del self._known[next(iter(self._known))]
        session = Session(by=self._settings.by)
        self._known[session.id] = session
        response.set_cookie(self._cookie, session.id, httponly=True, samesite="strict", path="/")
        return session


def is_program(session: Session) -> bool:
    """Say whether it is a program that sent the key itself."""
    return session.id == PROGRAM


def has_token(session: Session, said: str | None) -> bool:
    """Say whether a form was made for this session."""
    return said is not None and hmac.compare_digest(said.encode(), session.token.encode())
