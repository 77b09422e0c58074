"""Reads what is said about a report beside its text: the fields of a record in, facts and problems out."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from overt.base.edtf import Interval, day_interval, parse_edtf
from overt.collect.files import SIDECAR
from overt.collect.found import Facts
from overt.collect.problems import make_problem
from overt.types.problem import Problem
from overt.types.report import Published, PublishedBasis

_MAX_SIDECAR_BYTES = 1_000_000


def read_facts(fields: Mapping[str, object], origin: str, source: str) -> tuple[Facts, tuple[Problem, ...]]:
    """Return the facts in a record's fields (outlet, url, title, language, published or date); EDTF dates allowed."""
    published: Published | None = None
    problems: tuple[Problem, ...] = ()
    for key in ("published", "date"):
        value = fields.get(key)
        if value is None or value == "":
            continue
        interval = read_time(value)
        if interval:
            published = Published(
                interval=interval, basis=PublishedBasis.METADATA, reason=f'{origin} says {key} "{value}"'
            )
            break
        what = f'"{value}" is no date that can be read.'
        problems = (make_problem("published-invalid", source, what, where=f"{origin}, {key}", fatal=False),)
    language = _string(fields, "language")
    facts = Facts(
        outlet=_string(fields, "outlet"),
        url=_string(fields, "url"),
        title=_string(fields, "title"),
        language=language[:2].lower() if language else None,
        published=published,
    )
    return facts, problems


def read_sidecar(path: Path) -> tuple[Facts, tuple[Problem, ...]]:
    """Return the facts in NAME.meta.json beside NAME.ext; nothing if there is none."""
    for sidecar in (path.with_name(path.stem + SIDECAR), path.with_name(path.name + SIDECAR)):
        try:
            with sidecar.open("rb") as file:
                fields = json.loads(file.read(_MAX_SIDECAR_BYTES).decode("utf-8-sig"))
        except FileNotFoundError:
            continue
        except (OSError, ValueError, RecursionError) as error:
            what = f"The sidecar cannot be read: {error}."
            return Facts(), (make_problem("sidecar-invalid", str(path), what, where=sidecar.name, fatal=False),)
        if not isinstance(fields, dict):
            what = "The sidecar holds no JSON object."
            return Facts(), (make_problem("sidecar-invalid", str(path), what, where=sidecar.name, fatal=False),)
        return read_facts(fields, "sidecar", str(path))
    return Facts(), ()


def read_time(value: object) -> Interval | None:
    """Return the day or days that an EDTF, ISO 8601 or e-mail date names; None if it names none."""
    if isinstance(value, datetime):
        return day_interval(value.date())
    if isinstance(value, date):
        return day_interval(value)
    text = str(value).strip()
    try:
        interval = parse_edtf(text)
        return day_interval(interval.lo) if "T" in text and interval.lo else interval
    except ValueError:
        pass
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return day_interval(read(text).date())
        except (ValueError, TypeError, IndexError):
            continue
    return None


def _string(fields: Mapping[str, object], key: str) -> str | None:
    value = fields.get(key)
    return value.strip() or None if isinstance(value, str) else None
