"""Finds what a person changed in an exported sheet: sheets and ledger in, a `Plan` of decisions out; writes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from overt.base.errors import LedgerError, SettingsError
from overt.base.tables.cells import Sheet
from overt.record.decisions import incident_digest
from overt.record.ledger import Ledger
from overt.share.formats.states import RowState, read_state, rest_hash
from overt.share.formats.tables import (
    CHANGED,
    CLAIM_COLUMNS,
    INCIDENT_COLUMNS,
    bare_text,
    changeable_texts,
    incident_cells,
    rest_texts,
)
from overt.sheets.dates import Unreadable
from overt.sheets.plan import Edit, Plan, Refused, Said, Where
from overt.sheets.rows import Asked, Line, edits_of
from overt.types.decision import Decision, DecisionKind, SubjectKind, standing
from overt.types.incident import Incident

_STRIKE = frozenset({"strike", "yes", "x", "1", "true"})
_EXPORT_AGAIN = "Export again, and make the change there."


def is_export(sheet: Sheet) -> bool:
    """Say whether a sheet is one that overt exported."""
    return bool(sheet.rows) and (_is_headed(sheet, ("id", "state")) or _is_headed(sheet, ("incident", "id", "strike")))


def _is_headed(sheet: Sheet, names: Sequence[str]) -> bool:
    head = {cell.text for cell in sheet.rows[0].cells}
    return all(name in head for name in names)


def plan_edits(ledger: Ledger, sheets: Sequence[Sheet], path: str, said: Said) -> Plan:
    """Return what the exported ones among the sheets ask for. Raises SettingsError if none of their rows is known."""
    desk = _Reading(ledger=ledger, said=said)
    for sheet in sheets:
        if _is_headed(sheet, ("id", "state")):
            desk.read_incidents(sheet)
    for sheet in sheets:
        if _is_headed(sheet, ("incident", "id", "strike")):
            desk.read_claims(sheet)
    if desk.rows and desk.unknown == desk.rows:
        raise SettingsError(
            "none of these incidents is in the ledger",
            where=path,
            todo="Name the ledger that it was exported from: --ledger FILE",
        )
    return Plan(
        path=path,
        edits=tuple(desk.edits),
        refused=(*desk.refused, *desk.only_read()),
        rows=desk.rows,
        already=desk.already,
    )


@dataclass(kw_only=True)
class _Reading:
    """What was found so far."""

    ledger: Ledger
    said: Said
    edits: list[Edit] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    rows: int = 0
    unknown: int = 0
    already: int = 0
    _seen: set[str] = field(default_factory=set)
    _read_only: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(self.ledger.incident_ids())

    @cached_property
    def _decisions(self) -> tuple[Decision, ...]:
        return standing(self.ledger.decisions())

    def read_incidents(self, sheet: Sheet) -> None:
        """Read a sheet of incidents."""
        head = _heads(sheet, tuple(column.name for column in INCIDENT_COLUMNS))
        for row in sheet.rows[1:]:
            self.rows += 1
            line = Line(sheet=sheet.name, row=row, heads=head)
            try:
                self._read_incident(line)
            except Unreadable as error:
                self._refuse(line, error.what, error.todo)

    def _read_incident(self, line: Line) -> None:
        key = line.text("id")
        if not key:
            raise Unreadable("this row has no id", "Rows are added by reading reports, or by a sheet of your own.")
        state = read_state(line.text("state"), len(CHANGED))
        asked = line.asked(state)
        if not asked.is_anything and state is not None:
            self.unknown += key not in self._ids
            self._look_at_the_rest(line, key, state)
            return
        if key not in self._ids:
            self.unknown += 1
            self._gone(key, asked)
            return
        incident = self.ledger.incident(key)
        if state is None:
            asked = line.differing(changeable_texts(incident))
            if not asked.is_anything:
                return
            raise Unreadable("its state is missing, so that nobody can say what you changed", _EXPORT_AGAIN)
        if key in self._seen:
            raise Unreadable("this incident stands in the sheet twice", "Leave one of the rows.")
        self._seen.add(key)
        self._take(line, incident, asked, state)
        self._look_at_the_rest(line, key, state)

    def _take(self, line: Line, incident: Incident, asked: Asked, state: RowState) -> None:
        found = edits_of(line, incident, asked, self.said, self._notes(incident))
        self.already += found.already
        told = tuple(found.refused)
        if found.edits and not state.is_of(incident):
            what = f"it has changed since the export, {self._last(incident.id)}: {_since(incident, state)}"
            told = (*told, line.refused(what, _EXPORT_AGAIN, label=incident.title))
        else:
            digest = incident_digest(incident)
            for edit in found.edits:
                self._add(line, edit, digest)
        self.refused += told

    def _add(self, line: Line, edit: Edit, digest: str) -> None:
        if edit.kind is DecisionKind.MERGE:
            whole = [one for one in self._ids if edit.value in (one, one.partition("_")[2])]
            if not whole or whole[0] == edit.id:
                self.refused.append(
                    line.refused(
                        f"no other incident has the id {edit.value}", "Copy it from the column id.", "merge_into"
                    )
                )
                return
            edit = edit.of(whole[0])
        self.edits.append(edit.seen_as(digest))

    def _gone(self, key: str, asked: Asked) -> None:
        """Say why an incident is not there; one that was merged as the row asks is done."""
        merged = next((one for one in reversed(self._decisions) if _merges(one, key)), None)
        if merged is not None and asked.merge_into in {one.id for one in merged.draft.subjects}:
            self.already += 1
            return
        if merged is not None:
            what = f"it was merged into {merged.draft.subjects[0].id}, decision {merged.number} by {merged.draft.by}"
        else:
            what = "there is no such incident in this ledger any more"
        raise Unreadable(what, _EXPORT_AGAIN)

    def _notes(self, incident: Incident) -> frozenset[str]:
        numbers = {one.number for one in incident.decided}
        told = (one for one in self._decisions if one.number in numbers and one.draft.kind is DecisionKind.NOTE)
        return frozenset(one.draft.value or "" for one in told)

    def _last(self, incident_id: str) -> str:
        about = [one for one in self.ledger.decisions() if any(s.id == incident_id for s in one.draft.subjects)]
        return f"perhaps by decision {about[-1].number} of {about[-1].draft.by}" if about else "by a run"

    def _look_at_the_rest(self, line: Line, key: str, state: RowState) -> None:
        """Note cells that were changed although they are only to be read."""
        texts = line.rest()
        if texts is None or state.rest == rest_hash(texts) or key not in self._ids:
            return
        incident = self.ledger.incident(key)
        if not state.is_of(incident):
            return
        now = dict(zip(line.rest_names(), rest_texts(incident_cells(incident)), strict=True))
        for name, text in zip(line.rest_names(), texts, strict=True):
            if rest_hash((text,)) != rest_hash((now[name],)) and name not in ("notes", "state"):
                self._read_only.setdefault((line.sheet, name), []).append(line.row.number)

    def only_read(self) -> Iterator[Refused]:
        """Yield, for each column that is only to be read, where it was changed."""
        for (sheet, name), rows in self._read_only.items():
            more = f" and {len(rows) - 1} more rows" if len(rows) > 1 else ""
            yield Refused(
                where=Where(sheet=sheet, row=rows[0]),
                label="",
                what=f"the column {name} is only to be read; changed here{more}",
                todo="Change what stands in the yellow columns, or strike the claims that are wrong.",
            )

    def read_claims(self, sheet: Sheet) -> None:
        """Read a sheet of claims: which are struck."""
        head = _heads(sheet, tuple(column.name for column in CLAIM_COLUMNS))
        for row in sheet.rows[1:]:
            line = Line(sheet=sheet.name, row=row, heads=head)
            mark = line.text("strike").lower()
            if not mark:
                continue
            try:
                self._strike(line, mark)
            except Unreadable as error:
                self._refuse(line, error.what, error.todo)

    def _strike(self, line: Line, mark: str) -> None:
        key, why = line.text("id"), line.text("reason") or self.said.why
        if mark not in _STRIKE:
            raise Unreadable(f"{mark!r} is not strike", "Write strike, or nothing.")
        if any(key == one.id for decision in self._struck for one in decision.draft.subjects):
            self.already += 1
            return
        if key in self._seen:
            return  # a claim may stand under two incidents
        try:
            (claim,) = self.ledger.claims([key])
        except LedgerError as error:
            raise Unreadable(f"{error.what}: {key}", _EXPORT_AGAIN) from error
        if not why:
            raise Unreadable("say what is wrong with the claim", "Write it into reason, or say --why.")
        self._seen.add(key)
        label = f"{claim.field}: {claim.value}"
        self.edits.append(Edit(where=line.where("strike"), kind=DecisionKind.STRIKE, id=key, label=label, why=why))

    @cached_property
    def _struck(self) -> tuple[Decision, ...]:
        return tuple(one for one in self._decisions if one.draft.kind is DecisionKind.STRIKE)

    def _refuse(self, line: Line, what: str, todo: str) -> None:
        self.refused.append(line.refused(what, todo, label=bare_text(line.text("title"))))


def _heads(sheet: Sheet, names: Sequence[str]) -> Mapping[str, int]:
    """Return where each column stands; one that was deleted is not there."""
    found: dict[str, int] = {}
    for at, cell in enumerate(sheet.rows[0].cells):
        if cell.text in names:
            found.setdefault(cell.text, at)
    return found


def _merges(decision: Decision, key: str) -> bool:
    ids = [one.id for one in decision.draft.subjects if one.kind is SubjectKind.INCIDENT]
    return decision.draft.kind is DecisionKind.MERGE and key in ids[1:]


def _since(incident: Incident, state: RowState) -> str:
    """Say what is other now than in the export."""
    texts = changeable_texts(incident)
    other = [
        f"{name} is now {texts[at] or 'empty'}"
        for at, name in enumerate(CHANGED)
        if not state.is_as_exported(at, texts[at])
    ]
    return "; ".join(other) or "its claims, sources or grades are others"
