"""Gathers what all reports tell: linked readings -> Findings: incidents with values, disputes, sources and grades."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from overt.reconcile.choosing.values import choose_values
from overt.reconcile.entities import Cast, join_entities
from overt.reconcile.grading import grade_incident
from overt.reconcile.links import link_incidents
from overt.reconcile.matching.clusters import group_accounts
from overt.reconcile.matching.facts import gather_facts
from overt.reconcile.people import join_participants
from overt.reconcile.questions import ask_questions
from overt.reconcile.sources.copies import Copies, find_copies
from overt.reconcile.sources.independence import Witness, weigh_witnesses
from overt.reconcile.sources.standings import group_reports
from overt.reconcile.telling import Telling
from overt.reconcile.titles import name_incidents, title_of
from overt.types.claim import Claim, Polarity
from overt.types.incident import Findings, Former, Incident, Link
from overt.types.linked import LinkedAccount, LinkedReading


def reconcile_claims(readings: Sequence[LinkedReading], former: Sequence[Former] = ()) -> Findings:
    """Return what the reports amount to. Order changes nothing; `former` keeps the ids of the last run.

    An exact copy of a report adds no claims; it counts as a dependent source of what its original tells.
    """
    ordered = sorted(readings, key=lambda r: r.report.id)
    copies = find_copies([reading.report for reading in ordered])
    told = [reading for reading in ordered if reading.report.id not in copies.duplicate_of]
    facts = gather_facts(told)
    grouping = group_accounts(facts, copies)
    accounts = {linked.account.id: linked for reading in told for linked in reading.accounts}
    readings_by_id = {reading.report.id: reading for reading in told}
    gathered = _Gathered(copies=copies, cast=join_entities(ordered), readings=readings_by_id, accounts=accounts)
    claims = [frozenset(c.id for key in keys for c in accounts[key].account.claims) for keys in grouping.clusters]
    ids = name_incidents([(keys[0], of) for keys, of in zip(grouping.clusters, claims, strict=True)], former)
    incident_of = {key: found for found, keys in zip(ids, grouping.clusters, strict=True) for key in keys}
    links = link_incidents(incident_of, {fact.id: fact for fact in facts}, grouping.proposals)
    incidents = [
        _incident(found, keys, gathered, links.get(found, ()))
        for found, keys in zip(ids, grouping.clusters, strict=True)
    ]
    return Findings(
        reports=tuple(reading.report for reading in ordered),
        standings=group_reports(ordered, copies, incidents),
        incidents=tuple(sorted(incidents, key=lambda i: i.id)),
        entities=gathered.cast.entities,
        statistics=tuple(sorted((s for reading in told for s in reading.statistics), key=lambda s: s.id)),
        questions=ask_questions(incidents),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gathered:
    copies: Copies
    cast: Cast
    readings: Mapping[str, LinkedReading]  # by report id
    accounts: Mapping[str, LinkedAccount]  # by account id


def _tellings(keys: Sequence[str], gathered: _Gathered) -> tuple[Telling, ...]:
    """The accounts of a cluster in their setting; reports that depend on each other get one origin."""
    accounts = [gathered.accounts[key] for key in keys]
    witnesses = {
        report_id: Witness(
            report=gathered.readings[report_id].report,
            cites=gathered.readings[report_id].cites,
            claims=tuple(c for a in accounts if a.account.report_id == report_id for c in a.account.claims),
        )
        for report_id in {a.account.report_id for a in accounts}
    }
    standing = weigh_witnesses(list(witnesses.values()), gathered.copies)
    origin_of = {report: group[0] for group in standing.groups for report in group}
    return tuple(_telling(a, origin_of[a.account.report_id], gathered) for a in accounts)


def _telling(linked: LinkedAccount, origin: str, gathered: _Gathered) -> Telling:
    reading = gathered.readings[linked.account.report_id]
    entities, id_of = gathered.cast.by_id, gathered.cast.id_of
    return Telling(
        linked=linked,
        report=reading.report,
        cites=reading.cites,
        origin=origin,
        entities={e.key: entities[id_of[reading.report.id, e.key]] for e in reading.entities},
    )


def _incident(found: str, keys: Sequence[str], gathered: _Gathered, links: tuple[Link, ...]) -> Incident:
    tellings = _tellings(keys, gathered)
    values, participants = choose_values(tellings), join_participants(tellings)
    graded = grade_incident(tellings, values, gathered.copies)
    claims: dict[str, Claim] = {c.id: c for t in tellings for c in t.linked.account.claims}
    is_outside = all("out_of_scope" in t.linked.account.flags for t in tellings)
    return Incident(
        id=found,
        type=values.type,
        type_alternatives=values.type_alternatives,
        stage=values.stage,
        granularity=values.granularity,
        status="rejected" if is_outside else "reversed" if _is_reversed(tellings) else "candidate",
        flags=tuple(flag for flag in values.flags if is_outside or flag != "out_of_scope"),
        title=title_of(values, participants),
        time=values.time,
        places=values.places,
        participants=participants,
        means=values.means,
        target_sector=values.target_sector,
        target_object=values.target_object,
        quantities=values.quantities,
        attribution=values.attribution,
        grades=graded.grades,
        disputed=values.disputed,
        sources=graded.sources,
        links=links,
        claims=tuple(sorted(claims.values(), key=lambda c: (c.report_id, c.span, c.field, c.id))),
        account_ids=tuple(keys),
    )


def _is_reversed(tellings: Sequence[Telling]) -> bool:
    """Say whether a report takes the allegation back or finds that it was no act (R12)."""
    return any(
        claim.field == "status" and claim.value == "reversed" and claim.voice.polarity is Polarity.AFFIRMED
        for telling in tellings
        for claim in telling.linked.account.claims
    )
