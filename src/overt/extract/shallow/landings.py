"""Finds a forced landing, which no one word tells: lines of a report in, the tell of it out."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from overt.base.knowledge import read_knowledge
from overt.extract.shallow.language import Language, compile_words
from overt.extract.shallow.lines import Line
from overt.extract.shallow.tells import Tell
from overt.types.account import Stage

_FORCED = "violence.abduction"
_PRETEXTS = ("coercion.threat", "sabotage.explosive")  # the bomb that was none


def with_landing(tells: Sequence[Tell], lines: Sequence[Line], language: Language) -> tuple[Tell, ...]:
    """Return the tells with that of a forced landing, in whose place the alarm is told that brought it about."""
    words = _words(language.code)
    line = next((one for one in lines if _lands(one, words)), None)
    if line is None or not _is_forced(tells, lines, language):
        return tuple(tells)
    others = [tell for tell in tells if not _is_pretext(tell, words)]
    if any(tell.type == _FORCED and not tell.is_weak for tell in others):
        return tuple(others)
    match = words["landing"].search(line.text)
    assert match is not None
    landing = Tell(type=_FORCED, line=line, start=match.start(), end=match.end(), stage=Stage.OCCURRED,
                   is_weak=False, is_general=False, is_many=False)  # fmt: skip
    return tuple(sorted([*others, landing], key=lambda tell: tell.span))


def _lands(line: Line, words: Mapping[str, re.Pattern[str]]) -> bool:
    return bool(words) and bool(words["aircraft"].search(line.text) and words["landing"].search(line.text))


def _is_forced(tells: Sequence[Tell], lines: Sequence[Line], language: Language) -> bool:
    """Say whether there was an alarm, and a state that had a hand in the landing: any aircraft may land for a hoax."""
    text = "\n".join(line.text for line in lines)
    words = _words(language.code)
    if not words["alarm"].search(text):
        return False
    is_taken = any(tell.type == "response.arrest" and not tell.is_weak for tell in tells)
    is_of_state = any(pattern.search(text) for pattern in language.seats.values())
    return bool(words["fighter"].search(text)) or is_taken or is_of_state


def _is_pretext(tell: Tell, words: Mapping[str, re.Pattern[str]]) -> bool:
    return tell.type in _PRETEXTS and bool(words["alarm"].search(tell.line.text))


@cache
def _words(code: str) -> Mapping[str, re.Pattern[str]]:
    row = read_knowledge("landings.yaml").get(code, {})
    return {key: compile_words(map(str, words)) for key, words in row.items()}
