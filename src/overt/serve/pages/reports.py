"""The list of reports: who published what, when, and what each depends on."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from overt.serve.workspace import workspace_of

_PAGE = 100


def reports(request: Request) -> Response:
    """Show the reports, a page at a time; `outlet` and `all` narrow or widen."""
    workspace = workspace_of(request)
    asked = request.query_params
    found = workspace.ledger.reports(with_superseded=asked.get("all") == "1")
    groups: dict[str, int] = {}
    for one in found:
        if one.standing:
            groups[one.standing.origin_group] = groups.get(one.standing.origin_group, 0) + 1
    outlet, words = asked.get("outlet", ""), asked.get("q", "").casefold().split()
    if outlet:
        found = tuple(one for one in found if (one.report.outlet or "") == outlet)
    if words:
        found = tuple(one for one in found if _has(words, one.report.title, one.report.outlet, one.report.input))
    page = max(1, int(asked["page"])) if asked.get("page", "").isdigit() else 1
    first = (page - 1) * _PAGE
    return workspace.show(
        request,
        "reports.html",
        rows=found[first : first + _PAGE],
        total=len(found),
        groups=groups,
        asked={name: asked.get(name, "") for name in ("outlet", "q", "all")},
        page=page,
        has_more=first + _PAGE < len(found),
    )


def _has(words: list[str], *fields: str | None) -> bool:
    whole = " ".join(field or "" for field in fields).casefold()
    return all(word in whole for word in words)


ROUTES = (Route("/reports", reports),)
