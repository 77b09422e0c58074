"""What the log says: its chain of hashes is followed, and the newest seal of each sealed row is read out of it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from overt.record import schema
from overt.record.log import START, hash_row
from overt.record.verifying.flaws import Flaw, flaw


@dataclass(slots=True)
class Logged:
    """The newest seals, by the key of their row."""

    rows: int = 0
    head: str = START
    hashes: set[str] = field(default_factory=set)
    reports: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    readings: dict[str, str] = field(default_factory=dict)
    decisions: dict[int, str] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    removals: dict[str, str] = field(default_factory=dict)  # those that no decision tells of
    revisions: dict[int, str] = field(default_factory=dict)


def read_logged(connection: Connection) -> tuple[Logged, list[Flaw]]:
    """Return what the log says, and where its chain is broken."""
    logged, flaws = Logged(), list[Flaw]()
    for row in connection.execute(select(schema.log).order_by(schema.log.c.seq)).mappings():
        logged.rows += 1
        told = hash_row(row["seq"], row["at"], row["what"], row["detail"], row["previous"])
        if row["seq"] != logged.rows and not flaws:
            flaws.append(flaw("log", logged.rows, "a row is missing or was moved"))
        elif row["previous"] != logged.head and not flaws:
            flaws.append(flaw("log", row["seq"], "the row does not follow the one before it"))
        if row["hash"] != told:
            flaws.append(flaw("log", row["seq"], "the row was changed after it was written"))
        logged.head = row["hash"]
        logged.hashes.add(row["hash"])
        flaws.extend(_take(logged, row["seq"], row["what"], row["detail"]))
    return logged, flaws


def _take(logged: Logged, seq: int, what: str, detail: str) -> Iterator[Flaw]:
    try:
        told = json.loads(detail)
        if what.startswith("report-"):
            _take_report(logged, told)
        elif what in ("decided", "decision-sealed") and "row" in told:
            logged.decisions[int(told["number"])] = told["row"]
        elif what == "account-kept":
            logged.accounts[told["account"]] = told["sha256"]
        elif what == "removal-sealed":
            logged.removals[told["report"]] = told["sha256"]
        elif what == "findings-renewed" and "revision" in told:
            logged.revisions[int(told["revision"])] = told["sha256"]
    except (ValueError, KeyError, TypeError, AttributeError):
        yield flaw("log", seq, "the row does not say what it should")


def _take_report(logged: Logged, told: dict[str, str]) -> None:
    key = told["report"]
    if "sha256_text" in told:
        logged.texts.setdefault(key, told["sha256_text"])
    if "row" in told:
        logged.reports[key] = told["row"]
        logged.readings.pop(key, None)
    if "reading" in told:
        logged.readings[key] = told["reading"]
