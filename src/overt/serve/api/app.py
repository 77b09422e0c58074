"""The API as an app: the workspace in, operations over its ledger out."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, FastAPI, Header, Path, Request, Response

from overt import __version__
from overt.base.errors import LedgerError
from overt.chart import draw_ledger, say_filter, say_revision
from overt.record.decisions import incident_digest
from overt.record.rows import Sort
from overt.serve.api.asking import Filtering, Listed, Parted, part_of
from overt.serve.api.deciding import decide, told_of, undo
from overt.serve.api.faults import HANDLERS, Fault, FaultError, described
from overt.serve.api.nouns import (
    Deciding,
    IncidentLine,
    IncidentLines,
    LedgerTold,
    Noun,
    Nouns,
    Taken,
    Undoing,
    Value,
    Values,
)
from overt.serve.safety.sessions import TOKEN_HEADER, has_token, is_program
from overt.serve.workspace import Workspace
from overt.share.formats.jsonl import entity_row, incident_row, report_row
from overt.views.drawn import VIEWS
from overt.views.pictures import Asked
from overt.views.tables import as_json

_Id = Annotated[str, Path(max_length=100)]
_ABOUT = (
    "Incidents, reports, entities and decisions of one ledger, as the export writes them (docs/export.md). Nothing is "
    "redacted: names of people are in it, but not in `views`. Send the key that `overt serve` shows as "
    "`Authorization: Bearer KEY`. A change names the ETag of what it changes in If-Match; it is refused (412) once "
    "that has changed."
)


def make_api(workspace: Workspace) -> FastAPI:
    """Return the API of a workspace."""
    api = FastAPI(
        title="overt",
        version=__version__,
        description=_ABOUT,
        docs_url=None,  # its page loads scripts from elsewhere
        redoc_url=None,
        exception_handlers=dict(HANDLERS),
    )
    for router in (_reading_incidents(workspace), _reading_others(workspace)):
        api.include_router(router, responses=described(401, 422))
    api.include_router(_changing(workspace), responses=described(401, 403, 404, 409, 422))
    _describe(api)
    return api


def _describe(api: FastAPI) -> None:
    """Add to the description what an operation cannot say: the model of faults, and how one is let in."""
    made = api.openapi()
    made.setdefault("components", {}).setdefault("schemas", {})["Fault"] = Fault.model_json_schema()
    made["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    made["security"] = [{"key": []}]
    made["servers"] = [{"url": "/api/v1"}]
    api.openapi_schema = made


def _reading_incidents(workspace: Workspace) -> APIRouter:
    router = APIRouter(tags=["read"])
    ledger = workspace.ledger

    @router.get("/ledger", summary="How much there is")
    def tell_ledger() -> LedgerTold:
        counts = ledger.counts()
        names = (name for name in LedgerTold.model_fields if name != "revision")
        return LedgerTold(revision=say_revision(ledger), **{name: getattr(counts, name) for name in names})

    @router.get("/incidents", summary="A page of incidents")
    def list_incidents(asked: Listed) -> IncidentLines:
        page = ledger.page(asked.wanted(), Sort(asked.sort), asked.cursor, asked.size)
        items = [IncidentLine.of(row) for row in page.rows]
        return IncidentLines(items=items, total=page.total, next=page.next, previous=page.previous)

    @router.get("/facets", summary="How many incidents have each value")
    def count_facets(asked: Filtering) -> list[Values]:
        return [
            Values(
                facet=one.facet.value,
                values=[Value(value=each.value, count=each.count) for each in one.values],
                has_more=one.has_more,
            )
            for one in ledger.facets(asked.wanted())
        ]

    @router.get("/incidents/{incident_id}", summary="One incident with all its claims", responses=described(404))
    def show_incident(
        incident_id: _Id, response: Response, if_none_match: Annotated[str | None, Header()] = None
    ) -> Noun:
        incident = ledger.incident(incident_id)
        tag = f'"{incident_digest(incident)}"'
        if if_none_match is not None and tag in if_none_match:
            return Response(status_code=304, headers={"etag": tag})  # type: ignore[return-value]
        response.headers["etag"] = tag
        return incident_row(incident)

    return router


def _reading_others(workspace: Workspace) -> APIRouter:
    router = APIRouter(tags=["read"])
    ledger = workspace.ledger

    @router.get("/reports", summary="A page of reports, without their texts")
    def list_reports(asked: Parted) -> Nouns:
        stored = ledger.reports()
        part, following = part_of([one.report.id for one in stored], asked)
        return Nouns(items=[report_row(stored[index]) for index in part], total=len(stored), next=following)

    @router.get("/reports/{report_id}", summary="One report with its text", responses=described(404))
    def show_report(report_id: _Id) -> Noun:
        report = ledger.report(report_id)
        stored = next(one for one in ledger.reports(with_superseded=True) if one.report.id == report_id)
        return {**report_row(stored), "text": report.text, "incidents": list(ledger.incidents_of(report_id))}

    @router.get("/entities/{entity_id}", summary="One entity with its mentions", responses=described(404))
    def show_entity(entity_id: _Id) -> Noun:
        return entity_row(ledger.entity(entity_id), lambda _: ())

    @router.get("/decisions", summary="A page of decisions, oldest first")
    def list_decisions(asked: Parted) -> Nouns:
        taken = ledger.decisions()
        part, following = part_of([str(one.number) for one in taken], asked)
        return Nouns(items=[told_of(taken[index]).model_dump() for index in part], total=len(taken), next=following)

    @router.get("/views/{view}", summary="The rows behind a view, people masked", responses=described(404))
    def show_view(view: Annotated[str, Path(max_length=20)], asked: Filtering) -> Noun:
        if view not in VIEWS:
            raise FaultError(404, "not-found", "There is no such view.", todo=f"Views: {', '.join(VIEWS)}")
        wanted = asked.wanted()
        told: Noun = json.loads(as_json(draw_ledger(ledger, view, wanted, Asked(shown=say_filter(wanted)))))
        return told

    return router


def _changing(workspace: Workspace) -> APIRouter:
    router = APIRouter(tags=["decide"], dependencies=[Depends(_check_token)])

    @router.post(
        "/incidents/{incident_id}/decisions",
        status_code=201,
        summary="Decide about an incident",
        responses=described(412, 428),
    )
    def decide_incident(
        incident_id: _Id,
        wanted: Annotated[Deciding, Body()],
        request: Request,
        response: Response,
        if_match: Annotated[str | None, Header()] = None,
    ) -> Taken:
        workspace.ledger.incident(incident_id)
        if not if_match:
            todo = "Send the ETag of the incident as you saw it in If-Match."
            raise FaultError(428, "precondition-required", "A decision says what it saw.", todo=todo)
        taken = decide(workspace, request.state.session, incident_id, wanted, if_match.strip().strip('"'))
        try:
            response.headers["etag"] = f'"{incident_digest(workspace.ledger.incident(incident_id))}"'
        except LedgerError:  # the decision may have given it another id
            response.headers["etag"] = '"gone"'
        return told_of(taken)

    @router.post("/decisions/{number}/undo", status_code=201, summary="End a decision", responses=described(404))
    def undo_decision(
        number: Annotated[int, Path(ge=1, le=2**31)], wanted: Annotated[Undoing, Body()], request: Request
    ) -> Taken:
        return told_of(undo(workspace, request.state.session, number, wanted.why))

    return router


def _check_token(request: Request) -> None:
    """Refuse a change that another site made a browser send: a page's script sends the token of its session."""
    session: Any = request.state.session
    if not is_program(session) and not has_token(session, request.headers.get(TOKEN_HEADER)):
        raise FaultError(403, "forbidden", f"A page sends the token of its session as {TOKEN_HEADER}.")
