"""Finds who is named or described in a line without a parser: `Line` in, `Somebody`s out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from overt.base.calendar import TimeExpression, find_times
from overt.extract.entities.known import KnownHit, find_known
from overt.extract.shallow.language import Language
from overt.extract.shallow.lines import Line, Word
from overt.types.account import PersonFacts

_MOST_NAME_WORDS = 4
_STEM = 5  # letters
_DESCRIPTION_REACH = 4
_LATIN = re.compile(r"[A-Za-z\u00C0-\u024F]")
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


@dataclass(slots=True, kw_only=True)
class Cast:
    """The people of one report: what is known of all lines, so that a surname alone means its bearer."""

    language: Language
    lines: Sequence[Line]
    known: dict[int, tuple[KnownHit, ...]] = field(default_factory=dict)
    nations: dict[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    times: dict[int, tuple[TimeExpression, ...]] = field(default_factory=dict)
    people: dict[int, tuple[Somebody, ...]] = field(default_factory=dict)
    small: frozenset[str] = frozenset()
    is_latin: bool = True

    def __post_init__(self) -> None:
        text = " ".join(line.text for line in self.lines)
        self.small = frozenset(w.text.casefold() for line in self.lines for w in line.words if w.text[0].islower())
        letters = [char for char in text if char.isalpha()]
        self.is_latin = sum(bool(_LATIN.match(char)) for char in letters) >= len(letters) / 2
        for line in self.lines:
            self.known[line.number] = find_known(line.text)
            self.nations[line.number] = tuple(match.span() for match in self.language.nation.finditer(line.text))
            self.times[line.number] = find_times(line.text, self.language.code)
        named = {line.number: tuple(self._names(line)) for line in self.lines}
        full = [person.name for people in named.values() for person in people if person.name]
        officials = _last_names(p for people in named.values() for p in people if p.is_official)
        pursued = _last_names(p for people in named.values() for p in people if p.is_pursued)
        for line in self.lines:
            singles = self._surnames(line, named[line.number], full, officials)
            people = [*named[line.number], *singles]
            people = [_known_as(p, officials, pursued) for p in people]
            self.people[line.number] = tuple(_with_descriptions(line, people, self))

    def is_known(self, line: Line, start: int, end: int) -> bool:
        """Say whether a service, outlet, body or country of the knowledge stands here."""
        return any(hit.start < end and start < hit.end for hit in self.known[line.number])

    def is_name_word(self, line: Line, word: Word) -> bool:
        """Say whether a capitalised word can be part of a person's name."""
        language = self.language
        text = word.text
        if not word.is_capital or len(text) < 2 or (text.isupper() and len(text) > 1) or any(c.isdigit() for c in text):
            return False
        if bool(_LATIN.match(text)) != self.is_latin or self.is_known(line, word.start, word.end):
            return False
        if word.is_opening and text.casefold() in self.small:
            return False
        if any(start < word.end and word.start < end for start, end in self.nations[line.number]):
            return False
        return not language.words["not_names"].fullmatch(text) and not is_common(text, language)

    def _names(self, line: Line) -> Iterator[Somebody]:
        index = 0
        while index < len(line.words):
            run = self._run(line, index)
            if len(run) >= 2:
                yield self._person(line, index, run)
            index += max(1, len(run))

    def _run(self, line: Line, index: int) -> tuple[Word, ...]:
        """Return the words of a name of two or more words that begins at a word; empty if there is none."""
        run: list[Word] = []
        for word in line.words[index:]:
            if run and word.gap not in (" ", "\u00a0", "-"):
                break
            if self.is_name_word(line, word) or (run and word.text in self.language.joints):
                run.append(word)
            else:
                break
        while run and run[-1].text in self.language.joints:
            run.pop()
        if len(run) < 2 or len(run) > _MOST_NAME_WORDS:
            return ()
        before = line.words[index - 1] if index else None
        is_after_article = before is not None and before.text.casefold() in self.language.articles
        is_place = before is not None and bool(self.language.words["sites"].fullmatch(before.text))
        return () if is_after_article or is_place else tuple(run)

    def _person(self, line: Line, index: int, run: Sequence[Word]) -> Somebody:
        start, end = run[0].start, run[-1].end
        before = line.words[max(0, index - 4) : index]
        lead = line.text[before[0].start : start] if before else ""
        lead = re.split(r"[,;:.—–]", lead)[-1]
        return Somebody(
            line=line,
            start=start,
            end=end,
            name=line.text[start:end],
            facts=PersonFacts(),
            is_official=bool(self.language.words["offices"].search(lead)),
            is_pursued=self._is_pursued(line, start, end),
        )

    def _is_pursued(self, line: Line, start: int, end: int) -> bool:
        """Say whether the nouns beside a name are of people whom states pursue ("journalist X", "X, a dissident")."""
        before, after = line.words_before(start, 3), line.words_after(end, 4)
        lead = line.text[before[0].start : start] if before else ""
        tail = line.text[end : after[-1].end] if after else ""
        pursued = self.language.words["pursued"]
        is_apposed = tail.startswith(",") and not _PART_BREAK.search(tail[1:]) and bool(pursued.search(tail))
        return bool(pursued.search(re.split(r"[;:.—–]", lead)[-1])) or is_apposed

    def _surnames(
        self, line: Line, taken: Sequence[Somebody], full: Sequence[str], officials: set[str]
    ) -> Iterator[Somebody]:
        """Yield bearers of a full name who are called by its last word, and single names beside a legal step."""
        bearers = {stem(name.split()[-1]): name for name in reversed(full)}
        for word in line.words:
            if any(p.start <= word.start < p.end for p in taken) or not self.is_name_word(line, word):
                continue
            name = bearers.get(stem(word.text))
            if name is not None:
                official = stem(word.text) in officials
                yield Somebody(
                    line=line, start=word.start, end=word.end, name=name, facts=PersonFacts(), is_official=official
                )


def _last_names(people: Iterable[Somebody]) -> set[str]:
    return {stem(person.name.split()[-1]) for person in people if person.name}


def _known_as(person: Somebody, officials: set[str], pursued: set[str]) -> Somebody:
    """What is said of a name once holds wherever the report has it."""
    last = stem(person.name.split()[-1]) if person.name else ""
    return replace(
        person,
        is_official=person.is_official or last in officials,
        is_pursued=person.is_pursued or last in pursued,
    )


def stem(word: str) -> str:
    """Return what the inflected forms of a name have in common: its first letters."""
    return word.casefold()[:_STEM]


def person_key(name: str) -> str:
    """Return what tells one bearer of a surname from another: the beginnings of the first and the last word."""
    words = name.split()
    return f"{stem(words[0])} {stem(words[-1])}"


def is_common(text: str, language: Language) -> bool:
    """Say whether a word is a common noun that the language's lists have."""
    if language.words["offices"].fullmatch(text) or language.words["people"].fullmatch(text):
        return True
    if any(pattern.fullmatch(text) for pattern in (*language.speakers.values(), *language.objects.values())):
        return True
    if language.words["services"].fullmatch(text) or language.words["powers"].fullmatch(text):
        return True
    return bool(language.lexicon.find(text)) or bool(language.lexicon.state.fullmatch(text))


def _with_descriptions(line: Line, people: Sequence[Somebody], cast: Cast) -> Iterator[Somebody]:
    """Yield the people, those described beside a name with what the description says; then those only described."""
    language = cast.language
    described = [
        *_unknown(line, language), *_aged(line, language), *_counted(line, cast), *_of_nation(line, language),
        *_nationals(line, language), *_residents(line, language), *_pursued(line, language), *_plain(line, language),
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


def _counted(line: Line, cast: Cast) -> Iterator[Somebody]:
    language = cast.language
    for match in language.number.finditer(line.text):
        if any(time.start <= match.start() < time.end for time in cast.times[line.number]):
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
        if code is not None and (match[0][0].islower() or not language.noun_capitals or match[0][0].isupper()):
            yield Somebody(line=line, start=match.start(), end=match.end(), name=None,
                           facts=PersonFacts(nationality=code))  # fmt: skip


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
