"""One module per export format: each has one function that turns a ledger into what stands in its files."""

from collections.abc import Callable, Iterator, Mapping

from overt.record.ledger import Ledger
from overt.share.formats.csv import csv_files
from overt.share.formats.jsonl import jsonl_files

Written = Mapping[str, Iterator[str] | Iterator[bytes]]  # name of the file -> its lines, or its bytes


def _xlsx_files(ledger: Ledger) -> Written:
    from overt.share.formats.xlsx import xlsx_files  # noqa: PLC0415 - other formats need no openpyxl

    return xlsx_files(ledger)


FORMATS: Mapping[str, Callable[[Ledger], Written]] = {"jsonl": jsonl_files, "csv": csv_files, "xlsx": _xlsx_files}
