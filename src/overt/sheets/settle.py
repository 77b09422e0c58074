"""Carries out what a sheet asks for: a plan in, decisions in the ledger out; all of them or none."""

from collections.abc import Callable, Mapping

from overt.decide import Desk, Stack
from overt.record.ledger import Ledger
from overt.sheets.plan import Edit, Plan
from overt.types.decision import Decision, DecisionKind
from overt.types.problem import Problem


def carry_out(ledger: Ledger, plan: Plan, by: str) -> tuple[Decision, ...]:
    """Take in the decisions of a plan in one transaction; what was refused becomes problems of the sheet.

    Raises LedgerError, and changes nothing, if an incident changed since the plan was made.
    """
    decisions = _decide(Stack(ledger, by), plan) if plan.edits else ()
    ids = frozenset(ledger.add_problem(one) for one in problems_of(plan))
    ledger.close_inputs({plan.path: frozenset()}, ids)
    return decisions


def _decide(stack: Stack, plan: Plan) -> tuple[Decision, ...]:
    for edit in plan.edits:
        _ACTS[edit.kind](stack, edit)
    return stack.settle()


def problems_of(plan: Plan) -> tuple[Problem, ...]:
    """Return what was refused, as problems: they close when the sheet is imported again without them."""
    return tuple(
        Problem(
            name="sheet-row-refused", input=plan.path, where=str(one.where), what=one.what, todo=one.todo, fatal=False
        )
        for one in plan.refused
    )


def _accept(desk: Desk, edit: Edit) -> Decision:
    return desk.accept(edit.id, edit.why, seen=edit.seen)


def _reject(desk: Desk, edit: Edit) -> Decision:
    return desk.reject(edit.id, edit.why, seen=edit.seen)


def _set(desk: Desk, edit: Edit) -> Decision:
    return desk.set_value(
        edit.id, edit.field, edit.value, claims=edit.claim_ids, source=edit.source or None, why=edit.why, seen=edit.seen
    )


def _note(desk: Desk, edit: Edit) -> Decision:
    return desk.note(edit.id, edit.value)


def _merge(desk: Desk, edit: Edit) -> Decision:
    return desk.merge([edit.value, edit.id], edit.why)


def _strike(desk: Desk, edit: Edit) -> Decision:
    return desk.strike([edit.id], edit.why)


_ACTS: Mapping[DecisionKind, Callable[[Desk, Edit], Decision]] = {
    DecisionKind.ACCEPT: _accept,
    DecisionKind.REJECT: _reject,
    DecisionKind.SET: _set,
    DecisionKind.NOTE: _note,
    DecisionKind.MERGE: _merge,
    DecisionKind.STRIKE: _strike,
}
