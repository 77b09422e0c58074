"""Gathers what all reports tell: linked readings -> Findings, in one go and with nothing remembered."""

from collections import defaultdict
from collections.abc import Sequence

from overt.reconcile.growing.memory import NoMemory
from overt.reconcile.growing.renewal import renew_incidents
from overt.types.incident import EntityPart, Findings, whole_entity
from overt.types.linked import LinkedReading


def reconcile_claims(readings: Sequence[LinkedReading]) -> Findings:
    """Return what the reports amount to. Order changes nothing.

    An exact copy of a report adds no claims; it counts as a dependent source of what its original tells.
    """
    ordered = sorted(readings, key=lambda r: r.report.id)
    found = renew_incidents(NoMemory(), (), ordered, arrival=1)
    heads = (*found.heads, *(part.head for part in found.parts if part.head))
    parts: dict[str, list[EntityPart]] = defaultdict(list)
    for part in found.parts:
        parts[part.entity_id].append(part)
    return Findings(
        reports=tuple(reading.report for reading in ordered),
        standings=found.standings,
        incidents=found.incidents,
        entities=tuple(sorted((whole_entity(head, parts[head.id]) for head in heads), key=lambda e: e.id)),
        statistics=tuple(sorted((s for reading in found.told for s in reading.statistics), key=lambda s: s.id)),
        questions=found.questions,
    )
