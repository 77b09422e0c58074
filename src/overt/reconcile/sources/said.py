"""What people said of two reports: whether they are independent, which outranks every rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from overt.types.incident import SourceRelation


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Relations by the ids of both reports, with the number of the decision."""

    relations: Mapping[frozenset[str], tuple[str, int]] = field(default_factory=dict)

    def relation(self, a: str, b: str) -> SourceRelation | None:
        """Return how two reports depend on each other, where a person said so."""
        found = self.relations.get(frozenset({a, b}))
        if found is None:
            return None
        first, second = sorted((a, b))
        evidence = f"decision {found[1]}"
        return SourceRelation(report_a=first, report_b=second, relation=found[0], rule="decided", evidence=evidence)
