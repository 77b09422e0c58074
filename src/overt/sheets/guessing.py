"""Guesses what the columns of a sheet are from their headings, in several languages: sheets in, a `Layout` out."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from overt.base.knowledge import read_knowledge
from overt.base.tables.cells import Row, Sheet, column_letter
from overt.extract.codebook.types import load_codebook
from overt.sheets.layout import IGNORED, Layout
from overt.types.account import Stage

_LOOKED_AT = 20  # rows in which the headings are looked for
_MOST_WORDS = 300
_MANY = frozenset({"text", "source", "url", "victim", "target", "perpetrator", "id", "title", IGNORED})


def guess_layout(sheets: Sequence[Sheet]) -> Layout | None:
    """Return how the sheet with the most known headings seems to be read; None where none has any."""
    ranked = [(score, -at, sheet, row) for at, sheet in enumerate(sheets) for score, row in [_best_head(sheet)] if row]
    if not ranked or max(ranked, key=lambda one: one[:2])[0] == 0:
        return None
    _, _, sheet, head = max(ranked, key=lambda one: one[:2])
    columns = dict(_columns(headings(head)))
    return Layout(
        sheet=sheet.name,
        head=head.number,
        columns=columns,
        types=_guess_words(sheet, head, columns, "type", _type_words()),
        stages=_guess_words(sheet, head, columns, "stage", _stage_words()),
        language=_language(columns),
    )


def headings(head: Row) -> dict[int, str]:
    """Return the heading of each column, each once: one without is called by its letter."""
    seen: Counter[str] = Counter()
    found = {}
    for at, cell in enumerate(head.cells):
        name = " ".join(cell.text.split()).replace(":", "") or f"column {column_letter(at)}"
        seen[name] += 1
        found[at] = name if seen[name] == 1 else f"{name} ({column_letter(at)})"
    return found


def fold(text: str) -> str:
    """Return a heading or word without case, accents and signs."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l").replace("ß", "ss"))
    kept = "".join(char if char.isalnum() or char == "#" else " " for char in plain if not unicodedata.combining(char))
    return " ".join(kept.split())


def _best_head(sheet: Sheet) -> tuple[int, Row | None]:
    """Return the row that holds the most known headings, among the first."""
    rows = [row for row in sheet.rows[:_LOOKED_AT] if sum(bool(cell.text) for cell in row.cells) > 1]
    scored = [(sum(_field_of(c.text) != IGNORED for c in row.cells if c.text), -row.number, row) for row in rows]
    best = max(scored, key=lambda one: one[:2], default=None)
    return (best[0], best[2]) if best is not None else (0, None)


def _columns(heads: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    taken: set[str] = set()
    for name in heads.values():
        found = _field_of(name)
        if found in taken and found not in _MANY:
            found = IGNORED  # the first column of a kind is it; the mapping can say otherwise
        taken.add(found)
        yield name, found


def _field_of(heading: str) -> str:
    key = fold(heading)
    if key in _unclear():
        return IGNORED
    whole = _heads().get(key)
    if whole is not None:
        return whole
    words = set(key.split())
    within = read_knowledge("sheets.yaml")["within"]
    return next((name for name, some in within.items() if words & set(some)), IGNORED)


@cache
def _heads() -> Mapping[str, str]:
    rows = read_knowledge("sheets.yaml")["heads"]
    return {fold(str(head)): name for name, heads in rows.items() for head in heads}


@cache
def _unclear() -> frozenset[str]:
    return frozenset(fold(str(one)) for one in read_knowledge("sheets.yaml")["unclear"])


@cache
def _type_words() -> Mapping[str, str]:
    codes = load_codebook().types
    ends = Counter(code.partition(".")[2] for code in codes)
    words = {fold(code.partition(".")[2]): code for code in codes if ends[code.partition(".")[2]] == 1}
    words |= {fold(code): code for code in codes}
    return words | _listed("types")


@cache
def _stage_words() -> Mapping[str, str]:
    return {stage.value: stage.value for stage in Stage} | _listed("stages")


def _listed(name: str) -> dict[str, str]:
    rows = read_knowledge("sheets.yaml")[name]
    return {fold(str(word)): code for code, words in rows.items() for word in words}


def _guess_words(
    sheet: Sheet, head: Row, columns: Mapping[str, str], name: str, known: Mapping[str, str]
) -> dict[str, str | None]:
    """Return what the words of a column mean, the most frequent first; None where that is not known."""
    at = next((at for at, heading in headings(head).items() if columns[heading] == name), None)
    if at is None:
        return {}
    told = Counter(row.at(at).text for row in sheet.rows if row.number > head.number and row.at(at).text)
    return {word: _meaning(word, known) for word, _ in told.most_common(_MOST_WORDS)}


def _meaning(word: str, known: Mapping[str, str]) -> str | None:
    """Return what a word means, or the only one of several in a cell that means anything."""
    parts = [fold(part) for part in re.split(r"[;,/|\n]+", word)]
    found = {known[part] for part in (fold(word), *parts) if part in known}
    return found.pop() if len(found) == 1 else None


def _language(columns: Mapping[str, str]) -> str:
    """Return the language of most headings that only one language has."""
    signs = {code: set(map(fold, words)) for code, words in read_knowledge("sheets.yaml")["languages"].items()}
    votes = Counter(code for heading in columns for code, words in signs.items() if fold(heading) in words)
    return votes.most_common(1)[0][0] if votes else "en"
