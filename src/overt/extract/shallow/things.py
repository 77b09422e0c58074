"""Finds what was hit, with what, and how many suffered, without a parser: `Line` in, objects, means and numbers out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from overt.extract.shallow.cast import Cast
from overt.extract.shallow.described import number_of
from overt.extract.shallow.language import Language
from overt.extract.shallow.lines import Line
from overt.extract.shallow.tells import Tell

_NAME_WORDS = 3
_NUMBER_REACH = 4
_AFTER_TRIGGER = 2
_OPENING, _CLOSING = '«„“"', '»“”"'
_BREAK = re.compile(r"[,;:.()—–]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A thing in a line that an act can hit; offsets count from the line's start. `sector` is None if only named."""

    start: int
    end: int
    text: str
    sector: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number of an act; offsets count from the line's start, units are the codebook's."""

    what: str
    value: float
    unit: str
    start: int
    end: int


def find_things(line: Line, cast: Cast) -> tuple[Thing, ...]:
    """Return the things of a line by the language's nouns, with the name that follows ("магазин IKEA")."""
    language = cast.language
    found: list[Thing] = []
    for sector, pattern in language.objects.items():
        for match in pattern.finditer(line.text):
            if language.words["not_objects"].fullmatch(match[0]):
                continue
            end = _of_nation(line, match.end(), cast) or _name_end(line, match.end(), cast)
            start = _name_start(line, match.start(), cast)
            found.append(Thing(start=start, end=end, text=line.text[start:end], sector=sector))
    kept: list[Thing] = []
    for thing in sorted(found, key=lambda thing: thing.start - thing.end):
        if not any(thing.start < other.end and other.start < thing.end for other in kept):
            kept.append(thing)
    return tuple(sorted(kept, key=lambda thing: thing.start))


def _of_nation(line: Line, at: int, cast: Cast) -> int | None:
    """Return the end of a nation that a thing is of, a word between at most: "завод стекла Эстонии"."""
    words = cast.language.words
    for word in line.words_after(at, _NAME_WORDS):
        if _BREAK.search(word.gap) or words["sites"].fullmatch(word.text) or words["said"].fullmatch(word.text):
            return None
        if word.is_capital:
            return word.end if cast.language.country_of(word.text) else None
    return None


def _name_start(line: Line, at: int, cast: Cast) -> int:
    """Return the start of the name before a thing, in languages whose names come first ("Dzelzceļa muzejs")."""
    start = at
    if not cast.language.site_endings:
        return start
    for word in reversed(line.words_before(at, _NAME_WORDS)):
        if line.text[word.end : start] != " " or not word.is_capital or word.is_opening:
            break
        start = word.start
    return start


def named_after(tell: Tell, cast: Cast) -> Thing | None:
    """Return the name that follows an act's word directly ("поджог IKEA"), if it is no place, person or nation."""
    line = tell.line
    words = line.words_after(tell.end, _AFTER_TRIGGER)
    for word in words:
        if _BREAK.search(word.gap):
            return None
        if cast.language.words["sites"].fullmatch(word.text):
            return None
        if word.is_capital or line.text[word.start - 1 : word.start] in _OPENING:
            if cast.language.country_of(word.text) or any(
                p.start <= word.start < p.end for p in cast.people[line.number]
            ):
                return None
            if cast.language.noun_capitals and not word.text.isupper():
                return None
            end = _name_end(line, word.start, cast)
            return (
                Thing(start=word.start, end=end, text=line.text[word.start : end], sector=None)
                if end > word.start
                else None
            )
    return None


def _name_end(line: Line, at: int, cast: Cast) -> int:
    """Return the end of the name that begins at an offset or after one space, else the offset."""
    rest = line.text[at : at + 80]
    quoted = re.match(rf"\s?[{_OPENING}]([^{_OPENING}{_CLOSING}]{{2,60}})[{_CLOSING}]", rest)
    if quoted:
        return at + quoted.end()
    end = at
    for word in line.words_after(at, _NAME_WORDS):
        gap = line.text[end : word.start]
        if gap not in ("", " ", "-", "\u00a0") or not word.is_capital or cast.language.country_of(word.text):
            break
        if cast.language.noun_capitals and not (word.text.isupper() or cast.is_known(line, word.start, word.end)):
            break
        if any(person.start <= word.start < person.end for person in cast.people[line.number]):
            break
        if at < word.start and cast.language.site_endings and word.text.endswith(cast.language.site_endings):
            break
        end = word.end
    return end


def find_means(line: Line, language: Language) -> Iterator[tuple[str, int, int]]:
    """Yield the codebook's means that the line names, with the offsets of their words."""
    for code, pattern in language.means.items():
        match = pattern.search(line.text)
        if match:
            yield code, match.start(), match.end()


def find_amounts(tell: Tell, language: Language) -> Iterator[Amount]:
    """Yield the dead and injured of an act, and the terms of a verdict in years."""
    line = tell.line
    if tell.type == "response.verdict":
        yield from _terms(line, language)
    if tell.family not in ("violence", "sabotage"):
        return
    for what in ("killed", "injured"):
        for match in language.words[what].finditer(line.text):
            amount = _count_near(line, match, what, language)
            if amount is not None:
                yield amount


def _count_near(line: Line, match: re.Match[str], what: str, language: Language) -> Amount | None:
    options = []
    for number in language.number.finditer(line.text):
        value = number_of(number[0], language)
        gap = (
            line.text[number.end() : match.start()]
            if number.end() <= match.start()
            else line.text[match.end() : number.start()]
        )
        if (
            value is None
            or len(gap.split()) > _NUMBER_REACH
            or _BREAK.search(gap)
            or _is_unit(line, number.end(), language)
        ):
            continue
        options.append((len(gap), number, value))
    if not options:
        return None
    _, number, value = min(options, key=lambda option: option[0])
    return Amount(what=what, value=float(value), unit="person", start=number.start(), end=number.end())


def _is_unit(line: Line, at: int, language: Language) -> bool:
    """Say whether the number counts years or months, is a date, or has a percent sign."""
    after = line.words_after(at, 1)
    if not after:
        return False
    word = after[0].text
    return bool(language.words["years"].fullmatch(word) or language.words["months"].fullmatch(word))


def _terms(line: Line, language: Language) -> Iterator[Amount]:
    for number in language.number.finditer(line.text):
        years, value = line.words_after(number.end(), 1), number_of(number[0], language)
        if not years or value is None or value > 60:
            continue
        if language.words["years"].fullmatch(years[0].text):
            months, end = _months_after(line, years[0].end, language)
            yield Amount(
                what="sentence", value=round(value + months / 12, 2), unit="year", start=number.start(), end=end
            )
            return
        if language.words["months"].fullmatch(years[0].text):
            yield Amount(
                what="sentence", value=round(value / 12, 2), unit="year", start=number.start(), end=years[0].end
            )
            return


def _months_after(line: Line, at: int, language: Language) -> tuple[int, int]:
    words = line.words_after(at, 3)
    for number, unit in pairwise(words):
        value = number_of(number.text, language)
        if (
            value is not None
            and language.words["months"].fullmatch(unit.text)
            and not re.search(r"[;:.()]", number.gap)
        ):
            return value, unit.end
    return 0, at
