"""Shows what an incident is linked to: incident in, its steps of the law in time and its other links out."""

from dataclasses import dataclass

from overt.base.errors import LedgerError
from overt.record.reader import LedgerReader
from overt.types.incident import Incident, QuestionKind
from overt.words.codes import plain, say_code, say_time
from overt.words.types import say_type

_LEGAL = "legal_stage_of"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkShown:
    """A link to another incident."""

    id: str
    kind: str
    title: str
    type: str
    when: str
    order: str  # by which steps stand in time; what is undated stands last
    status: str
    reason: str
    is_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksShown:
    """The steps of the law, first step first, and all else."""

    steps: tuple[LinkShown, ...]
    others: tuple[LinkShown, ...]


def show_links(incident: Incident, ledger: LedgerReader) -> LinksShown:
    """Return the links of an incident. A link to what is not in this ledger says so."""
    shown = []
    for link in incident.links:
        try:
            other = ledger.incident(link.incident_id)
        except LedgerError:
            other = None
        when = other.time.interval if other and other.time else None
        last = (when.hi or when.lo) if when else None
        shown.append(
            LinkShown(
                id=link.incident_id,
                kind=link.kind,
                title=plain(other.title) if other else "(not in this ledger)",
                type=say_type(other.type) if other else "",
                when=say_time(when.edtf) if when else "undated",
                order=last.isoformat() if last else "9999",
                status=other.status if other else "",
                reason=plain(say_code(link.reason)),
                is_known=other is not None,
            )
        )
    steps = sorted((one for one in shown if one.kind == _LEGAL), key=lambda one: (one.order, one.title))
    return LinksShown(steps=tuple(steps), others=tuple(one for one in shown if one.kind != _LEGAL))


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Another incident that may be the same."""

    id: str
    title: str
    why: str


def show_near(incident: Incident, ledger: LedgerReader) -> tuple[Near, ...]:
    """Return the incidents that may be the same as this one, by the questions that the ledger asks."""
    found = []
    for question in ledger.questions(QuestionKind.SAME_INCIDENT, about=incident.id):
        side = question.b if question.a.id == incident.id else question.a
        found.append(Near(id=side.id, title=plain(side.name), why=plain(say_code("; ".join(question.speaks_for)))))
    return tuple(found)
