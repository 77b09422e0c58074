"""Shows searched words where they stand: incidents of a page -> for each a sentence of a report, or its title."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from overt.record import schema
from overt.record.kept import batches
from overt.record.listing.words import read_words
from overt.record.rows import Hit
from overt.record.words import FOLDED, split_words

_MOST = 300  # characters of a sentence that are shown
_END = re.compile(r"[.!?…。！？؟][\"'”’»)\]]*\s+(?=[^\s\W\d_]|[\"'“„«(\d])")


def find_hits(connection: Connection, titles: Mapping[str, str], wanted: str) -> dict[str, Hit]:
    """Return where the words stand in each incident. `titles`: of the incidents, by id."""
    words = [_pattern(part) for part in read_words(wanted)]
    best: dict[str, tuple[int, Any]] = {}
    for row in _claims(connection, titles):
        told = _told(row.quote, words)
        if told > best.get(row.incident_id, (0, None))[0]:
            best[row.incident_id] = (told, row)
    hits = {key: Hit(text=title, marks=_marks(title, words)) for key, title in titles.items()}
    texts = _texts(connection, {row.report_id for _, row in best.values()})
    for key, (_, row) in best.items():
        span = json.loads(row.body)["span"]
        text = texts.get(row.report_id)  # a ledger as it was, in memory, has no reports
        sentence = row.quote if text is None else _sentence(text, span["start"], span["end"], words)
        hits[key] = Hit(text=sentence, marks=_marks(sentence, words), report_id=row.report_id, claim_id=row.id)
    return hits


def _claims(connection: Connection, ids: Iterable[str]) -> Iterable[Any]:
    table = schema.claims
    query = select(table.c.incident_id, table.c.id, table.c.report_id, table.c.quote, table.c.body)
    for some in batches(ids):
        found = query.where(table.c.incident_id.in_(some)).order_by(table.c.incident_id, table.c.position)
        yield from connection.execute(found)


def _texts(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    table = schema.reports
    query = select(table.c.id, table.c.text)
    return {row.id: row.text for some in batches(ids) for row in connection.execute(query.where(table.c.id.in_(some)))}


def _fold(text: str) -> tuple[str, list[int]]:
    """Return a text as it is searched, each sign a space, and for each character where it stood."""
    folded, places = [], []
    for at, char in enumerate(text):
        if part := FOLDED[ord(char)]:
            folded.append(part)
            places.append(at)
    return "".join(folded), places


def _marks(text: str, words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Return the places of the words that begin with what was searched."""
    folded, places = _fold(text)
    either = "|".join(sorted(words, key=len, reverse=True))
    return tuple((places[match.start()], places[match.end() - 1] + 1) for match in re.finditer(either, folded))


def _pattern(part: str) -> str:
    return r"(?<!\S)" + r"\s+".join(map(re.escape, split_words(part))) + r"\S*"


def _told(text: str, words: Iterable[str]) -> int:
    folded, _ = _fold(text)
    return sum(bool(re.search(word, folded)) for word in words)


def _sentence(text: str, start: int, end: int, words: Iterable[str]) -> str:
    """Return the sentence around a quote, shortened around the first word found where it is long."""
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line_end = line_end if line_end >= 0 else len(text)
    first = max((match.end() for match in _END.finditer(text, line_start, start)), default=line_start)
    last = min((match.end() for match in _END.finditer(text, max(start, end - 1), line_end)), default=line_end)
    sentence = " ".join(text[first:last].split())
    if len(sentence) <= _MOST:
        return sentence
    at = next((mark[0] for mark in _marks(sentence, words)), 0)
    begin = max(0, min(at - _MOST // 3, len(sentence) - _MOST))
    cut = sentence[begin : begin + _MOST]
    cut = "... " + cut.partition(" ")[2] if begin else cut
    return cut.rpartition(" ")[0] + " ..." if begin + _MOST < len(sentence) else cut
