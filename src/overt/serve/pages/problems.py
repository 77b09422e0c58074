"""The open problems: what could not be read or is doubtful about an input, and what to do about it."""

from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from overt.serve.workspace import workspace_of


def problems(request: Request) -> Response:
    """Show the open problems by name."""
    workspace = workspace_of(request)
    found = workspace.ledger.problems()
    groups = [(name, list(rows)) for name, rows in groupby(found, key=lambda one: one.problem.name)]
    return workspace.show(request, "problems.html", groups=groups, total=len(found))


ROUTES = (Route("/problems", problems),)
