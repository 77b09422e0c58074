"""The data behind a picture as a file: Picture -> CSV that no spreadsheet computes, or JSON with what was left out."""

import csv
import io
import json

from overt.views.pictures import Cell, Picture

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(picture: Picture) -> str:
    """Return the rows as CSV, with an apostrophe before what a spreadsheet would compute."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(picture.rows.columns)
    writer.writerows([_safe(cell) for cell in row] for row in picture.rows.rows)
    return buffer.getvalue()


def _safe(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.lstrip(" '").startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell


def as_json(picture: Picture) -> str:
    """Return the rows as objects, with title, notes and what is not drawn."""
    columns = picture.rows.columns
    return json.dumps(
        {
            "view": picture.view,
            "title": picture.title,
            "description": picture.description,
            "notes": picture.notes,
            "drawn": len(picture.drawn),
            "left_out": [{"reason": one.reason, "incidents": one.incident_ids} for one in picture.left_out],
            "rows": [dict(zip(columns, row, strict=True)) for row in picture.rows.rows],
        },
        ensure_ascii=False,
        indent=1,
    )
