"""The native export: the four JSON Lines files that hold all of a ledger; keys are added, never renamed or dropped."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from overt.base.edtf import Interval
from overt.record.ledger import Ledger
from overt.record.rows import StoredReport
from overt.types.account import Attribution, Quantity, Statistic
from overt.types.claim import Claim, Speaker, Voice
from overt.types.incident import Dispute, Entity, EntityMention, EntityRelation, Grade, Incident, IncidentParticipant
from overt.types.linked import Place

FORMAT_NUMBER = 1
_Row = dict[str, Any]


def jsonl_files(ledger: Ledger) -> Mapping[str, Iterator[str]]:
    """Return the lines of each file by its name."""
    claims = _Claims(ledger)
    return {
        "reports.jsonl": _lines(report_row(report) for report in ledger.reports()),
        "incidents.jsonl": _lines(incident_row(incident) for incident in ledger.incidents()),
        "statistics.jsonl": _lines(statistic_row(statistic) for statistic in ledger.statistics()),
        "entities.jsonl": _lines(entity_row(entity, claims.at) for entity in ledger.entities()),
    }


def _lines(rows: Iterable[_Row]) -> Iterator[str]:
    for row in rows:
        yield json.dumps({"format": FORMAT_NUMBER, **row}, ensure_ascii=False, allow_nan=False) + "\n"


def report_row(stored: StoredReport) -> _Row:
    """Return the object of one report, without its text."""
    report, standing = stored.report, stored.standing
    published = report.published
    return {
        "id": report.id,
        "input": report.input,
        "inputs": list(stored.inputs),
        "url": report.url,
        "outlet": report.outlet,
        "title": report.title,
        "published": {**_days(published.interval), "basis": published.basis.value} if published else None,
        "language": report.language,
        "sha256_raw": report.sha256_raw,
        "sha256_text": report.sha256_text,
        "chars": stored.chars,
        "boilerplate": [[part.span.start, part.span.end, part.kind.value] for part in report.boilerplate],
        "cites": list(standing.cites) if standing else [],
        "origin_group": standing.origin_group if standing else None,
        "duplicate_of": standing.duplicate_of if standing else None,
        "problems": [
            {"name": problem.name, "where": problem.where, "what": problem.what} for problem in report.problems
        ],
    }


def incident_row(incident: Incident) -> _Row:
    """Return the object of one incident with all its claims."""
    time = incident.time.interval if incident.time else None
    return {
        "id": incident.id,
        "type": incident.type,
        "type_alternatives": list(incident.type_alternatives),
        "stage": incident.stage.value,
        "granularity": incident.granularity.value,
        "status": incident.status,
        "flags": list(incident.flags),
        "title": incident.title,
        "time": {**_days(time), "precision": time.precision.value} if time else None,
        "places": [_place(place) for place in incident.places],
        "participants": [_participant(one) for one in incident.participants],
        "means": list(incident.means),
        "target_sector": list(incident.target_sector),
        "target_object": incident.target_object,
        "quantities": [_quantity(one) for one in incident.quantities],
        "attribution": [_attribution(one) for one in incident.attribution],
        "grades": {name: _grade(grade) for name, grade in incident.grades},
        "disputed": [_dispute(one) for one in incident.disputed],
        "sources": {
            "reports": list(incident.sources.report_ids),
            "independent": incident.sources.independent,
            "undetermined": incident.sources.undetermined,
            "dependent": incident.sources.dependent,
        },
        "links": [{"incident": link.incident_id, "kind": link.kind, "reason": link.reason} for link in incident.links],
        "decided": [{"decision": one.number, "field": one.field, "by": one.by} for one in incident.decided],
        "claims": [_claim(claim) for claim in sorted(incident.claims, key=_claim_order)],
    }


def statistic_row(statistic: Statistic) -> _Row:
    """Return the object of one statistic."""
    return {
        "id": statistic.id,
        "report": statistic.report_id,
        "figure": {"lo": _number(statistic.lo), "hi": _number(statistic.hi), "text": statistic.figure},
        "unit": statistic.unit,
        "counted": statistic.counted,
        "period": _days(statistic.period) if statistic.period else None,
        "place": statistic.place,
        "direction": statistic.direction,
        **_voice(statistic.voice),
        "quote": statistic.quote,
        "start": statistic.span.start,
        "end": statistic.span.end,
    }


def entity_row(entity: Entity, claims_at: Callable[[EntityMention], Iterable[str]]) -> _Row:
    """Return the object of one entity; `claims_at` gives the ids of the claims that quote a place of a report."""
    return {
        "id": entity.id,
        "kind": entity.kind.value,
        "name": entity.name,
        "aliases": list(entity.aliases),
        "country": entity.country,
        "relations": [_relation(relation, claims_at) for relation in entity.relations],
        "mentions": [
            {"report": one.report_id, "start": one.start, "end": one.end, "quote": one.quote} for one in entity.mentions
        ],
    }


class _Claims:
    """Where the claims of a ledger stand, read when first asked: most ledgers state few relations."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @cached_property
    def _by_report(self) -> Mapping[str, list[tuple[int, int, str]]]:
        found: dict[str, list[tuple[int, int, str]]] = {}
        for incident in self._ledger.incidents():
            for claim in incident.claims:
                found.setdefault(claim.report_id, []).append((claim.span.start, claim.span.end, claim.id))
        return found

    def at(self, place: EntityMention) -> Iterator[str]:
        """Return the ids of the claims whose quotes share a character with `place`."""
        for start, end, claim_id in self._by_report.get(place.report_id, ()):
            if start < place.end and place.start < end:
                yield claim_id


def _relation(relation: EntityRelation, claims_at: Callable[[EntityMention], Iterable[str]]) -> _Row:
    evidence = [
        {"report": place.report_id, "start": place.start, "end": place.end, "quote": place.quote}
        for place in relation.evidence
    ]
    ids = {claim_id for place in relation.evidence for claim_id in claims_at(place)}
    return {"kind": relation.kind, "to": relation.to, "claims": sorted(ids), "evidence": evidence}


def _days(interval: Interval) -> _Row:
    return {
        "edtf": interval.edtf,
        "lo": interval.lo.isoformat() if interval.lo else None,
        "hi": interval.hi.isoformat() if interval.hi else None,
    }


def _place(place: Place) -> _Row:
    keys = ("name", "name_as_written", "role", "country", "adm1", "lat", "lon", "gazetteer_id", "precision")
    return {key: getattr(place, key) for key in keys}


def _participant(one: IncidentParticipant) -> _Row:
    return {
        "role": one.role.value,
        "name": one.name,
        "description": one.description,
        "entity_id": one.entity_id,
        "kind": one.kind.value,
        "count_lo": one.facts.count_lo,
        "count_hi": one.facts.count_hi,
        "age": one.facts.age,
        "nationality": one.facts.nationality,
        "legal_status": one.facts.legal_status,
        "at_risk": one.facts.at_risk,
        "is_minor": one.facts.is_minor,
        "claims": list(one.claim_ids),
    }


def _quantity(one: Quantity) -> _Row:
    return {
        "what": one.what,
        "lo": _number(one.lo),
        "hi": _number(one.hi),
        "unit": one.unit,
        "text": one.text,
        "vague": one.vague,
        "claims": list(one.claim_ids),
    }


def _number(value: float | None) -> float | int | None:
    """A count is written as 3, not as 3.0."""
    return int(value) if value is not None and value == int(value) else value


def _attribution(one: Attribution) -> _Row:
    return {
        "actor": one.actor,
        "relation": one.relation,
        "level": one.level,
        "by": list(one.by),
        "contested": one.contested,
        "claims": list(one.claim_ids),
    }


def _grade(grade: Grade) -> _Row:
    return {
        "number": grade.number,
        "rule": grade.rule,
        "letter": grade.letter,
        "letter_rule": grade.letter_rule,
        "independent": grade.independent,
        "undetermined": grade.undetermined,
        "contradicting": grade.contradicting,
    }


def _dispute(dispute: Dispute) -> _Row:
    values = [{"value": one.value, "claims": list(one.claim_ids)} for one in dispute.values]
    return {"field": dispute.field, "values": values, "rule": dispute.rule}


def _claim_order(claim: Claim) -> tuple[str, int, int, str, str]:
    return claim.report_id, claim.span.start, claim.span.end, claim.field, claim.id


def _claim(claim: Claim) -> _Row:
    return {
        "id": claim.id,
        "report": claim.report_id,
        "field": claim.field,
        "value": claim.value,
        "quote": claim.quote,
        "start": claim.span.start,
        "end": claim.span.end,
        **_voice(claim.voice),
        "engine": claim.engine,
        "inferred": claim.inferred,
    }


def _voice(voice: Voice) -> _Row:
    return {
        "speaker_chain": [_speaker(speaker) for speaker in voice.chain],
        "speech_act": voice.speech_act.value,
        "certainty": voice.certainty.value,
        "polarity": voice.polarity.value,
        "commitment": voice.commitment.value,
        "band": voice.band,
        "basis": voice.basis,
    }


def _speaker(speaker: Speaker) -> _Row:
    return {"name": speaker.name or speaker.description, "kind": speaker.kind.value, "named": speaker.named}
