"""Says why findings changed: what came, went or was decided since the last revision -> causes by incident."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from overt.record import schema
from overt.record.decisions import read_decisions
from overt.record.kept import batches, drop, fill
from overt.record.rows import Changes
from overt.types.decision import Decision, DecisionKind
from overt.types.history import EVERYWHERE, Cause, CauseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One incident that changed, by what ties it to reports, accounts and decisions on both sides of the change."""

    incident_id: str
    reports: frozenset[str]
    accounts: frozenset[str]
    decided: frozenset[int]  # decisions that hold for it on one side only


def moved_incident(incident_id: str, before: str | None, after: str | None) -> Moved:
    """Return what ties a changed incident, from its two versions."""
    sides = [json.loads(one.partition("\n")[0]) for one in (before, after) if one is not None]
    numbers = [{found["number"] for found in side.get("decided", ())} for side in sides]
    return Moved(
        incident_id=incident_id,
        reports=frozenset(key for side in sides for key in side["sources"]["report_ids"]),
        accounts=frozenset(key for side in sides for key in side["account_ids"]),
        decided=frozenset(numbers[0] ^ numbers[1] if len(numbers) == 2 else set().union(*numbers)),
    )


def report_causes(connection: Connection, changes: Changes, *, is_whole: bool) -> list[Cause]:
    """Say how the reports that the findings rest on differ from those of the last revision, and take note of them.

    `is_whole`: compare all, not only those that changed now.
    """
    before, now = _rested(connection, changes, is_whole=is_whole), _resting(connection, changes, is_whole=is_whole)
    table = schema.basis
    drop(connection, table.c.report_id, before.keys() | now.keys())
    fill(connection, table, now.values())
    found = [Cause(kind=CauseKind.REPORT_GONE, report_id=key) for key in sorted(before.keys() - now.keys())]
    for key, row in sorted(now.items()):
        found.extend(_report_cause(key, before.get(key), row))
    return found


def _report_cause(report_id: str, old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> Iterator[Cause]:
    if old is None:
        yield Cause(kind=CauseKind.REPORT_ADDED, report_id=report_id)
    elif old["digest"] != new["digest"]:
        marks = [f"{row['engine']} {row['knowledge']}" for row in (old, new)]
        if marks[0] == marks[1]:
            yield Cause(kind=CauseKind.REPORT_CHANGED, report_id=report_id)
        else:
            kind = CauseKind.REPORT_READ_AGAIN
            yield Cause(kind=kind, report_id=report_id, before=marks[0], after=marks[1])


def _rested(connection: Connection, changes: Changes, *, is_whole: bool) -> dict[str, dict[str, Any]]:
    return _rows(connection, select(schema.basis), schema.basis.c.report_id, _asked(changes, is_whole=is_whole))


def _resting(connection: Connection, changes: Changes, *, is_whole: bool) -> dict[str, dict[str, Any]]:
    held, readings = schema.held, schema.readings
    query = select(held.c.report_id, readings.c.digest, readings.c.engine, readings.c.knowledge)
    query = query.join(readings, readings.c.report_id == held.c.report_id)
    return _rows(connection, query, held.c.report_id, _asked(changes, is_whole=is_whole))


def _asked(changes: Changes, *, is_whole: bool) -> list[str] | None:
    return None if is_whole else [*changes.gone, *changes.come]


def _rows(connection: Connection, query: Any, column: Any, wanted: Iterable[str] | None) -> dict[str, dict[str, Any]]:
    parts = [query] if wanted is None else [query.where(column.in_(some)) for some in batches(wanted)]
    return {row["report_id"]: dict(row) for part in parts for row in connection.execute(part).mappings()}


def mark_causes(old: str, new: str) -> list[Cause]:
    """Say what of the mark that findings are worked out with is another: engine, knowledge or rules."""
    kinds = (CauseKind.ENGINE, CauseKind.KNOWLEDGE, CauseKind.RULES)
    sides = zip(kinds, _parts(old), _parts(new), strict=True)
    return [Cause(kind=kind, before=a, after=b) for kind, a, b in sides if a != b]


def _parts(mark: str) -> tuple[str, str, str]:
    """Take a mark apart: "rules/1 overt/0.1.0 HASH HASH letter 3" (the letters are decisions)."""
    words = mark.partition(" letter ")[0].rsplit(" ", 2)
    return (words[0], words[1], words[2]) if len(words) == 3 else (mark, "", "")


def decision_causes(connection: Connection, since: int, old: str, new: str) -> list[tuple[Cause, Decision]]:
    """Return the decisions that came since the last revision, and the letters that lapsed."""
    told = {one.number: one for one in read_decisions(connection)}
    found = [(Cause(kind=CauseKind.DECISION, decision=number), one) for number, one in told.items() if number > since]
    undone = {one.draft.undoes for _, one in found}
    lapsed = {int(part) for part in old.split(" letter ")[1:]} - {int(part) for part in new.split(" letter ")[1:]}
    gone = sorted(lapsed & told.keys() - undone)
    return [*found, *((Cause(kind=CauseKind.LAPSED, decision=number), told[number]) for number in gone)]


def attribute(
    moved: Sequence[Moved], causes: Sequence[Cause], decisions: Sequence[Decision]
) -> dict[str, tuple[int, ...]]:
    """Return for each incident the numbers of the causes that bear on it, by id; none: only through others.

    A report bears on the incidents that it tells of, before or after, and on those that they took accounts from or gave
    accounts to; a decision on what it is about.
    """
    numbers = {one.number: one for one in decisions}
    kin = _kin(moved)
    found = {}
    for one in moved:
        near = [one, *kin[one.incident_id]]
        ids, reports = {other.incident_id for other in near}, {key for other in near for key in other.reports}
        direct = tuple(
            position
            for position, cause in enumerate(causes)
            if cause.kind in EVERYWHERE
            or (cause.report_id in reports)
            or (cause.decision is not None and _is_about(numbers[cause.decision], one, ids))
        )
        found[one.incident_id] = direct or tuple(
            position
            for position, cause in enumerate(causes)
            if cause.decision is not None and reports & set(numbers[cause.decision].draft.report_ids())
        )
    return found


def _is_about(decision: Decision, one: Moved, ids: set[str]) -> bool:
    is_named = decision.number in one.decided or any(subject.id in ids for subject in decision.draft.subjects)
    return is_named or decision.draft.kind is DecisionKind.LETTER


def _kin(moved: Sequence[Moved]) -> dict[str, list[Moved]]:
    """Return for each incident the others that hold one of its accounts on either side."""
    of_account: dict[str, list[Moved]] = defaultdict(list)
    for one in moved:
        for key in one.accounts:
            of_account[key].append(one)
    return {
        one.incident_id: list({id(other): other for key in one.accounts for other in of_account[key]}.values())
        for one in moved
    }
