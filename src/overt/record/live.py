"""Which reports count: those that no person removed and of which an input still says what it said."""

from sqlalchemy import Select, select

from overt.record import schema


def live_reports() -> Select[tuple[str]]:
    """Select the ids of the reports that no person removed and of which an input still says what it said."""
    table, removed = schema.inputs, select(schema.removals.c.report_id)
    return (
        select(table.c.report_id).where(table.c.superseded_by.is_(None), table.c.report_id.not_in(removed)).distinct()
    )
