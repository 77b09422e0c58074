"""The list of incidents. Filter, words and order stand in the address, so that any view can be kept as a link."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from overt.serve.shown.listing import list_incidents, read_view
from overt.serve.workspace import workspace_of


def incidents(request: Request) -> Response:
    """Show the incidents that pass the filter of the address."""
    workspace = workspace_of(request)
    view = read_view(request.query_params)
    listed = list_incidents(workspace.ledger, view)
    return workspace.show(request, "incidents.html", view=view, listed=listed)


def home(_: Request) -> Response:
    """Begin with the incidents."""
    return RedirectResponse("/incidents", status_code=303)


ROUTES = (Route("/", home), Route("/incidents", incidents))
