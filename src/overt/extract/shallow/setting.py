"""Finds where and when a line plays without a parser: `Line` in, places and times out."""

from collections.abc import Iterator
from dataclasses import dataclass

from babel import Locale

from overt.base.calendar import find_times
from overt.base.spans import Span
from overt.extract.shallow.cast import Cast
from overt.extract.shallow.described import is_common
from overt.extract.shallow.lines import Line, Word
from overt.types.claim import SpeakerKind

_ROLES = (("sites", "event_site"), ("origins", "origin"), ("destinations", "destination"))
_MOST_PLACE_WORDS = 3
_BODY_REACH = 2
_ABROAD = frozenset({"transport", "diplomatic", "military", "private_person"})  # theirs may stand or sail anywhere
_BODIES = (SpeakerKind.COURT, SpeakerKind.PROSECUTOR, SpeakerKind.POLICE)
_OF = frozenset({"de", "di", "d", "w", "we", "в", "у", "i", "v"})
_SHORTEST_INFLECTED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place in a line. `name` is as written, but a country's is English, so that every form of it means the same."""

    line: Line
    start: int
    end: int
    name: str
    role: str
    preposition: str | None
    country: str | None  # ISO 3166-1 alpha-2, where the name is a country's or derives from one
    is_body: bool = False  # told only by a body of that country ("Lithuanian prosecutors")

    @property
    def span(self) -> Span:
        """Where it stands in the report's text."""
        return self.line.span(self.start, self.end)


def find_sites(line: Line, cast: Cast) -> tuple[Site, ...]:
    """Return the places of a line: after a preposition of place, in a case that says where, or a body's country."""
    places = [*_after_prepositions(line, cast), *_in_case_of_place(line, cast)]
    kept: list[Site] = []
    for place in (*places, *_derived(line, cast)):
        if not any(place.start < other.end and other.start < place.end for other in kept):
            kept.append(place)
    ordered = sorted(kept, key=lambda place: place.start)
    return (*ordered, *_of_bodies(line, cast), *_of_things(line, cast))


def _derived(line: Line, cast: Cast) -> Iterator[Site]:
    """Yield the towns of words derived from them ("рижский музей"); of a body's ("Berliner Polizei") told weakly."""
    language = cast.language
    bodies = [match.start() for kind in _BODIES if kind in language.speakers
              for match in language.speakers[kind].finditer(line.text)]  # fmt: skip
    for match in language.town.finditer(line.text):
        name = language.town_of(match[0])
        if name is None or cast.is_known(line, match.start(), match.end()):
            continue
        if language.noun_capitals and not match[0][0].isupper():
            continue
        is_body = any(at - match.end() >= 0 and len(line.text[match.end() : at].split()) <= 1 for at in bodies)
        yield Site(line=line, start=match.start(), end=match.end(), name=name, role="event_site",
                   preposition=None, country=None, is_body=is_body)  # fmt: skip


def _of_things(line: Line, cast: Cast) -> Iterator[Site]:
    """Yield the country that the word before a fixed thing names ("латвийский музей"): told weakly, as of bodies."""
    language = cast.language
    for sector, pattern in language.objects.items():
        for match in pattern.finditer(line.text) if sector not in _ABROAD else ():
            word = next((w for w in line.words_before(match.start(), 2) if language.country_of(w.text)), None)
            if word is None or not _is_joined(line, (match.start(), match.end()), word):
                continue
            country = language.country_of(word.text) or ""
            yield Site(line=line, start=word.start, end=word.end, name=english_name(country), role="event_site",
                       preposition=None, country=country, is_body=True)  # fmt: skip


def _after_prepositions(line: Line, cast: Cast) -> Iterator[Site]:
    for index, word in enumerate(line.words[1:], start=1):
        if not word.is_capital:
            continue
        leads = (line.words[index - 1], *line.words[max(0, index - 2) : index - 1])
        for role_list, role in _ROLES:
            pattern = cast.language.words[role_list]
            lead = next((one for one in leads if pattern.fullmatch(line.text[one.start : word.start].strip())), None)
            if lead is not None:
                yield from _place_at(line, index, cast, (role, line.text[lead.start : word.start].strip()))
                break


def _in_case_of_place(line: Line, cast: Cast) -> Iterator[Site]:
    endings = cast.language.site_endings
    if not endings:
        return
    for index, word in enumerate(line.words):
        near = line.words[max(0, index - 1) : index + 2]
        is_alone = sum(one.is_capital and not one.is_opening for one in near) <= 1
        plain = word.text.casefold()
        is_name = word.is_capital and is_alone and not (word.is_opening and plain in cast.small)
        if is_name and plain.endswith(endings) and len(plain) > _SHORTEST_INFLECTED:
            yield from _place_at(line, index, cast, ("event_site", None))


def _place_at(line: Line, index: int, cast: Cast, lead: tuple[str, str | None]) -> Iterator[Site]:
    role, preposition = lead
    run: list[Word] = []
    for word in line.words[index : index + _MOST_PLACE_WORDS]:
        if (run and word.gap not in (" ", "-", "\u00a0")) or not _is_place_word(line, word, cast):
            break
        run.append(word)
    if not run:
        return
    start, end = run[0].start, run[-1].end
    country = cast.language.country_of(line.text[start:end]) or cast.language.country_of(run[0].text)
    if country is not None and len(run) > 1 and cast.language.country_of(line.text[start:end]) is None:
        end = run[0].end
    name = english_name(country) if country else line.text[start:end]
    yield Site(line=line, start=start, end=end, name=name, role=role, preposition=preposition, country=country)


def _is_place_word(line: Line, word: Word, cast: Cast) -> bool:
    if not word.is_capital or (word.text.isupper() and len(word.text) > 3) or any(c.isdigit() for c in word.text):
        return False
    language = cast.language
    if language.country_of(word.text):
        return not (language.noun_capitals and word.text[0].islower())
    if language.words["not_names"].fullmatch(word.text) or find_times(f"{word.text} 2001", language.code):
        return False
    is_outlet = any(
        hit.start < word.end and word.start < hit.end and hit.rows[0].id is not None for hit in cast.known[line.number]
    )
    return not is_outlet and not is_common(word.text, language)


def _of_bodies(line: Line, cast: Cast) -> Iterator[Site]:
    """Yield the countries and towns of the courts, prosecutors and police of a line ("Lithuanian prosecutors")."""
    language = cast.language
    for kind in _BODIES:
        pattern = language.speakers.get(kind)
        for match in pattern.finditer(line.text) if pattern is not None else ():
            near = [
                *reversed(line.words_before(match.start(), _BODY_REACH)),
                *line.words_after(match.end(), _BODY_REACH),
            ]
            word = next((w for w in near if language.country_of(w.text) and _is_joined(line, match.span(), w)), None)
            country = language.country_of(word.text) if word is not None else None
            if word is None:
                word = _town_before(line, match.start(), cast) or _town_of(line, match.end(), cast)
            if word is not None:
                name = english_name(country) if country else word.text
                yield Site(
                    line=line, start=word.start, end=word.end, name=name, role="event_site",
                    preposition=None, country=country, is_body=True,
                )  # fmt: skip


def _town_before(line: Line, at: int, cast: Cast) -> Word | None:
    """Return the town right before a body, where the language puts it there: "Stockholms tingsrätt"."""
    word = next(iter(line.words_before(at, 1)), None)
    if word is None or not cast.language.names_first or line.text[word.end : at] != " ":
        return None
    return word if _is_place_word(line, word, cast) and word.text.casefold() not in cast.small else None


def _town_of(line: Line, at: int, cast: Cast) -> Word | None:
    """Return the town right after a court or other body: "суд Вильнюса", "tribunal de Lyon"."""
    words = line.words_after(at, 2)
    if not words or cast.language.noun_capitals:
        return None
    word = words[0] if words[0].is_capital else words[1] if len(words) > 1 and words[0].text in _OF else None
    if word is None or not _is_joined(line, (at, at), word) or not _is_place_word(line, word, cast):
        return None
    following = line.words_after(word.end, 1)
    is_followed = bool(following) and following[0].is_capital and following[0].gap == " "
    return None if is_followed or word.text.casefold() in cast.small else word


def _is_joined(line: Line, body: tuple[int, int], word: Word) -> bool:
    between = line.text[body[1] : word.start] if word.start >= body[1] else line.text[word.end : body[0]]
    return not any(char in between for char in ',;:.()—–"«»')


def english_name(country: str) -> str:
    """Return the English name of a country (ISO 3166-1 alpha-2)."""
    return str(Locale("en").territories.get(country, country))
