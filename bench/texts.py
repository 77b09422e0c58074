"""Finds and reads texts to measure on: JSON or JSON lines in; texts, readings, seconds, crashes, memory out."""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from overt.assemble import try_report
from overt.base.settings import CollectSettings
from overt.collect import read_reports
from overt.extract.parse import load_parser
from overt.types.linked import LinkedReading
from overt.types.problem import Problem

_TEXT_FIELDS = ("text", "content", "doctext")
_KEY_FIELDS = ("id", "doc_id", "docid")
_DATE_FIELDS = ("published", "dct")
_URL_FIELDS = ("url", "uri")
_TITLE_FIELDS = ("title",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text with what is said about it beside the text; `key` is unique in its set."""

    key: str
    text: str
    published: str | None = None
    url: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What came of reading texts, by their keys. `crashes` are places in the engine; `seconds` without models."""

    readings: Mapping[str, LinkedReading]
    crashes: tuple[str, ...]
    refused: tuple[str, ...]
    seconds: float

    def figures(self) -> dict[str, float]:
        """Return the figures that every reading has."""
        count = len(self.readings) + len(self.crashes)
        return {
            "texts": count,
            "reports_per_s": count / self.seconds if self.seconds else 0.0,
            "crashes": len(self.crashes),
            "refused": len(self.refused),
            "peak_mb": peak_mb(),
        }


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a file that holds a JSON list or one record a line."""
    content = path.read_text(encoding="utf-8")
    try:
        whole = json.loads(content)
        rows = whole if isinstance(whole, list) else [whole]
    except ValueError:
        rows = [json.loads(line) for line in content.split("\n") if line.strip()]
    return [row for row in rows if isinstance(row, dict)]


def to_text(row: Mapping[str, Any], number: int) -> Text | None:
    """Return the text of a record, None if it has none."""
    text = _first(row, _TEXT_FIELDS)
    if not text or not text.strip():
        return None
    key = _first(row, _KEY_FIELDS) or str(number)
    return Text(
        key=key,
        text=text,
        published=_first(row, _DATE_FIELDS),
        url=_first(row, _URL_FIELDS),
        title=_first(row, _TITLE_FIELDS),
    )


def find_texts(folder: Path) -> list[Text]:
    """Return all texts in the JSON and JSON-lines files of a folder, or of one file; keys carry the file's name."""
    paths = [folder] if folder.is_file() else sorted(p for p in folder.iterdir() if p.suffix in {".json", ".jsonl"})
    return [
        Text(key=f"{path.stem}/{number}", text=text.text, published=text.published, url=text.url, title=text.title)
        for path in paths
        for number, row in enumerate(read_rows(path))
        if (text := to_text(row, number)) is not None
    ]


def _first(row: Mapping[str, Any], fields: Sequence[str]) -> str | None:
    return next((value for field in fields if isinstance(value := row.get(field), str)), None)


def write_jsonl(texts: Sequence[Text], path: Path) -> None:
    """Write texts as records that `overt run` reads."""
    with path.open("w", encoding="utf-8") as file:
        for text in texts:
            record = {"id": text.key, "text": text.text, "published": text.published, "url": text.url}
            record["title"] = text.title
            file.write(json.dumps({k: v for k, v in record.items() if v is not None}, ensure_ascii=False) + "\n")


def read_texts(texts: Sequence[Text]) -> Batch:
    """Read texts as `overt run` does, in this process, without a ledger."""
    readings: dict[str, LinkedReading] = {}
    crashes: list[str] = []
    refused: list[str] = []
    warm_up()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "texts.jsonl"
        write_jsonl(texts, path)
        for report in read_reports([path], CollectSettings(max_bytes=path.stat().st_size + 1)):
            if isinstance(report, Problem):
                refused.append(report.name)
                continue
            result = try_report(report)
            if isinstance(result, Problem):
                crashes.append(result.what)
            else:
                readings[report.input.removeprefix(f"{path}:")] = result
    seconds = time.monotonic() - started
    return Batch(readings=readings, crashes=tuple(crashes), refused=tuple(refused), seconds=seconds)


def warm_up() -> None:
    """Load what is loaded once a process, so that it is not counted."""
    load_parser()
    for _ in _warm_readings():
        pass


def _warm_readings() -> Iterator[object]:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "warm.txt"
        path.write_text("Police in Lisbon arrested two men on Monday. A spokesman said they had set fire to a depot.\n")
        for report in read_reports([path], CollectSettings()):
            yield report if isinstance(report, Problem) else try_report(report)


def peak_mb() -> float:
    """Return the most memory that this process or one that it started has held, in MiB."""
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / unit
