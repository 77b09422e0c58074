"""Finds what a decision is about in today's readings: marks in, ids of accounts, claims and entities out."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from overt.base.spans import Span
from overt.types.decision import Mark
from overt.types.linked import LinkedAccount


class Finder(Protocol):
    """Looks marks up in what the reports tell today."""

    def accounts(self, marks: Iterable[Mark]) -> frozenset[str]:
        """Return the ids of the accounts that the marks mean; a mark that means none adds none."""

    def is_kept(self, account_id: str) -> bool:
        """Say whether only a decision keeps an account: no engine reads it any more."""


def find_account(mark: Mark, told: Sequence[LinkedAccount]) -> str | None:
    """Return the account of its report that a mark means: that of its id, else one of its family in the same words."""
    if any(linked.account.id == mark.id for linked in told):
        return mark.id
    near = [linked for linked in told if _tells_at(linked, mark)]
    alike = [linked for linked in near if _family(linked.account.type) == _family(mark.code)]
    return min((linked.account.id for linked in alike or near), default=None)


def marks_of(linked: LinkedAccount) -> Mark:
    """Return by what an account is found again: its id and the words that tell of the act."""
    account = linked.account
    span = next((claim.span for claim in account.claims if claim.field == "type"), account.claims[0].span)
    return Mark(report_id=account.report_id, start=span.start, end=span.end, id=account.id, code=account.type)


def _tells_at(linked: LinkedAccount, mark: Mark) -> bool:
    span = Span(start=mark.start, end=mark.end)
    return any(claim.field == "type" and claim.span.overlaps(span) for claim in linked.account.claims)


def _family(code: str) -> str:
    return code.partition(".")[0]
