"""Scores who says what on PolNeAR: texts and brat spans in; precision, recall, F1 of source, cue and content out.

An attribution found and one annotated are the same when their cues share a word. Then "exact" wants the same span,
"tokens" counts shared words. "pair" is source and cue together. The main figures are those of the learned reader of
bench/voices where its weights are there, "rules_..." those of overt's own rules; the note says who read. The baseline
takes "said", "says", "told" and "according to" as cues, the nearest run of capitalised words in the sentence as source,
the rest of it as content.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.judge.polnear import judge_text
from bench.judged import Document, Judged, Judging
from bench.polnear_rows import Pairs, Row, Words, pair_rows, read_gold, words_in
from bench.voices.learn.reader import load_limits, load_reader
from overt.base.spans import Span
from overt.divide import divide_report
from overt.extract.parse import parse_passages
from overt.extract.voices.speakers import read_voices
from overt.types.report import Report


def report_of(text: str) -> Report:
    """Return a report that is nothing but its text."""
    return Report(
        id="rep_0", input="", url=None, outlet=None, title=None, published=None, language="en", text=text,
        sha256_raw="", sha256_text="",
    )  # fmt: skip


def find_rows(text: str) -> tuple[Row, ...]:
    """Return the attributions that the rules of overt find."""
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


def add_text(tally: Tally, found: Sequence[Row], gold: Sequence[Row]) -> Pairs:
    """Add one text to the tally; return the pairs (found, annotated), None where one is missing."""
    everything = pair_rows(found, gold)
    pairs = [(f, g) for f, g in everything if f is not None and g is not None]
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
    return everything


def parts_of(data: Path) -> list[Path]:
    """Return the folders with texts that are to be scored."""
    if (data / "text").is_dir():
        return [data]
    parts = sorted(path.parent for path in data.glob("*/text"))
    return [part for part in parts if part.name != "train"] or parts


def score(data: Path, limit: int | None = None) -> dict[str, Any]:
    """Return the figures on a part of PolNeAR; keys "baseline_..." are the baseline's, "judging" holds the cases.

    `data` holds text/ and attributions/, or parts (dev, ...) with them, of which train is left out where there is
    another; `limit` takes that many texts, evenly spread.
    """
    ours, rules, trivial = Tally(), Tally(), Tally()
    reader = load_reader()
    paths = [path for part in parts_of(data) for path in sorted((part / "text").glob("*.txt"))]
    step = max(1, len(paths) // limit) if limit else 1
    texts = paths[::step][:limit]
    documents: dict[str, Document] = {}
    judged: list[Judged] = []
    for path in texts:
        text = path.read_text(encoding="utf-8")
        annotated = sorted((path.parents[1] / "attributions").glob(f"{path.stem}_*.ann"))
        if not annotated:
            continue
        gold = read_gold(text, annotated[0])  # one annotator a text, the first by name
        documents[path.stem] = Document(key=path.stem, text=text, about=path.stem)
        by_rules = find_rows(text)
        rows = by_rules if reader is None else reader.read(text, load_limits())
        judged += judge_text(documents[path.stem], add_text(ours, rows, gold))
        add_text(rules, by_rules, gold)
        add_text(trivial, tuple(guess_rows(text)), gold)
    judging = Judging(documents=documents, judged=tuple(judged))
    figures = ours.figures() | rules.figures("rules_") | trivial.figures("baseline_")
    return {"texts": float(len(texts)), **figures, "note": _READ_BY[reader is not None], "judging": judging}


_READ_BY = {
    True: "the learned reader of bench/voices, which overt itself does not use; rules_...: overt's rules",
    False: "overt's rules alone",
}


if __name__ == "__main__":
    for key, value in score(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None).items():
        if isinstance(value, float):
            print(f"{key:28} {value}")
