"""Turns stored JSON back into nouns: bodies of rows -> reports, readings, incidents, and what is whole in one."""

import json
import zlib
from collections.abc import Iterable
from typing import Any, TypeVar

from overt.record.codec import decode
from overt.types.incident import Incident
from overt.types.kept import Seat
from overt.types.linked import LinkedReading
from overt.types.report import Report

T = TypeVar("T")


def parse(kind: type[T], body: str) -> T:
    """Return a noun that is whole in its body."""
    return decode(kind, json.loads(body))


def parse_report(body: str, stored_text: str) -> Report:
    """Return a report with its text."""
    return decode(Report, json.loads(body) | {"text": stored_text})


def parse_reading(report: str, stored_text: str, body: bytes) -> LinkedReading:
    """Return what was read out of a report, with the report."""
    data: dict[str, Any] = json.loads(zlib.decompress(body))
    data["report"] = json.loads(report) | {"text": stored_text}
    return decode(LinkedReading, data)


def parse_incident(body: str, claims: Iterable[str]) -> Incident:
    """Return an incident with its claims."""
    return decode(Incident, json.loads(body) | {"claims": [json.loads(claim) for claim in claims]})


def parse_seat(row: Any) -> Seat:
    """Return a seat from its row."""
    found = {name: getattr(row, name) for name in Seat.__dataclass_fields__}
    return Seat(**found | {"claims": frozenset(json.loads(row.claims))})
