"""What people decided, newest first, and where it does not fit what the reports say today."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from overt.serve.shown.history import show_decisions
from overt.serve.workspace import workspace_of

_PAGE = 100


def decisions(request: Request) -> Response:
    """Show the decisions; `conflicts=1`: only those that do not fit."""
    workspace = workspace_of(request)
    every, conflicts = workspace.ledger.decisions(), workspace.ledger.conflicts()
    only = request.query_params.get("conflicts") == "1"
    clashing = {one.decision for one in conflicts}
    shown = show_decisions([one for one in every if not only or one.number in clashing], conflicts, every)
    asked = request.query_params.get("page", "")
    page = max(1, int(asked)) if asked.isdigit() else 1
    first = (page - 1) * _PAGE
    return workspace.show(
        request,
        "decisions.html",
        rows=shown[first : first + _PAGE],
        total=len(shown),
        clashing=len(clashing),
        only=only,
        page=page,
        has_more=first + _PAGE < len(shown),
    )


ROUTES = (Route("/decisions", decisions),)
