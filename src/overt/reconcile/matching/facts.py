"""Gathers what can identify an incident out of one account: LinkedAccount -> Facts, ready to be compared."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import product

from overt.base.edtf import Interval, Precision
from overt.base.knowledge import read_knowledge
from overt.base.spans import Span
from overt.reconcile.matching.beside import ToldNames, names_told
from overt.reconcile.matching.lore import Lore, gather_lore, words_of
from overt.reconcile.matching.names import fold, kind_words, telling_words
from overt.reconcile.matching.own_times import with_own_times
from overt.reconcile.matching.sketch import Sketch, is_act, sketch_report
from overt.reconcile.matching.things import thing_kinds
from overt.types.account import EntityKind, LocalEntity, Participant, Role, Stage
from overt.types.linked import LinkedAccount, LinkedReading, Place
from overt.types.report import Report

_SUSPECT_ROLES = frozenset({Role.PERPETRATOR, Role.PROXY, Role.HANDLER, Role.FACILITATOR, Role.DIRECTOR})
_TARGET_ROLES = frozenset({Role.VICTIM, Role.TARGET})
_SITE_ROLES = frozenset({"event_site", "court"})
_PERSON_KINDS = frozenset({EntityKind.PERSON, EntityKind.UNKNOWN})
_BODY_KINDS = frozenset({EntityKind.ORGANISATION, EntityKind.SERVICE, EntityKind.GROUP})


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number that may tell an incident from others."""

    what: str
    unit: str
    lo: float | None
    hi: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """An unnamed person as described: never enough to merge, enough to support."""

    age: int | None
    nationality: str | None
    count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What one account offers for comparison.

    `persons` are the people whom the incident is about: victims and targets of an act, the accused of a legal step;
    `suspects` those who are said to have done an act.
    """

    id: str
    report_id: str
    type: str
    types: frozenset[str]
    stage: Stage
    granularity: str
    lo: date | None
    hi: date | None
    is_time_inferred: bool
    countries: frozenset[str]
    sites: tuple[Place, ...]
    cities: frozenset[str]
    spots: frozenset[str]  # named sites and addresses (G1)
    persons: tuple[str, ...]
    suspects: tuple[str, ...]
    bodies: tuple[str, ...]
    object_names: frozenset[str]
    object_kinds: frozenset[str]
    object_phrases: frozenset[str]  # things by kind and name, be the name a town's: "volkel air base"
    numbers: tuple[Number, ...]
    somebodies: tuple[Somebody, ...]
    actors: frozenset[str]
    means: frozenset[str]
    stage_of: tuple[str, ...]
    quotes: frozenset[str]
    stated_countries: frozenset[str] = frozenset()  # those of `countries` that the text gives for this very event
    yearless: Interval | None = None  # a day or month without its year, where that is all that is known
    is_year_guessed: bool = False  # the text gives day and month, the day of publication the year
    things: frozenset[str] = frozenset()  # kinds of things it hit, in words of no language
    things_beside: frozenset[str] = frozenset()  # kinds of things in its sentences
    beside: frozenset[str] = frozenset()  # names in its sentences, whatever their role
    own: frozenset[str] = frozenset()  # those of `beside` that no account of a like type of its report has as well
    places_beside: frozenset[str] = frozenset()  # towns and countries in its sentences
    story: frozenset[str] = frozenset()  # names anywhere in its report that few reports of the collection have
    given: Mapping[str, frozenset[str]] = field(default_factory=dict)  # what stands before those names in the report
    spelling: Mapping[str, str] = field(default_factory=dict)  # those names as written, in lower-case ASCII
    act_types: frozenset[str] = frozenset()  # of a step of the law: the types of the acts that it is a stage of
    told_types: tuple[str, ...] = ()  # types of all accounts of its report
    types_here: tuple[str, ...] = ()  # of those that are not in other towns: a round-up tells one for each
    published: tuple[date, date] | None = None  # earliest and latest possible day
    is_sole: bool = True  # no other account of its report has its type
    is_kept: bool = False  # only a decision keeps it: no engine reads it any more
    is_lead: bool = False  # an act, and its report tells none of a like type before it
    sketch: Sketch | None = None  # of its report
    sheet: str = ""  # of whose row it is

    @property
    def days(self) -> int | None:
        """Width of the time window in days; None if open or unknown."""
        return (self.hi - self.lo).days + 1 if self.lo and self.hi else None

    @property
    def people(self) -> frozenset[float]:
        """How many people it says it concerns, where more than one."""
        counts = {float(s.count) for s in self.somebodies if s.count}
        told = {n.lo for n in self.numbers if n.unit == "person" and n.lo == n.hi and n.lo and n.lo > 1}
        return frozenset(counts | told)

    @property
    def is_legal(self) -> bool:
        """Say whether it is a step of the law, which concerns the accused."""
        return self.type in legal_types()


@cache
def legal_types() -> frozenset[str]:
    """Return the types whose primary key is the accused person."""
    return frozenset(read_knowledge("matching.yaml")["legal_types"])


@cache
def is_type_like(a: str, b: str) -> bool:
    """Say whether one act may be told as both types."""
    return a == b or frozenset({a, b}) in _compatible_pairs()


@cache
def _compatible_pairs() -> frozenset[frozenset[str]]:
    groups = read_knowledge("matching.yaml")["compatible_types"]
    return frozenset(frozenset({x, y}) for group in groups for x, y in product(group, group) if x != y)


@cache
def kin_of(code: str) -> str:
    """Return one name for all types that one act may be told as: the first of the first group that has it."""
    groups = read_knowledge("matching.yaml")["compatible_types"]
    return next((str(group[0]) for group in groups if code in group), code)


def gather_facts(readings: Sequence[LinkedReading]) -> tuple[Facts, ...]:
    """Return the facts of every account of the readings, as they read beside each other."""
    told = [(reading, names_told(reading)) for reading in readings]
    lore = gather_lore([words_of(reading, names) for reading, names in told])
    return tuple(settle_facts(fact, lore) for reading, names in told for fact in read_facts(reading, names))


def settle_facts(fact: Facts, lore: Lore) -> Facts:
    """Return facts without the names that the reports together show to tell nothing: officials, places, topics."""
    names = fact.beside | fact.story | fact.own
    dropped = frozenset(name for name in names if lore.is_official(name, fact.given.get(name, ())))
    places = frozenset(name for name in names if lore.is_place(name))
    beside = fact.beside - dropped
    story = frozenset(name for name in fact.story - dropped - places if lore.is_rare(name))
    kept = sorted(beside | story)
    return replace(
        fact,
        beside=beside - places,
        own=fact.own - dropped - places,
        places_beside=beside & places,
        story=story,
        given={name: fact.given[name] for name in kept if name in fact.given},
        spelling={name: fact.spelling[name] for name in kept if name in fact.spelling},
    )


def read_facts(reading: LinkedReading, names: ToldNames) -> tuple[Facts, ...]:
    """Return the facts of the accounts of one report, with all names that it tells: settle_facts drops some of them."""
    entities = {entity.key: entity for entity in reading.entities}
    types = Counter(linked.account.type for linked in reading.accounts)
    type_of = {linked.account.id: linked.account.type for linked in reading.accounts}
    leads, sketch = _leads(reading.accounts), None if reading.report.row is not None else sketch_report(reading)
    facts = (
        replace(
            _facts(linked, entities, names.first[linked.account.id]),
            things=_kinds_hit(linked, reading.report.language or ""),
            things_beside=thing_kinds(names.sentences[linked.account.id], reading.report.language or ""),
            act_types=frozenset(type_of[act] for act in linked.account.stage_of if act in type_of),
            beside=names.beside[linked.account.id],
            own=_own_names(linked, reading, names),
            story=names.anywhere,
            given={word: names.given[word] for word in sorted(told) if word in names.given},
            spelling={word: names.spelling.get(word, word) for word in sorted(told)},
            told_types=tuple(sorted(types.elements())),
            types_here=_types_here(linked, reading.accounts),
            published=_days(reading.report),
            is_sole=types[linked.account.type] == 1,
            is_kept="kept" in linked.account.flags,
            is_lead=linked.account.id in leads,
            sketch=sketch,
            sheet=reading.report.row.sheet if reading.report.row is not None else "",
        )
        for linked in reading.accounts
        for told in [names.beside[linked.account.id] | names.anywhere]
    )
    return with_own_times(tuple(facts))


def _types_here(linked: LinkedAccount, accounts: Sequence[LinkedAccount]) -> tuple[str, ...]:
    mine = _towns(linked)
    others = [other for other in accounts if not mine or not (towns := _towns(other)) or mine & towns]
    return tuple(sorted(other.account.type for other in others))


def _towns(linked: LinkedAccount) -> frozenset[str]:
    sites = (place for place in linked.places if place.role in _SITE_ROLES and place.precision in {"G2", "G3"})
    return frozenset(place.gazetteer_id or fold(place.name) for place in sites)


def _kinds_hit(linked: LinkedAccount, language: str) -> frozenset[str]:
    account = linked.account
    told = [p.description or p.name or "" for p in account.participants if p.role in {Role.OBJECT, Role.TARGET}]
    return thing_kinds(" . ".join([*told, account.target_object or ""]), language)


def _leads(accounts: Sequence[LinkedAccount]) -> frozenset[str]:
    """The acts of which no like one is told earlier in their report."""
    acts = [(min(c.span.start for c in one.account.claims), one.account) for one in accounts]
    acts = sorted((row for row in acts if is_act(row[1].type)), key=lambda row: (row[0], row[1].id))
    return frozenset(
        act.id for at, (_, act) in enumerate(acts) if not any(is_type_like(act.type, o.type) for _, o in acts[:at])
    )


def _own_names(linked: LinkedAccount, reading: LinkedReading, names: ToldNames) -> frozenset[str]:
    mine = linked.account
    others = [
        names.beside[other.account.id]
        for other in reading.accounts
        if other.account.id != mine.id and is_type_like(other.account.type, mine.type)
    ]
    return names.beside[mine.id].difference(*others)


def _days(report: Report) -> tuple[date, date] | None:
    interval = report.published.interval if report.published else None
    return (interval.lo, interval.hi) if interval and interval.lo and interval.hi else None


def _facts(linked: LinkedAccount, entities: Mapping[str, LocalEntity], first: Span) -> Facts:
    account = linked.account
    # The window before publication is of the report and not of the event: it neither joins nor parts.
    time = linked.time if linked.time and linked.time.basis != "inferred" else None
    sites = tuple(place for place in linked.places if place.role in _SITE_ROLES)
    persons, suspects, bodies = _names(account.type, account.participants, entities)
    objects = [p.name or p.description or "" for p in account.participants if p.role is Role.OBJECT]
    objects += [account.target_object or ""]
    spots = {fold(place.name) for place in sites if place.precision == "G1"}
    # A place under the claim of the type is a country that linking inferred.
    inferred = {claim.id for claim in account.claims if claim.inferred or claim.field == "type"}
    if account.type in legal_types():  # the sentences after tell of the matter, which may be of another country
        inferred |= {claim.id for claim in account.claims if not first.contains(claim.span)}
    towns = [place for place in linked.places if place.precision != "G1"]
    place_words = {word for place in towns for word in fold(f"{place.name} {place.name_as_written}").split()}
    return Facts(
        id=account.id,
        report_id=account.report_id,
        type=account.type,
        types=frozenset({account.type, *account.type_alternatives}),
        stage=account.stage,
        granularity=account.granularity.value,
        lo=time.interval.lo if time else None,
        hi=time.interval.hi if time else None,
        is_time_inferred=linked.time is not None and linked.time.basis == "inferred",
        countries=frozenset(place.country for place in sites if place.country),
        stated_countries=frozenset(p.country for p in sites if p.country and p.claim_id not in inferred),
        yearless=linked.time.interval if linked.time and linked.time.interval.is_yearless else None,
        is_year_guessed=_is_year_guessed(linked),
        sites=tuple(place for place in sites if place.precision in {"G1", "G2", "G3"}),
        cities=frozenset(place.gazetteer_id or fold(place.name) for place in sites if place.precision in {"G2", "G3"}),
        spots=frozenset(spots),
        persons=persons,
        suspects=suspects,
        bodies=bodies,
        object_names=frozenset(w for text in objects for w in telling_words(text)) - place_words,
        object_kinds=frozenset(w for text in objects for w in kind_words(text)),
        object_phrases=frozenset(fold(text) for text in objects if " " in text and text != text.lower()),
        numbers=_numbers(linked),
        somebodies=_somebodies(account.participants),
        actors=frozenset(_actor(a.actor, a.entity_key, entities) for a in account.attribution),
        means=frozenset(account.means),
        stage_of=account.stage_of,
        quotes=frozenset(fold(claim.quote) for claim in account.claims if len(claim.quote) > 20),
    )


def _is_year_guessed(linked: LinkedAccount) -> bool:
    """Day and month are written, and no year ("on 12 May"): only the day of publication gives it."""
    time = linked.time
    if time is None or time.basis != "relative_to_publication" or time.interval.precision > Precision.DAYS:
        return False
    said = next((claim.quote for claim in linked.account.claims if claim.id == time.claim_id), "")
    return bool(re.search(r"(?<!\d)\d{1,2}(?!\d)", said)) and not re.search(r"\d{4}", said)


def _names(
    code: str, participants: tuple[Participant, ...], entities: Mapping[str, LocalEntity]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Names of the persons it is about, of the suspects of an act, and of the bodies it hit; fullest first."""
    main_roles = _TARGET_ROLES | _SUSPECT_ROLES - {Role.DIRECTOR} if code in legal_types() else _TARGET_ROLES
    persons, suspects, bodies = set(), set(), set()
    for participant in participants:
        name = full_name(participant, entities)
        if name is None:
            continue
        is_person = participant.kind in _PERSON_KINDS
        if is_person and participant.role in main_roles:
            persons.add(name)
        elif is_person and participant.role in _SUSPECT_ROLES:
            suspects.add(name)
        elif participant.kind in _BODY_KINDS and participant.role in _TARGET_ROLES | {Role.OBJECT}:
            bodies.add(name)
    return tuple(sorted(persons)), tuple(sorted(suspects)), tuple(sorted(bodies))


def full_name(participant: Participant, entities: Mapping[str, LocalEntity]) -> str | None:
    """Return the fullest name that the report gives a participant; None if it is never named."""
    entity = entities.get(participant.entity_key or "")
    return (entity.name if entity else None) or participant.name


def _actor(actor: str, key: str | None, entities: Mapping[str, LocalEntity]) -> str:
    entity = entities.get(key or "")
    return entity.country if entity and entity.country else fold(actor)


def _numbers(linked: LinkedAccount) -> tuple[Number, ...]:
    rows = {Number(what=q.what, unit=q.unit, lo=q.lo, hi=q.hi) for q in linked.account.quantities}
    return tuple(sorted(rows, key=lambda n: (n.what, n.unit, n.lo or -1.0, n.hi or -1.0)))


def _somebodies(participants: tuple[Participant, ...]) -> tuple[Somebody, ...]:
    rows = set()
    for participant in participants:
        facts = participant.facts
        if participant.kind not in _PERSON_KINDS | {EntityKind.GROUP} or participant.role in {
            Role.AUTHORITY,
            Role.COURT,
        }:
            continue
        count = facts.count_lo if facts.count_lo == facts.count_hi and (facts.count_lo or 0) > 1 else None
        if facts.age or facts.nationality or count:
            rows.add(Somebody(age=facts.age, nationality=facts.nationality, count=count))
    return tuple(sorted(rows, key=lambda s: (s.age or 0, s.nationality or "", s.count or 0)))
