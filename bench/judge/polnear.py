"""Judges who says what in PolNeAR, case by case: pairs of attributions found and annotated in, a Judging out."""

from collections.abc import Iterable, Iterator

from bench.judged import Document, Judged, Mark, State, state_of
from bench.polnear_rows import Pairs, Row, Words, cut_words

_NEARLY = 0.8  # of the words of both


def judge_text(document: Document, pairs: Pairs) -> Iterator[Judged]:
    """Yield the cases of one text: each attribution, and in those that were found its source and its content."""
    for found, gold in pairs:
        if found is not None and gold is not None:
            yield _case(document, "attributions", found, gold, "")
            for part in ("source", "cue", "content"):
                said, wanted = getattr(found, part), getattr(gold, part)
                if said or wanted:
                    yield _case(document, part, found, gold, _part_cause(part, said, wanted))
        else:
            yield _case(document, "attributions", found, gold, "attribution missed" if gold else "attribution spurious")


def _part_cause(part: str, said: Words, wanted: Words) -> str:
    """Return what is wrong with a part; nothing is if it has nearly the annotator's words."""
    if not said or not wanted:
        return f"{part} missed" if wanted else f"{part} not in the gold"
    if not said & wanted:
        return f"{part} wrong"
    if len(said & wanted) / len(said | wanted) >= _NEARLY:
        return ""
    return f"{part} boundary: too {'short' if said < wanted else 'long' if said > wanted else 'long and too short'}"


def _case(document: Document, figure: str, found: Row | None, gold: Row | None, cause: str) -> Judged:
    row = gold or found
    assert row is not None
    marks = [*_marks(document, found, is_gold=False), *_marks(document, gold, is_gold=True)]
    is_extra = gold is None or cause.endswith("not in the gold")
    return Judged(
        figure=figure, document=document.key, label=f"{'' if gold else '+ '}{sorted(row.cue)} {len(row.content)}",
        state=State.WRONG if is_extra else state_of(is_right=not cause), cause=cause,
        gold=_say(document.text, gold), said=_say(document.text, found), marks=tuple(marks),
    )  # fmt: skip


def _marks(document: Document, row: Row | None, *, is_gold: bool) -> Iterator[Mark]:
    for part in ("source", "cue", "content") if row else ():
        for start, end in cut_words(document.text, getattr(row, part)):
            yield Mark(start=start, end=end, is_gold=is_gold, label=part)


def _say(text: str, row: Row | None) -> str:
    if row is None:
        return "nothing"
    parts = ((part, cut_words(text, getattr(row, part))) for part in ("source", "cue", "content"))
    return "\n".join(f"{part}: {_join(text, pieces)}" for part, pieces in parts)


def _join(text: str, pieces: Iterable[tuple[int, int]]) -> str:
    return " … ".join(" ".join(text[start:end].split()) for start, end in pieces) or "-"
