"""Reads all stored texts with the engine and the codebook of today, and shows what that changes before it is accepted.

    texts_of_today -> read_again (aside, can be stopped) -> preview_rerun -> a person -> accept_rerun

What is shown is exact: it is worked out as it would be accepted, in one transaction that is then taken back.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from overt import __version__
from overt.assemble import Progress, engine_mark, read_in_turn, renew_findings
from overt.base.errors import LedgerError
from overt.base.processes import count_jobs
from overt.record.ledger import Ledger
from overt.record.rereading import ReadAside
from overt.record.rows import EngineMark
from overt.types.history import Difference
from overt.types.linked import LinkedReading
from overt.types.problem import Problem
from overt.types.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Rerun:
    """What is to be read again, and with what."""

    engine: EngineMark
    report_ids: tuple[str, ...]
    is_anew: bool  # whatever read them before, and all findings worked out from nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAgain:
    """How the reading went. Reports that the engine failed on keep their former reading."""

    read: int
    known: int  # by an earlier rerun that was stopped or not accepted
    failed: tuple[Problem, ...]


def plan_rerun(ledger: Ledger, *, is_anew: bool = False) -> Rerun:
    """Say what the engine of today has to read; nothing is read yet."""
    engine = engine_mark()
    return Rerun(engine=engine, report_ids=ledger.texts_to_read(engine, is_anew=is_anew), is_anew=is_anew)


def aside_path(ledger: Ledger) -> Path:
    """Return where readings wait to be accepted: beside a ledger in a file, else in this folder."""
    address = ledger.address
    if address.path is not None:
        return Path(f"{address.path}.rerun")
    return Path(f"overt-{sha256(str(address).encode()).hexdigest()[:8]}.rerun")


def read_again(
    ledger: Ledger,
    plan: Rerun,
    aside: ReadAside,
    jobs: int | None = None,
    tell: Callable[[Progress], None] = lambda _: None,
) -> ReadAgain:
    """Read what is planned, and write it aside; what is there of an earlier time is not read again."""
    counts: Counter[str] = Counter()
    failed: list[Problem] = []

    def texts() -> Iterator[tuple[Report, Report | None]]:
        for report_id in plan.report_ids:
            report = ledger.collected_report(report_id)
            yield report, None if aside.has(report) else report

    for number, (report, result) in enumerate(read_in_turn(texts(), count_jobs(jobs, len(plan.report_ids))), start=1):
        if isinstance(result, LinkedReading):
            aside.put(report, result)
        elif result is not None:
            failed.append(result)
        counts["known" if result is None else "read"] += 1
        tell(Progress(done=number, total=len(plan.report_ids), current=report.input, problems=len(failed)))
    tell(Progress(done=len(plan.report_ids), total=len(plan.report_ids), current="", problems=len(failed)))
    return ReadAgain(read=counts["read"], known=counts["known"], failed=tuple(failed))


def preview_rerun(ledger: Ledger, plan: Rerun, aside: ReadAside) -> Difference:
    """Return what accepting would change. Nothing is written."""
    with ledger.together():
        return _put_in(ledger, plan, aside)


def accept_rerun(ledger: Ledger, plan: Rerun, aside: ReadAside, seen: Difference | None = None) -> Difference:
    """Put the new readings in the place of the former, and work out what that changes, in one transaction.

    `seen`: what was shown; if the ledger has changed since so that it is another, nothing is written.
    Raises LedgerError.
    """
    with ledger.together() as together:
        found = _put_in(ledger, plan, aside)
        if seen is not None and (found.changes, found.start) != (seen.changes, seen.start):
            raise LedgerError(
                "the ledger has changed since you looked, and the rerun would change something else now",
                where=str(ledger.address),
                todo="Look again: overt rerun",
            )
        together.keep()
    return found


def _put_in(ledger: Ledger, plan: Rerun, aside: ReadAside) -> Difference:
    started, before = time.monotonic(), _newest(ledger)
    run = ledger.start_run(__version__)
    again = 0
    for report_id in plan.report_ids:
        reading = aside.get(ledger.collected_report(report_id))
        if reading is not None:
            ledger.put_reading_again(reading, plan.engine)
            again += 1
    if plan.is_anew:
        ledger.forget_mark()
    renew_findings(ledger, plan.engine)
    ledger.finish_run(run, {"again": again}, time.monotonic() - started)
    return ledger.difference(before, _newest(ledger))


def _newest(ledger: Ledger) -> int:
    return max((one.number for one in ledger.revisions()), default=0)
