"""An attribution as the words of its parts: texts with brat spans in, rows and pairs of rows out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

Words = frozenset[int]  # offsets at which a word begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One attribution, each part as the words it holds; empty: no such part."""

    source: Words
    cue: Words
    content: Words


Pairs = list[tuple[Row | None, Row | None]]


def read_gold(text: str, path: Path) -> tuple[Row, ...]:
    """Return the annotated attributions of one text."""
    spans: dict[str, Words] = {}
    rows: list[Row] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) >= 2 and re.fullmatch(r"T\d+", fields[0]):
            pieces = [piece.split() for piece in fields[1].split(" ", 1)[1].split(";")]
            spans[fields[0]] = words_in(text, [(int(start), int(end)) for start, end in pieces])
        elif len(fields) >= 2 and re.fullmatch(r"E\d+", fields[0]):
            parts: dict[str, Words] = {}
            for part in fields[1].split():
                role, _, key = part.partition(":")
                role = role.rstrip("0123456789")
                parts[role] = parts.get(role, frozenset()) | spans.get(key, frozenset())
            rows.append(Row(**{k.lower(): parts.get(k, frozenset()) for k in ("Source", "Cue", "Content")}))
    return tuple(row for row in rows if row.cue)


def words_in(text: str, pieces: Iterable[tuple[int, int]]) -> Words:
    """Return where the words of some pieces of a text begin."""
    return frozenset(m.start() for start, end in pieces for m in _WORD.finditer(text, start, end))


_WORD = re.compile(r"\w+(?:['’]\w+)?")


def pair_rows(found: Sequence[Row], gold: Sequence[Row]) -> Pairs:
    """Return the pairs (found, annotated) whose cues share a word, None where one is missing."""
    pairs: Pairs = []
    alone: Pairs = []
    left = list(gold)
    for row in found:
        best = max(left, key=lambda g: (len(g.cue & row.cue), len(g.content & row.content)), default=None)
        if best is not None and best.cue & row.cue:
            left.remove(best)
            pairs.append((row, best))
        else:
            alone.append((row, None))
    return [*pairs, *alone, *((None, g) for g in left)]


def cut_words(text: str, words: Words) -> list[tuple[int, int]]:
    """Return the pieces of a text that words make up: words between which only signs stand are one piece."""
    pieces: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        if match.start() not in words:
            continue
        if pieces and not _WORD.search(text[pieces[-1][1] : match.start()]):
            pieces[-1] = (pieces[-1][0], match.end())
        else:
            pieces.append((match.start(), match.end()))
    return pieces
