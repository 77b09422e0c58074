"""One incident: what happened, each value with every claim behind it, who reports it, what people decided."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from overt.serve.shown.evidence import Texts
from overt.serve.shown.history import show_history
from overt.serve.shown.linked import show_links, show_near
from overt.serve.shown.origins import show_sources
from overt.serve.shown.sentence import say_incident
from overt.serve.shown.values import Values, show_grade
from overt.serve.workspace import workspace_of


def incident(request: Request) -> Response:
    """Show one incident."""
    workspace = workspace_of(request)
    ledger = workspace.ledger
    found = ledger.incident(request.path_params["id"])
    texts = Texts(ledger)
    values = Values(found, texts)
    groups = values.groups()
    event = dict(found.grades).get("event")
    return workspace.show(
        request,
        "incident.html",
        incident=found,
        seen=workspace.remember(found),
        sentence=say_incident(found),
        grade=show_grade("event", event) if event else None,
        groups=groups,
        anchors=frozenset(value.anchor for group in groups for value in group.values) | {"sources"},
        disputes=values.disputes(),
        sources=show_sources(found.sources, texts),
        links=show_links(found, ledger),
        history=show_history(ledger, found),
        near=show_near(found, ledger),
    )


ROUTES = (Route("/incidents/{id}", incident),)
