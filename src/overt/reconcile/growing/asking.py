"""Asks about near names while reports come and go: entities that a change touched -> their questions, all made anew."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from overt.reconcile.growing.casting import Recast
from overt.reconcile.growing.desk import Desk
from overt.reconcile.growing.memory import EntityCard, FormCard, ReportCard
from overt.reconcile.near_names import Somebody, ask_about_names
from overt.types.incident import Incident, IncidentParticipant, Question
from overt.types.kept import CardKind, TieKind

_MOST = 200  # reports that name somebody; whom more name is known, and nobody needs to be asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Questions about names, and all entities of which the questions were worked out: others keep theirs."""

    questions: tuple[Question, ...]
    entities: frozenset[str]


def ask_names(desk: Desk, cast: Recast, cards: Iterable[ReportCard], incidents: Iterable[Incident]) -> Asked:
    """Ask about the entities that these reports name, or that were named anew. `incidents`: those that changed."""
    changed = {incident.id: incident for incident in incidents}
    forms: dict[str, FormCard] = desk.get(CardKind.FORM, {form.id for card in cards for form in card.entities})
    touched = {card.entity_id for card in forms.values()} | cast.heads | cast.gone
    pairs = _pairs(desk, touched)
    known = _somebodies(desk, {key for pair in pairs for key in pair}, changed)
    # The sides stand by name: ids depend on what came first.
    sides = [sorted((known[a], known[b]), key=_order) for a, b in sorted(pairs) if a in known and b in known]
    found = [ask_about_names(one, other) for one, other in sides]
    return Asked(questions=tuple(question for question in found if question), entities=frozenset(touched))


def _order(one: Somebody) -> tuple[str, list[str]]:
    return one.entity.name, sorted(one.reports)


def _pairs(desk: Desk, touched: Collection[str]) -> set[tuple[str, str]]:
    """Entities of which a name is near one of another entity, or agrees with it and was kept apart."""
    cards: dict[str, EntityCard] = desk.get(CardKind.ENTITY, touched)
    ties = desk.ties([form for _, card in sorted(cards.items()) for form in card.forms], (TieKind.FORM, TieKind.ALIKE))
    forms: dict[str, FormCard] = desk.get(CardKind.FORM, {end for tie in ties for end in (tie.a, tie.b)})
    ends = [(forms[tie.a].entity_id, forms[tie.b].entity_id) for tie in ties if tie.a in forms and tie.b in forms]
    return {(min(pair), max(pair)) for pair in ends if pair[0] != pair[1]}


def _somebodies(desk: Desk, entities: Collection[str], changed: Mapping[str, Incident]) -> dict[str, Somebody]:
    cards: dict[str, EntityCard] = desk.get(CardKind.ENTITY, entities)
    reports = {key: _reports(desk, card) for key, card in cards.items()}
    told: dict[str, ReportCard] = desk.get(CardKind.REPORT, {i for found in reports.values() for i in found})
    seats = desk.seats_at(account for card in told.values() if card.is_told for account in card.claims)
    ids = {seat.incident_id for seat in seats.values() if seat.incident_id}
    incidents = {**desk.memory.incidents(ids - changed.keys()), **{key: changed[key] for key in ids & changed.keys()}}
    parts: dict[str, list[tuple[Incident, IncidentParticipant]]] = {key: [] for key in cards}
    for _, incident in sorted(incidents.items()):
        for participant in incident.participants if incident.status != "rejected" else ():
            if participant.entity_id in parts and participant.name:
                parts[participant.entity_id].append((incident, participant))
    return {
        key: Somebody(entity=card.head, parts=tuple(parts[key]), reports=frozenset(reports[key]))
        for key, card in cards.items()
    }


def _reports(desk: Desk, card: EntityCard) -> set[str]:
    members = desk.members([f"form {form}" for form in card.forms])
    found = {i for reports in members.values() for i in reports}
    return found if len(found) <= _MOST else set()
