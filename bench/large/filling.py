"""Fills a ledger of any size with invented reports, quickly: nothing is compared, all else is as in a run.

Cases and reports are those of bench/growth. What a run would work out by comparing - which accounts are one incident,
who depends on whom, grades - is drawn by lot here, so the cards and keys that growing needs are missing: such a ledger
is to be read and decided about, not to be added to.
"""

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import Connection, insert

from bench.growth.cases import Case, case
from bench.growth.reports import tell
from overt.assemble import engine_mark
from overt.reconcile.titles import encode_id
from overt.record import schema
from overt.record.codec import dump_json, encode
from overt.record.ledger import Ledger
from overt.record.log import utc_now
from overt.record.rows import Changes, EngineMark
from overt.types.account import EntityKind, Stage
from overt.types.decision import DecisionKind, Draft, Mark, Subject, SubjectKind
from overt.types.incident import (
    Dispute,
    DisputedValue,
    Entity,
    EntityMention,
    EntityPart,
    Grade,
    Incident,
    IncidentParticipant,
    IncidentSources,
    IncidentTime,
    ReportStanding,
    SourceProof,
    SourceRelation,
)
from overt.types.kept import Kept, Renewal
from overt.types.linked import LinkedAccount, LinkedReading

_REPORTS = (1, 1, 1, 1, 1, 1, 1, 2, 2, 5)  # that tell of one case
_AT_ONCE = 1000  # cases written together
_STAGES = ("occurred", "occurred", "occurred", "attempted", "foiled", "planned")
_LEVELS = ("named_by_media", "suspected_by_officials", "officially_accused", "government_attribution", "court_found")
_SECTORS = ("energy", "transport", "government", "media", "military", "telecom")
_RULES = {1: "N7", 2: "N9", 3: "N10", 4: "N5", 5: "N3", 6: "N13"}


def fill(ledger: Ledger, claims: int, say: Callable[[int], None] = lambda _: None) -> int:
    """Add cases until the incidents rest on so many claims; return how many they are. `say`: told how far it is."""
    engine = engine_mark()
    ledger.start_run("bench")
    cases = _cases()
    done = 0
    while done < claims:
        told = list(islice(cases, _AT_ONCE))
        with ledger._writing() as connection:  # noqa: SLF001 - many reports in one transaction: that is the quick part
            come = _store(connection, [reading for _, some in told for reading in some], engine)
        done += _renew(ledger, told, come)
        say(done)
    return done


def _store(connection: Connection, readings: Sequence[LinkedReading], engine: EngineMark) -> dict[str, str]:
    """Write reports with what was read out of them as `Ledger.add_reading` does, but for the log; return digests."""
    now, come = utc_now(), {}
    reports, inputs, bodies = [], [], []
    for reading in readings:
        report, whole = reading.report, encode(reading)
        body = whole.pop("report")
        text = body.pop("text")
        packed = dump_json(whole).encode()
        come[report.id] = sha256(packed).hexdigest()
        fixed: dict[str, Any] = {
            "id": report.id,
            "input": report.input,
            "outlet": report.outlet,
            "title": report.title,
            "added": now,
        }
        fixed |= {"language": report.language, "sha256_text": report.sha256_text, "text": text, "chars": len(text)}
        reports.append(fixed | {"digest": come[report.id], "body": dump_json(body)})
        key = {"key": report.input, "report_id": report.id, "input": report.input, "first_seen": now}
        inputs.append(key)
        mark = {"engine": engine.name, "knowledge": engine.knowledge, "digest": come[report.id], "read": now}
        bodies.append({"report_id": report.id, "body": zlib.compress(packed), **mark})
    for table, rows in ((schema.reports, reports), (schema.inputs, inputs), (schema.readings, bodies)):
        connection.execute(insert(table), rows)
    return come


def _cases() -> Iterator[tuple[Case, list[LinkedReading]]]:
    reports = 0
    for number in range(10**9):
        of = Random(f"large {number}")
        told = _in_our_time(case(number))
        some = []
        for _ in range(of.choice(_REPORTS)):
            late = told.steps[-1][1] if told.steps and of.random() < 0.6 else told.day
            some.append(
                tell(reports, Random(f"large report {reports}"), [told], late + timedelta(days=of.randint(0, 4)))
            )
            reports += 1
        yield told, some


def _in_our_time(told: Case) -> Case:
    """Return a case of the years 2012 to 2026, however many there are."""
    back = timedelta(days=Random(f"day {told.number}").randrange(5400)) - (told.day - _FIRST)
    return replace(told, day=told.day + back, steps=tuple((step, day + back) for step, day in told.steps))


_FIRST = case(0).day


def _renew(ledger: Ledger, told: Sequence[tuple[Case, list[LinkedReading]]], come: Mapping[str, str]) -> int:
    """Write the incidents, entities and standings of some cases; return how many claims they rest on."""
    incidents: list[Incident] = []
    heads: dict[str, Entity] = {}
    parts: list[EntityPart] = []
    for one, readings in told:
        grouped: dict[str, list[LinkedAccount]] = defaultdict(list)
        for reading in readings:
            for linked in reading.accounts:
                grouped[linked.account.type].append(linked)
        incidents += (_incident(one, code, accounts) for code, accounts in grouped.items())
        for reading in readings:
            parts += _parts(reading, heads)
    readings = [reading for _, some in told for reading in some]
    none: frozenset[str] = frozenset()
    renewal = Renewal(
        incidents=tuple(incidents),
        gone_incidents=none,
        questions=(),
        asked=none,
        heads=tuple(heads.values()),
        gone_entities=none,
        parts=tuple(parts),
        standings=tuple(_standing(reading) for reading in readings),
        told=tuple(readings),
        renewed_reports=none,
        gone_reports=none,
        untold_reports=none,
        kept=Kept(cards={}, rows_in={}, rows_out={}, ties=(), gone_ties=(), seats=()),
    )
    renewals = int(ledger.meta("renewals") or "0")
    ledger.renew(renewal, Changes(mark="bench", gone=(), come=come, is_anew=False, run=1, renewals=renewals))
    return sum(len(incident.claims) for incident in incidents)


def _entity_id(name: str) -> str:
    return "ent_" + sha256(name.encode()).hexdigest()[:16]


def _parts(reading: LinkedReading, heads: dict[str, Entity]) -> Iterator[EntityPart]:
    for local in reading.entities:
        name = local.name or ""
        key = _entity_id(name)
        heads[key] = Entity(
            id=key, kind=local.kind, name=name, aliases=(), country=local.country, relations=(), mentions=()
        )
        mentions = tuple(
            EntityMention(report_id=reading.report.id, start=m.span.start, end=m.span.end, quote=m.quote)
            for m in local.mentions
        )
        yield EntityPart(entity_id=key, report_id=reading.report.id, head=None, mentions=mentions, relations=())


def _standing(reading: LinkedReading) -> ReportStanding:
    key = reading.report.id
    return ReportStanding(report_id=key, cites=(), origin_group="org_" + key[4:], duplicate_of=None)


def _incident(told: Case, code: str, accounts: Sequence[LinkedAccount]) -> Incident:
    of = Random(f"incident {told.number} {code}")
    first = accounts[0]
    claims = tuple(claim for linked in accounts for claim in linked.account.claims)
    reports = tuple(dict.fromkeys(linked.account.report_id for linked in accounts))
    independent = of.randint(1, len(reports))
    number = of.choice((1, 2, 2, 3, 3, 4, 5, 6, 6, 6)) if len(reports) > 1 else 6
    grade = Grade(number=number, rule=_RULES[number], independent=independent, undetermined=0, contradicting=0)
    values: dict[str, Any] = {
        "type_alternatives": (), "granularity": first.account.granularity, "flags": (), "means": first.account.means,
        "stage": Stage(of.choice(_STAGES)), "quantities": first.account.quantities,
        "target_sector": () if told.is_personal else (of.choice(_SECTORS),),
        "target_object": first.account.target_object,
        "status": of.choice(("candidate",) * 7 + ("accepted", "accepted", "rejected")), "links": (),
        "account_ids": tuple(linked.account.id for linked in accounts),
    }  # fmt: skip
    assert first.time is not None
    return Incident(
        id=encode_id(f"{told.number} {code}"),
        type=code,
        title=f"{code.split('.')[1].capitalize()} of {told.victim}, {told.town.name}, {first.time.interval.edtf}",
        time=IncidentTime(interval=first.time.interval, basis="stated", claim_ids=(first.time.claim_id,)),
        places=first.places,
        participants=tuple(_participants(accounts)),
        attribution=_blame(of, accounts),
        grades=tuple((name, grade) for name in ("event", "time", "place", "numbers")),
        disputed=_disputed(of, claims),
        sources=_sources(of, reports, independent),
        claims=claims,
        **values,
    )


def _participants(accounts: Sequence[LinkedAccount]) -> Iterator[IncidentParticipant]:
    by_name = {(p.role, p.name): p for linked in accounts for p in linked.account.participants}
    for p in by_name.values():
        yield IncidentParticipant(
            role=p.role, name=p.name, description=None, kind=EntityKind.PERSON, entity_id=_entity_id(p.name or ""),
            facts=p.facts, claim_ids=p.claim_ids,
        )  # fmt: skip


def _blame(of: Random, accounts: Sequence[LinkedAccount]) -> Any:
    by_actor = {one.actor: one for linked in accounts for one in linked.account.attribution}
    return tuple(replace(one, entity_key=_entity_id(one.actor), level=of.choice(_LEVELS)) for one in by_actor.values())


def _disputed(of: Random, claims: Sequence[Any]) -> tuple[Dispute, ...]:
    times = list({claim.value: claim for claim in claims if claim.field == "quantity.injured"}.values())
    if len(times) < 2 or of.random() < 0.3:
        return ()
    sides = tuple(DisputedValue(value=claim.value, claim_ids=(claim.id,)) for claim in times)
    return (Dispute(field="quantity.injured", values=sides, rule="firm before hedged"),)


def _sources(of: Random, reports: tuple[str, ...], independent: int) -> IncidentSources:
    relations = []
    for at, one in enumerate(reports):
        for other in reports[at + 1 :]:
            proof = SourceProof(
                report_id=one, start=0, end=60, quote="On that day, officials said, it was done in the town."
            )
            told = of.choice(("independent", "dependent", "undetermined"))
            relations.append(
                SourceRelation(
                    report_a=one, report_b=other, relation=told, rule="I7", evidence="drawn", proofs=(proof,)
                )
            )
    return IncidentSources(
        report_ids=reports, independent=independent, undetermined=0, dependent=len(reports) - independent,
        relations=tuple(relations), groups=tuple((one,) for one in reports),
    )  # fmt: skip


def decide_some(ledger: Ledger, incident_ids: Sequence[str]) -> None:
    """Take down decisions about these incidents; the findings are not worked out with them."""
    for number, key in enumerate(incident_ids):
        one = ledger.incident(key)
        mark = Mark(report_id=one.claims[0].report_id, start=0, end=10, id=one.account_ids[0], code=one.type)
        subject = Subject(kind=SubjectKind.INCIDENT, id=one.id, label=one.title, marks=(mark,))
        kind = (DecisionKind.ACCEPT, DecisionKind.REJECT, DecisionKind.NOTE)[number % 3]
        ledger.decide(Draft(kind=kind, subjects=(subject,), by=f"Reader {number % 5}", why="looked at", value="a note"))
