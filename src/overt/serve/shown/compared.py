"""Shows two beside each other, incidents or people: both in, rows with what differs lit and the quotes of each out."""

from collections.abc import Iterable
from dataclasses import dataclass

from overt.base.spans import Span
from overt.record.reader import LedgerReader
from overt.serve.shown.changes import tell_fields
from overt.serve.shown.evidence import Evidence, Piece, Texts
from overt.types.incident import Entity, EntityMention, Incident
from overt.words.codes import plain, say_code

_QUIET = frozenset({"title", "status", "granularity", "decisions", "grades", "reports", "quotes"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One field of both sides."""

    label: str
    a: str
    b: str
    differs: bool
    is_open: bool  # only one side says anything of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A paragraph in which a side is spoken of."""

    pieces: tuple[Piece, ...]
    report_id: str
    outlet: str
    published: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """An entity as it is compared."""

    id: str
    name: str
    fields: dict[str, str]
    said: tuple[Said, ...]


def compare_incidents(a: Incident, b: Incident) -> tuple[Row, ...]:
    """Return the fields of two incidents, without those that only say how many."""
    fields = tell_fields(a)
    return _rows(fields, tell_fields(b), _QUIET, frozenset(fields))


def compare_people(a: Somebody, b: Somebody) -> tuple[Row, ...]:
    """Return what is known of two people or bodies."""
    return _rows(a.fields, b.fields, frozenset(), frozenset({"kind", "country"}))


def _rows(
    one: dict[str, str], other: dict[str, str], quiet: frozenset[str], telling: frozenset[str]
) -> tuple[Row, ...]:
    """`telling`: fields in which a difference speaks against one."""
    none = {"nothing", ""}
    return tuple(
        Row(
            label=label,
            a=one[label],
            b=other[label],
            differs=label in telling and one[label] != other[label] and not {one[label], other[label]} & none,
            is_open=(one[label] in none) != (other[label] in none),
        )
        for label in one
        if label not in quiet and not {one[label], other[label]} <= none
    )


def tell_quotes(incident: Incident, texts: Texts) -> tuple[Evidence, ...]:
    """Return the paragraphs that tell of the act, one a report."""
    shown = texts.show(claim for claim in incident.claims if claim.field == "type")
    return tuple({one.report_id: one for one in reversed(shown)}.values())[::-1]


def show_somebody(entity: Entity, mentions: Iterable[EntityMention], texts: Texts, ledger: LedgerReader) -> Somebody:
    """Return somebody with the incidents in which she has a part, and paragraphs in which she is named."""
    parts = []
    reports = dict.fromkeys(one.report_id for one in entity.mentions)
    for incident_id in dict.fromkeys(one for key in list(reports)[:_MOST_REPORTS] for one in ledger.incidents_of(key)):
        incident = ledger.incident(incident_id)
        roles = {person.role.name.lower() for person in incident.participants if person.entity_id == entity.id}
        parts += [f"{', '.join(sorted(roles))}: {plain(incident.title)}"] if roles else []
    fields = {
        "kind": say_code(entity.kind),
        "also called": ", ".join(map(plain, entity.aliases)) or "nothing",
        "country": entity.country or "nothing",
        "reports": str(len(reports)),
        "part in": "; ".join(parts) or "nothing",
    }
    said = tuple(_said(one, texts) for one in _one_each(mentions))
    return Somebody(id=entity.id, name=plain(entity.name), fields=fields, said=said)


_MOST_REPORTS = 30  # of one entity that are looked through; a state is named in most


def _one_each(mentions: Iterable[EntityMention]) -> tuple[EntityMention, ...]:
    return tuple({one.report_id: one for one in mentions}.values())[:4]


def _said(one: EntityMention, texts: Texts) -> Said:
    source = texts.of(one.report_id)
    pieces = source.cut([Span(start=one.start, end=one.end)])
    return Said(pieces=pieces, report_id=one.report_id, outlet=source.outlet, published=source.published)
