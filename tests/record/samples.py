"""Hand-made reports, readings and findings about invented people, for the tests of record, share and cli."""

import re
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

from overt.base.edtf import Interval
from overt.base.spans import Span
from overt.record.ledger import Ledger
from overt.record.rows import Changes
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
    Statistic,
)
from overt.types.claim import (
    Certainty,
    Claim,
    Commitment,
    Polarity,
    Speaker,
    SpeakerKind,
    SpeechAct,
    Voice,
)
from overt.types.incident import (
    Dispute,
    DisputedValue,
    Entity,
    EntityMention,
    EntityPart,
    EntityRelation,
    Findings,
    Grade,
    Incident,
    IncidentParticipant,
    IncidentSources,
    IncidentTime,
    Link,
    Question,
    QuestionKind,
    QuestionSide,
    ReportStanding,
    SourceRelation,
)
from overt.types.kept import Kept, Renewal
from overt.types.linked import EventTime, LinkedAccount, LinkedReading, Place
from overt.types.problem import Problem
from overt.types.report import Boilerplate, BoilerplateKind, Published, PublishedBasis, Report

FIRST = (
    "Depot burns in Velmora\n\nOn 3 March 2024 a depot in Velmora burned down, police said. "
    "Officials told Radio Ostra that Unit 9, part of the Morvian Service, had ordered it.\n\n"
    "More than 40 such fires were counted. Subscribe to read on."
)
SECOND = "Velmora depot fire\n\nA depot in Velmora burned on 4 March 2024, an unnamed source said."


def hexed(*parts: str) -> str:
    """Return 16 hex digits that stand for the parts."""
    return sha256("\0".join(parts).encode()).hexdigest()[:16]


def make_report(text: str, name: str = "a.txt", **more: object) -> Report:
    """Return a report as collect makes it."""
    values: dict[str, object] = {
        "id": "rep_" + hexed(text, str(more.get("outlet"))),
        "input": name,
        "url": None,
        "outlet": None,
        "title": text.splitlines()[0],
        "published": None,
        "language": "en",
        "text": text,
        "sha256_raw": sha256(text.encode()).hexdigest(),
        "sha256_text": sha256(text.encode()).hexdigest(),
    }
    return Report(**(values | more))  # type: ignore[arg-type]  # the caller's fields


def day(edtf: str) -> Interval:
    """Return one day."""
    return Interval(edtf=edtf, lo=date.fromisoformat(edtf), hi=date.fromisoformat(edtf))


def make_voice(*chain: Speaker, **more: object) -> Voice:
    """Return a firm assertion of the chain."""
    values: dict[str, object] = {
        "chain": chain,
        "speech_act": SpeechAct.ASSERT,
        "polarity": Polarity.AFFIRMED,
        "certainty": Certainty.FIRM,
        "commitment": Commitment.REPORTS,
    }
    return Voice(**(values | more))  # type: ignore[arg-type]  # the caller's fields


def make_claim(report: Report, field: str, value: str, quote: str, voice: Voice | None = None) -> Claim:
    """Return the claim whose quote stands in the report."""
    start = report.text.index(quote)
    return Claim(
        id="clm_" + hexed(report.id, field, value, str(start)),
        report_id=report.id,
        field=field,
        value=value,
        span=Span(start=start, end=start + len(quote)),
        quote=quote,
        voice=voice or make_voice(),
        engine="rules/1",
    )


def speaker(name: str | None, kind: SpeakerKind, description: str | None = None) -> Speaker:
    """Return a link of a chain."""
    return Speaker(name=name, description=description, kind=kind, named=name is not None)


OUTLET = speaker("Example Times", SpeakerKind.OUTLET)


def first_report() -> Report:
    """Return a report with everything: outlet, date, boilerplate, a problem."""
    start = FIRST.index("Subscribe")
    return make_report(
        FIRST,
        "reports/a.txt",
        outlet="Example Times",
        published=Published(interval=day("2024-03-05"), basis=PublishedBasis.METADATA, reason="date line"),
        boilerplate=(
            Boilerplate(span=Span(start=start, end=len(FIRST)), kind=BoilerplateKind.PAYWALL, rule="subscribe"),
        ),
        problems=(
            Problem(
                name="encoding-guessed", input="reports/a.txt", where="", what="cp1252?", todo="Look.", fatal=False
            ),
        ),
    )


def second_report() -> Report:
    """Return a bare report."""
    return make_report(SECOND, "reports/b.txt")


def first_claims() -> dict[str, Claim]:
    """Return the claims of the first report by field."""
    report = first_report()
    police = make_voice(OUTLET, speaker(None, SpeakerKind.POLICE, "police"))
    chain = (OUTLET, speaker("Radio Ostra", SpeakerKind.OUTLET), speaker(None, SpeakerKind.GOVERNMENT, "officials"))
    officials = make_voice(*chain, speech_act=SpeechAct.ACCUSE, certainty=Certainty.HEDGED, band="likely")
    claims = (
        make_claim(report, "type", "sabotage.arson", "burned down", police),
        make_claim(report, "stage", "occurred", "burned down", police),
        make_claim(report, "time", "3 March 2024", "On 3 March 2024", police),
        make_claim(report, "place", "Velmora", "in Velmora", police),
        make_claim(report, "participant.OBJ", "a depot", "a depot", police),
        make_claim(report, "quantity.fires", "1", "a depot", police),
        make_claim(report, "attribution", "Unit 9", "Unit 9, part of the Morvian Service, had ordered it", officials),
    )
    return {claim.field: claim for claim in claims}


def make_statistic() -> Statistic:
    """Return the figure of the first report."""
    report, quote = first_report(), "More than 40 such fires were counted."
    start = report.text.index(quote)
    return Statistic(
        id="sta_" + hexed("40 fires"),
        report_id=report.id,
        lo=40.0,
        hi=None,
        figure="More than 40",
        unit="incident",
        counted="such fires",
        period=None,
        period_text=None,
        place=None,
        direction=None,
        voice=make_voice(OUTLET),
        span=Span(start=start, end=start + len(quote)),
        quote=quote,
    )


VELMORA = Place(
    name="Velmora",
    name_as_written="Velmora",
    role="event_site",
    country="PL",
    adm1="Ostra",
    lat=52.5,
    lon=21.0,
    gazetteer_id="1",
    precision="G2",
    claim_id=first_claims()["place"].id,
)


def first_reading() -> LinkedReading:
    """Return what an engine would read out of the first report."""
    report, by_field = first_report(), first_claims()
    time = EventTime(interval=day("2024-03-03"), basis="stated", claim_id=by_field["time"].id)
    account = Account(
        id="acc_" + hexed("first"),
        report_id=report.id,
        type="sabotage.arson",
        type_alternatives=("sabotage.explosive",),
        stage=Stage.OCCURRED,
        granularity=Granularity.SINGLE,
        flags=("tnr",),
        claims=tuple(by_field.values()),
        participants=(
            Participant(
                role=Role.OBJECT,
                name=None,
                description="a depot",
                kind=EntityKind.UNKNOWN,
                entity_key="e1",
                facts=PersonFacts(),
                claim_ids=(by_field["participant.OBJ"].id,),
            ),
        ),
        means=("fire",),
        attribution=(make_attribution(),),
    )
    start = report.text.index("Unit 9")
    mention = Mention(span=Span(start=start, end=start + 6), quote="Unit 9", form=MentionForm.NAME)
    entity = LocalEntity(
        key="e1", kind=EntityKind.SERVICE, name="Unit 9", aliases=(), country=None, mentions=(mention,)
    )
    return LinkedReading(
        report=report,
        accounts=(LinkedAccount(account=account, time=time, times=(time,), places=(VELMORA,)),),
        statistics=(make_statistic(),),
        entities=(entity,),
        cites=("Radio Ostra",),
    )


def make_attribution() -> Attribution:
    """Return who is said to be behind the fire."""
    return Attribution(
        actor="Unit 9",
        entity_key="e1",
        relation="ordered",
        level="suspected_by_officials",
        by=("officials",),
        contested=True,
        claim_ids=(first_claims()["attribution"].id,),
    )


def empty_reading(report: Report) -> LinkedReading:
    """Return a reading that found nothing."""
    return LinkedReading(report=report, accounts=(), statistics=(), entities=(), cites=())


def make_incident(incident_id: str = "inc_a1hzz0000000000000000000a1", **more: object) -> Incident:
    """Return an incident told by both reports, with every field filled."""
    by_field, second = first_claims(), second_report()
    unnamed = make_voice(speaker(None, SpeakerKind.OUTLET), speaker(None, SpeakerKind.UNKNOWN, "an unnamed source"))
    other = make_claim(second, "time", "4 March 2024", "on 4 March 2024", unnamed)
    also = make_claim(second, "type", "sabotage.arson", "burned", unnamed)
    reports = (by_field["type"].report_id, second.id)
    relation = SourceRelation(
        report_a=reports[0], report_b=reports[1], relation="undetermined", rule="I7", evidence="one side is unnamed"
    )
    values: dict[str, object] = {
        "id": incident_id,
        "type": "sabotage.arson",
        "type_alternatives": ("sabotage.explosive",),
        "stage": Stage.OCCURRED,
        "granularity": Granularity.SINGLE,
        "status": "candidate",
        "flags": ("tnr",),
        "title": "Arson at a depot in Velmora",
        "time": IncidentTime(interval=day("2024-03-03"), basis="stated", claim_ids=(by_field["time"].id,)),
        "places": (VELMORA,),
        "participants": (
            IncidentParticipant(
                role=Role.OBJECT,
                name=None,
                description="a depot",
                kind=EntityKind.UNKNOWN,
                entity_id=None,
                facts=PersonFacts(),
                claim_ids=(by_field["participant.OBJ"].id,),
            ),
            IncidentParticipant(
                role=Role.VICTIM,
                name="Iva Tarn",
                description="a guard",
                kind=EntityKind.PERSON,
                entity_id=None,
                facts=PersonFacts(age=17, is_minor=True, nationality="PL", at_risk=True, legal_status="suspected"),
                claim_ids=(by_field["participant.OBJ"].id,),
            ),
        ),
        "means": ("fire",),
        "target_sector": ("logistics",),
        "target_object": "a depot",
        "quantities": (
            Quantity(
                what="fires",
                lo=1.0,
                hi=1.0,
                unit="incident",
                text="a",
                vague=None,
                claim_ids=(by_field["quantity.fires"].id,),
            ),
        ),
        "attribution": (make_attribution(),),
        "grades": (
            ("event", Grade(number=2, rule="N10", independent=1, undetermined=1, contradicting=0)),
            ("attribution", Grade(number=6, rule="N13", independent=1, undetermined=0, contradicting=0)),
        ),
        "disputed": (
            Dispute(
                field="time",
                values=(
                    DisputedValue(value="2024-03-03", claim_ids=(by_field["time"].id,)),
                    DisputedValue(value="2024-03-04", claim_ids=(other.id,)),
                ),
                rule="firm before hedged",
            ),
        ),
        "sources": IncidentSources(
            report_ids=reports, independent=1, undetermined=1, dependent=0, relations=(relation,)
        ),
        "links": (),
        "claims": (*by_field.values(), other, also),
        "account_ids": ("acc_" + hexed("first"),),
    }
    return Incident(**(values | more))  # type: ignore[arg-type]  # the caller's fields


def make_findings() -> Findings:
    """Return findings over both reports: two incidents, linked; an entity with a relation; a statistic."""
    first, second = first_report(), second_report()
    trial = make_incident(
        "inc_b2hzz0000000000000000000b2",
        type="response.verdict",
        title="Verdict on the depot fire",
        time=None,
        places=(),
        disputed=(),
        claims=(make_claim(second, "type", "response.verdict", "fire"),),
        sources=IncidentSources(report_ids=(second.id,), independent=1, undetermined=0, dependent=0),
        grades=(("event", Grade(number=6, rule="N13", independent=1, undetermined=0, contradicting=0)),),
        links=(Link(incident_id="inc_a1hzz0000000000000000000a1", kind="legal_stage_of", reason="same depot"),),
    )
    start = first.text.index("Unit 9")
    place = EntityMention(report_id=first.id, start=start, end=start + 6, quote="Unit 9")
    service = "ent_" + hexed("Morvian Service")
    unit = Entity(
        id="ent_" + hexed("Unit 9"),
        kind=EntityKind.SERVICE,
        name="Unit 9",
        aliases=("U9",),
        country=None,
        relations=(EntityRelation(kind="part_of", to=service, evidence=(place,)),),
        mentions=(place,),
    )
    return Findings(
        reports=(first, second),
        standings=(
            ReportStanding(report_id=first.id, cites=("Radio Ostra",), origin_group="org_1", duplicate_of=None),
            ReportStanding(report_id=second.id, cites=(), origin_group="org_2", duplicate_of=None),
        ),
        incidents=(make_incident(), trial),
        entities=(unit,),
        statistics=(make_statistic(),),
        questions=(make_question(place), make_question(place, kind=QuestionKind.SAME_PERSON, rank=20)),
    )


def put_findings(ledger: Ledger, findings: Findings, mark: str = "x") -> bool | None:
    """Make these the findings of a ledger, as a run does that works all of them out anew."""
    renewal = Renewal(
        incidents=findings.incidents,
        gone_incidents=frozenset(),
        questions=findings.questions,
        asked=frozenset(),
        heads=tuple(replace(entity, mentions=(), relations=()) for entity in findings.entities),
        gone_entities=frozenset(),
        parts=tuple(
            EntityPart(
                entity_id=entity.id,
                report_id=entity.mentions[0].report_id,
                head=None,
                mentions=entity.mentions,
                relations=entity.relations,
            )
            for entity in findings.entities
        ),
        standings=findings.standings,
        told=tuple(
            replace(empty_reading(report), statistics=tuple(s for s in findings.statistics if s.report_id == report.id))
            for report in findings.reports
        ),
        renewed_reports=frozenset(),
        gone_reports=frozenset(),
        untold_reports=frozenset(),
        kept=Kept(cards={}, rows_in={}, rows_out={}, ties=(), gone_ties=(), seats=()),
    )
    renewals = int(ledger.meta("renewals") or "0")
    return ledger.renew(renewal, Changes(mark=mark, gone=(), come={}, is_anew=True, run=1, renewals=renewals))


def make_question(mention: EntityMention, **changes: Any) -> Question:
    """Return a question about two incidents, or, by `changes`, about others."""
    kind = changes.get("kind", QuestionKind.SAME_INCIDENT)
    ids = ("inc_a1hzz0000000000000000000a1", "inc_b2hzz0000000000000000000b2")
    fields: dict[str, Any] = {
        "id": "qst_" + hexed(kind.value),
        "kind": kind,
        "a": QuestionSide(id=ids[0], name="Arson at a depot", evidence=(mention,)),
        "b": QuestionSide(id=ids[1], name="Fire at a depot", evidence=(mention,)),
        "speaks_for": ("same town",),
        "speaks_against": ("no day in common",),
        "rank": 50,
    }
    return Question(**fields | changes)


_FIRE = re.compile(r"(?P<what>[Aa] depot) in (?P<place>\w+) burned")


def read_simply(report: Report) -> LinkedReading:
    """Read a report as a toy engine: every "a depot in PLACE burned" is an arson."""
    accounts = []
    for found in _FIRE.finditer(report.text):
        claim = make_claim(report, "type", "sabotage.arson", found[0])
        site = make_claim(report, "place", found["place"], f"in {found['place']}")
        account = Account(
            id="acc_" + hexed(claim.id),
            report_id=report.id,
            type="sabotage.arson",
            type_alternatives=(),
            stage=Stage.OCCURRED,
            granularity=Granularity.SINGLE,
            flags=(),
            claims=(claim, site),
        )
        accounts.append(LinkedAccount(account=account, time=None, times=(), places=()))
    return LinkedReading(report=report, accounts=tuple(accounts), statistics=(), entities=(), cites=())
