"""Says what each report is among the others: reports, copies and incidents -> one standing for each report."""

from collections.abc import Sequence
from hashlib import sha256

from overt.reconcile.sources.copies import Copies
from overt.reconcile.sources.independence import join_groups
from overt.types.incident import Incident, ReportStanding
from overt.types.linked import LinkedReading

# What makes two reports depend on each other as a whole, not only for one proposition.
_WHOLE = frozenset({"I1", "I2"})


def group_reports(
    readings: Sequence[LinkedReading], copies: Copies, incidents: Sequence[Incident]
) -> tuple[ReportStanding, ...]:
    """Return the standings in order of report id; reports of one origin group depend on each other."""
    pairs = [*copies.duplicate_of.items(), *copies.near, *copies.quotes]
    pairs += [(r.report_a, r.report_b) for i in incidents for r in i.sources.relations if r.rule in _WHOLE]
    groups = join_groups([reading.report.id for reading in readings], pairs)
    group_of = {report: "org_" + sha256(group[0].encode()).hexdigest()[:16] for group in groups for report in group}
    return tuple(
        ReportStanding(
            report_id=reading.report.id,
            cites=reading.cites,
            origin_group=group_of[reading.report.id],
            duplicate_of=copies.duplicate_of.get(reading.report.id),
        )
        for reading in sorted(readings, key=lambda r: r.report.id)
    )
