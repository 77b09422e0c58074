"""Finds what lines tell of: `Line`s in, a `Tell` for every trigger out, with its stage."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from overt.base.spans import Span
from overt.extract.codebook.lexicon import WordHit
from overt.extract.shallow.language import Language
from overt.extract.shallow.lines import Line
from overt.types.account import Stage

_REACH = 5  # words to either side in which a cue of stage stands
_NEGATION_REACH = 2
_TERM_REACH = 6  # words from a number of years to a word for prison
# Of several cues the first counts: "an attempted bombing was foiled" is foiled.
_STAGES = (Stage.FOILED, Stage.THREATENED, Stage.ATTEMPTED, Stage.PLANNED, Stage.ORDERED)
LEGAL = ("response.verdict", "response.charge", "response.arrest")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tell:
    """One trigger in its line; offsets count from the line's start."""

    type: str
    line: Line
    start: int
    end: int
    stage: Stage
    is_weak: bool  # tells of nothing by itself
    is_general: bool  # takes up any act
    is_many: bool  # one of many that are only counted

    @property
    def span(self) -> Span:
        """Where the trigger stands in the report's text."""
        return self.line.span(self.start, self.end)

    @property
    def family(self) -> str:
        """Family of the type."""
        return self.type.partition(".")[0]


def find_tells(lines: Iterable[Line], language: Language) -> tuple[Tell, ...]:
    """Return the triggers that are not negated, in the order of the text."""
    return tuple(tell for line in lines for tell in _tells_of(line, language))


def _tells_of(line: Line, language: Language) -> list[Tell]:
    words = language.words
    found = []
    hits = language.lexicon.find(line.text)
    for number, hit in enumerate(hits):
        start, end = hit.span.start, hit.span.end
        before = line.words_before(start, _NEGATION_REACH)
        if before and _is_negated(line, before[0].start, start, language):
            continue
        quote = line.text[start:end]
        if words["weak"].fullmatch(quote) and _is_denied_after(line, end, language):
            continue
        if hit.type == "response.verdict" and _is_only_possible(line, start, language):
            continue
        found.append(
            Tell(
                type=hit.type,
                line=line,
                start=start,
                end=end,
                stage=_stage(_own_part(line, hits, number), hit.type, language),
                is_weak=bool(words["weak"].fullmatch(quote)),
                is_general=bool(words["general"].fullmatch(quote)),
                is_many=_is_many(line, start, language),
            )
        )
    if not any(tell.type == "response.verdict" and not tell.is_weak for tell in found):
        found += _terms(line, language)
    return found


def _is_negated(line: Line, start: int, end: int, language: Language) -> bool:
    """Say whether a negation stands in a part of a line; the one in "unknown people" ("orang tak dikenal") is none."""
    unknown = [match.span() for match in language.words["unknown"].finditer(line.text)]
    return any(
        not any(first <= match.start() < last for first, last in unknown)
        for match in language.words["negation"].finditer(line.text, start, end)
    )


def _is_denied_after(line: Line, end: int, language: Language) -> bool:
    """Say whether the next words say that there was none ("бомбы не нашли")."""
    after = line.words_after(end, 1)
    return bool(after) and bool(language.words["negation"].fullmatch(after[0].text)) and "," not in after[0].gap


def _terms(line: Line, language: Language) -> list[Tell]:
    """Return a verdict where a term of prison is told, in whatever words: "three years and four months behind bars"."""
    words = language.words
    for number in language.number.finditer(line.text):
        unit = next(iter(line.words_after(number.end(), 1)), None)
        if unit is None or not (words["years"].fullmatch(unit.text) or words["months"].fullmatch(unit.text)):
            continue
        prison = words["prison"].search(line.around(number.start(), unit.end, _TERM_REACH))
        if prison is None or _is_only_possible(line, number.start(), language):
            continue
        return [Tell(type="response.verdict", line=line, start=number.start(), end=unit.end, stage=Stage.OCCURRED,
                     is_weak=False, is_general=False, is_many=False)]  # fmt: skip
    return []


def _is_only_possible(line: Line, start: int, language: Language) -> bool:
    """Say whether a term is only what the law allows ("up to ten years")."""
    before = line.words_before(start, _TERM_REACH)
    return bool(before) and bool(language.words["up_to"].search(line.text[before[0].start : start]))


def _own_part(line: Line, hits: Sequence[WordHit], number: int) -> str:
    """Return the words around a hit, without those that belong to another hit behind a comma ("planned X, set Y")."""
    start, end = hits[number].span.start, hits[number].span.end
    before, after = line.words_before(start, _REACH), line.words_after(end, _REACH)
    first, last = before[0].start if before else start, after[-1].end if after else end
    if number and "," in (between := line.text[hits[number - 1].span.end : start]):
        first = max(first, start - len(between.rpartition(",")[2]))
    if number + 1 < len(hits) and "," in (between := line.text[end : hits[number + 1].span.start]):
        last = min(last, end + between.index(","))
    return line.text[min(first, start) : max(last, end)]


def _stage(near: str, code: str, language: Language) -> Stage:
    if code.startswith("response."):
        return Stage.OCCURRED
    told = (
        language.ties["ordered"].sub(" ", near) if "ordered" in language.ties else near
    )  # "on orders of": it was done
    texts = {Stage.ORDERED: told}
    found = [
        stage for stage in _STAGES if stage in language.stages and language.stages[stage].search(texts.get(stage, near))
    ]
    return found[0] if found else Stage.OCCURRED


def _is_many(line: Line, start: int, language: Language) -> bool:
    before = line.words_before(start, 3)
    return bool(before) and bool(language.words["many"].search(line.text[before[0].start : start]))
