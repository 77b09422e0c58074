"""Faults of the API: whatever goes wrong in; a status, a name that never changes, what happened and what to do out."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from overt.base.errors import LedgerError, OvertError

MEDIA = "application/problem+json"


class Fault(BaseModel):
    """What went wrong (RFC 9457). `name` is stable; the words may become better."""

    name: str = Field(examples=["not-found"])
    title: str
    status: int
    detail: str = ""
    todo: str = ""


class FaultError(Exception):
    """A fault of a request."""

    def __init__(self, status: int, name: str, title: str, *, detail: str = "", todo: str = "") -> None:
        super().__init__(title)
        self.fault = Fault(name=name, title=title, status=status, detail=detail, todo=todo)


_NAMES = {
    400: "body-unreadable",
    401: "locked",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
}


def _answer(fault: Fault) -> JSONResponse:
    return JSONResponse(fault.model_dump(), fault.status, media_type=MEDIA)


def say_fault(_: Request, error: Exception) -> JSONResponse:
    """Answer a fault of our own."""
    assert isinstance(error, FaultError)
    return _answer(error.fault)


def say_overt(_: Request, error: Exception) -> JSONResponse:
    """Answer an error of overt: 404 for what is not there, 412 for what changed, 409 for a ledger in trouble."""
    assert isinstance(error, OvertError)
    status, name = 422, error.name
    if isinstance(error, LedgerError):
        status = 409
        if error.what.startswith("there is no such"):
            status, name = 404, "not-found"
        elif error.what.startswith(("the incident has changed", "the incident is gone")):
            status, name = 412, "stale"
    return _answer(Fault(name=name, title=error.what, status=status, detail=error.where, todo=error.todo))


def say_http(_: Request, error: Exception) -> JSONResponse:
    """Answer what the framework refuses."""
    assert isinstance(error, HTTPException)
    name = _NAMES.get(error.status_code, "refused")
    title = str(error.detail) or HTTPStatus(error.status_code).phrase
    answer = _answer(Fault(name=name, title=title, status=error.status_code))
    answer.headers.update(error.headers or {})
    return answer


def say_invalid(_: Request, error: Exception) -> JSONResponse:
    """Answer a parameter or body that is not what the description says."""
    assert isinstance(error, RequestValidationError)
    told = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()[:5])
    return _answer(Fault(name="request-invalid", title="The request is not as described.", status=422, detail=told))


def say_broken(_: Request, __: Exception) -> JSONResponse:
    """Answer a fault of ours."""
    what = "Something went wrong in overt; what, stands in the terminal."
    return _answer(Fault(name="broken", title=what, status=500, todo="Please report it."))


HANDLERS: Mapping[Any, Any] = {
    FaultError: say_fault,
    OvertError: say_overt,
    HTTPException: say_http,
    RequestValidationError: say_invalid,
    500: say_broken,
}


def described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the description of the faults that an operation may answer with."""
    schema = {"schema": {"$ref": "#/components/schemas/Fault"}}
    return {status: {"description": HTTPStatus(status).phrase, "content": {MEDIA: schema}} for status in statuses}
