"""Scores who says what on PolNeAR: texts and brat spans in; precision, recall, F1 of source, cue and content out.

An attribution found and one annotated are the same when their cues share a word. Then "exact" wants the same span,
"tokens" counts shared words. "pair" is source and cue together. The baseline takes "said", "says", "told" and
"according to" as cues, the nearest run of capitalised words in the sentence as source, the rest of it as content.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from overt.base.spans import Span
from overt.divide import divide_report
from overt.extract.parse import parse_passages
from overt.extract.voices.speakers import read_voices
from overt.types.report import Report

Words = frozenset[int]  # offsets at which a word begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One attribution, each part as the words it holds; empty: no such part."""

    source: Words
    cue: Words
    content: Words


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


def report_of(text: str) -> Report:
    """Return a report that is nothing but its text."""
    return Report(
        id="rep_0", input="", url=None, outlet=None, title=None, published=None, language="en", text=text,
        sha256_raw="", sha256_text="",
    )  # fmt: skip


def find_rows(text: str) -> tuple[Row, ...]:
    """Return the attributions that overt finds."""
    report = report_of(text)
    voices = read_voices(report, parse_passages(report, divide_report(report)))

    def words(spans: Iterable[Span]) -> Words:
        return words_in(text, [(span.start, span.end) for span in spans])

    return tuple(
        Row(source=words([a.source] if a.source else []), cue=words([a.cue]), content=words(a.content))
        for a in voices.attributions
        if not a.is_quoted  # PolNeAR annotates nothing inside a direct quotation
    )


def guess_rows(text: str) -> Iterator[Row]:
    """Yield what the baseline finds."""
    for sentence in re.finditer(r"[^.!?\n]+[.!?]?", text):
        for cue in re.finditer(r"\b(said|says|told|according to)\b", sentence[0], re.IGNORECASE):
            start, end = sentence.start() + cue.start(), sentence.start() + cue.end()
            names = [(sentence.start() + m.start(), sentence.start() + m.end()) for m in _NAME.finditer(sentence[0])]
            names = [n for n in names if n[1] <= start or n[0] >= end]
            source = min(names, key=lambda n: min(abs(n[1] - start), abs(n[0] - end)), default=None)
            rest = words_in(text, [(sentence.start(), sentence.end())])
            cue_words = words_in(text, [(start, end)])
            source_words = words_in(text, [source] if source else [])
            yield Row(source=source_words, cue=cue_words, content=rest - cue_words - source_words)


_NAME = re.compile(r"[A-Z][\w.-]+(?: [A-Z][\w.-]+)*")


class Tally:
    """Counts over all texts."""

    def __init__(self) -> None:
        self.counts: dict[str, list[float]] = {}

    def add(self, name: str, hit: float, found: float, gold: float) -> None:
        """Add one text's counts."""
        row = self.counts.setdefault(name, [0.0, 0.0, 0.0])
        for at, value in enumerate((hit, found, gold)):
            row[at] += value

    def figures(self, prefix: str = "") -> dict[str, float]:
        """Return precision, recall and F1 of each name."""
        out: dict[str, float] = {}
        for name, (hit, found, gold) in self.counts.items():
            precision, recall = hit / found if found else 0.0, hit / gold if gold else 0.0
            f1 = 2 * precision * recall / (precision + recall) if hit else 0.0
            out |= {f"{prefix}{name}_{k}": round(v, 4) for k, v in zip("prf", (precision, recall, f1), strict=True)}
        return out


def add_text(tally: Tally, found: Sequence[Row], gold: Sequence[Row]) -> list[tuple[Row | None, Row | None]]:
    """Add one text to the tally; return the pairs (found, annotated), None where one is missing."""
    pairs, left = [], list(gold)
    for row in found:
        best = max(left, key=lambda g: (len(g.cue & row.cue), len(g.content & row.content)), default=None)
        if best is not None and best.cue & row.cue:
            left.remove(best)
            pairs.append((row, best))
    n, m = len(found), len(gold)
    tally.add("cue_overlap", len(pairs), n, m)
    tally.add("cue_exact", sum(f.cue == g.cue for f, g in pairs), n, m)
    with_source, gold_source = sum(bool(f.source) for f in found), sum(bool(g.source) for g in gold)
    tally.add("source_exact", sum(bool(f.source) and f.source == g.source for f, g in pairs), with_source, gold_source)
    tally.add("source_overlap", sum(bool(f.source & g.source) for f, g in pairs), with_source, gold_source)
    tally.add("pair_exact", sum(f.cue == g.cue and f.source == g.source for f, g in pairs), n, m)
    tally.add("pair_overlap", sum(bool(f.source & g.source) or f.source == g.source for f, g in pairs), n, m)
    for part in ("source", "cue", "content"):
        shared = sum(len(getattr(f, part) & getattr(g, part)) for f, g in pairs)
        total = sum(len(getattr(f, part)) for f in found)
        tally.add(f"{part}_tokens", shared, total, sum(len(getattr(g, part)) for g in gold))
    tally.add("content_exact", sum(f.content == g.content for f, g in pairs), n, m)
    matched = {id(f) for f, _ in pairs}
    return [*pairs, *((f, None) for f in found if id(f) not in matched), *((None, g) for g in left)]


def score(data: Path, limit: int | None = None) -> dict[str, float]:
    """Return the figures on a part of PolNeAR; keys "baseline_..." are the baseline's.

    `data` holds text/ and attributions/, or dev/ with them; `limit` takes that many texts, evenly spread.
    """
    ours, trivial = Tally(), Tally()
    data = data if (data / "text").is_dir() else data / "dev"
    paths = sorted((data / "text").glob("*.txt"))
    step = max(1, len(paths) // limit) if limit else 1
    texts = paths[::step][:limit]
    for path in texts:
        text = path.read_text(encoding="utf-8")
        annotated = sorted((data / "attributions").glob(f"{path.stem}_*.ann"))
        if not annotated:
            continue
        gold = read_gold(text, annotated[0])  # one annotator a text, the first by name
        add_text(ours, find_rows(text), gold)
        add_text(trivial, tuple(guess_rows(text)), gold)
    return {"texts": float(len(texts)), **ours.figures(), **trivial.figures("baseline_")}


if __name__ == "__main__":
    for key, value in score(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None).items():
        print(f"{key:28} {value}")
