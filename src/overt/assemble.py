"""Joins the steps, nothing else - read this first.

    files -> collect -> Report -> divide -> Passage -> extract -> Reading -> link -> LinkedReading -> reconcile -> Findings -> record

Everything up to `read_report` looks at one report alone and is pure, so a distributed engine can map it; `reconcile_claims` gathers.
"""

from overt.divide import divide_report
from overt.extract import extract_claims
from overt.link import link_claims
from overt.types.linked import LinkedReading
from overt.types.report import Report


def read_report(report: Report) -> LinkedReading:
    """Return what one report tells: a pure function of the report and the installed knowledge."""
    return link_claims(extract_claims(report, divide_report(report)))
