"""One module per export format: each has one function that turns a ledger into the lines of its files."""

from collections.abc import Callable, Iterator, Mapping

from overt.record.ledger import Ledger
from overt.share.formats.csv import csv_files
from overt.share.formats.jsonl import jsonl_files

FORMATS: Mapping[str, Callable[[Ledger], Mapping[str, Iterator[str]]]] = {"jsonl": jsonl_files, "csv": csv_files}
