"""CSV for spreadsheets: one line per incident, per claim and per report; no cell can run as a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from overt.record.ledger import Ledger
from overt.record.rows import StoredReport
from overt.types.claim import Claim
from overt.types.incident import Incident

_Cells = dict[str, str | int | float | bool | None]
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_files(ledger: Ledger) -> Mapping[str, Iterator[str]]:
    """Return the lines of each file by its name."""
    return {
        "incidents.csv": _lines(_INCIDENT_HEAD, (_incident_cells(incident) for incident in ledger.incidents())),
        "claims.csv": _lines(_CLAIM_HEAD, (c for i in ledger.incidents() for c in _claims_cells(i))),
        "reports.csv": _lines(_REPORT_HEAD, (_report_cells(report) for report in ledger.reports())),
    }


def _lines(head: tuple[str, ...], rows: Iterable[_Cells]) -> Iterator[str]:
    yield _line(head)
    for row in rows:
        yield _line([_safe(row[name]) for name in head])


def _line(cells: Iterable[str | int | float | bool | None]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()


def _safe(value: str | float | None) -> str | float | None:
    """Put an apostrophe before what a spreadsheet would compute: quotes come from strangers' pages."""
    if isinstance(value, str):
        value = value.replace("\0", "")
        return f"'{value}" if value.lstrip(" ").startswith(_FORMULA_STARTS) else value
    return value


_INCIDENT_HEAD = (
    *("id", "title", "type", "stage", "granularity", "status", "flags", "time", "earliest", "latest", "precision"),
    *("place", "country", "lat", "lon", "place_precision", "victims", "targets", "perpetrators", "means", "quantities"),
    *("attributed_to", "attribution_level", "attribution_contested", "grade", "grade_rule", "grade_attribution"),
    *("independent", "undetermined", "dependent", "disputed", "reports"),
)
_CLAIM_HEAD = (
    *("incident", "id", "report", "field", "value", "quote", "start", "end", "speakers"),
    *("speech_act", "certainty", "polarity", "commitment", "engine"),
)
_REPORT_HEAD = (
    *("id", "input", "url", "outlet", "title", "published", "published_basis", "language", "chars"),
    *("origin_group", "duplicate_of", "sha256_text"),
)


def _incident_cells(incident: Incident) -> _Cells:
    sites = [place for place in incident.places if place.role == "event_site"] or list(incident.places)
    site = sites[0] if sites else None
    grades = dict(incident.grades)
    event, behind = grades.get("event"), grades.get("attribution")
    return {
        "id": incident.id,
        "title": incident.title,
        "type": incident.type,
        "stage": incident.stage.value,
        "granularity": incident.granularity.value,
        "status": incident.status,
        "flags": _join(incident.flags),
        **_time_cells(incident),
        "place": site.name if site else None,
        "country": site.country if site else None,
        "lat": site.lat if site else None,
        "lon": site.lon if site else None,
        "place_precision": site.precision if site else None,
        "victims": _people(incident, "VIC"),
        "targets": _people(incident, "TGT", "OBJ"),
        "perpetrators": _people(incident, "PER", "PRX"),
        "means": _join(incident.means),
        "quantities": _join(f"{one.what}: {one.text}" for one in incident.quantities),
        "attributed_to": _join(one.actor for one in incident.attribution),
        "attribution_level": _join(one.level for one in incident.attribution),
        "attribution_contested": any(one.contested for one in incident.attribution) if incident.attribution else None,
        "grade": event.number if event else None,
        "grade_rule": event.rule if event else None,
        "grade_attribution": behind.number if behind else None,
        "independent": incident.sources.independent,
        "undetermined": incident.sources.undetermined,
        "dependent": incident.sources.dependent,
        "disputed": _join(f"{one.field}: {' / '.join(v.value for v in one.values)}" for one in incident.disputed),
        "reports": _join(incident.sources.report_ids),
    }


def _time_cells(incident: Incident) -> _Cells:
    interval = incident.time.interval if incident.time else None
    return {
        "time": interval.edtf if interval else None,
        "earliest": interval.lo.isoformat() if interval and interval.lo else None,
        "latest": interval.hi.isoformat() if interval and interval.hi else None,
        "precision": interval.precision.value if interval else None,
    }


def _people(incident: Incident, *roles: str) -> str:
    return _join(one.name or one.description or "" for one in incident.participants if one.role in roles)


def _join(values: Iterable[str]) -> str:
    return "; ".join(values)


def _claims_cells(incident: Incident) -> Iterator[_Cells]:
    for claim in incident.claims:
        yield _claim_cells(incident.id, claim)


def _claim_cells(incident_id: str, claim: Claim) -> _Cells:
    chain = " <- ".join(speaker.name or speaker.description or speaker.kind.value for speaker in claim.voice.chain)
    return {
        "incident": incident_id,
        "id": claim.id,
        "report": claim.report_id,
        "field": claim.field,
        "value": claim.value,
        "quote": claim.quote,
        "start": claim.span.start,
        "end": claim.span.end,
        "speakers": chain,
        "speech_act": claim.voice.speech_act.value,
        "certainty": claim.voice.certainty.value,
        "polarity": claim.voice.polarity.value,
        "commitment": claim.voice.commitment.value,
        "engine": claim.engine,
    }


def _report_cells(stored: StoredReport) -> _Cells:
    report, standing = stored.report, stored.standing
    return {
        "id": report.id,
        "input": report.input,
        "url": report.url,
        "outlet": report.outlet,
        "title": report.title,
        "published": report.published.interval.edtf if report.published else None,
        "published_basis": report.published.basis.value if report.published else None,
        "language": report.language,
        "chars": stored.chars,
        "origin_group": standing.origin_group if standing else None,
        "duplicate_of": standing.duplicate_of if standing else None,
        "sha256_text": report.sha256_text,
    }
