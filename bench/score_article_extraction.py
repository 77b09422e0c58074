"""Scores the main text of web pages: a folder with ground-truth.json and html/*.html.gz in, 4-gram P, R and F1 out."""

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import trafilatura

from overt.collect.clean import mark_boilerplate
from overt.collect.readers.html import extract_main_text

_TOKEN = re.compile(r"\w+", re.UNICODE)
_GRAM = 4


def score(data: Path) -> dict[str, float]:
    """Return pages, precision, recall and F1 of 4-word shingles, averaged over the pages as the benchmark does.

    F1 is that of the averaged precision and recall. "marked_" are the figures of what is left to read: the main text
    less what is marked as boilerplate; `f1_library` is that of the library by its defaults, `f1_trivial` that of all
    text of the page.
    """
    truth = json.loads((data / "ground-truth.json").read_text(encoding="utf-8"))
    ours: list[tuple[float, float]] = []
    marked: list[tuple[float, float]] = []
    library: list[tuple[float, float]] = []
    trivial: list[tuple[float, float]] = []
    for name, row in sorted(truth.items()):
        page = gzip.decompress((data / "html" / f"{name}.html.gz").read_bytes()).decode("utf-8", "replace")
        wanted = _shingles(row["articleBody"])
        text = extract_main_text(page) or ""
        ours.append(_precision_recall(wanted, _shingles(text)))
        marked.append(_precision_recall(wanted, _shingles(without_boilerplate(text))))
        library.append(_precision_recall(wanted, _shingles(trafilatura.extract(page) or "")))
        trivial.append(_precision_recall(wanted, _shingles(_all_text(page))))
    precision, recall, f1 = _mean(ours)
    left = dict(zip(("marked_precision", "marked_recall", "marked_f1"), _mean(marked), strict=True))
    return {
        "pages": float(len(truth)),
        "precision": precision,
        "recall": recall,
        "f1": f1,
        **left,
        "f1_library": _mean(library)[2],
        "f1_trivial": _mean(trivial)[2],
    }


def without_boilerplate(text: str) -> str:
    """Return the text without the spans that tell nothing of the world."""
    for notice in reversed(mark_boilerplate(text)):
        text = text[: notice.span.start] + text[notice.span.end :]
    return text


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    size = min(_GRAM, len(tokens)) or 1
    return Counter(tuple(tokens[at : at + size]) for at in range(len(tokens) - size + 1) if tokens)


def _precision_recall(wanted: Counter[tuple[str, ...]], got: Counter[tuple[str, ...]]) -> tuple[float, float]:
    """Shares per page, so that a long page weighs no more than a short one."""
    hit = sum((wanted & got).values())
    extra, missed = sum((got - wanted).values()), sum((wanted - got).values())
    precision = hit / (hit + extra) if hit + extra else 0.0
    recall = hit / (hit + missed) if hit + missed else 0.0
    return (precision, recall) if wanted or got else (1.0, 1.0)


def _mean(pairs: list[tuple[float, float]]) -> tuple[float, float, float]:
    precision = sum(pair[0] for pair in pairs) / len(pairs)
    recall = sum(pair[1] for pair in pairs) / len(pairs)
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _all_text(page: str) -> str:
    without_code = re.sub(r"(?is)<(script|style|noscript)\b.*?</\1>", " ", page)
    return re.sub(r"(?s)<[^>]+>", " ", without_code)
