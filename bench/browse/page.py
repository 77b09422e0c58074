"""Makes one page of errors that needs nothing beside it: groups in, HTML out."""

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from bench.browse.groups import Group
from bench.judged import Judged, Judging

_TEMPLATE = Path(__file__).with_name("page.html")


def make_page(name: str, judging: Judging, groups: Sequence[Group]) -> str:
    """Return the page. Its data stands in it as JSON, with the texts of those documents that have an error."""
    shown = {error.document for group in groups for error in group.errors}
    data = {
        "documents": {
            key: {"text": one.text, "about": one.about} for key, one in judging.documents.items() if key in shown
        },
        "groups": [{"cause": group.cause, "errors": [_row(error) for error in group.errors]} for group in groups],
    }
    # Within a script element only "</" could end it early, and "<!--" change how it is read.
    content = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    template = _TEMPLATE.read_text(encoding="utf-8")
    return template.replace("{{name}}", escape(name)).replace("{{data}}", content)


def _row(error: Judged) -> dict[str, Any]:
    return {
        "id": error.id,
        "figure": error.figure,
        "state": error.state.value,
        "document": error.document,
        "gold": error.gold or "nothing",
        "said": error.said or "nothing",
        "marks": [[mark.start, mark.end, int(mark.is_gold), mark.label] for mark in error.marks],
    }
