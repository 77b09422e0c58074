"""Measures growth: ledgers of more and more claims -> the time to add a hundred reports to each, memory and size.

    python -m bench.growth.curve [--claims 0 1000 10000 100000] [--add 100] [--folder FOLDER]

Readings are invented (reports.py), so what is timed is everything after reading: storing, comparing, grading, writing.
Seconds are of the processor. A ledger goes on from the one before it; with --folder it is kept there.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bench.growth.reports import report
from overt.assemble import engine_mark, renew_findings
from overt.record import open_ledger
from overt.record.ledger import Ledger
from overt.types.linked import LinkedReading

_STEP = 1000  # reports stored between two renewals while a ledger is filled


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point of the curve."""

    claims: int
    reports: int
    store_seconds: float
    renew_seconds: float
    mb_memory: float
    mb_ledger: float
    incidents: int


def measure(sizes: Sequence[int], added: int, folder: Path) -> Iterator[Point]:
    """Fill one ledger to each size in turn, and add `added` reports there."""
    path = folder / "growth.ledger"
    numbers = iter(range(10**9))
    claims = reports = 0
    with open_ledger(path, create=True) as ledger:
        for size in sizes:
            while claims < size:
                batch: list[LinkedReading] = []
                while claims < size and len(batch) < _STEP:
                    batch.append(report(next(numbers)))
                    claims += _claims(batch[-1])
                reports += len(batch)
                _add(ledger, batch)
            before = (claims, reports)
            batch = [report(number) for number in islice(numbers, added)]
            store, renew = _add(ledger, batch)
            claims, reports = claims + sum(map(_claims, batch)), reports + len(batch)
            yield Point(
                claims=before[0],
                reports=before[1],
                store_seconds=store,
                renew_seconds=renew,
                mb_memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                mb_ledger=sum(part.stat().st_size for part in folder.glob("growth.ledger*")) / 2**20,
                incidents=ledger.counts().incidents,
            )


def _claims(reading: LinkedReading) -> int:
    return sum(len(linked.account.claims) for linked in reading.accounts)


def _add(ledger: Ledger, batch: Sequence[LinkedReading]) -> tuple[float, float]:
    engine = engine_mark()
    started = time.process_time()
    for reading in batch:
        ledger.add_reading(reading.report, reading, engine)
    stored = time.process_time()
    renew_findings(ledger, engine)
    return stored - started, time.process_time() - stored


def main() -> None:
    """Print the curve as a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="+", default=[0, 1000, 10_000, 100_000])
    parser.add_argument("--add", type=int, default=100)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        heads = (("claims", 9), ("reports", 8), ("incidents", 9), ("store s", 8), ("renew s", 8), ("MB used", 8))
        print(*(f"{head:>{width}}" for head, width in (*heads, ("MB ledger", 9))))
        for p in measure(asked.claims, asked.add, folder):
            print(
                f"{p.claims:>9} {p.reports:>8} {p.incidents:>9} {p.store_seconds:>8.2f} {p.renew_seconds:>8.2f}"
                f" {p.mb_memory:>8.0f} {p.mb_ledger:>9.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
