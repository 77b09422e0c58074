"""What earlier runs left for comparing: cards of reports and accounts, the keys they stand under, ties between two."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from overt.reconcile.entities import Form
from overt.reconcile.matching.facts import Facts
from overt.reconcile.matching.lore import Words
from overt.types.incident import Entity, Incident
from overt.types.kept import CardKind, Row, Seat, Tie
from overt.types.linked import LinkedReading
from overt.types.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCard:
    """What is kept of a report so that others can be compared with it without reading it again."""

    id: str
    order: int
    sha256_text: str
    is_told: bool  # not an exact copy of an earlier report
    cites: tuple[str, ...]
    words: Words
    copy_keys: frozenset[str]
    claims: Mapping[str, frozenset[str]]  # by account
    entities: tuple[Form, ...]  # as the report names them


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCard:
    """A name as it is told, however many reports tell it so, and the entity that it stands for."""

    form: Form
    arrival: int
    tallies: Mapping[str, int]  # "name Ana Roth", "kind person", "country AT", "alias Roth": in how many entities
    entity_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityCard:
    """What an entity is called and is, over all its forms."""

    forms: tuple[str, ...]
    head: Entity  # without its mentions and relations


CARD_TYPES: Mapping[str, type] = {
    CardKind.REPORT: ReportCard,
    CardKind.READ: Facts,
    CardKind.FACTS: Facts,
    CardKind.FORM: FormCard,
    CardKind.ENTITY: EntityCard,
}


class Memory(Protocol):
    """Where earlier runs left it. Everything is asked for in batches; what is not there is left out of the answer."""

    def cards(self, kind: CardKind, ids: Collection[str]) -> Mapping[str, Any]:
        """Return cards by id."""

    def seats(self, account_ids: Collection[str]) -> Mapping[str, Seat]:
        """Return seats by account."""

    def seats_of(self, report_ids: Collection[str]) -> Sequence[Seat]:
        """Return all seats of these reports."""

    def counts(self, keys: Collection[str]) -> Mapping[str, int]:
        """Return how many stand under each key."""

    def members(self, keys: Collection[str]) -> Mapping[str, Sequence[Row]]:
        """Return what stands under each key, in order."""

    def near(self, wanted: Mapping[str, Sequence[int]], reach: Mapping[str, int]) -> Mapping[str, Sequence[list[Row]]]:
        """Return stretches of what stands under each key: at least `reach` rows on both sides of each order wanted."""

    def between(self, key: str, start: int, end: int) -> int:
        """Count what stands between two orders, both left out."""

    def ties(self, ids: Collection[str]) -> Sequence[Tie]:
        """Return all ties of which one end is among the ids."""

    def reports(self, ids: Collection[str]) -> Mapping[str, Report]:
        """Return reports with their texts."""

    def readings(self, ids: Collection[str]) -> Mapping[str, LinkedReading]:
        """Return whole readings."""

    def incidents(self, ids: Collection[str]) -> Mapping[str, Incident]:
        """Return incidents as they are now."""


class NoMemory:
    """The memory of a ledger in which nothing is yet."""

    def cards(self, kind: CardKind, ids: Collection[str]) -> Mapping[str, Any]:  # noqa: ARG002 - as Memory
        """Nothing."""
        return {}

    def seats(self, account_ids: Collection[str]) -> Mapping[str, Seat]:  # noqa: ARG002
        """Nothing."""
        return {}

    def seats_of(self, report_ids: Collection[str]) -> Sequence[Seat]:  # noqa: ARG002
        """Nothing."""
        return ()

    def counts(self, keys: Collection[str]) -> Mapping[str, int]:  # noqa: ARG002
        """Nothing."""
        return {}

    def members(self, keys: Collection[str]) -> Mapping[str, Sequence[Row]]:  # noqa: ARG002
        """Nothing."""
        return {}

    def near(
        self,
        wanted: Mapping[str, Sequence[int]],  # noqa: ARG002
        reach: Mapping[str, int],  # noqa: ARG002
    ) -> Mapping[str, Sequence[list[Row]]]:
        """Nothing."""
        return {}

    def between(self, key: str, start: int, end: int) -> int:  # noqa: ARG002
        """Nothing."""
        return 0

    def ties(self, ids: Collection[str]) -> Sequence[Tie]:  # noqa: ARG002
        """Nothing."""
        return ()

    def reports(self, ids: Collection[str]) -> Mapping[str, Report]:  # noqa: ARG002
        """Nothing."""
        return {}

    def readings(self, ids: Collection[str]) -> Mapping[str, LinkedReading]:  # noqa: ARG002
        """Nothing."""
        return {}

    def incidents(self, ids: Collection[str]) -> Mapping[str, Incident]:  # noqa: ARG002
        """Nothing."""
        return {}
