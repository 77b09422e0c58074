"""One reader per format, in one visible table: the bytes of an input in, the texts found and the problems met out."""

from collections.abc import Mapping

from overt.collect.found import Reader
from overt.collect.readers.docx import read_docx
from overt.collect.readers.eml import read_eml
from overt.collect.readers.html import read_html
from overt.collect.readers.jsonl import read_jsonl
from overt.collect.readers.markdown import read_markdown
from overt.collect.readers.pdf import read_pdf
from overt.collect.readers.text import read_text

READERS: Mapping[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".eml": read_eml,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
}
