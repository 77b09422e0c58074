"""Joins a ledger and the views: a filter in, a picture out, for the command and for the pages."""

from collections.abc import Iterator

from overt.record.reader import LedgerReader
from overt.record.rows import Facet, IncidentFilter
from overt.types.account import EntityKind
from overt.types.incident import Incident
from overt.views import draw_view
from overt.views.pictures import Asked, Beside, Picture

_BODIES = frozenset({EntityKind.STATE, EntityKind.SERVICE, EntityKind.ORGANISATION})


def draw_ledger(ledger: LedgerReader, view: str, wanted: IncidentFilter, asked: Asked) -> Picture:
    """Return a view of the incidents that pass a filter. Raises SettingsError for a view that there is not."""
    return draw_view(view, _incidents(ledger, wanted), asked, _beside(ledger, view))


def _incidents(ledger: LedgerReader, wanted: IncidentFilter) -> Iterator[Incident]:
    for row in ledger.page(wanted, size=None).rows:
        yield ledger.incident(row.id)


def _beside(ledger: LedgerReader, view: str) -> Beside:
    """Return when the reports were published, or which entities are no people, where a view needs it."""
    if view == "trends":
        stored = ledger.reports()
        return Beside(published=tuple(one.report.published.interval for one in stored if one.report.published))
    if view == "network":
        return Beside(bodies=frozenset(one.id for one in ledger.entities() if one.kind in _BODIES))
    return Beside()


_SAID = tuple(facet.value for facet in Facet if facet not in {Facet.COUNTRY, Facet.FAMILY})


def say_filter(wanted: IncidentFilter) -> str:
    """Say a filter in words, as it stands on a picture."""
    grade = wanted.best_grade
    chosen = [" or ".join(getattr(wanted, name)) for name in _SAID]
    parts = [
        None if wanted.type else " or ".join(wanted.family),
        *(
            said if name in {"type", "status"} else f"{name} {said}"
            for name, said in zip(_SAID, chosen, strict=True)
            if said
        ),
        f"in {' or '.join(one.upper() for one in wanted.country)}" if wanted.country else None,
        f"since {wanted.since}" if wanted.since else None,
        f"until {wanted.until}" if wanted.until else None,
        f"grade {grade}{'' if grade in (1, 6) else ' or better'}" if grade else None,
        f"at least {wanted.least_origins} independent" if wanted.least_origins else None,
        f'with the words "{wanted.words}"' if wanted.words else None,
        f"of {len(wanted.reports):,} reports" if wanted.reports else None,
        f"{len(wanted.ids):,} chosen" if wanted.ids else None,
        None if wanted.with_rejected else "without the rejected",
    ]
    return ", ".join(part for part in parts if part)


def say_revision(ledger: LedgerReader) -> str:
    """Name the state of the ledger, so that a count can be traced."""
    log = ledger.log()
    return f"ledger of {log[-1].at[:10]}, revision {log[-1].seq}" if log else ""
