"""Reads a PDF: the text layer in reading order, page after page; what has none is a problem."""

import io
import logging
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from overt.collect.found import Facts, Found, Raw
from overt.collect.problems import make_problem
from overt.types.problem import Problem

_MAX_PAGES = 2_000
_BROKEN = (
    PyPdfError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    RecursionError,
    AssertionError,
)


def read_pdf(raw: Raw) -> Iterator[Found | Problem]:
    """Yield the one text of the file."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it complains of becomes a problem of ours
    try:
        reader = PdfReader(io.BytesIO(raw.data))
        if reader.is_encrypted and not reader.decrypt(""):
            yield make_problem("report-encrypted", raw.name, "The PDF asks for a password.")
            return
        yield from _read_pages(raw, reader)
    except (DependencyError, FileNotDecryptedError):
        yield make_problem("report-encrypted", raw.name, "The PDF is encrypted.")
    except _BROKEN as error:
        yield make_problem("report-unreadable", raw.name, f"The PDF is broken: {error}.")


def _read_pages(raw: Raw, reader: PdfReader) -> Iterator[Found | Problem]:
    pages: list[str] = []
    problems: list[Problem] = []
    for number, page in enumerate(reader.pages[:_MAX_PAGES], start=1):
        try:
            pages.append(_clean(page.extract_text()))
        except _BROKEN as error:
            what = f"The page cannot be read: {error}."
            problems.append(make_problem("report-unreadable", raw.name, what, where=f"page {number}", fatal=False))
        if sum(map(len, pages)) > raw.max_characters:
            break
    text = "\n\n".join(page for page in pages if page)
    if not text:
        yield make_problem("report-without-text", raw.name, "The PDF has no text layer; it may be a scan.")
        return
    yield Found(name=raw.name, raw=raw.data, text=text, facts=_facts(reader), problems=tuple(problems))


def _facts(reader: PdfReader) -> Facts:
    """The dates of a PDF say when the file was made, not when the report came out: they are not taken."""
    title = reader.metadata.title if reader.metadata else None
    words = title.split() if isinstance(title, str) else []
    return Facts(title=" ".join(words) if len(words) >= 3 else None)


def _clean(text: str) -> str:
    return "".join(char for char in text.strip() if char != "\0" and not "\ud800" <= char <= "\udfff")
