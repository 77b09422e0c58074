"""Keeps what a person settled though no engine tells it any more: a reading in, the same with kept accounts out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from overt.base.spans import Span
from overt.reconcile.decided.marks import find_account
from overt.types.account import Account, Mention, Participant
from overt.types.decision import Decision, DecisionKind
from overt.types.linked import LinkedAccount, LinkedReading

_KEEPING = frozenset({DecisionKind.ACCEPT, DecisionKind.SET, DecisionKind.MERGE, DecisionKind.SPLIT})


KEPT = "kept"  # the flag of an account that only a decision keeps


def keep_accounts(
    reading: LinkedReading, standing: Sequence[Decision], kept: Mapping[str, LinkedAccount]
) -> LinkedReading:
    """Return a reading with the accounts of `kept` (by id) that a standing decision rests on and that it tells no more.

    What a person accepted does not vanish because another engine misses it; the replay names it as a conflict.
    """
    lost: dict[str, LinkedAccount] = {}
    for decision in standing:
        if decision.draft.kind in _KEEPING:
            for mark in (mark for subject in decision.draft.subjects for mark in subject.marks):
                is_here = mark.report_id == reading.report.id and mark.id in kept
                if is_here and find_account(mark, reading.accounts) is None:
                    lost[mark.id] = kept[mark.id]
    if not lost:
        return reading
    return replace(reading, accounts=(*reading.accounts, *(_at_home(a, reading) for _, a in sorted(lost.items()))))


def _at_home(linked: LinkedAccount, reading: LinkedReading) -> LinkedAccount:
    """Return an account whose people are the entities of today's reading."""
    account = linked.account
    people = tuple(replace(one, entity_key=_entity_key(one, account, reading)) for one in account.participants)
    behind = tuple(replace(one, entity_key=None) for one in account.attribution)
    here = {other.account.id for other in reading.accounts}
    flags = tuple(sorted({*account.flags, KEPT}))
    steps = tuple(key for key in account.stage_of if key in here)
    return replace(
        linked, account=replace(account, participants=people, attribution=behind, stage_of=steps, flags=flags)
    )


def _entity_key(person: Participant, account: Account, reading: LinkedReading) -> str | None:
    spans = [claim.span for claim in account.claims if claim.id in person.claim_ids]
    return next((one.key for one in reading.entities if _is_at(one.mentions, spans)), None)


def _is_at(mentions: Sequence[Mention], spans: Sequence[Span]) -> bool:
    return any(mention.span.overlaps(span) for mention in mentions for span in spans)
