"""Writes invented reports: a number -> a LinkedReading with a text that holds every quote, as the engine would give it.

A report tells of one case, with the steps of the law that followed, or (a round-up) of several; some copy the report of
an agency; some leave things out, or give another number.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from bench.growth.cases import Case, case, outlet, person
from overt.base.edtf import parse_edtf
from overt.base.spans import Span
from overt.types.account import (
    Account,
    Attribution,
    EntityKind,
    Granularity,
    LocalEntity,
    Mention,
    MentionForm,
    Participant,
    PersonFacts,
    Quantity,
    Role,
    Stage,
)
from overt.types.claim import Certainty, Claim, Commitment, Polarity, Speaker, SpeakerKind, SpeechAct, Voice
from overt.types.linked import EventTime, LinkedAccount, LinkedReading, Place
from overt.types.report import Published, PublishedBasis, Report

_OUTLETS = 400
_REPORTS_PER_CASE = 4
_ROUNDUP, _COPY, _LATE = 0.06, 0.15, 0.1


def reports(start: int, stop: int) -> Iterator[LinkedReading]:
    """Return the reports of these numbers."""
    return (report(number) for number in range(start, stop))


def report(number: int) -> LinkedReading:
    """Return the report of that number, always the same."""
    of = Random(f"report {number}")
    newest = number // _REPORTS_PER_CASE
    if of.random() < _COPY and number > 0:
        source = number - of.randint(1, min(number, 12))
        return _write(number, Random(f"report {source}"), source // _REPORTS_PER_CASE)
    return _write(number, of, newest)


def _write(number: int, of: Random, newest: int) -> LinkedReading:
    of.random()
    first = _recent(of, newest)
    told = [case(first)]
    if of.random() < _ROUNDUP:
        told += [case(max(0, first - at)) for at in range(1, of.randint(2, 7))]
    late = bool(told[0].steps) and of.random() < 0.5
    published = (told[0].steps[-1][1] if late else told[0].day) + timedelta(days=of.randint(0, 4))
    return tell(number, of, told, published)


def tell(number: int, of: Random, told: Sequence[Case], published: date) -> LinkedReading:
    """Return a report of these cases, with what neighbours say."""
    page = _Page(number=number, outlet=outlet(Random(f"outlet of {number}").randrange(_OUTLETS)), of=of)
    for one in told:
        page.tell(one, published, is_alone=len(told) == 1)
    for _ in range(of.randint(3, 8)):
        page.write(_neighbour(of))
    return page.done(published)


def _neighbour(of: Random) -> str:
    """A sentence with a name that no other report has, which is what most names of a report are."""
    said = " ".join(of.choice(_WORDS) for _ in range(of.randint(9, 14)))
    return f'{person(of)}, who lives in the next street, said: "We never {said}." '


_WORDS = """
heard saw noticed any one of them come go before after that night morning and nobody asked what why where the street was
so quiet then people there only later somebody knew it would be like this again when they left us alone
""".split()


def _recent(of: Random, newest: int) -> int:
    """Most reports tell of the last days, some of an old case."""
    if of.random() < _LATE:
        return of.randint(0, newest)
    return max(0, newest - int(of.expovariate(1 / 12)))


@dataclass
class _Page:
    """A report while it is written."""

    number: int
    outlet: str
    of: Random
    text: str = ""
    accounts: list[LinkedAccount] = field(default_factory=list)
    people: dict[str, LocalEntity] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return "rep_" + sha256(f"growth {self.number}".encode()).hexdigest()[:16]

    def write(self, sentence: str) -> int:
        start = len(self.text)
        self.text += sentence
        return start

    def claim(self, sentence: str, name: str, value: str, official: str | None = None) -> Claim:
        """Claim what the sentence quotes; the sentence is written once for all its claims."""
        at = self.text.rfind(sentence)
        start = (at if at >= 0 else self.write(sentence)) + sentence.index(value)
        key = f"{self.id}\0{name}\0{value}\0{start}"
        return Claim(
            id="clm_" + sha256(key.encode()).hexdigest()[:16],
            report_id=self.id,
            field=name,
            value=value,
            span=Span(start=start, end=start + len(value)),
            quote=value,
            voice=_voice(official),
            engine="growth/1",
        )

    def somebody(self, name: str, kind: EntityKind, country: str | None = None) -> str:
        known = next((key for key, entity in self.people.items() if entity.name == name), None)
        start = self.text.rfind(name)
        mention = Mention(span=Span(start=start, end=start + len(name)), quote=name, form=MentionForm.NAME)
        if known is None:
            known = f"e{len(self.people)}"
            self.people[known] = LocalEntity(
                key=known, kind=kind, name=name, aliases=(), country=country, mentions=(mention,)
            )
        return known

    def tell(self, told: Case, published: date, *, is_alone: bool) -> None:
        """Tell the act, and alone in its report also the last step of the law that it had by then."""
        self.act(told)
        done = [step for step in told.steps if step[1] <= published]
        if is_alone and done:
            self.step(told, *done[-1])

    def act(self, told: Case) -> None:
        day = f"{told.day.day} {told.day:%B %Y}"
        dead = told.dead + (1 if self.of.random() < 0.1 else 0)
        whom = told.victim if told.is_personal else f"a {told.thing} of {told.victim}"
        first = f"On {day} in {told.town.name} {whom} {told.verb}, officials said. "
        second = f"The {told.official.split()[1]} inquiry counts {dead} injured, said minister {told.official}. "
        third = f"Investigators say the services of {told.actor} ordered it. "
        claims = [self.claim(first, "type", told.verb), self.claim(first, "place", told.town.name)]
        claims.append(self.claim(first, "time", day))
        parts, entity = [], None
        if told.is_personal:
            claims.append(self.claim(first, "participant.VIC", told.victim))
            entity = self.somebody(told.victim, EntityKind.PERSON)
            parts.append(_participant(Role.VICTIM, told.victim, entity, claims[-1]))
        if told.means != "none_stated":
            means = f"It was done with a {told.means.replace('_', ' ')}. "
            claims.append(self.claim(means, "means", told.means.replace("_", " ")))
        if not told.is_personal:
            claims.append(self.claim(first, "target_object", told.thing))
        claims.append(self.claim(first, "stage", told.verb.split()[1]))
        claims.append(self.claim(second, "quantity.injured", f"{dead} injured", told.official))
        numbers = (_number("injured", dead, claims[-1]),)
        blame: tuple[Attribution, ...] = ()
        if self.of.random() < 0.6:
            claims.append(self.claim(third, "attribution", told.actor))
            blame = (self._blame(told, claims[-1]),)
        if self.of.random() < 0.5:
            fourth = f"Police look for {told.suspects[0]}. "
            claims.append(self.claim(fourth, "participant.PER", told.suspects[0]))
            entity = self.somebody(told.suspects[0], EntityKind.PERSON)
            parts.append(_participant(Role.PERPETRATOR, told.suspects[0], entity, claims[-1]))
        self._add(told.type, claims, told, told.day, participants=tuple(parts), quantities=numbers, attribution=blame)

    def step(self, told: Case, code: str, day: date) -> None:
        name, act = told.suspects[0], self.accounts[-1].account.id
        verb = {"arrest": "was arrested", "charge": "was charged", "verdict": "was sentenced"}[code.split(".")[1]]
        said = f"{day.day} {day:%B %Y}"
        first = f"The suspect {name} {verb} on {said} in {told.town.name}. "
        claims = [self.claim(first, "type", verb), self.claim(first, "participant.PER", name)]
        claims += [self.claim(first, "time", said), self.claim(first, "place", told.town.name)]
        entity = self.somebody(name, EntityKind.PERSON)
        numbers: tuple[Quantity, ...] = ()
        if code.endswith("verdict"):
            second = f"The court gave {told.sentence:g} years. "
            claims.append(self.claim(second, "quantity.sentence", f"{told.sentence:g} years"))
            numbers = (_number("sentence", told.sentence, claims[-1], unit="year"),)
        parts = (_participant(Role.PERPETRATOR, name, entity, claims[1]),)
        self._add(code, claims, told, day, participants=parts, quantities=numbers, stage_of=(act,))

    def _blame(self, told: Case, claim: Claim) -> Attribution:
        return Attribution(
            actor=told.actor,
            entity_key=self.somebody(told.actor, EntityKind.STATE, told.actor_country),
            relation="ordered",
            level="officially_accused",
            by=(),
            contested=False,
            claim_ids=(claim.id,),
        )

    def _add(self, code: str, claims: list[Claim], told: Case, day: date, **more: Any) -> None:
        account = Account(
            id="acc_" + sha256(f"{self.id}\0{code}\0{claims[0].span.start}".encode()).hexdigest()[:16],
            report_id=self.id,
            type=code,
            type_alternatives=(),
            stage=Stage.OCCURRED,
            granularity=Granularity.SINGLE,
            flags=(),
            claims=tuple(claims),
            means=(told.means,) if told.means != "none_stated" and code == told.type else (),
            target_object=None if told.is_personal or code != told.type else told.thing,
            **more,
        )
        by_field = {claim.field: claim for claim in claims}
        time = EventTime(interval=parse_edtf(day.isoformat()), basis="stated", claim_id=by_field["time"].id)
        place = Place(
            name=told.town.name,
            name_as_written=told.town.name,
            role="event_site",
            country=told.town.country,
            adm1=None,
            lat=told.town.lat,
            lon=told.town.lon,
            gazetteer_id=told.town.id,
            precision="G2",
            claim_id=by_field["place"].id,
        )
        self.accounts.append(LinkedAccount(account=account, time=time, times=(time,), places=(place,)))

    def done(self, published: date) -> LinkedReading:
        """Return the reading."""
        digest = sha256(self.text.encode()).hexdigest()
        interval = parse_edtf(published.isoformat())
        page = Report(
            id=self.id,
            input=f"growth/{self.number}.txt",
            url=None,
            outlet=self.outlet,
            title=None,
            published=Published(interval=interval, basis=PublishedBasis.METADATA, reason="invented"),
            language="en",
            text=self.text,
            sha256_raw=digest,
            sha256_text=digest,
        )
        people = tuple(self.people.values())
        return LinkedReading(report=page, accounts=tuple(self.accounts), statistics=(), entities=people, cites=())


def _voice(official: str | None) -> Voice:
    chain = [Speaker(name=None, description=None, kind=SpeakerKind.OUTLET, named=True)]
    if official:
        chain.append(
            Speaker(
                name=official,
                description=None,
                kind=SpeakerKind.GOVERNMENT,
                named=True,
                cue="said",
                span=Span(start=0, end=1),
            )
        )
    return Voice(
        chain=tuple(chain),
        speech_act=SpeechAct.REPORT_AS_FACT,
        polarity=Polarity.AFFIRMED,
        certainty=Certainty.FIRM,
        commitment=Commitment.ENDORSES,
    )


def _participant(role: Role, name: str, entity: str, claim: Claim) -> Participant:
    return Participant(
        role=role,
        name=name,
        description=None,
        kind=EntityKind.PERSON,
        entity_key=entity,
        facts=PersonFacts(),
        claim_ids=(claim.id,),
    )


def _number(what: str, value: float, claim: Claim, unit: str = "person") -> Quantity:
    return Quantity(
        what=what, lo=float(value), hi=float(value), unit=unit, text=claim.quote, vague=None, claim_ids=(claim.id,)
    )
