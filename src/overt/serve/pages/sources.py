"""The sources: outlets with their letters and why, how many reports, and how many of these share an origin."""

from collections import defaultdict
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from overt.reconcile.sources.letters import letter_of, make_register
from overt.record.reader import LedgerReader
from overt.record.rows import StoredReport
from overt.serve.workspace import workspace_of
from overt.words.codes import plain, say_time

_ROWS = {
    "S1": "set by a person",
    "S2": "known to have made things up",
    "S9": "nothing is known of it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletShown:
    """One outlet."""

    name: str
    letter: str
    rule: str
    reports: int
    copies: int
    shared: int  # reports that share their origin with another report
    first: str
    last: str


def sources(request: Request) -> Response:
    """Show the outlets of the ledger."""
    workspace = workspace_of(request)
    return workspace.show(request, "sources.html", outlets=_outlets(workspace.ledger))


def _outlets(ledger: LedgerReader) -> tuple[OutletShown, ...]:
    by_outlet: dict[str, list[StoredReport]] = defaultdict(list)
    origins: dict[str, int] = defaultdict(int)
    for one in ledger.reports():
        by_outlet[one.report.outlet or ""].append(one)
        if one.standing:
            origins[one.standing.origin_group] += 1
    register = make_register(ledger.docket())
    shown = []
    for name, rows in by_outlet.items():
        letter, rule = letter_of(register, name or None)
        dates = sorted(day for one in rows for day in _days(one))
        shown.append(
            OutletShown(
                name=plain(name),
                letter=letter,
                rule=_ROWS.get(rule, f"by its class ({rule})"),
                reports=len(rows),
                copies=sum(bool(one.standing and one.standing.duplicate_of) for one in rows),
                shared=sum(bool(one.standing and origins[one.standing.origin_group] > 1) for one in rows),
                first=say_time(dates[0]) if dates else "",
                last=say_time(dates[-1]) if dates else "",
            )
        )
    return tuple(sorted(shown, key=lambda one: (-one.reports, one.name)))


def _days(one: StoredReport) -> list[str]:
    """Return the first and the last day on which a report may have been published."""
    interval = one.report.published.interval if one.report.published else None
    return [day.isoformat() for day in (interval.lo, interval.hi) if day] if interval else []


ROUTES = (Route("/sources", sources),)
