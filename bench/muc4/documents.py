"""The documents of MUC-4: files of JSON in, texts with their gold templates out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.texts import read_rows

_BREAK = re.compile(r" {3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document. `text` is as the set has it (lower-cased, paragraphs run together); all offsets count in it."""

    key: str  # "dev/TST1-MUC3-0001"
    text: str

    @property
    def docid(self) -> str:
        """The id that the keys use: "TST1-MUC3-0001"."""
        return self.key.rpartition("/")[2]


def read_documents(folder: Path, *, is_full: bool) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Return the rows of the documents by key, and the names of the files that they are from.

    By default every file but train.json; all with `is_full`, or where there is no other.
    """
    by_file = {path: [row for row in read_rows(path) if _is_document(row)] for path in sorted(folder.glob("*.json*"))}
    by_file = {path: rows for path, rows in by_file.items() if rows}
    chosen = [path for path in by_file if is_full or "train" not in path.stem] or list(by_file)
    documents = {f"{path.stem}/{row['docid']}": row for path in chosen for row in by_file[path]}
    return documents, [path.name for path in chosen]


def _is_document(row: Mapping[str, Any]) -> bool:
    return "docid" in row and "doctext" in row and ("templates" in row or "extracts" in row)


def with_paragraphs(text: str) -> str:
    """Return the text with line breaks where three or more spaces stand for a paragraph; its length never changes."""
    return _BREAK.sub(lambda match: "\n\n" + " " * (len(match[0]) - 2), text)
