"""Reads a Word document: its paragraphs and tables in order, one a line."""

import io
import zipfile
import zlib
from collections.abc import Iterator

import docx
from docx.opc.exceptions import OpcError

from overt.collect.found import Facts, Found, Raw
from overt.collect.problems import make_problem
from overt.types.problem import Problem

_OLE = b"\xd0\xcf\x11\xe0"  # a Word document with a password is an OLE container, not a zip
_BROKEN = (
    OpcError,
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    OSError,
    SyntaxError,
    AttributeError,
)
_MAX_RATIO = 200  # a zip that unfolds to more is an attack, not a document


def read_docx(raw: Raw) -> Iterator[Found | Problem]:
    """Yield the one text of the file."""
    if raw.data.startswith(_OLE):
        yield make_problem("report-encrypted", raw.name, "The document asks for a password, or is an old .doc file.")
        return
    try:
        if _unfolds_too_far(raw):
            yield make_problem("report-huge", raw.name, "The document unfolds to far more than its size.")
            return
        document = docx.Document(io.BytesIO(raw.data))
        text = "\n\n".join(filter(None, (_block_text(block) for block in document.iter_inner_content())))
        title = document.core_properties.title or None
    except RuntimeError as error:
        name = "report-unreadable" if isinstance(error, NotImplementedError) else "report-encrypted"
        yield make_problem(name, raw.name, f"The document cannot be opened: {error}.")
        return
    except _BROKEN as error:
        yield make_problem("report-unreadable", raw.name, f"The document is broken: {error}.")
        return
    if not text:
        yield make_problem("report-without-text", raw.name, "The document has no text.")
        return
    yield Found(name=raw.name, raw=raw.data, text=text, facts=Facts(title=title))


def _unfolds_too_far(raw: Raw) -> bool:
    with zipfile.ZipFile(io.BytesIO(raw.data)) as archive:
        unfolded = sum(member.file_size for member in archive.infolist())
    return unfolded > max(_MAX_RATIO * len(raw.data), 8 * raw.max_characters)


def _block_text(block: object) -> str:
    rows = getattr(block, "rows", None)
    if rows is None:
        return str(getattr(block, "text", "")).strip()
    return "\n".join(
        " | ".join(dict.fromkeys(cell.text.strip() for cell in row.cells if cell.text.strip())) for row in rows
    )
