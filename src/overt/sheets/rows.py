"""Turns one edited row of incidents into edits: a row and its incident in, what it asks for out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from overt.base.errors import SettingsError
from overt.base.tables.cells import Cell, CellKind, Row
from overt.decide import check_value
from overt.share.formats.states import RowState
from overt.share.formats.tables import CHANGED, COUNTED, INCIDENT_COLUMNS, Use, bare_text, changeable_cells
from overt.sheets.dates import Unreadable
from overt.sheets.plan import Edit, Refused, Said, Where
from overt.sheets.values import read_value
from overt.types.claim import Polarity
from overt.types.decision import DecisionKind
from overt.types.incident import Incident

_REST = tuple(column.name for column in INCIDENT_COLUMNS if column.use is Use.READ and column.name != "state")
_ALWAYS = frozenset({"type", "stage", "granularity", "status"})  # no incident is without
_STATUS = {
    **dict.fromkeys(("accepted", "accept", "yes"), DecisionKind.ACCEPT),
    **dict.fromkeys(("rejected", "reject", "no"), DecisionKind.REJECT),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person wrote into a row: cells that she wrote over, and what she filled in."""

    changed: Mapping[str, Cell] = field(default_factory=dict)
    reason: str = ""
    source: str = ""
    merge_into: str = ""
    add_note: str = ""

    @property
    def is_anything(self) -> bool:
        """Say whether she wrote anything."""
        return bool(self.changed or self.reason or self.source or self.merge_into or self.add_note)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row with what its columns are called."""

    sheet: str
    row: Row
    heads: Mapping[str, int]

    def cell(self, name: str) -> Cell:
        """Return the cell of a column, without what keeps a text from being computed."""
        cell = self.row.at(self.heads.get(name, -1))
        return Cell(bare_text(cell.text), cell.kind)

    def text(self, name: str) -> str:
        """Return what stands in a column, "" where it was deleted."""
        return self.cell(name).text

    def where(self, name: str | None = None) -> Where:
        """Return where a column of the row is."""
        return Where(sheet=self.sheet, row=self.row.number, column=self.heads.get(name) if name else None)

    def asked(self, state: RowState | None) -> Asked:
        """Return what was written into the row since its export; without a state, only what was filled in."""
        known = [(at, name) for at, name in enumerate(CHANGED) if name in self.heads]
        if state is None:
            return self._filled({})
        return self._filled(
            {
                name: self.cell(name)
                for at, name in known
                if self._is_odd(name) or not state.is_as_exported(at, self.text(name))
            }
        )

    def _is_odd(self, name: str) -> bool:
        """Say whether a person must have been there, whatever the program shows."""
        return self.cell(name).kind in (CellKind.FORMULA, CellKind.FAULT)

    def differing(self, texts: Sequence[str]) -> Asked:
        """Return what differs from `texts`, the cells that may be changed as they are now."""
        known = [(text, name) for text, name in zip(texts, CHANGED, strict=True) if name in self.heads]
        return self._filled({name: self.cell(name) for text, name in known if text.split() != self.text(name).split()})

    def _filled(self, changed: Mapping[str, Cell]) -> Asked:
        names = ("reason", "source", "merge_into", "add_note")
        return Asked(changed=changed, **{name: self.text(name) for name in names})

    def rest_names(self) -> tuple[str, ...]:
        """Return the columns that are only to be read."""
        return _REST

    def rest(self) -> tuple[str, ...] | None:
        """Return their texts; None where one was deleted."""
        return tuple(map(self.text, _REST)) if all(name in self.heads for name in _REST) else None

    def refused(self, what: str, todo: str, name: str | None = None, *, label: str = "") -> Refused:
        """Return that something of this row is not done."""
        return Refused(where=self.where(name), label=label or self.text("title"), what=what, todo=todo)


@dataclass(kw_only=True)
class Found:
    """What a row asks for."""

    edits: list[Edit] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    already: int = 0


def edits_of(line: Line, incident: Incident, asked: Asked, said: Said, notes: frozenset[str]) -> Found:
    """Return the edits of a row. What is so already is only counted."""
    row = _RowReader(line=line, incident=incident, asked=asked, said=said)
    for name in CHANGED:
        if name in asked.changed and not (name == "country" and "place" in asked.changed):
            row.read(name)
    if asked.merge_into:
        row.add("merge_into", DecisionKind.MERGE, value=asked.merge_into)
    if asked.add_note:
        row.add("add_note", DecisionKind.NOTE, value=asked.add_note, is_already=asked.add_note in notes)
    found = row.found
    if asked.reason and not (found.edits or found.refused or found.already):
        found.refused.append(
            line.refused("a reason, but nothing that it is a reason for", "Choose a status.", "reason")
        )
    if asked.source and not (found.edits or found.refused or found.already):
        found.refused.append(line.refused("a source, but no value that it is a source of", "Type the value.", "source"))
    return found


@dataclass(kw_only=True)
class _RowReader:
    """Reads the cells of one row, one after the other."""

    line: Line
    incident: Incident
    asked: Asked
    said: Said
    found: Found = field(default_factory=Found)

    def read(self, name: str) -> None:
        """Read one cell that was written over."""
        try:
            _refuse_empty(self.line.cell(name))
            if name == "status":
                self._status(self.line.cell(name))
            elif name in ("place", "country"):
                self._set(name, "place", self._place())
            else:
                self._set(name, f"quantity.{name}" if name in COUNTED else name, self._value(name))
        except Unreadable as error:
            self.found.refused.append(self.line.refused(error.what, error.todo, name, label=self.incident.title))

    def add(self, name: str, kind: DecisionKind, value: str = "", *, is_already: bool = False) -> None:
        """Add an edit, or count that it is so already."""
        if is_already:
            self.found.already += 1
            return
        edit = self._edit(name, kind)
        self.found.edits.append(replace(edit, value=value, before=self.incident.status if name == "status" else ""))

    def _edit(self, name: str, kind: DecisionKind) -> Edit:
        why, one = self.asked.reason or self.said.why, self.incident
        return Edit(where=self.line.where(name), kind=kind, id=one.id, label=one.title, why=why)

    def _value(self, name: str) -> str:
        return read_value(name, self.line.cell(name))

    def _status(self, cell: Cell) -> None:
        text = cell.text.lower()
        if text == self.incident.status:
            self.found.already += 1
            return
        kind = _STATUS.get(text)
        if kind is None:
            numbers = [one.number for one in self.incident.decided if one.field == "status"]
            undo = f"Undo the decision: overt decide undo {numbers[-1]}" if numbers else "Choose accepted or rejected."
            raise Unreadable(f"a status cannot be set to {text!r}", undo)
        is_already = self.incident.status == ("accepted" if kind is DecisionKind.ACCEPT else "rejected")
        if kind is DecisionKind.REJECT and not is_already and not (self.asked.reason or self.said.why):
            raise Unreadable("say why it is rejected", "Write it into reason, or say --why.")
        self.add("status", kind, is_already=is_already)

    def _place(self) -> str:
        """Return the place as a decision takes it, "Graz, AT": what was not written over stays."""
        place, country = self.line.cell("place"), self.line.cell("country")
        name = read_value("place", place) if place.text else ""
        code = read_value("country", country) if country.text else ""
        return f"{name}, {code}" if name and code else name or code

    def _set(self, name: str, of: str, value: str) -> None:
        before = _shown_place(self.incident) if of == "place" else _shown(self.incident, name)
        if value == before:
            self.found.already += 1
            return
        if not value and name in _ALWAYS:
            raise Unreadable(f"no incident is without a {name}", "Choose one of the list.")
        claims = tuple(_claims_for(self.incident, of, value)) if value else ()
        source = self.asked.source or self.said.source
        if not claims and not source:
            raise Unreadable("no value without a source", "Write into source where it comes from, or say --source.")
        try:
            check_value(of, value, is_read=bool(claims))
        except SettingsError as error:
            raise Unreadable(error.what, error.todo) from error
        edit = replace(self._edit(name, DecisionKind.SET), field=of, value=value, before=before)
        self.found.edits.append(replace(edit, claim_ids=claims, source="" if claims else source))


def _refuse_empty(cell: Cell) -> None:
    if not cell.text and cell.kind is not CellKind.FORMULA:
        raise Unreadable("the cell was emptied", "Write - to take the value away.")


def _shown(incident: Incident, name: str) -> str:
    return str(changeable_cells(incident)[name] or "")


def _shown_place(incident: Incident) -> str:
    place, country = _shown(incident, "place"), _shown(incident, "country")
    return f"{place}, {country}" if place and country else place or country


def _claims_for(incident: Incident, of: str, value: str) -> Iterator[str]:
    """Yield the claims of the incident that say a value: it is then theirs, with their quotes."""
    known = {claim.id: claim for claim in incident.claims if claim.voice.polarity is Polarity.AFFIRMED}
    names = {of, of.replace("quantity.", "quantities.")}
    sides = [side for dispute in incident.disputed if dispute.field in names for side in dispute.values]
    told = {key for side in sides if side.value == value for key in side.claim_ids}
    name = value.rpartition(",")[0] or value
    told |= {place.claim_id for place in incident.places if of == "place" and place.name in (value, name)}
    if of in ("type", "stage", "granularity", "target_object") or of.startswith("quantity"):
        told |= {claim.id for claim in known.values() if claim.field == of and claim.value == value}
    return (key for key in sorted(told) if key in known and known[key].field == of)
