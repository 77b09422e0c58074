"""Times overt's reading beside the bare parser: texts in; ratio, seconds per step, memory and sizes out.

    python -m bench.speed [--data FILE_OR_FOLDER] [--reports N] [--profile]

Without --data the texts are made from samples/reports: each is a sample with the paragraphs of another one behind its
own and its years moved back, so that no two are alike. With --data they are the records of JSON and JSON-lines files.
Nothing here passes or fails: what counts is the ratio to the parser, which the machine changes little. Seconds are of
the processor, so that other work on the machine does not count; one process; loading models is not counted.
"""

import argparse
import cProfile
import pstats
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any

import overt.assemble
import overt.collect
import overt.divide
import overt.extract
import overt.extract.claims
import overt.link
from bench.texts import Text, find_texts, peak_mb, warm_up, write_jsonl
from overt.assemble import RunSettings, RunSummary, run_reports
from overt.base.settings import CollectSettings
from overt.collect import read_reports
from overt.extract.parse import load_parser
from overt.record import open_ledger
from overt.record.ledger import Ledger
from overt.types.report import Report

_SAMPLES = Path("samples/reports")
_SHOWN = 60  # functions of a profile
_MOST = 200  # texts of the project's samples
# step -> where the function that does it is looked up; inner steps are not counted to the outer one
_STEPS: dict[str, tuple[tuple[Any, str], ...]] = {
    "divide": ((overt.divide, "divide_report"),),
    "extract, the rest": ((overt.extract, "extract_claims"),),
    "parse": ((overt.extract.claims, "parse_passages"),),
    "entities": ((overt.extract.claims, "find_entities"),),
    "voices": ((overt.extract.claims, "read_voices"),),
    "statistics": ((overt.extract.claims, "find_statistics"),),
    "events and accounts": ((overt.extract.claims, "_read_accounts"),),
    "link": ((overt.link, "link_claims"),),
    "reconcile": ((overt.assemble, "renew_incidents"),),
    "record": (
        (Ledger, "meet_report"),
        (Ledger, "add_reading"),
        (Ledger, "renew"),
        (Ledger, "close_inputs"),
    ),
}


class Stopwatch:
    """Counts the seconds of nested steps, each without those inside it."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._inner: list[float] = []

    def timed(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function, its seconds counted to a step."""

        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            started = time.process_time()
            self._inner.append(0.0)
            try:
                return function(*args, **kwargs)
            finally:
                spent = time.process_time() - started
                self.seconds[step] += spent - self._inner.pop()
                if self._inner:
                    self._inner[-1] += spent

        return call

    def pulled(self, step: str, items: Iterator[Any]) -> Iterator[Any]:
        """Yield the items, the seconds of making each counted to a step."""
        pull = self.timed(step, lambda: next(items, self))
        while (item := pull()) is not self:
            yield item


@contextmanager
def watch_steps(watch: Stopwatch) -> Iterator[None]:
    """Time the steps while the block runs. A step that is no longer where it was raises AttributeError."""
    places = [(step, *place) for step, found in _STEPS.items() for place in found]
    former = [(owner, name, getattr(owner, name)) for _, owner, name in places]
    steps: Any = overt.collect
    collect = steps.read_reports
    try:
        for step, owner, name in places:
            setattr(owner, name, watch.timed(step, getattr(owner, name)))
        steps.read_reports = lambda *a: watch.pulled("collect", iter(collect(*a)))
        yield
    finally:
        steps.read_reports = collect
        for owner, name, function in former:
            setattr(owner, name, function)


def make_texts(samples: list[str], count: int) -> list[Text]:
    """Return `count` texts out of samples, no two alike: one sample's paragraphs, then another's, years moved back."""
    texts = []
    for number in range(count):
        cycle, at = divmod(number, len(samples))
        own = samples[at].split("\n\n")
        other = samples[(at + cycle) % len(samples)].split("\n\n")[1:] if cycle % len(samples) else []
        text = move_years("\n\n".join([*own, *other]), cycle)
        texts.append(Text(key=f"{number:05}", text=text))
    return texts


def move_years(text: str, back: int) -> str:
    """Return a text with its years of 1990-2029 so many years back; the length never changes."""
    return re.sub(r"\b(?:199\d|20[0-2]\d)\b", lambda match: str(int(match[0]) - back), text)


def main() -> int:
    """Print the figures; exit 1 if there is no text."""
    parser = argparse.ArgumentParser(description="Time overt beside the bare parser.")
    parser.add_argument("--data", type=Path, help="JSON or JSON-lines file with texts, or a folder of them")
    parser.add_argument("--reports", type=int, default=_MOST, metavar="N", help=f"at most so many texts ({_MOST})")
    parser.add_argument("--profile", action="store_true", help="show where the time of the reading goes")
    args = parser.parse_args()
    texts = find_texts(args.data)[: args.reports] if args.data else make_texts(_samples(), args.reports)
    if not texts:
        print(f"no texts in {args.data}", file=sys.stderr)
        return 1
    warm_up()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        write_jsonl(texts, work / "texts.jsonl")
        if args.profile:
            _profile(work)
        else:
            _measure(work, texts)
    return 0


def _samples() -> list[str]:
    """The texts of the sample reports, as overt collects them."""
    found = read_reports([_SAMPLES], CollectSettings())
    return [report.text for report in found if isinstance(report, Report) and report.language == "en"]


def _measure(work: Path, texts: list[Text]) -> None:
    watch = Stopwatch()
    with watch_steps(watch):
        first = _run(work / "bench.ledger", work / "texts.jsonl")
    peak = peak_mb()  # the bare parser takes more: it sees whole texts
    second = _run(work / "bench.ledger", work / "texts.jsonl")
    write_jsonl(texts[:-1], work / "more.jsonl")
    _run(work / "more.ledger", work / "more.jsonl")
    write_jsonl(texts, work / "more.jsonl")
    more = _run(work / "more.ledger", work / "more.jsonl")
    parsing = min(_parse(texts), _parse(texts))
    size = sum(path.stat().st_size for path in work.glob("bench.ledger*"))
    characters = sum(len(text.text) for text in texts)
    print(f"{len(texts)} texts, {characters:,} characters; {first.incidents} incidents, {first.failed} crashes")
    print(f"bare parser          {parsing:8.2f} s   {len(texts) / parsing:7.1f} texts/s   1.00")
    rate, share = len(texts) / first.seconds, second.seconds / first.seconds
    print(f"overt run            {first.seconds:8.2f} s   {rate:7.1f} texts/s   {first.seconds / parsing:.2f}")
    print(f"same run again       {second.seconds:8.2f} s   {share:.1%} of the first, {second.read} read")
    print(f"one report more      {more.seconds:8.2f} s   {more.read} read, {more.known} known")
    for step, seconds in [
        *sorted(watch.seconds.items(), key=lambda row: -row[1]),
        ("other", first.seconds - sum(watch.seconds.values())),
    ]:
        print(f"  {step:20} {seconds:7.2f} s   {seconds / first.seconds:6.1%}   {seconds / parsing:.2f} of the parser")
    print(f"peak memory {peak:.0f} MiB; ledger {size / 1e6:.1f} MB, {size / characters:.1f} bytes a character")


def _parse(texts: list[Text]) -> float:
    """The seconds of the bare parser over the texts."""
    started = time.process_time()
    for _ in load_parser().pipe(text.text for text in texts):
        pass
    return time.process_time() - started


def _run(ledger: Path, path: Path) -> RunSummary:
    """Run over a file; `seconds` of the summary are those of the processor."""
    settings = RunSettings(collect=CollectSettings(max_bytes=path.stat().st_size + 1), jobs=1)
    started = time.process_time()
    with open_ledger(ledger, create=True) as opened:
        summary = run_reports(opened, [path], settings)
    return replace(summary, seconds=time.process_time() - started)


def _profile(work: Path) -> None:
    profile = cProfile.Profile()
    profile.runcall(_run, work / "bench.ledger", work / "texts.jsonl")
    stats: Any = pstats.Stats(profile)
    print(f"{stats.total_tt:.1f} s under the profiler")
    for title, column in (("own seconds", 2), ("seconds with what it calls", 3)):
        print(f"\n{title}")
        for (path, line, name), row in sorted(stats.stats.items(), key=lambda item: -item[1][column])[:_SHOWN]:
            share = row[column] / stats.total_tt
            print(f"  {row[column]:7.2f} s {share:6.1%} {row[1]:9,} calls  {_short(path)}:{line} {name}")


def _short(path: str) -> str:
    return "/".join(Path(path).parts[-2:])


if __name__ == "__main__":
    sys.exit(main())
