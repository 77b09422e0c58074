"""What one person at one screen likes: light or dark, and the name under which she decides."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from overt.base.errors import SettingsError
from overt.serve.workspace import acting, go_to, session_of, text_of
from overt.words.codes import plain

_YEAR = 365 * 24 * 3600
_THEMES = ("light", "dark")


def set_theme(_: Request, form: FormData) -> Response:
    """Keep light or dark, or go back to what the system says."""
    response = go_to(text_of(form, "back") or "/")
    theme = text_of(form, "theme")
    if theme in _THEMES:
        response.set_cookie("overt-theme", theme, max_age=_YEAR, samesite="strict", path="/", httponly=True)
    else:
        response.delete_cookie("overt-theme", path="/")
    return response


def set_name(request: Request, form: FormData) -> Response:
    """Say who decides here."""
    name = plain(text_of(form, "by"))
    if not name or len(name) > 100:
        raise SettingsError("a decision needs the name of who decides, of at most 100 characters")
    session_of(request).by = name
    return go_to(text_of(form, "back") or "/")


ROUTES = (
    Route("/theme", acting(set_theme), methods=["POST"]),
    Route("/name", acting(set_name), methods=["POST"]),
)
