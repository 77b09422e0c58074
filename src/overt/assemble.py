"""Joins the steps, nothing else - read this first.

    files -> collect -> Report -> divide -> Passage -> extract -> Reading -> link -> LinkedReading
          -> reconcile -> Renewal -> record -> Ledger

`read_report` looks at one report alone and is pure, so a distributed engine can map it; `renew_findings` gathers
what new reports change: it loads only what they can touch (reconcile/growing).
"""

import signal
import threading
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from overt import __version__, collect, divide, extract, link
from overt.base.errors import KnowledgeError, LedgerError, SettingsError
from overt.base.processes import count_jobs, new_pool
from overt.base.settings import CollectSettings
from overt.extract.codebook.types import Codebook
from overt.extract.ground import ENGINE
from overt.reconcile.explaining import PairExplained, ReportsExplained, explain_accounts, explain_reports
from overt.reconcile.growing.memory import CARD_TYPES
from overt.reconcile.growing.renewal import renew_incidents
from overt.record.ledger import Ledger
from overt.record.rows import EngineMark, Meeting, Met, Request
from overt.types.decision import Decision, Draft
from overt.types.linked import LinkedAccount, LinkedReading
from overt.types.problem import Problem
from overt.types.report import Report

_T = TypeVar("_T")
_AT_ONCE = 1000  # reports that come are compared so many at a time, which bounds the memory that it takes


def read_report(report: Report, codebook: Codebook | None = None) -> LinkedReading:
    """Return what one report tells: a pure function of the report and the installed knowledge.

    `codebook`: what to look for, where it is not overt's own (docs/codebook.md, "A codebook of your own").
    """
    return link.link_claims(extract.extract_claims(report, divide.divide_report(report), codebook))


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """What a run is told. `jobs` None: one process for a few reports, one a core for many."""

    collect: CollectSettings = field(default_factory=CollectSettings)
    jobs: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is: after each report, and when it begins to compare them (`current` is then empty)."""

    done: int
    total: int
    current: str
    problems: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What a run did. `read` counts the readings made: new reports and those read again."""

    inputs: int
    new: int
    again: int
    known: int
    duplicates: int
    superseded: int
    failed: int
    problems: tuple[tuple[str, int], ...]  # (name, how many), the most frequent first
    incidents: int
    statistics: int
    has_changed: bool  # of the findings
    seconds: float

    @property
    def read(self) -> int:
        """How many reports were read by the engine."""
        return self.new + self.again


def run_reports(
    ledger: Ledger, paths: Sequence[Path], settings: RunSettings, tell: Callable[[Progress], None] = lambda _: None
) -> RunSummary:
    """Read what is under `paths` into the ledger and work out its findings anew if anything changed.

    Each report is stored as soon as it is read: however a run ends, the next one goes on from there. A bad report
    becomes a problem in the ledger. Raises LedgerError, KnowledgeError or SettingsError.
    """
    from overt.collect.reports import count_inputs  # noqa: PLC0415 - as the steps that read: loaded when they do

    started = time.monotonic()
    run = _Run(ledger, settings, count_inputs(paths), tell)
    number = ledger.start_run(__version__)
    for item, result in _read_all(run, paths):
        run.take(item, result)
    return _end_run(run, number, started)


def take_reports(
    ledger: Ledger, name: str, items: Iterable[Report | Problem], tell: Callable[[int], None] = lambda _: None
) -> RunSummary:
    """Take in the reports of the one input `name` as a run does; those that it had and has no more are superseded."""
    started = time.monotonic()
    run = _Run(ledger, RunSettings(), 0, lambda progress: tell(progress.done))
    number = ledger.start_run(__version__)
    run.seen[name] = frozenset()
    for item in items:
        met = item if isinstance(item, Problem) else run.meet(item)
        is_to_read = isinstance(met, Met) and met.meeting in (Meeting.NEW, Meeting.STALE)
        run.take(met, try_report(met.report) if isinstance(met, Met) and is_to_read else None)
    return _end_run(run, number, started)


def _end_run(run: "_Run", number: int, started: float) -> RunSummary:
    """Settle what the inputs say now, work out the findings, and say what was done."""
    ledger = run.ledger
    superseded = ledger.close_inputs(run.seen, frozenset(run.problem_ids))
    run.tell(Progress(done=run.done, total=run.done, current="", problems=sum(run.problems.values())))
    has_changed = renew_findings(ledger, run.engine)
    counts = ledger.counts()
    tally = {key: run.tally[key] for key in ("inputs", "new", "again", "known", "duplicates", "failed")}
    summary = RunSummary(
        **tally,
        superseded=superseded,
        problems=tuple(run.problems.most_common()),
        incidents=counts.incidents,
        statistics=counts.statistics,
        has_changed=has_changed,
        seconds=time.monotonic() - started,
    )
    ledger.finish_run(number, {**tally, "superseded": superseded}, summary.seconds)
    return summary


def engine_mark() -> EngineMark:
    """Return what readings are made with now."""
    return EngineMark(name=f"{ENGINE} overt/{__version__}", knowledge=_hash_files(files("overt") / "knowledge"))


def _hash_files(folder: Traversable) -> str:
    whole = sha256()
    for name, content in sorted(_files_in(folder, "")):
        whole.update(f"{name}\0{sha256(content).hexdigest()}\n".encode())
    return whole.hexdigest()


def _files_in(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files_in(entry, f"{prefix}{entry.name}/")
        elif not entry.name.endswith(".pyc"):
            yield prefix + entry.name, entry.read_bytes()


def decide(
    ledger: Ledger, draft: Draft, kept: Sequence[LinkedAccount] = (), seen: Mapping[str, str] | None = None
) -> Decision:
    """Take in what a person decided and work out what it changes; see Ledger.decide. Raises LedgerError."""
    return decide_all(ledger, [Request(draft=draft, kept=tuple(kept), seen=seen or {})])[0]


def decide_all(ledger: Ledger, requests: Sequence[Request]) -> tuple[Decision, ...]:
    """Take in what a person decided at once, all of it or none, and work out once what it changes."""
    decisions = ledger.decide_all(requests)
    try:
        renew_findings(ledger, engine_mark())
    except LedgerError as error:
        kept = ", ".join(str(one.number) for one in decisions)
        what = f"decision {kept} is kept, but what it changes could not be worked out: {error.what}"
        todo = f"{error.todo} Do not decide again: the next run or decision works it in."
        raise LedgerError(what, where=error.where, todo=todo) from error
    return decisions


def renew_findings(ledger: Ledger, engine: EngineMark) -> bool:
    """Work out what new, changed and vanished reports change, until the findings rest on all that is in the ledger.

    Another run may have added to it meanwhile. Returns whether anything is other than before.
    """
    has_changed, today = False, _today()
    mark = findings_mark(ledger, engine)
    while (changes := ledger.look_for_changes(mark)).gone or changes.come or changes.is_anew:
        some = changes.some(_AT_ONCE)
        with ledger.recall(CARD_TYPES, is_blank=some.is_anew) as memory:
            come = tuple(memory.readings(some.come).values())
            renewal = renew_incidents(memory, some.gone, come, some.run, ledger.docket(today))
        has_changed |= bool(ledger.renew(renewal, some))
    return has_changed


def findings_mark(ledger: Ledger, engine: EngineMark) -> str:
    """Return what findings are worked out with today: if it changes, all are worked out anew."""
    mark = f"{engine.name} {engine.knowledge} {_hash_files(files('overt') / 'reconcile')}"
    return mark + "".join(f" letter {number}" for number in ledger.docket(_today()).letters())


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def explain_two_accounts(ledger: Ledger, some: Collection[str], others: Collection[str]) -> PairExplained | None:
    """Say rule by rule why two accounts are one incident or not: the nearest pair of two sides."""
    with ledger.recall(CARD_TYPES) as memory:
        return explain_accounts(memory, some, others)


def explain_two_reports(ledger: Ledger, a: str, b: str) -> ReportsExplained:
    """Say what ties two reports as a whole."""
    with ledger.recall(CARD_TYPES) as memory:
        return explain_reports(memory, a, b)


_Result = LinkedReading | Problem | None  # None: nothing was to be read
_Item = Met | Problem


class _Run:
    """What one run has seen so far; writes each result into the ledger."""

    def __init__(self, ledger: Ledger, settings: RunSettings, total: int, tell: Callable[[Progress], None]) -> None:
        self.ledger, self.settings, self.total, self.tell = ledger, settings, total, tell
        self.engine = engine_mark()
        self.tally: Counter[str] = Counter()
        self.problems: Counter[str] = Counter()
        self.problem_ids: set[str] = set()
        self.seen: dict[str, frozenset[str]] = {}
        self.done = 0
        self._met: set[str] = set()

    def meet(self, report: Report) -> Met:
        """Say how a report stands to the ledger and to the reports of this run."""
        met = self.ledger.meet_report(report, self.engine, outlet_said=self.settings.collect.outlet)
        if met.report.id in self._met:
            met = Met(report=met.report, meeting=Meeting.DUPLICATE, has_input=met.has_input)
        self._met.add(met.report.id)
        return met

    def take(self, item: _Item, result: _Result) -> None:
        """Store what came of one input."""
        self.done += 1
        name = item.input if isinstance(item, Problem) else item.report.input
        self.tally["inputs"] += 1
        self.seen.setdefault(name, frozenset())
        if isinstance(item, Problem):
            self._note(item, None)
        else:
            self.seen[name] |= {item.report.id}
            self._store(item, result)
        done = sum(self.problems.values())
        self.tell(Progress(done=self.done, total=max(self.total, self.done), current=name, problems=done))

    def _store(self, met: Met, result: _Result) -> None:
        report, said = met.report, self.settings.collect.outlet
        if isinstance(result, LinkedReading):
            self.ledger.add_reading(report, result, self.engine, outlet_said=said)
            self.tally["new" if met.meeting is Meeting.NEW else "again"] += 1
        elif isinstance(result, Problem):
            self.ledger.add_unread(report, outlet_said=said)
            self._note(result, report.id)
            self.tally["failed"] += 1
        else:
            self.tally["duplicates" if met.meeting is Meeting.DUPLICATE else "known"] += 1
            if not met.has_input:
                self.ledger.add_input(report.input, report.id, outlet_said=said)
        for problem in (*report.problems, *_language_problems(report)):
            self._note(problem, report.id)

    def _note(self, problem: Problem, report_id: str | None) -> None:
        self.problems[problem.name] += 1
        self.problem_ids.add(self.ledger.add_problem(problem, report_id))


def _read_all(run: _Run, paths: Sequence[Path]) -> Iterator[tuple[_Item, _Result]]:
    """Yield each input with what was read out of it, in the order of the inputs."""

    def met() -> Iterator[tuple[_Item, Report | None]]:
        for found in collect.read_reports(paths, run.settings.collect):
            item = found if isinstance(found, Problem) else run.meet(found)
            is_to_read = isinstance(item, Met) and item.meeting in (Meeting.NEW, Meeting.STALE)
            yield item, item.report if isinstance(item, Met) and is_to_read else None

    return read_in_turn(met(), count_jobs(run.settings.jobs, run.total))


def read_in_turn(items: Iterable[tuple[_T, Report | None]], jobs: int) -> Iterator[tuple[_T, _Result]]:
    """Yield each item with what was read out of its report, in the order given, however many processes read."""
    with _readers(jobs) as submit:
        waiting: deque[tuple[_T, Callable[[], _Result]]] = deque()
        for item, report in items:
            waiting.append((item, submit(report) if report is not None else _nothing))
            if len(waiting) > 2 * (jobs - 1):
                first, result = waiting.popleft()
                yield first, result()
        for last, result in waiting:
            yield last, result()


def _nothing() -> None:
    return None


@contextmanager
def _readers(jobs: int) -> Iterator[Callable[[Report], Callable[[], _Result]]]:
    """Give a function that starts reading a report and returns one that waits for the result."""
    if jobs == 1:
        yield lambda report: lambda: try_report(report)
        return
    pool = new_pool(jobs)

    def submit(report: Report) -> Callable[[], _Result]:
        nonlocal pool
        try:
            future = _start(pool, report)
        except BrokenProcessPool:
            pool = new_pool(jobs)
            future = _start(pool, report)
        return lambda: _wait(future, report)

    try:
        yield submit
    finally:
        pool.shutdown(cancel_futures=True)


def _wait(future: "Future[LinkedReading | Problem]", report: Report) -> LinkedReading | Problem:
    """Return the result; if a process died, the report may be innocent and is read again in a process of its own."""
    try:
        return future.result()
    except BrokenProcessPool:
        with new_pool(1) as alone:
            try:
                return _start(alone, report).result()
            except BrokenProcessPool:
                return _engine_failed(report, "the process that read it died")


def _start(pool: ProcessPoolExecutor, report: Report) -> "Future[LinkedReading | Problem]":
    """Submit a report; a process that this starts leaves Ctrl-C to the one that holds the ledger."""
    if threading.current_thread() is not threading.main_thread():
        return pool.submit(try_report, report)
    former = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return pool.submit(try_report, report)
    finally:
        signal.signal(signal.SIGINT, former)


def try_report(report: Report) -> LinkedReading | Problem:
    """Read a report, or say as a problem where the engine failed: one report never stops a run."""
    try:
        return read_report(report)
    except (KnowledgeError, SettingsError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever a text can do to an engine ends here
        place = traceback.extract_tb(error.__traceback__)[-1]
        return _engine_failed(report, f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}")


def _language_problems(report: Report) -> tuple[Problem, ...]:
    from overt.extract.claims import is_read  # noqa: PLC0415 - see run_reports

    if report.row is not None or is_read(report.language):
        return ()
    return (
        Problem(
            name="language-not-read",
            input=report.input,
            where="",
            what=f"No words for the language {report.language!r}: nothing was read out of this report.",
            todo="Read it yourself, or translate it; if the language is another, say so in the sidecar.",
            fatal=False,
        ),
    )


def _engine_failed(report: Report, what: str) -> Problem:
    return Problem(
        name="report-engine-failed",
        input=report.input,
        where="",
        what=f"The engine failed on this report: {what}.",
        todo="Its text is kept; the next run tries again. Please report this with the text, if you may share it.",
    )
