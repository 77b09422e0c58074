"""Runs: files, a folder or pasted text in; how far the reading is, what it found, and all runs before it out."""

import hashlib
import json
import re
from pathlib import Path

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from overt.base.errors import SettingsError
from overt.base.settings import CollectSettings
from overt.serve.running import RunState
from overt.serve.safety.doors import UPLOAD_PATH
from overt.serve.shown.text import clean
from overt.serve.workspace import Workspace, acting, go_to, text_of, workspace_of
from overt.types.address import Address
from overt.words.codes import plain

_LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_NAME_LENGTH = 80


def runs(request: Request) -> Response:
    """Show the run that goes on, a form for the next one, and those before."""
    workspace = workspace_of(request)
    return workspace.show(
        request,
        "runs.html",
        state=workspace.runs.state,
        is_going=workspace.runs.is_going(),
        rows=tuple(reversed(workspace.ledger.runs()))[:50],
        folder=str(_folder(workspace)),
        is_local=workspace.settings.host in _LOCAL,
    )


def now(request: Request) -> Response:
    """Say how far the run is, for the page that shows it."""
    return JSONResponse(_told(workspace_of(request).runs.state))


def start(request: Request, form: FormData) -> Response:
    """Keep what was given beside the ledger, and begin to read it."""
    workspace = workspace_of(request)
    if workspace.runs.is_going():
        raise SettingsError("a run is going on", todo="Wait for its end, or stop it; then start this one.")
    settings = CollectSettings(published=_published(form), outlet=plain(text_of(form, "outlet")) or None)
    paths = [
        _keep_file(workspace, file) for file in form.getlist("files") if isinstance(file, UploadFile) and file.filename
    ]
    if text_of(form, "text"):
        paths.append(_keep_text(workspace, form))
    if text_of(form, "folder"):
        paths.append(_find_folder(workspace, text_of(form, "folder")))
    if not paths:
        raise SettingsError("give it something to read: files, a folder or a text")
    workspace.runs.start(paths, settings)
    return go_to("/runs")


def stop(request: Request, _: FormData) -> Response:
    """Stop the run."""
    workspace_of(request).runs.stop()
    return go_to("/runs")


def _told(state: RunState | None) -> dict[str, object]:
    if state is None:
        return {"ended": "none"}
    return {
        "done": state.done,
        "total": state.total,
        "current": plain(Path(state.current).name),
        "problems": state.problems,
        "comparing": state.is_comparing,
        "left": state.left(),
        "ended": state.ended,
    }


def _published(form: FormData) -> str | None:
    said = text_of(form, "published")
    if said and not _DAY.fullmatch(said):
        raise SettingsError("when it was published is written as 2024-04-03, 2024-04 or 2024", where=said)
    return said or None


def _folder(workspace: Workspace) -> Path:
    """Return where what is given to the page is kept: beside the ledger, or where the workspace was started."""
    address = workspace.settings.ledger
    path = address.path if isinstance(address, Address) else address
    return path.absolute().with_name(f"{path.name}.reports") if path else Path.cwd() / "overt.reports"


def _keep_file(workspace: Workspace, file: UploadFile) -> Path:
    """Keep a file under its own name and a part of its hash: nothing is overwritten, and the same file is kept once."""
    file.file.seek(0)
    return _keep(workspace, file.filename or "report", file.file.read())


def _keep_text(workspace: Workspace, form: FormData) -> Path:
    """Keep a pasted text as a record with its title and address."""
    record = {"text": clean(text_of(form, "text")), "title": plain(text_of(form, "title")) or None,
              "url": plain(text_of(form, "url")) or None}  # fmt: skip
    told = {name: value for name, value in record.items() if value}
    return _keep(workspace, "pasted.jsonl", json.dumps(told, ensure_ascii=False, sort_keys=True).encode())


def _keep(workspace: Workspace, name: str, data: bytes) -> Path:
    folder = _folder(workspace)
    folder.mkdir(exist_ok=True)
    bare = plain(name.replace("\\", "/").rpartition("/")[2]).lstrip(". ~$") or "report"
    stem, dot, suffix = bare.rpartition(".")
    stem, suffix = (stem, suffix) if dot and stem else (bare, "")
    safe = re.sub(r"[^\w .()-]", "_", stem)[:_NAME_LENGTH].strip() or "report"
    ending = "." + re.sub(r"\W", "", suffix)[:10].lower() if suffix else ""
    path = folder / f"{safe}-{hashlib.sha256(data).hexdigest()[:10]}{ending}"
    if not path.exists():
        new = path.with_name(f".{path.name}.part")
        new.write_bytes(data)
        new.replace(path)
    return path


def _find_folder(workspace: Workspace, said: str) -> Path:
    """Return a folder or file of this machine; only who sits at it may name one."""
    if workspace.settings.host not in _LOCAL:
        raise SettingsError("a folder can be named only where the workspace listens to this machine alone")
    path = Path(said).expanduser()
    if not path.exists():
        raise SettingsError("there is no such file or folder", where=said)
    return path


ROUTES = (
    Route(UPLOAD_PATH, runs),
    Route(UPLOAD_PATH, acting(start), methods=["POST"]),
    Route("/runs/now", now),
    Route("/runs/stop", acting(stop), methods=["POST"]),
)
