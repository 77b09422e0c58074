"""What an edited sheet would change, before anything is: edits with where they stand, and what is refused with why."""

from dataclasses import dataclass, replace

from overt.base.tables.cells import column_letter
from overt.types.decision import DecisionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A cell of a sheet; without a column, a whole row."""

    sheet: str
    row: int
    column: int | None = None

    def __str__(self) -> str:
        """Say it as spreadsheet programs do: "Incidents!H12", "Incidents!12"; "H12" in CSV."""
        cell = f"{column_letter(self.column) if self.column is not None else 'row '}{self.row}"
        return f"{self.sheet}!{cell}" if self.sheet else cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One decision that a sheet asks for. `id` is of the incident, or of the claim that is struck."""

    where: Where
    kind: DecisionKind
    id: str
    label: str  # what it is called
    before: str = ""
    value: str = ""  # of SET: what the field gets; of NOTE: the note; of MERGE: the incident that stays
    field: str = ""
    claim_ids: tuple[str, ...] = ()  # of SET: whose value it is
    source: str = ""
    why: str = ""
    seen: str | None = None  # digest of the incident as it was when this was planned

    def of(self, stays: str) -> "Edit":
        """Return a merge into another incident."""
        return replace(self, value=stays)

    def seen_as(self, digest: str) -> "Edit":
        """Return the edit of an incident as it is now."""
        return replace(self, seen=digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What is not done of a sheet, why, and what to do about it."""

    where: Where
    label: str
    what: str
    todo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that a sheet asks for."""

    path: str
    edits: tuple[Edit, ...]
    refused: tuple[Refused, ...]
    rows: int  # rows looked at
    already: int  # edits that are so in the ledger by now


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the person says for the whole sheet, where a row says nothing."""

    source: str = ""
    why: str = ""
