"""Decodes bytes: bytes of a text in, text and the problems of decoding out."""

import codecs
from collections import Counter

import charset_normalizer

from overt.collect.found import Raw
from overt.collect.problems import make_problem
from overt.types.problem import Problem

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE_BYTES = 200_000
_MIN_UTF16_BYTES = 16
_UTF16_SHARE = 0.8
_FIRST_PRINTABLE = 0x20
_TEXT_CONTROLS = frozenset("\t\n\r\x0b\x0c\x1a\x1b\x1c\x1d\x1e\x1f\x85")


def decode_text(raw: Raw, declared: str | None = None) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the text without its byte-order mark, and problems. None: it is no text, and one problem is fatal.

    `declared` is the encoding that the document itself names; a wrong declaration is passed over.
    """
    for bom, encoding in _BOMS:
        if raw.data.startswith(bom):
            return _checked(raw, _try(raw.data[len(bom) :], encoding), ())
    utf16 = _try_utf16(raw.data)
    if utf16 is not None:
        return _checked(raw, utf16, (_guessed(raw, "utf-16"),))
    text = _try(raw.data, "utf-8")
    if text is None and declared:
        text = _try(raw.data, declared)
    if text is not None:
        return _checked(raw, text, ())
    return _guess(raw)


def _guess(raw: Raw) -> tuple[str | None, tuple[Problem, ...]]:
    if b"\0" in raw.data[:_SAMPLE_BYTES]:
        return None, (make_problem("report-binary", raw.name, "The file holds binary data, not text."),)
    best = charset_normalizer.from_bytes(raw.data[:_SAMPLE_BYTES]).best()
    text = _try(raw.data, best.encoding) if best else None
    if best is None or text is None:
        return None, (make_problem("report-bad-encoding", raw.name, "No encoding makes sense of the file."),)
    return _checked(raw, text, (_guessed(raw, best.encoding),))


def _guessed(raw: Raw, encoding: str) -> Problem:
    what = f"The file is not UTF-8; it was read as {encoding.replace('_', '-')}."
    return make_problem("encoding-guessed", raw.name, what, fatal=False)


def _checked(raw: Raw, text: str | None, problems: tuple[Problem, ...]) -> tuple[str | None, tuple[Problem, ...]]:
    if text is None:
        return None, (make_problem("report-bad-encoding", raw.name, "The byte-order mark does not fit the file."),)
    sample = text[:_SAMPLE_BYTES]
    controls = sum(char < " " and char not in _TEXT_CONTROLS for char in sample)
    if "\0" in sample or controls > 0.02 * len(sample):
        return None, (make_problem("report-binary", raw.name, "The file holds binary data, not text."),)
    return text.removeprefix("\ufeff"), problems


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _try_utf16(data: bytes) -> str | None:
    """UTF-16 without a byte-order mark: every second byte is one of very few, and those are no letters."""
    sample = data[:2000]
    if len(sample) < _MIN_UTF16_BYTES or len(data) % 2:
        return None
    low, high = _commonest(sample[::2]), _commonest(sample[1::2])
    encoding = "utf-16-le" if high > low else "utf-16-be"
    return _try(data, encoding) if max(low, high) >= _UTF16_SHARE and min(low, high) < _UTF16_SHARE else None


def _commonest(half: bytes) -> float:
    """Return the share of the two commonest control bytes: the upper halves of the characters of one alphabet."""
    counts = Counter(byte for byte in half if byte < _FIRST_PRINTABLE and byte not in b"\t\n\r")
    return sum(count for _, count in counts.most_common(2)) / len(half)
