"""Makes the sample reports that are no text: sources/NAME.txt -> NAME.docx or .pdf, the same bytes every time.

`python samples/make_binary.py`; a source begins with lines "key: value" (target, outlet, title, published).
"""  # noqa: INP001 - a script, no package

import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from docx import Document

ROOT = Path(__file__).parent
_LINE_CHARS, _LINES, _LEADING = 88, 50, 14
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)  # the oldest that a zip can say: the bytes must not depend on today


def main() -> None:
    """Make every binary report anew."""
    for source in sorted((ROOT / "sources").glob("*.txt")):
        facts, paragraphs = read_source(source)
        make_one(paragraphs, facts, ROOT / "reports" / facts["target"])


def make_one(paragraphs: list[str], facts: Mapping[str, str], target: Path) -> None:
    """Write one report in the format that the target's name ends in."""
    if target.suffix == ".pdf":
        target.write_bytes(make_pdf(paragraphs, facts))
    else:
        make_docx(paragraphs, facts, target)


def read_source(path: Path) -> tuple[dict[str, str], list[str]]:
    """Return the facts at the head of a source and its paragraphs."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    return facts, [" ".join(part.split()) for part in body.split("\n\n") if part.strip()]


def make_docx(paragraphs: list[str], facts: Mapping[str, str], target: Path) -> None:
    """Write a Word file with the first paragraph as its heading."""
    document = Document()
    day = datetime.fromisoformat(facts["published"]).replace(tzinfo=UTC)
    properties = document.core_properties
    properties.title, properties.author = facts["title"], facts["outlet"]
    properties.created = properties.modified = day
    document.add_heading(paragraphs[0], level=1)
    for paragraph in paragraphs[1:]:
        document.add_paragraph(paragraph)
    document.save(str(target))
    _forget_time(target)


def _forget_time(path: Path) -> None:
    with zipfile.ZipFile(path) as packed:
        parts = [(name, packed.read(name)) for name in packed.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts:
            packed.writestr(zipfile.ZipInfo(name, _ZIP_DAY), content, zipfile.ZIP_DEFLATED)


def make_pdf(paragraphs: list[str], facts: Mapping[str, str]) -> bytes:
    """Return a PDF of one column in Helvetica; a minimal writer, for text that Windows-1252 can hold."""
    pages = _pages([line for paragraph in paragraphs for line in (*_wrap(paragraph), "")])
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    day = facts["published"].replace("-", "")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        content = b"BT /F1 11 Tf 56 780 Td " + b" ".join(_shown(line) for line in lines) + b" ET"
        resources = "/Resources << /Font << /F1 3 0 R >> >>"
        box = f"/MediaBox [0 0 595 842] {resources} /Contents {5 + 2 * number} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    objects.append(b"<< /Title (%s) /CreationDate (D:%s000000Z) >>" % (_escaped(facts["title"]), day.encode()))
    return _file(objects)


def _wrap(paragraph: str) -> Iterator[str]:
    line = ""
    for word in paragraph.split():
        if len(line) + len(word) >= _LINE_CHARS:
            yield line
            line = ""
        line = f"{line} {word}".strip()
    yield line


def _pages(lines: list[str]) -> list[list[str]]:
    return [lines[start : start + _LINES] for start in range(0, len(lines), _LINES)]


def _shown(line: str) -> bytes:
    return b"(%s) Tj 0 -%d Td" % (_escaped(line), _LEADING)


def _escaped(text: str) -> bytes:
    raw = text.encode("cp1252")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _file(objects: list[bytes]) -> bytes:
    out = b"%PDF-1.4\n"
    starts = []
    for number, content in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    xref = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        len(objects),
        len(out),
    )
    return out + xref + trailer


if __name__ == "__main__":
    main()
