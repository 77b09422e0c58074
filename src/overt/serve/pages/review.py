"""Review: one proposal or question at a time, the text beside it; what is grave and doubtful comes first."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from overt.base.errors import LedgerError
from overt.serve.safety.sessions import Flash
from overt.serve.shown.compared import compare_incidents, compare_people, show_somebody, tell_quotes
from overt.serve.shown.evidence import Texts
from overt.serve.shown.listing import View, read_view
from overt.serve.shown.reading import mark_incident
from overt.serve.shown.sentence import say_incident
from overt.serve.shown.sitting import (
    QUESTIONS,
    Sitting,
    begin_sitting,
    count_questions,
    find_question,
    is_open,
)
from overt.serve.shown.values import Values, show_grade
from overt.serve.workspace import acting, go_to, session_of, text_of, workspace_of
from overt.types.incident import Incident, Question, QuestionKind
from overt.words.codes import plain, say_code


def review(request: Request) -> Response:
    """Go to what is to be decided first, or say that nothing is."""
    kind, view = _asked(request)
    sitting = _sitting(request, anew=request.query_params.get("anew") == "1")
    first = sitting.next(workspace_of(request).ledger, request.query_params.get("after"))
    if first is None:
        return _show_end(request, sitting, kind, view)
    return RedirectResponse(_link(request, first), status_code=303)


def item(request: Request) -> Response:
    """Show one proposal or question."""
    one = request.path_params["id"]
    sitting = _sitting(request)
    if one.startswith("qst_"):
        question = find_question(workspace_of(request).ledger, one)
        if question is None:
            return RedirectResponse(_link(request, ""), status_code=303)  # it was answered
        return _show_question(request, question, sitting)
    return _show_incident(request, workspace_of(request).ledger.incident(one), sitting)


def later(request: Request, form: FormData) -> Response:
    """Put something off: skip it, or say that one is unsure, which is kept as a note on the incident."""
    one, why = request.path_params["id"], plain(text_of(form, "why"))
    is_unsure = text_of(form, "how") == "unsure"
    session = session_of(request)
    session.flash = Flash(says="Unsure: it comes again at the end." if is_unsure else "Skipped: it comes at the end.")
    if is_unsure and one.startswith("inc_"):
        with workspace_of(request).desk(session) as desk:
            taken = desk.note(one, f"unsure{': ' + why if why else ''}")
        session.flash = Flash(says="Unsure: kept as a note; it comes again at the end.", number=taken.number)
    _sitting(request).later(one, is_unsure=is_unsure)
    return go_to(_link(request, "") + ("&" if request.url.query else "?") + f"after={one}")


def compare(request: Request) -> Response:
    """Show two incidents beside each other; what is decided about them is decided here."""
    first, second = (_incident_named(request, name) for name in ("first", "second"))
    return _show_pair(request, first, second, None, None)


def _asked(request: Request) -> tuple[str, View]:
    kind = request.query_params.get("kind", "")
    return (kind if kind == QUESTIONS else ""), read_view(request.query_params)


def _sitting(request: Request, *, anew: bool = False) -> Sitting:
    """Return the queue of this session for what the address asks, and make it where there is none."""
    kind, view = _asked(request)
    session, key = session_of(request), f"{kind}?{view.link()}"
    if anew or key not in session.sittings:
        session.sittings[key] = begin_sitting(workspace_of(request).ledger, kind, view.filter())
    return session.sittings[key]


def _link(request: Request, one: str) -> str:
    """Return the address of an item of the same queue; "": of the next one."""
    kind, view = _asked(request)
    query = view.link().partition("?")[2]
    parts = [part for part in (f"kind={kind}" if kind else "", query) if part]
    return f"/review{'/' + one if one else ''}" + (f"?{'&'.join(parts)}" if parts else "")


def _progress(request: Request, one: str, sitting: Sitting) -> dict[str, object]:
    before, after = sitting.beside(one)
    left = sum(1 for _ in sitting.order())
    here = _link(request, "")
    return {
        "done": len(sitting.ids) - left,
        "total": len(sitting.ids),
        "late": len(sitting.skipped) + len(sitting.unsure),
        "before": _link(request, before) if before else None,
        "after": _link(request, after) if after else None,
        "then": here + ("&" if "?" in here else "?") + f"after={one}",
        "later": f"/review/{one}/later{'?' + here.partition('?')[2] if '?' in here else ''}",
        "list": _asked(request)[1].link(),
    }


def _show_end(request: Request, sitting: Sitting, kind: str, view: View) -> Response:
    ledger = workspace_of(request).ledger
    return workspace_of(request).show(
        request,
        "review_end.html",
        sitting=sitting,
        kind=kind,
        view=view,
        waiting=count_questions(ledger),
        anew=_link(request, "") + ("&" if "?" in _link(request, "") else "?") + "anew=1",
    )


def _show_incident(request: Request, incident: Incident, sitting: Sitting) -> Response:
    workspace = workspace_of(request)
    texts = Texts(workspace.ledger)
    values = Values(incident, texts)
    groups = values.groups()
    reports = incident.sources.report_ids
    asked = request.query_params.get("report", "")
    chosen = asked if asked in reports else _best_report(incident)
    event = dict(incident.grades).get("event")
    return workspace.show(
        request,
        "review_incident.html",
        incident=incident,
        seen=workspace.remember(incident),
        sentence=say_incident(incident),
        grade=show_grade("event", event) if event else None,
        groups=groups,
        anchors=frozenset(value.anchor for group in groups for value in group.values),
        disputes=values.disputes(),
        reports=[(one, texts.of(one)) for one in reports],
        chosen=texts.of(chosen),
        paragraphs=mark_incident(texts.of(chosen).report, incident),
        is_open=is_open(workspace.ledger, incident.id),
        progress=_progress(request, incident.id, sitting),
        link=_link(request, incident.id),
    )


def _best_report(incident: Incident) -> str:
    """Return the report that tells most of it."""
    counts = dict.fromkeys(incident.sources.report_ids, 0)
    for claim in incident.claims:
        counts[claim.report_id] = counts.get(claim.report_id, 0) + 1
    return max(counts, key=lambda one: (counts[one], one))


def _show_question(request: Request, question: Question, sitting: Sitting) -> Response:
    workspace = workspace_of(request)
    if question.kind is QuestionKind.SAME_INCIDENT:
        a, b = (workspace.ledger.incident(side.id) for side in (question.a, question.b))
        if len(b.sources.report_ids) > len(a.sources.report_ids):
            a, b = b, a
        return _show_pair(request, a, b, question, sitting)
    texts = Texts(workspace.ledger)
    sides = [
        show_somebody(workspace.ledger.entity(side.id), side.evidence, texts, workspace.ledger)
        for side in (question.a, question.b)
    ]
    return workspace.show(
        request,
        "review_names.html",
        question=question,
        is_person=question.kind is QuestionKind.SAME_PERSON,
        sides=sides,
        rows=compare_people(*sides),
        speaks_for=[plain(say_code(one)) for one in question.speaks_for],
        speaks_against=[plain(say_code(one)) for one in question.speaks_against],
        progress=_progress(request, question.id, sitting),
    )


def _show_pair(
    request: Request, a: Incident, b: Incident, question: Question | None, sitting: Sitting | None
) -> Response:
    workspace = workspace_of(request)
    texts = Texts(workspace.ledger)
    return workspace.show(
        request,
        "compare.html",
        sides=[(one, workspace.remember(one), tell_quotes(one, texts)) for one in (a, b)],
        rows=compare_incidents(a, b),
        question=question,
        speaks_for=[plain(say_code(one)) for one in question.speaks_for] if question else [],
        speaks_against=[plain(say_code(one)) for one in question.speaks_against] if question else [],
        progress=_progress(request, question.id, sitting) if question and sitting else None,
    )


def _incident_named(request: Request, name: str) -> Incident:
    """Return an incident by its id, or by the address of its page. Raises LedgerError."""
    said = request.query_params.get(name, "").strip()
    said = said.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2]
    if not said:
        raise LedgerError("there is no such incident", where=name, todo="Give its id or the address of its page.")
    return workspace_of(request).ledger.incident(said if said.startswith("inc_") else f"inc_{said.upper()}")


ROUTES = (
    Route("/review", review),
    Route("/review/{id}", item),
    Route("/review/{id}/later", acting(later), methods=["POST"]),
    Route("/compare", compare),
)
