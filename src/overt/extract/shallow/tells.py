"""Finds what lines tell of: `Line`s in, a `Tell` for every trigger out, with its stage."""

from collections.abc import Iterable
from dataclasses import dataclass

from overt.base.spans import Span
from overt.extract.shallow.language import Language
from overt.extract.shallow.lines import Line
from overt.types.account import Stage

_REACH = 5  # words to either side in which a cue of stage stands
_NEGATION_REACH = 2
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
    for hit in language.lexicon.find(line.text):
        start, end = hit.span.start, hit.span.end
        before = line.words_before(start, _NEGATION_REACH)
        if before and words["negation"].search(line.text[before[0].start : start]):
            continue
        quote = line.text[start:end]
        found.append(
            Tell(
                type=hit.type,
                line=line,
                start=start,
                end=end,
                stage=_stage(line, start, end, hit.type, language),
                is_weak=bool(words["weak"].fullmatch(quote)),
                is_general=bool(words["general"].fullmatch(quote)),
                is_many=_is_many(line, start, language),
            )
        )
    return found


def _stage(line: Line, start: int, end: int, code: str, language: Language) -> Stage:
    if code.startswith("response."):
        return Stage.OCCURRED
    near = line.around(start, end, _REACH)
    found = [stage for stage in _STAGES if stage in language.stages and language.stages[stage].search(near)]
    return found[0] if found else Stage.OCCURRED


def _is_many(line: Line, start: int, language: Language) -> bool:
    before = line.words_before(start, 3)
    return bool(before) and bool(language.words["many"].search(line.text[before[0].start : start]))
