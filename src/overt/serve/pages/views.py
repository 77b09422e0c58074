"""Views over any filter: a map, a timeline, a network, trends; each as a page, a file, and the rows behind it."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from overt.chart import draw_ledger, say_filter, say_revision
from overt.serve.shown.listing import View, read_view
from overt.serve.workspace import workspace_of
from overt.views.drawn import VIEWS
from overt.views.pictures import Asked, Picture
from overt.views.style import Theme, page_style
from overt.views.tables import as_csv, as_json
from overt.words.codes import plain

_LABELS = {"map": "Map", "timeline": "Timeline", "network": "Network", "trends": "Trends"}
_MOST_ROWS = 500  # of the table on the page; the file has them all
_MOST_LINKED = 1500  # incidents in an address; a browser and a server take no address without end
# A picture is a document of its own: it may have its style, and nothing that runs.
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tab:
    """One view among the others."""

    label: str
    link: str
    key: str
    is_on: bool


def home(request: Request) -> Response:
    """Begin with the map, of what is asked for."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/views/map{query}", status_code=303)


def page(request: Request) -> Response:
    """Show a view with what it leaves out, its notes, its rows, and its files."""
    workspace, view = workspace_of(request), read_view(request.query_params)
    name = _name(request)
    wanted = view.filter()
    asked = Asked(
        stands_alone=False,
        link=lambda ids: link_to(ids, view),
        shown=say_filter(wanted),
        revision=say_revision(workspace.ledger),
    )
    picture = draw_ledger(workspace.ledger, name, wanted, asked)
    tabs = [
        _Tab(label=_LABELS[one], link=_address(one, view), key=str(number), is_on=one == name)
        for number, one in enumerate(VIEWS, 1)
    ]
    files = {kind: _address(f"{name}.{kind}", view) for kind in ("svg", "csv", "json")}
    return workspace.show(
        request,
        "views.html",
        picture=picture,
        view=view,
        tabs=tabs,
        files=files,
        style=f"/views/style.css?v={_style_digest()}",
        rows=picture.rows.rows[:_MOST_ROWS],
        left=[(one.reason, len(one.incident_ids), link_to(one.incident_ids, view)) for one in picture.left_out],
        shown=asked.shown,
    )


def picture_file(request: Request) -> Response:
    """Give a view as a picture that stands alone. `theme` light, dark or auto; `save` to keep it as a file."""
    theme = request.query_params.get("theme", "light")
    picture = _alone(request, Theme(theme) if theme in set(Theme) else Theme.LIGHT)
    headers = {"content-security-policy": _PICTURE_POLICY}
    if request.query_params.get("save"):
        headers |= _as_file(f"{picture.view}.svg")
    return Response(picture.svg, media_type="image/svg+xml", headers=headers)


def rows_csv(request: Request) -> Response:
    """Give the rows behind a view for a spreadsheet."""
    picture = _alone(request)
    return Response(as_csv(picture), media_type="text/csv", headers=_as_file(f"{picture.view}.csv"))


def rows_json(request: Request) -> Response:
    """Give the rows behind a view, with its notes and what it leaves out."""
    picture = _alone(request)
    return Response(as_json(picture), media_type="application/json", headers=_as_file(f"{picture.view}.json"))


def style(_: Request) -> Response:
    """Give the style sheet of pictures in pages."""
    return Response(_style(), media_type="text/css", headers={"cache-control": "private, max-age=31536000"})


def _alone(request: Request, theme: Theme = Theme.LIGHT) -> Picture:
    ledger, wanted = workspace_of(request).ledger, read_view(request.query_params).filter()
    asked = Asked(theme=theme, shown=say_filter(wanted), revision=say_revision(ledger))
    return draw_ledger(ledger, _name(request), wanted, asked)


def _name(request: Request) -> str:
    name = str(request.path_params["view"])
    if name not in VIEWS:
        raise HTTPException(404, f"There is no view {plain(name)!r}. Views: {', '.join(VIEWS)}.")
    return name


def _address(name: str, view: View) -> str:
    return view.link(page=view.get("page") or None).replace("/incidents", f"/views/{name}", 1)


def link_to(ids: tuple[str, ...], view: View) -> str:
    """Return the address of one incident, of a list of these, or of the whole list where they are too many for one."""
    if len(ids) == 1:
        return f"/incidents/{ids[0]}"
    if len(ids) > _MOST_LINKED:
        return view.link()
    return view.link(ids=",".join(one.removeprefix("inc_") for one in ids))


def _as_file(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}


_SAME_AS_PAGE = (
    ":root:root:root{--ov-paper:var(--sheet);--ov-ink:var(--ink);--ov-faint:var(--soft);--ov-line:var(--line);"
    "--ov-accent:var(--accent);--ov-on-accent:var(--on-accent)}\n"
)


@cache
def _style() -> str:
    return page_style() + _SAME_AS_PAGE


@cache
def _style_digest() -> str:
    return sha256(_style().encode()).hexdigest()[:12]


ROUTES = (
    Route("/views", home),
    Route("/views/style.css", style),
    Route("/views/{view}.svg", picture_file),
    Route("/views/{view}.csv", rows_csv),
    Route("/views/{view}.json", rows_json),
    Route("/views/{view}", page),
)
