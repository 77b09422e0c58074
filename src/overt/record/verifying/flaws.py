"""A flaw: a row that is not what the ledger wrote, with where it stands and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """One place where a ledger is not what it was when it was written."""

    table: str
    row: str
    what: str
    todo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was looked at and found. `head` is the hash of the newest log row: noted elsewhere, it pins all of it."""

    counts: tuple[tuple[str, int], ...]  # (what, how many)
    flaws: tuple[Flaw, ...]
    head: str
    notes: tuple[str, ...] = ()  # what could not be looked at, and why


_COPY = "Trust a copy that was made before the change."
TODO = {
    "log": "Trust a copy made before the change, or read the reports into a new ledger.",
    "reports": f"{_COPY} Or read the report from its source into a new ledger, and compare.",
    "readings": f"{_COPY} Texts are read anew by: overt rerun --anew",
    "incidents": f"{_COPY} All is read and worked out from the texts anew by: overt rerun --anew",
    "claims": f"{_COPY} All is read and worked out from the texts anew by: overt rerun --anew",
    "decisions": f"{_COPY} The person named in it may know what she decided.",
}


def flaw(table: str, row: object, what: str, todo: str | None = None) -> Flaw:
    """Return a flaw, with what is to be done about one of this table."""
    return Flaw(table=table, row=str(row), what=what, todo=todo or TODO.get(table, _COPY))
