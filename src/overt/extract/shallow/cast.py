"""Finds who is named or described in a line without a parser: `Line` in, `Somebody`s out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from overt.base.calendar import TimeExpression, find_times
from overt.extract.entities.known import KnownHit, find_known
from overt.extract.shallow.described import Somebody, is_common, with_descriptions
from overt.extract.shallow.language import Language
from overt.extract.shallow.lines import Line, Word
from overt.types.account import PersonFacts

_MOST_NAME_WORDS = 4
_STEM = 5  # letters
_LATIN = re.compile(r"[A-Za-z\u00C0-\u024F]")
_PART_BREAK = re.compile(r"[,;:.()—–]")


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
            self.people[line.number] = tuple(with_descriptions(line, people, self.language, self.times[line.number]))

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
