"""Leaves out what a person struck: a reading in, the same without the claims that she found misread out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from overt.types.account import Account, Attribution, Participant, Quantity
from overt.types.claim import Claim
from overt.types.decision import Decision, DecisionKind, Mark
from overt.types.linked import LinkedAccount, LinkedReading

_Backed = TypeVar("_Backed", Participant, Quantity, Attribution)


def strike_claims(reading: LinkedReading, standing: Sequence[Decision]) -> LinkedReading:
    """Return a reading without struck claims and what rested on them alone; an account without its act is gone."""
    marks = [
        mark
        for decision in standing
        if decision.draft.kind is DecisionKind.STRIKE
        for subject in decision.draft.subjects
        for mark in subject.marks
        if mark.report_id == reading.report.id
    ]
    if not marks:
        return reading
    told = (_without(linked, marks) for linked in reading.accounts)
    accounts = tuple(linked for linked in told if any(claim.field == "type" for claim in linked.account.claims))
    kept = {linked.account.id for linked in accounts}
    return replace(
        reading,
        accounts=tuple(
            replace(one, account=replace(one.account, stage_of=tuple(i for i in one.account.stage_of if i in kept)))
            for one in accounts
        ),
    )


def _without(linked: LinkedAccount, marks: Sequence[Mark]) -> LinkedAccount:
    struck = {claim.id for claim in linked.account.claims if any(_is_meant(claim, mark) for mark in marks)}
    if not struck:
        return linked
    account = linked.account
    left = {claim.value for claim in account.claims if claim.field == "means" and claim.id not in struck}
    times = tuple(time for time in linked.times if time.claim_id not in struck)
    return replace(
        linked,
        account=replace(
            account,
            claims=tuple(claim for claim in account.claims if claim.id not in struck),
            participants=_backed(account.participants, struck),
            places=tuple(place for place in account.places if place.claim_id not in struck),
            times=tuple(time for time in account.times if time.claim_id not in struck),
            means=tuple(means for means in account.means if means in left),
            target_object=_target(account, struck),
            quantities=_backed(account.quantities, struck),
            attribution=_backed(account.attribution, struck),
        ),
        time=linked.time if linked.time in times else next(iter(times), None),
        times=times,
        places=tuple(place for place in linked.places if place.claim_id not in struck),
    )


def _is_meant(claim: Claim, mark: Mark) -> bool:
    """Say whether a claim is the one struck, or the same field read again at the same words."""
    is_there = claim.report_id == mark.report_id and claim.span.start < mark.end and mark.start < claim.span.end
    return claim.id == mark.id or (is_there and claim.field == mark.code)


def _backed(values: tuple[_Backed, ...], struck: set[str]) -> tuple[_Backed, ...]:
    """Return the values that still have a claim."""
    rest = ((value, tuple(key for key in value.claim_ids if key not in struck)) for value in values)
    return tuple(replace(value, claim_ids=ids) for value, ids in rest if ids)


def _target(account: Account, struck: set[str]) -> str | None:
    told = [claim for claim in account.claims if claim.field == "target_object"]
    rest = [claim.value for claim in told if claim.id not in struck]
    return account.target_object if len(rest) == len(told) else max(rest, key=len, default=None)
