"""Finds which body took a step of law or state, without a parser: `Tell` and cast in, `Authority` out."""

import re
from dataclasses import dataclass

from overt.extract.codebook.types import load_codebook
from overt.extract.shallow.cast import Cast
from overt.extract.shallow.lines import Line, Word
from overt.extract.shallow.tells import Tell
from overt.types.account import Role
from overt.types.claim import SpeakerKind

_BODIES = (SpeakerKind.COURT, SpeakerKind.POLICE, SpeakerKind.PROSECUTOR, SpeakerKind.SERVICE)
_BEFORE, _AFTER = 6, 2  # words from the body to the verb, and from the verb to the body
_BREAK = re.compile(r"[,;:.()—–\"“”„«»]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """The words for a body in a line, with its role; offsets count from the line's start."""

    line: Line
    start: int
    end: int
    role: Role


def find_authority(tell: Tell, cast: Cast) -> Authority | None:
    """Return the body right before the word of a step ("police arrested"), or right behind it; None if none is told."""
    roles = load_codebook().types[tell.type].roles
    options: list[tuple[int, Authority]] = []
    for kind in _BODIES:
        role = Role.COURT if kind is SpeakerKind.COURT and Role.COURT in roles else Role.AUTHORITY
        pattern = cast.language.speakers.get(kind)
        if role not in roles or pattern is None:
            continue
        for match in pattern.finditer(tell.line.text):
            distance = _distance(tell, match.start(), match.end(), cast)
            if distance is not None:
                start, end = _whole(tell.line, match.start(), match.end(), cast)
                options.append((distance, Authority(line=tell.line, start=start, end=end, role=role)))
    return min(options, key=lambda option: option[0])[1] if options else None


def _distance(tell: Tell, start: int, end: int, cast: Cast) -> int | None:
    line, words = tell.line, cast.language.words
    gap = line.text[end : tell.start] if end <= tell.start else line.text[tell.end : start]
    most = _BEFORE if end <= tell.start else _AFTER
    is_apart = len(gap.split()) > most or bool(_BREAK.search(gap)) or bool(words["said"].search(gap))
    lead = line.words_before(start, 2)
    is_quoted = bool(lead) and bool(words["quoting"].search(line.text[lead[0].start : start]))
    is_inside = start < tell.end and tell.start < end
    return None if is_apart or is_quoted or is_inside else len(gap)


def _whole(line: Line, start: int, end: int, cast: Cast) -> tuple[int, int]:
    """Return the body's words with the nation or town beside them: "польская полиция", "tribunal de Lyon"."""
    for word in reversed(line.words_before(start, 2)):
        if _is_of(line, word, cast) and not _BREAK.search(line.text[word.end : start]):
            start = word.start
    after = line.words_after(end, 1)
    if after and after[0].gap == " " and _is_of(line, after[0], cast):
        end = after[0].end
    return start, end


def _is_of(line: Line, word: Word, cast: Cast) -> bool:
    is_town = cast.language.town_of(word.text) is not None
    return is_town or bool(cast.language.country_of(word.text) and not cast.is_known(line, word.start, word.end))
