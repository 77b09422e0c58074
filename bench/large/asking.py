"""Times what is asked of a ledger of a million claims: a ledger in; the median and the 95th percentile of each out.

    python -m bench.large.asking [--claims N] [--ledger FILE_OR_ADDRESS] [--times N]

The ledger is made if it is not there (filling.py; a million claims take some minutes) and kept where --ledger says.
Milliseconds are of the processor in this process, and by the clock beside them: a database of its own works by the
clock alone. Each question is asked with other values every time; nothing passes or fails.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from bench.large.filling import decide_some, fill
from overt.base.errors import LedgerError
from overt.notebook import make_filter
from overt.record import open_ledger
from overt.record.ledger import Ledger
from overt.record.rows import Facet, IncidentFilter, Sort

_DECIDED = 300
_WORDS = ("killed", "mumbai", "bomb", "fire", "officials", "beaten", "warehouse", "o", "electronic", "services ordered")


def ask(where: str, times: int) -> Iterator[tuple[str, list[float], list[float]]]:
    """Yield each question with the milliseconds that it took, of the processor and by the clock."""
    of = Random(7)
    yield "open", *_time(lambda: open_ledger(where, read_only=True).close(), times)
    yield "open to write", *_time(lambda: open_ledger(where).close(), times)
    with open_ledger(where, read_only=True) as ledger:
        facets = {one.facet: [value.value for value in one.values] for one in ledger.facets(most=200)}
        ids = [row.id for row in ledger.page(size=None).rows]
        decided = [subject.id for one in ledger.decisions() for subject in one.draft.subjects]
        pages = list(_cursors(ledger))
        questions: dict[str, Callable[[], object]] = {
            "list: first page, any order": lambda: ledger.page(sort=of.choice(list(Sort))),
            "list: a later page": lambda: ledger.page(cursor=of.choice(pages)),
            "list: one facet": lambda: ledger.page(_one(of, facets)),
            "list: three facets": lambda: ledger.page(_three(of, facets)),
            "list: between two days": lambda: ledger.page(_between(of)),
            "facets, all": ledger.facets,
            "facets of a filter": lambda: ledger.facets(_one(of, facets)),
            "search words, with sentences": lambda: ledger.page(IncidentFilter(words=of.choice(_WORDS))),
            "search and facets": lambda: ledger.facets(IncidentFilter(words=of.choice(_WORDS))),
            "show an incident": lambda: ledger.incident(of.choice(ids)),
            "its reports": lambda: ledger.reports(ids=ledger.incident(of.choice(ids)).sources.report_ids),
            "decisions of one": lambda: ledger.decisions_about(of.choice(decided)),
            "counts": ledger.counts,
        }
        for name, question in questions.items():
            yield name, *_time(question, times)


def _time(question: Callable[[], object], times: int) -> tuple[list[float], list[float]]:
    spent, passed = [], []
    for _ in range(times):
        started, clock = time.process_time(), time.perf_counter()
        question()
        spent.append((time.process_time() - started) * 1000)
        passed.append((time.perf_counter() - clock) * 1000)
    return spent, passed


def _cursors(ledger: Ledger) -> Iterator[str]:
    cursor: str | None = None
    for _ in range(20):
        cursor = ledger.page(cursor=cursor, size=1000).next
        if cursor is None:
            return
        yield cursor


def _one(of: Random, facets: dict[Facet, list[str]]) -> IncidentFilter:
    facet = of.choice([one for one, values in facets.items() if values])
    return make_filter({facet.value: of.choice(facets[facet])})


def _three(of: Random, facets: dict[Facet, list[str]]) -> IncidentFilter:
    some = of.sample([one for one, values in facets.items() if values], 3)
    return make_filter({one.value: of.sample(facets[one], min(2, len(facets[one]))) for one in some})


def _between(of: Random) -> IncidentFilter:
    year = of.randint(2012, 2024)
    return IncidentFilter(since=f"{year}-{of.randint(1, 12):02}-01", until=f"{year + of.randint(0, 3)}-12-15")


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main() -> None:
    """Make the ledger if need be, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--ledger", help="kept there, and used if it is there")
    parser.add_argument("--times", type=int, default=50)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        where = asked.ledger or str(Path(folder) / "large.ledger")
        _make(where, asked.claims)
        with open_ledger(where, read_only=True) as ledger:
            counts, claims = ledger.counts(), ledger.count_claims()
        print(f"{claims:,} claims, {counts.incidents:,} incidents, {counts.reports:,} reports{_size(where)}")
        print(f"{'':32} {'processor, ms':>17} {'by the clock, ms':>19}")
        print(f"{'':32} {'median':>8} {'95 %':>8} {'median':>10} {'95 %':>8}")
        for name, spent, passed in ask(where, asked.times):
            figures = [statistics.median(spent), _percentile(spent, 0.95)]
            clock = [statistics.median(passed), _percentile(passed, 0.95)]
            print(f"{name:32} {figures[0]:8.1f} {figures[1]:8.1f} {clock[0]:10.1f} {clock[1]:8.1f}", flush=True)


def _make(where: str, claims: int) -> None:
    try:
        open_ledger(where, read_only=True).close()
    except LedgerError:
        with open_ledger(where, create=True) as ledger:
            fill(ledger, claims)
    with open_ledger(where) as ledger:
        if not ledger.decisions():
            decide_some(ledger, [row.id for row in ledger.page(size=_DECIDED).rows])


def _size(where: str) -> str:
    files = list(Path(where).parent.glob(f"{Path(where).name}*")) if "://" not in where else []
    return f", {sum(file.stat().st_size for file in files) / 2**20:,.0f} MiB" if files else ""


if __name__ == "__main__":
    main()
