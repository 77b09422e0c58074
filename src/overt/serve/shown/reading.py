"""Shows what was read out of one report: report in, its marked text, claims by incident, statistics and origin out."""

from collections.abc import Iterator
from dataclasses import dataclass

from overt.record.reader import LedgerReader
from overt.serve.shown.evidence import Texts
from overt.serve.shown.marked import Mark, Paragraph, mark_text
from overt.serve.shown.values import say_claimed, say_field
from overt.types.claim import Claim
from overt.types.incident import Incident
from overt.types.linked import LinkedReading
from overt.types.report import Report
from overt.words.codes import plain, say_code

LAYERS = (
    ("claim", "claims"),
    ("entity", "people and bodies"),
    ("place", "places"),
    ("time", "dates"),
    ("boilerplate", "notices and menus"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What a report says of one field, and the claims that say so, in the order of the text."""

    label: str
    value: str
    claim_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fed:
    """An incident that a report feeds, with the claims by which it does."""

    id: str
    title: str
    status: str
    claims: tuple[Claimed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingShown:
    """A report as it was read."""

    outlet: str
    published: str
    published_why: str
    paragraphs: tuple[Paragraph, ...]
    layers: tuple[tuple[str, str, int], ...]  # (layer, what it is, how many marks)
    fed: tuple[Fed, ...]
    figures: tuple[tuple[str, str, str], ...]  # statistics: (figure, what was counted, quote)
    cites: tuple[str, ...]
    is_read: bool
    unseen: int  # claims of accounts that stand in no incident


def show_reading(ledger: LedgerReader, report: Report) -> ReadingShown:
    """Return what was read out of a report."""
    texts = Texts(ledger)
    source = texts.of(report.id)
    reading = next(iter(ledger.readings([report.id])), None)
    incidents = [ledger.incident(one) for one in ledger.incidents_of(report.id)]
    own = {one.id: [claim for claim in one.claims if claim.report_id == report.id] for one in incidents}
    marks = tuple(_marks(report, reading, [claim for claims in own.values() for claim in claims]))
    counts = {layer: len({(one.start, one.end) for one in marks if one.layer == layer}) for layer, _ in LAYERS}
    shown = {claim.id for claims in own.values() for claim in claims}
    read = {claim.id for linked in reading.accounts for claim in linked.account.claims} if reading else set()
    published = report.published
    return ReadingShown(
        outlet=source.outlet,
        published=source.published,
        published_why=f"{say_code(published.basis.value)}: {plain(published.reason)}" if published else "",
        paragraphs=mark_text(report.text, marks),
        layers=tuple((layer, label, counts[layer]) for layer, label in LAYERS),
        fed=tuple(_fed(one, own[one.id]) for one in incidents),
        figures=tuple(
            (plain(one.figure), plain(one.counted), plain(one.quote)) for one in (reading.statistics if reading else ())
        ),
        cites=tuple(map(plain, reading.cites)) if reading else (),
        is_read=reading is not None,
        unseen=len(read - shown),
    )


def mark_incident(report: Report, incident: Incident) -> tuple[Paragraph, ...]:
    """Return the text of a report with the claims of one incident marked."""
    claims = [claim for claim in incident.claims if claim.report_id == report.id]
    return mark_text(report.text, _marks(report, None, claims))


def _fed(incident: Incident, claims: list[Claim]) -> Fed:
    told: dict[tuple[str, str], list[str]] = {}
    for claim in sorted(claims, key=lambda one: (one.span.start, one.span.end, one.field)):
        told.setdefault((claim.field, claim.value), []).append(claim.id)
    return Fed(
        id=incident.id,
        title=plain(incident.title),
        status=incident.status,
        claims=tuple(
            Claimed(label=say_field(field), value=say_claimed(field, value), claim_ids=tuple(ids))
            for (field, value), ids in told.items()
        ),
    )


def _marks(report: Report, reading: LinkedReading | None, claims: list[Claim]) -> Iterator[Mark]:
    for part in report.boilerplate:
        says = say_code(part.kind.value)
        yield Mark(start=part.span.start, end=part.span.end, layer="boilerplate", id="", says=says)
    for claim in claims:
        says = f"{say_field(claim.field)}: {say_claimed(claim.field, claim.value)}"
        yield Mark(start=claim.span.start, end=claim.span.end, layer="claim", id=claim.id, says=says)
        if claim.field in {"place", "time"}:
            yield Mark(start=claim.span.start, end=claim.span.end, layer=claim.field, id="", says="")
    for entity in reading.entities if reading else ():
        says = plain(entity.name or entity.kind.value)
        for mention in entity.mentions:
            yield Mark(start=mention.span.start, end=mention.span.end, layer="entity", id="", says=says)
