"""The list of incidents. Filter, words and order stand in the address, so that any view can be kept as a link."""

import csv
import io
from collections.abc import Iterator

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from overt.base.errors import SettingsError
from overt.record.rows import IncidentFilter, IncidentRow, Sort
from overt.serve.safety.sessions import Flash
from overt.serve.shown.listing import COLUMNS, list_incidents, mark_of, read_view
from overt.serve.workspace import acting, go_to, session_of, text_of, workspace_of
from overt.share.formats.tables import Cell, safe_text
from overt.words.codes import plain, say_count, say_time

_HEADS = ("id", "title", "when", "edtf", "place", "type", "status", "grade", "grade_rule", "independent",
          "undetermined", "dependent", "disputes")  # fmt: skip


def incidents(request: Request) -> Response:
    """Show the incidents that pass the filter of the address."""
    workspace = workspace_of(request)
    view = read_view(request.query_params)
    listed = list_incidents(workspace.ledger, view)
    return workspace.show(request, "incidents.html", view=view, listed=listed, columns=COLUMNS, sorts=list(Sort))


def home(_: Request) -> Response:
    """Begin with the incidents."""
    return RedirectResponse("/incidents", status_code=303)


def as_csv(request: Request) -> Response:
    """Give exactly what the list shows, all pages of it, for a spreadsheet; ids lead back to the ledger."""
    view = read_view(request.query_params)
    rows = workspace_of(request).ledger.page(view.filter(), view.sort, size=None).rows
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow((*_HEADS, *view.columns))
    for row in rows:
        more = ("; ".join(row.terms.get(COLUMNS[one][1], ())) for one in view.columns)
        writer.writerow([safe_text(value) for value in (*_cells(row), *more)])
    headers = {"content-disposition": 'attachment; filename="incidents.csv"'}
    return Response(file.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def decide_ticked(request: Request, form: FormData) -> Response:
    """Accept or reject what is ticked and still as it was shown; what is not is left, and said."""
    workspace, session = workspace_of(request), session_of(request)
    told = dict(one.partition(":")[::2] for one in form.getlist("one") if isinstance(one, str))
    how, why = text_of(form, "how"), text_of(form, "why")
    if not told or how not in {"accept", "reject"}:
        raise SettingsError("tick what is to be decided")
    if how == "reject" and not why:
        raise SettingsError("say why they are rejected")
    rows = workspace.ledger.page(IncidentFilter(ids=tuple(told)), size=None).rows
    same = [row.id for row in rows if mark_of(row) == told[row.id]]
    last = None
    with workspace.desk(session) as desk:
        for one in same:
            last = desk.accept(one, why) if how == "accept" else desk.reject(one, why)
    left = len(told) - len(same)
    changed = f"; {say_count(left, 'incident')} had changed meanwhile and were left" if left else ""
    is_one = len(same) == 1 and last is not None
    session.flash = Flash(
        says=f"{say_count(len(same), 'incident')} {how}ed{changed}.", number=last.number if is_one and last else None
    )
    return go_to(text_of(form, "back") or "/incidents")


def _cells(row: IncidentRow) -> Iterator[Cell]:
    yield from (row.id, plain(row.title), say_time(row.edtf), row.edtf or "", plain(row.place or ""), row.type)
    yield from (row.status, row.grade or "", row.grade_rule or "", row.independent, row.undetermined, row.dependent)
    yield row.disputes


ROUTES = (
    Route("/", home),
    Route("/incidents", incidents),
    Route("/incidents.csv", as_csv),
    Route("/ticked", acting(decide_ticked), methods=["POST"]),
)
