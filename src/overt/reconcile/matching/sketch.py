"""Sketches what a whole report offers for comparison: LinkedReading -> names, streets, ages, days, counts, towns."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from overt.base.calendar.words import load_words
from overt.base.knowledge import read_knowledge
from overt.reconcile.matching.beside import officials_of
from overt.reconcile.matching.names import fold, name_words, stem
from overt.types.account import EntityKind, LocalEntity, Role
from overt.types.linked import LinkedAccount, LinkedReading
from overt.types.report import Report

Day = tuple[date, date]
FullName = tuple[str, str]  # folded given name, stem of the family name


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What a report as a whole tells."""

    report_id: str
    names: frozenset[FullName]  # of people, officials left out
    victims: frozenset[FullName]
    officials: frozenset[str]  # stems of family names
    streets: frozenset[str]
    spots: frozenset[str]  # named sites: "burning tree apartments"
    areas: frozenset[str]  # "humboldt" of "Humboldt Police", "orleans" of "Orleans County"
    towns: frozenset[str]
    regions: frozenset[str]
    days: tuple[Day, ...]  # of its acts, where known to two days
    weekdays: frozenset[date]  # "on Tuesday", as the last before publication
    ages: frozenset[int]
    hours: frozenset[tuple[int, int]]
    killed: frozenset[float]
    injured: frozenset[float]
    published: Day | None
    acts: int

    def __hash__(self) -> int:
        """Hash by the report: sketches are looked up for every pair that is compared."""
        return hash(self.report_id)


def sketch_report(reading: LinkedReading) -> Sketch:
    """Return the sketch of a report: a pure function of its reading."""
    text = _text(reading.report)
    acts = [one for one in reading.accounts if is_act(one.account.type)]
    officials = frozenset(stem(words[-1]) for words in officials_of(reading))
    places = [place for one in reading.accounts for place in one.places]
    names = _full_names(_people(reading))
    interval = reading.report.published.interval if reading.report.published else None
    return Sketch(
        report_id=reading.report.id,
        names=frozenset(name for name in names if name[1] not in officials),
        victims=_full_names(_victims(acts)) - {name for name in names if name[1] in officials},
        officials=officials,
        streets=find_streets(text),
        spots=find_spots(text),
        areas=find_areas(text),
        towns=frozenset(p.gazetteer_id or fold(p.name) for p in places if p.precision in {"G2", "G3"}),
        regions=frozenset(f"{p.country} {p.adm1}" for p in places if p.adm1),
        days=tuple(sorted({day for one in acts for day in _day(one)})),
        weekdays=frozenset(_weekdays(text, reading.report)),
        ages=_ages(acts, text),
        hours=frozenset(_hours(text)),
        killed=_counts(acts, "killed"),
        injured=_counts(acts, "injured"),
        published=(interval.lo, interval.hi) if interval and interval.lo and interval.hi else None,
        acts=len(acts),
    )


def is_act(code: str) -> bool:
    """Say whether a type is an act and no answer of a state to one."""
    return not code.startswith(("response.", "movement."))


def _text(report: Report) -> str:
    text = report.text
    for part in report.boilerplate:
        a, b = part.span.start, part.span.end
        text = text[:a] + re.sub(r"[^\n]", " ", text[a:b]) + text[b:]
    return text


def _people(reading: LinkedReading) -> Iterable[str]:
    marked = [part.span for part in reading.report.boilerplate]

    def is_told(entity: LocalEntity) -> bool:
        spans = [mention.span for mention in entity.mentions]
        return not spans or any(not any(m.start <= s.start < m.end for m in marked) for s in spans)

    for entity in reading.entities:
        if entity.kind is EntityKind.PERSON and is_told(entity):
            yield from (name for name in (entity.name, *entity.aliases) if name)


def _victims(acts: Iterable[LinkedAccount]) -> Iterable[str]:
    for one in acts:
        for who in one.account.participants:
            if who.name and who.role in {Role.VICTIM, Role.TARGET} and who.kind is EntityKind.PERSON:
                yield who.name


def _full_names(names: Iterable[str]) -> frozenset[FullName]:
    words = [name_words(name) for name in names]
    return frozenset((one[0], stem(one[-1])) for one in words if len(one) > 1)


def _day(one: LinkedAccount) -> Iterable[Day]:
    time = one.time
    if time is None or time.basis == "inferred" or not time.interval.lo or not time.interval.hi:
        return
    if (time.interval.hi - time.interval.lo).days <= _FEW_DAYS:
        yield time.interval.lo, time.interval.hi


_FEW_DAYS = 2


def _ages(acts: Iterable[LinkedAccount], text: str) -> frozenset[int]:
    stated = {who.facts.age for one in acts for who in one.account.participants if who.facts.age}
    written = {int(match[1]) for pattern in _age_patterns() for match in pattern.finditer(text)}
    return frozenset(stated | written)


@cache
def _age_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in read_knowledge("sketch.yaml")["age_patterns"])


def _hours(text: str) -> Iterable[tuple[int, int]]:
    for match in _hour_pattern().finditer(text):
        yield int(match[1]) % 12 + (12 if match[3].lower() == "p" else 0), int(match[2] or 0)


@cache
def _hour_pattern() -> re.Pattern[str]:
    return re.compile(read_knowledge("sketch.yaml")["hour_pattern"], re.IGNORECASE)


def _weekdays(text: str, report: Report) -> Iterable[date]:
    """Days of the week as dates: news tells of the last one, the day of publication among them."""
    published = report.published.interval.lo if report.published else None
    if published is None or report.published is None or published != report.published.interval.hi:
        return
    numbers = load_words(report.language).weekdays
    for word in {word.casefold() for word in re.findall(r"[^\W\d_]+", text)} & numbers.keys():
        yield published - timedelta(days=(published.weekday() - numbers[word]) % 7)


def _counts(acts: Iterable[LinkedAccount], what: str) -> frozenset[float]:
    return frozenset(q.lo for one in acts for q in one.account.quantities if q.what == what and q.lo is not None)


_NAME = r"(?:[^\W\d_a-zа-яёіїєґ][\w'’.-]*|\d+(?:st|nd|rd|th))"


def find_streets(text: str) -> frozenset[str]:
    """Return the last word of each street's name, folded: "Clinton" of "the 200 block of Clinton Street"."""
    found = [name.split()[-1] for name, _ in _named(text, "street_after")]
    found += [match[1] for match in _street_before().finditer(text)]
    for match in _block().finditer(text):
        named = [word for word in match[1].split() if fold(word) not in _words("directions")]
        found += ([word for word in named if fold(word) not in _words("street_after")] or named)[-1:]
    dull = _words("directions") | _words("street_after") | _words("not_areas")
    return frozenset(word for word in map(fold, found) if word and word not in dull)


def find_spots(text: str) -> frozenset[str]:
    """Return the named sites, folded, with the word that makes them one; hospitals, where all are brought, left out."""
    found = {re.sub(r"^the ", "", fold(f"{name} {kind}")) for name, kind in _named(text, "site_after")}
    return frozenset(name for name in found if " " in name and not set(name.split()) & _words("not_sites"))


def find_areas(text: str) -> frozenset[str]:
    """Return the names of counties, townships and police forces, folded, without the word that makes them one."""
    found = {fold(" ".join(name.split()[-2:])) for name, _ in _named(text, "area_after")}
    return frozenset(name for name in found if not set(name.split()) & _words("not_areas"))


def _named(text: str, row: str) -> Iterable[tuple[str, str]]:
    """Up to three words of a name and the word of the row that stands behind them."""
    for match in _kinds(row).finditer(text):
        before = _NAMES_BEFORE.search(text, max(0, match.start() - _NAME_LENGTH), match.start())
        if before:
            yield before[1].strip(), match[0]


_NAME_LENGTH = 60
_NAMES_BEFORE = re.compile(rf"(?<!\w)((?:{_NAME} ){{1,3}})$")


@cache
def _words(row: str) -> frozenset[str]:
    return frozenset(fold(word) for word in read_knowledge("sketch.yaml")[row])


@cache
def _kinds(row: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=[\w.] )(?:{_either(row)})(?!\w)")


def _either(row: str) -> str:
    words = sorted(read_knowledge("sketch.yaml")[row], key=len, reverse=True)
    return "|".join(re.escape(form) for word in words for form in (word.capitalize(), word))


@cache
def _street_before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_either('street_before')})\.? ({_NAME})(?!\w)")


@cache
def _block() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)\d{{1,5}}[ -](?:hundred )?block of ({_NAME}(?: {_NAME}){{0,3}})")
