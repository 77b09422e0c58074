"""Reads CSV: bytes in, one sheet out, whatever the signs between its cells and the encoding of its letters."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

import charset_normalizer

from overt.base.errors import SettingsError
from overt.base.tables.cells import Cell, Row, Sheet, clean

_SIGNS = (",", ";", "\t", "|")
_LOOKED_AT = 50  # records that show which sign it is
_WIDEST = 10_000_000  # characters of a cell
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def read_delimited(data: bytes, where: str) -> Sheet:
    """Return the table of a CSV file. Raises SettingsError if it is none."""
    text = _decode(data, where)
    sign, text = _named_sign(text)
    csv.field_size_limit(_WIDEST)
    sign = sign or max(_SIGNS, key=lambda one: _evenness(text, one))
    rows = []
    try:
        for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=sign), start=1):
            cells = tuple(Cell(clean(cell)) for cell in record)
            if any(cell.text for cell in cells):
                rows.append(Row(number=number, cells=cells))
    except csv.Error as error:
        raise SettingsError(
            f"this is no CSV that can be read: {error}", where=where, todo="Save it again, as .xlsx or as CSV (UTF-8)."
        ) from error
    return Sheet(name="", rows=tuple(rows))


def _decode(data: bytes, where: str) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        best = charset_normalizer.from_bytes(data).best()
        text = str(best) if best is not None else "\0"
    if "\0" in text:
        raise SettingsError(
            "this is no CSV: it is no text", where=where, todo="Save the sheet as .xlsx or as CSV (UTF-8)."
        )
    return text


def _named_sign(text: str) -> tuple[str | None, str]:
    """Return the sign that a first line `sep=;` names, and the rest."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        return first.strip()[-1], rest
    return None, text


def _evenness(text: str, sign: str) -> tuple[int, int]:
    """Say how well a sign divides: how many records have the most frequent number of cells, and that number."""
    widths = Counter(len(record) for record in _some(text, sign))
    widths.pop(1, None)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def _some(text: str, sign: str) -> Iterator[list[str]]:
    try:
        for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=sign)):
            if number == _LOOKED_AT:
                return
            if record:
                yield record
    except csv.Error:
        return
