"""Makes the templates: whatever a report or a person wrote is text in them, never markup."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from overt.serve.shown.text import clean
from overt.words.codes import explain_grade, plain, say_code, say_count, say_time
from overt.words.decisions import say_decision
from overt.words.types import say_family, say_type

_HERE = Path(__file__).parent


def make_templates() -> Environment:
    """Return the environment of all pages."""
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "plain": lambda value: plain(str(value)) if value is not None else "",
        "clean": clean,
        "code": say_code,
        "time": say_time,
        "type": say_type,
        "family": say_family,
        "moment": _say_moment,
        "decision": say_decision,
        "segment": lambda value: quote(value, safe=""),
    }
    made.globals |= {
        "static": _static,
        "count": say_count,
        "grade_words": explain_grade,
        "query": lambda **values: urlencode({key: value for key, value in values.items() if value}),
    }
    return made


def _say_moment(utc: str) -> str:
    """Say a moment of the ledger: "22 Nov 2026, 10:45 UTC"."""
    return f"{say_time(utc.rstrip('Z'))} UTC" if utc else ""


@cache
def _static(name: str) -> str:
    """Return the address of a file of ours, which changes when the file does."""
    digest = sha256((_HERE / "static" / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"
