"""Reads a file of tables by what it is, not by its name alone."""

from collections.abc import Callable
from pathlib import Path

from overt.base.errors import SettingsError
from overt.base.tables.cells import Sheet
from overt.base.tables.delimited import read_delimited
from overt.base.tables.workbook import read_workbook

BOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm")
TEXTS = (".csv", ".tsv", ".txt", ".tab")
_OTHERS = (".xls", ".xlsb", ".ods", ".numbers", ".fods")
_MOST_BYTES = 200_000_000


def read_sheets(path: Path, wanted: Callable[[str], bool] = lambda _: True) -> tuple[Sheet, ...]:
    """Return the sheets of a file whose names are wanted ("" is CSV).

    Raises SettingsError if there is none, or it cannot be read.
    """
    where, kind = str(path), path.suffix.lower()
    if kind not in (*BOOKS, *TEXTS, *_OTHERS):
        raise SettingsError("this is no sheet (.xlsx, .xlsm or .csv)", where=where, todo="Save it as .xlsx or .csv.")
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise SettingsError("the file is too large", where=where, todo="Divide it into several.")
        data = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"the file cannot be read: {error.strerror}", where=where) from error
    if not data.strip():
        raise SettingsError("the file is empty", where=where, todo="Save the sheet again.")
    if kind in TEXTS and not data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return (read_delimited(data, where),)
    return read_workbook(data, where, wanted)
