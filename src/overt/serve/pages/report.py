"""One report: its stored text as text, with what was read out of it marked, and the incidents that it feeds."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from overt.serve.shown.reading import show_reading
from overt.serve.workspace import workspace_of


def report(request: Request) -> Response:
    """Show one report."""
    workspace = workspace_of(request)
    found = workspace.ledger.report(request.path_params["id"])
    return workspace.show(request, "report.html", report=found, shown=show_reading(workspace.ledger, found))


def text(request: Request) -> Response:
    """Give the stored text, to which all offsets refer, as plain text."""
    found = workspace_of(request).ledger.report(request.path_params["id"])
    return PlainTextResponse(found.text.encode("utf-8", "replace"), media_type="text/plain; charset=utf-8")


ROUTES = (Route("/reports/{id}/text", text), Route("/reports/{id}", report))
