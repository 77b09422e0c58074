"""Takes in decisions: a form in; the decision at the desk and the next page out, or what has changed meanwhile."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from overt.base.errors import LedgerError, SettingsError
from overt.record.decisions import incident_digest
from overt.serve.safety.sessions import Flash
from overt.serve.shown.changes import show_changes
from overt.serve.shown.history import show_decisions
from overt.serve.workspace import acting, go_to, session_of, text_of, workspace_of
from overt.types.decision import Decision, DecisionKind
from overt.types.incident import Incident
from overt.words.codes import plain
from overt.words.decisions import say_decision

if TYPE_CHECKING:
    from overt.decide import Desk

_Decide = Callable[["Desk"], Decision]


def accept(request: Request, form: FormData) -> Response:
    """Accept an incident."""
    one = request.path_params["id"]
    return _decide(request, form, lambda desk: desk.accept(one, text_of(form, "why"), seen=_seen(form)))


def reject(request: Request, form: FormData) -> Response:
    """Reject an incident, for a reason."""
    one = request.path_params["id"]
    return _decide(request, form, lambda desk: desk.reject(one, text_of(form, "why"), seen=_seen(form)))


def set_value(request: Request, form: FormData) -> Response:
    """Set a field to what some of its claims say (`claims`: their ids), or to a typed value with its source."""
    one, field, claims = request.path_params["id"], text_of(form, "field"), text_of(form, "claims").split()
    value, source, why = ("" if claims else text_of(form, "value")), text_of(form, "source"), text_of(form, "why")
    return _decide(
        request,
        form,
        lambda desk: desk.set_value(one, field, value, claims=claims, source=source or None, why=why, seen=_seen(form)),
    )


def strike(request: Request, form: FormData) -> Response:
    """Strike claims that were read wrongly."""
    claims = [one for one in text_of(form, "claims").split() if one]
    if not claims:
        raise SettingsError("choose what was read wrongly")
    return _decide(request, form, lambda desk: desk.strike(claims, text_of(form, "why")))


def split(request: Request, form: FormData) -> Response:
    """Make what some reports tell an incident of its own."""
    one, reports = request.path_params["id"], [str(value) for value in form.getlist("report")]
    return _decide(request, form, lambda desk: desk.split(one, reports, text_of(form, "why"), seen=_seen(form)))


def note(request: Request, form: FormData) -> Response:
    """Write down what should be known beside an incident."""
    one = request.path_params["id"]
    return _decide(request, form, lambda desk: desk.note(one, text_of(form, "text")))


def merge(request: Request, form: FormData) -> Response:
    """Make two incidents one, under the id of `first`."""
    first, second = text_of(form, "first"), text_of(form, "second")
    form_back = text_of(form, "back") or f"/incidents/{first}"
    seen = {key: digest for key in (first, second) if (digest := text_of(form, f"seen_{key}"))}
    return _decide(
        request, form, lambda desk: desk.merge([first, second], text_of(form, "why"), seen=seen), back=form_back
    )


def keep_apart(request: Request, form: FormData) -> Response:
    """Keep two incidents two, whatever the rules will say."""
    both = [text_of(form, "first"), text_of(form, "second")]
    seen = {key: digest for key in both if (digest := text_of(form, f"seen_{key}"))}
    return _decide(request, form, lambda desk: desk.keep_apart(both, text_of(form, "why"), seen=seen))


def same(request: Request, form: FormData) -> Response:
    """Say that two entities are one."""
    both = [text_of(form, "first"), text_of(form, "second")]
    return _decide(request, form, lambda desk: desk.same(both, text_of(form, "why")))


def not_same(request: Request, form: FormData) -> Response:
    """Say that two entities are two."""
    both = [text_of(form, "first"), text_of(form, "second")]
    return _decide(request, form, lambda desk: desk.not_same(both, text_of(form, "why")))


def mark(request: Request, form: FormData) -> Response:
    """Say whether somebody is a person at risk, or a public figure."""
    one, is_so, why = request.path_params["id"], text_of(form, "is_so") != "no", text_of(form, "why")
    if text_of(form, "mark") == "public":
        return _decide(request, form, lambda desk: desk.mark_public(one, is_so=is_so, why=why))
    return _decide(request, form, lambda desk: desk.mark_at_risk(one, is_so=is_so, why=why))


def remove(request: Request, form: FormData) -> Response:
    """Take a report out."""
    one = request.path_params["id"]
    return _decide(request, form, lambda desk: desk.remove(one, text_of(form, "why")))


def set_letter(request: Request, form: FormData) -> Response:
    """Give an outlet a letter until a day."""
    outlet, letter, until = text_of(form, "outlet"), text_of(form, "letter"), text_of(form, "until") or None
    return _decide(request, form, lambda desk: desk.set_letter(outlet, letter, text_of(form, "why"), until))


def undo(request: Request, form: FormData) -> Response:
    """End a decision."""
    number = request.path_params["number"]
    return _decide(request, form, lambda desk: desk.undo(number, text_of(form, "why")))


def _seen(form: FormData) -> str | None:
    return text_of(form, "seen") or None


def _decide(request: Request, form: FormData, decide: _Decide, back: str = "") -> Response:
    """Take a decision and go on, or show what has changed since the page was made."""
    workspace, session = workspace_of(request), session_of(request)
    stale = _find_stale(request, form)
    if stale is not None:
        return _show_stale(request, form, *stale)
    with workspace.desk(session) as desk:
        taken = decide(desk)
        clash = next((one for one in desk.ledger.conflicts() if one.decision == taken.number), None)
    says = f"Decision {taken.number}: {plain(say_decision(taken))}"
    if clash is not None:
        says += f". But {plain(clash.what)}"
    is_undo = taken.draft.kind is DecisionKind.UNDO
    session.flash = Flash(says=says, number=taken.number, button="Redo" if is_undo else "Undo")
    return go_to(_still_there(request, back or text_of(form, "back") or "/incidents"))


def _find_stale(request: Request, form: FormData) -> tuple[str, str] | None:
    """Return the id of an incident that is no longer as the form saw it, with the digest of what it saw."""
    told = {name.removeprefix("seen_"): text_of(form, name) for name in form if name.startswith("seen_")}
    if "seen" in form and "id" in request.path_params:
        told[request.path_params["id"]] = text_of(form, "seen")
    for incident_id, digest in told.items():
        now = _find(request, incident_id)
        if digest and (now is None or incident_digest(now) != digest):
            return incident_id, digest
    return None


def _show_stale(request: Request, form: FormData, incident_id: str, digest: str) -> Response:
    """Show what somebody else changed, who did, and the same form again for the incident as it is now."""
    workspace = workspace_of(request)
    was, now = workspace.recall(digest), _find(request, incident_id)
    every = workspace.ledger.decisions()
    known = {one.number for one in was.decided} if was else set()
    about = [one for one in every if any(subject.id == incident_id for subject in one.draft.subjects)]
    renewed = {"seen": incident_digest(now), f"seen_{incident_id}": incident_digest(now)} if now else {}
    fields = [(name, renewed.get(name, value)) for name, value in form.multi_items() if isinstance(value, str)]
    return workspace.show(
        request,
        "stale.html",
        409,
        incident=now,
        incident_id=incident_id,
        changes=show_changes(was, now) if was and now else (),
        is_known=was is not None,
        since=show_decisions([one for one in about if one.number not in known][-5:], (), every),
        fields=[(name, value) for name, value in fields if name != "csrf"],
        action=request.url.path,
        verb=request.url.path.rpartition("/")[2],
    )


def _find(request: Request, incident_id: str) -> Incident | None:
    try:
        return workspace_of(request).ledger.incident(incident_id)
    except LedgerError:
        return None


def _still_there(request: Request, path: str) -> str:
    """Return a path, or the list where the incident that it shows is gone: merged, or nothing tells of it any more."""
    incident_id = path.partition("#")[0].partition("?")[0].removeprefix("/incidents/")
    is_gone = path.startswith("/incidents/inc_") and _find(request, incident_id) is None
    return "/incidents" if is_gone else path


ROUTES = tuple(
    Route(path, acting(act), methods=["POST"])
    for path, act in (
        ("/incidents/{id}/accept", accept),
        ("/incidents/{id}/reject", reject),
        ("/incidents/{id}/set", set_value),
        ("/incidents/{id}/strike", strike),
        ("/incidents/{id}/split", split),
        ("/incidents/{id}/note", note),
        ("/merge", merge),
        ("/apart", keep_apart),
        ("/entities/same", same),
        ("/entities/different", not_same),
        ("/entities/{id}/mark", mark),
        ("/reports/{id}/remove", remove),
        ("/sources/letter", set_letter),
        ("/decisions/{number:int}/undo", undo),
    )
)
