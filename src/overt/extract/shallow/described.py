"""Finds who is only described in a line without a parser: `Line` and the named in, `Somebody`s out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from overt.base.calendar import TimeExpression
from overt.extract.shallow.language import Language
from overt.extract.shallow.lines import Line
from overt.types.account import PersonFacts

_DESCRIPTION_REACH = 4
_PART_BREAK = re.compile(r"[,;:.()—–]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """A person or people in a line; offsets count from its start. `name` is None for a description."""

    line: Line
    start: int
    end: int
    name: str | None
    facts: PersonFacts
    is_official: bool = False  # speaks or acts for a body: a judge, a minister
    is_unknown: bool = False  # described only as one whom nobody knows: "unknown men", "a masked man"
    is_pursued: bool = False  # of those whom states pursue: an opponent, a journalist, a defector
    is_plain: bool = False  # a bare noun ("the suspect"), which means somebody only right beside a verb


def is_common(text: str, language: Language) -> bool:
    """Say whether a word is a common noun that the language's lists have."""
    if any(language.words[key].fullmatch(text) for key in ("offices", "people", "pursued", "nationals", "residents")):
        return True
    if any(pattern.fullmatch(text) for pattern in (*language.speakers.values(), *language.objects.values())):
        return True
    if language.words["services"].fullmatch(text) or language.words["powers"].fullmatch(text):
        return True
    return bool(language.lexicon.find(text)) or bool(language.lexicon.state.fullmatch(text))


def with_descriptions(
    line: Line, people: Sequence[Somebody], language: Language, times: Sequence[TimeExpression]
) -> Iterator[Somebody]:
    """Yield the people, those described beside a name with what the description says; then those only described."""
    described = [
        *_unknown(line, language), *_aged(line, language), *_counted(line, language, times),
        *_of_nation(line, language), *_nationals(line, language), *_residents(line, language),
        *_pursued(line, language), *_plain(line, language),
    ]  # fmt: skip
    kept: list[Somebody] = []
    for one in described:
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    taken: set[int] = set()
    for person in people:
        facts, official = person.facts, person.is_official
        for number, one in enumerate(kept):
            gap = line.text[one.end : person.start] if one.end <= person.start else line.text[person.end : one.start]
            if len(gap.split()) <= 1 and len(gap) <= 12 and one.facts.count_lo == 1 and not one.is_unknown:
                facts = _merged(facts, one.facts)
                official = official and one.is_pursued
                taken.add(number)
        yield replace(person, facts=facts, is_official=official)
    yield from (one for number, one in enumerate(kept) if number not in taken)


def _merged(a: PersonFacts, b: PersonFacts) -> PersonFacts:
    return replace(a, age=a.age or b.age, nationality=a.nationality or b.nationality, is_minor=a.is_minor or b.is_minor)


def _aged(line: Line, language: Language) -> Iterator[Somebody]:
    for match in language.ages.finditer(line.text):
        value = next((int(group) for group in match.groups() if group and group.isdigit()), None)
        if value is None or not 5 <= value <= 110:
            continue
        end = _phrase_end(line, match.end(), language)
        start = match.start() if end > match.end() else _phrase_start(line, match.start(), language)
        facts = PersonFacts(age=value, is_minor=value < 18, nationality=_nation_in(line.text[start:end], language))
        yield Somebody(line=line, start=start, end=end, name=None, facts=facts)


def _counted(line: Line, language: Language, times: Sequence[TimeExpression]) -> Iterator[Somebody]:
    for match in language.number.finditer(line.text):
        if any(time.start <= match.start() < time.end for time in times):
            continue
        end = _phrase_end(line, match.end(), language)
        if end == match.end():
            continue
        count = number_of(match[0], language)
        if count is None or not 1 <= count <= 1000:
            continue
        phrase = line.text[match.start() : end]
        facts = PersonFacts(count_lo=count, count_hi=count, nationality=_nation_in(phrase, language))
        yield Somebody(line=line, start=match.start(), end=end, name=None, facts=facts)


def _of_nation(line: Line, language: Language) -> Iterator[Somebody]:
    """Yield "a Polish citizen", "citizen of Poland": a noun for a person with a nation beside it."""
    for match in language.words["people"].finditer(line.text):
        before = line.words_before(match.start(), 1)
        after = line.words_after(match.end(), 1)
        start = before[0].start if before and language.country_of(before[0].text) else match.start()
        end = after[0].end if after and start == match.start() and language.country_of(after[0].text) else match.end()
        if (start, end) == (match.start(), match.end()):
            continue
        nation = _nation_in(line.text[start:end], language)
        yield Somebody(line=line, start=start, end=end, name=None, facts=PersonFacts(nationality=nation))


def _unknown(line: Line, language: Language) -> Iterator[Somebody]:
    """Yield those whom nobody knows: "неизвестные", "unbekannte Täter"."""
    for match in language.words["unknown"].finditer(line.text):
        end = _phrase_end(line, match.end(), language)
        yield Somebody(line=line, start=match.start(), end=end, name=None, facts=PersonFacts(), is_unknown=True)


def _nationals(line: Line, language: Language) -> Iterator[Somebody]:
    """Yield people told by their nation alone: "украинец", "ein Ukrainer"."""
    for match in language.words["nationals"].finditer(line.text):
        code = language.country_of(match[0])
        if code is not None and _is_noun(line, match.start(), language):
            yield Somebody(line=line, start=match.start(), end=match.end(), name=None,
                           facts=PersonFacts(nationality=code))  # fmt: skip


def _is_noun(line: Line, at: int, language: Language) -> bool:
    """Say whether a nation's word is a noun: where adjectives look so too ("servicios rusos"), an article shows it."""
    if line.text[at].isupper() or not language.articles:
        return line.text[at].isupper() or not language.noun_capitals
    before = line.words_before(at, 1)
    return bool(before) and before[0].text.casefold() in (*language.articles, *language.numbers)


def _residents(line: Line, language: Language) -> Iterator[Somebody]:
    """Yield people told by where they live: "житель Каунаса"."""
    for match in language.words["residents"].finditer(line.text):
        after = line.words_after(match.end(), 2)
        town = next((word for word in after if word.is_capital), None)
        if town is not None and not _PART_BREAK.search(line.text[match.end() : town.start]):
            yield Somebody(line=line, start=match.start(), end=town.end, name=None, facts=PersonFacts())


def _plain(line: Line, language: Language) -> Iterator[Somebody]:
    """Yield bare nouns for people: "a man", "the suspect"."""
    for match in language.words["people"].finditer(line.text):
        yield Somebody(line=line, start=match.start(), end=match.end(), name=None, facts=PersonFacts(), is_plain=True)


def _pursued(line: Line, language: Language) -> Iterator[Somebody]:
    """Yield those told only as what states pursue them for: "a Russian opponent", "the journalist"."""
    for match in language.words["pursued"].finditer(line.text):
        nation = next((word for word in line.words_before(match.start(), 1) if language.country_of(word.text)), None)
        start = nation.start if nation is not None else match.start()
        code = language.country_of(nation.text) if nation is not None else None
        facts = PersonFacts(nationality=code)
        yield Somebody(line=line, start=start, end=match.end(), name=None, facts=facts, is_pursued=True)


def _phrase_end(line: Line, at: int, language: Language) -> int:
    """Return the end of the noun phrase of people that goes on at an offset; the offset itself if there is none."""
    end = at
    for count, word in enumerate(line.words_after(at, _DESCRIPTION_REACH)):
        if _PART_BREAK.search(word.gap):
            break
        is_nation = language.country_of(word.text) and (end > at or language.noun_capitals or not word.is_capital)
        if is_nation or language.words["people"].fullmatch(word.text):
            end = word.end
        elif end > at or count > 0 or word.is_capital or is_common(word.text, language):
            break
    return end


def _phrase_start(line: Line, at: int, language: Language) -> int:
    """Return the start of the noun phrase of people that an age ends ("a man aged 34")."""
    for word in reversed(line.words_before(at, 3)):
        if _PART_BREAK.search(line.text[word.end : at]):
            break
        if language.words["people"].fullmatch(word.text) or (
            language.country_of(word.text) and (language.noun_capitals or not word.is_capital)
        ):
            return word.start
    return at


def _nation_in(phrase: str, language: Language) -> str | None:
    match = language.nation.search(phrase)
    return language.country_of(match[0]) if match else None


def number_of(text: str, language: Language) -> int | None:
    """Return the value of a number word or digits; None if it is none."""
    return int(text) if text.isdigit() else language.numbers.get(text.casefold())
