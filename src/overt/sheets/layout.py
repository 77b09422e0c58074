"""How a sheet of somebody's own is read: which column is what; kept as YAML beside it, where it can be corrected."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from overt.base.errors import SettingsError
from overt.base.knowledge import read_knowledge
from overt.extract.codebook.types import load_codebook
from overt.sheets.dates import DateOrder
from overt.types.account import Stage

IGNORED = "ignore"
_KEYS = ("sheet", "head", "columns", "types", "stages", "dates", "numbers_are_days", "type", "language")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Which column is what, and what its words mean."""

    sheet: str  # name of the sheet; "" in CSV
    head: int  # the row of the headings
    columns: Mapping[str, str]  # heading -> field of knowledge/sheets.yaml, or "ignore"
    types: Mapping[str, str | None] = field(default_factory=dict)  # word of the sheet -> code
    stages: Mapping[str, str | None] = field(default_factory=dict)
    dates: DateOrder | None = None  # what comes first where a date is in numbers
    numbers_are_days: bool = False  # bare numbers in date columns count days from 1900
    type: str | None = None  # of all rows, where no column says
    language: str = "en"  # of the places and dates


def fields() -> tuple[str, ...]:
    """Return what a column can be."""
    return (*read_knowledge("sheets.yaml")["heads"], IGNORED)


def layout_path(sheet: Path) -> Path:
    """Return where the layout of a sheet is kept."""
    return sheet.with_name(sheet.name + ".overt.yaml")


def read_layout(path: Path) -> Layout:
    """Return a layout as it was kept and perhaps corrected. Raises SettingsError for what cannot be meant."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"the mapping cannot be read: {error}", where=str(path), todo=_AGAIN) from error
    if not isinstance(data, dict) or not isinstance(data.get("columns"), dict):
        raise SettingsError("the mapping names no columns", where=str(path), todo=_AGAIN)
    _check(data, path)
    return Layout(
        sheet=str(data.get("sheet") or ""),
        head=int(data.get("head") or 1),
        columns={str(key): str(value or IGNORED) for key, value in data["columns"].items()},
        types=_words(data.get("types")),
        stages=_words(data.get("stages")),
        dates=DateOrder(data["dates"]) if data.get("dates") else None,
        numbers_are_days=bool(data.get("numbers_are_days")),
        type=data.get("type"),
        language=str(data.get("language") or "en"),
    )


_AGAIN = "Correct it, or delete it: it is then made anew."


def _words(data: Any) -> dict[str, str | None]:
    return {str(key): str(value) if value else None for key, value in (data or {}).items()}


def _check(data: Mapping[str, Any], path: Path) -> None:
    """Raise SettingsError for all that cannot be meant, together."""
    codes, known = load_codebook().types, fields()
    types, stages = (_words(data.get(name)).values() for name in ("types", "stages"))
    columns = data["columns"].items()
    wrong = [f"{key!r} is none of {', '.join(_KEYS)}" for key in data if key not in _KEYS]
    wrong += [
        f"{key}: {value!r} is none of {', '.join(known)}" for key, value in columns if value and value not in known
    ]
    wrong += [f"types: {one!r} is no type of the codebook" for one in types if one and one not in codes]
    wrong += [f"stages: {one!r} is no stage" for one in stages if one and one not in tuple(Stage)]
    if data.get("type") and data["type"] not in codes:
        wrong.append(f"type: {data['type']!r} is no type of the codebook")
    if data.get("dates") and data["dates"] not in tuple(DateOrder):
        wrong.append(f"dates: {data['dates']!r} is none of {', '.join(DateOrder)}")
    if not isinstance(data.get("head", 1), int) or data.get("head", 1) < 1:
        wrong.append("head: the number of the row of the headings")
    if wrong:
        raise SettingsError("; ".join(wrong), where=str(path), todo=_AGAIN)


def write_layout(path: Path, layout: Layout, sheet: Path) -> None:
    """Keep a layout beside its sheet, with what can be corrected. Raises SettingsError if it cannot be written."""
    parts = [
        f"# How {sheet.name} is read. Correct what is wrong, then import the sheet again.\n",
        _dump({"sheet": layout.sheet, "head": layout.head}),
        f"# What each column is: {', '.join(fields())}.\n",
        _dump({"columns": dict(layout.columns)}),
        "# What the words of the type column mean in the codebook. Rows of a word with null are left out, and told.\n",
        _dump({"types": dict(layout.types)}),
        "# How far it got: occurred, attempted, foiled, planned, ... null: not said.\n",
        _dump({"stages": dict(layout.stages)}),
        "# How 03/04/2024 is meant: day-month-year or month-day-year. null: such a date is told and not read.\n",
        _dump({"dates": layout.dates.value if layout.dates else None}),
        "# Whether 45421 in a column of dates is a day counted from 1900.\n",
        _dump({"numbers_are_days": layout.numbers_are_days}),
        "# The type of all rows, where no column says it.\n",
        _dump({"type": layout.type}),
        "# In which language places and dates are written.\n",
        _dump({"language": layout.language}),
    ]
    try:
        path.write_text("".join(parts), encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"the mapping cannot be kept: {error.strerror}", where=str(path)) from error


def _dump(data: Mapping[str, Any]) -> str:
    return str(yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=10_000))
