"""What people decided of reports: decisions in, relations that outrank the rules out."""

from collections.abc import Sequence

from overt.reconcile.sources.said import Said
from overt.types.decision import Decision, DecisionKind


def said_of_sources(standing: Sequence[Decision]) -> Said:
    """Return the relations of reports that hold; the later decision about one pair counts."""
    return Said(
        relations={
            frozenset(subject.id for subject in one.draft.subjects): (one.draft.value or "undetermined", one.number)
            for one in standing
            if one.draft.kind is DecisionKind.SOURCES
        }
    )
