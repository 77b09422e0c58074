"""Says who the entities of a report are: a reading -> its card, and the entity of each name that it tells."""

from collections.abc import Iterable, Mapping

from overt.reconcile.entities import form_of, local_head, local_id, parts_of, place_entities
from overt.reconcile.growing.desk import Desk
from overt.reconcile.growing.memory import EntityCard, FormCard, ReportCard
from overt.reconcile.matching.beside import ToldNames
from overt.reconcile.matching.lore import words_of
from overt.reconcile.sources.copies import copy_keys, copy_order
from overt.types.incident import Entity, EntityPart
from overt.types.kept import CardKind
from overt.types.linked import LinkedReading


def card_of(reading: LinkedReading, names: ToldNames) -> ReportCard:
    """Return what is kept of a report for comparing."""
    report = reading.report
    return ReportCard(
        id=report.id,
        order=copy_order(report),
        sha256_text=report.sha256_text,
        is_told=True,
        cites=reading.cites,
        words=words_of(reading, names),
        copy_keys=frozenset() if report.row is not None else copy_keys(report),  # rows of a sheet are all alike
        claims={a.account.id: frozenset(claim.id for claim in a.account.claims) for a in reading.accounts},
        entities=tuple(form for entity in reading.entities for form in [form_of(entity)] if form),
    )


def heads_of(desk: Desk, readings: Iterable[LinkedReading]) -> dict[tuple[str, str], Entity]:
    """Return the entity behind each entity of some reports, by report and key."""
    rows = list(readings)
    cards: dict[str, ReportCard] = desk.get(CardKind.REPORT, {reading.report.id for reading in rows})
    forms: dict[str, FormCard] = desk.get(CardKind.FORM, {form.id for card in cards.values() for form in card.entities})
    entity_of = {key: card.entity_id for key, card in forms.items()}
    shared: dict[str, EntityCard] = desk.get(CardKind.ENTITY, set(entity_of.values()))
    heads: dict[tuple[str, str], Entity] = {}
    for reading in rows:
        placed = place_entities(reading.report.id, cards[reading.report.id].entities, entity_of)
        for entity in reading.entities:
            found = placed.get(entity.key) or local_id(reading.report.id, entity.key)
            head = shared[found].head if found in shared else local_head(found, entity)
            heads[reading.report.id, entity.key] = head
    return heads


def place_parts(desk: Desk, readings: Iterable[LinkedReading]) -> tuple[EntityPart, ...]:
    """Return what each report tells of each of its entities; those that it alone knows come with their head."""
    rows = list(readings)
    heads = heads_of(desk, rows)
    shared = desk.get(CardKind.ENTITY, {head.id for head in heads.values()})
    own: Mapping[str, Entity] = {head.id: head for head in heads.values() if head.id not in shared}
    return tuple(
        part
        for reading in rows
        for part in parts_of(reading, {e.key: heads[reading.report.id, e.key].id for e in reading.entities}, own)
    )
