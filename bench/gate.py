"""The quality gate: reads the sample reports, compares with their hand-made gold, fails below the pinned floors.

    python -m bench.gate                     the table; exit 1 if a figure is below its floor
    python -m bench.gate --misses joins      also what was missed (-) and wrongly said (+) there; "all" for everything
    python -m bench.gate --update            pin the figures of today; a floor that would fall stays
    python -m bench.gate --update --allow-regression

The engine gives the same answer every time, so measuring has no noise; what there is lies in the gold, where another
annotator would have decided a few items otherwise. A figure may therefore fall short of its floor by MARGIN, which is
about one item in thirty: where there are fewer, none may be lost. The exact figures may not fall at all.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bench.gate_gold import GOLD, REPORTS, load_gold
from bench.gate_match import Matches, match_reports
from bench.gate_measure import Measure
from bench.gate_measures import measure_all
from bench.gate_view import make_trivial_view, read_samples

FLOORS = Path(__file__).parent / "gate_floors.json"
LIMIT_SECONDS = 60
MARGIN = 0.03
_EXACT = frozenset({"grounding", "notices untouched"})  # one claim without its quote is one too many


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """What the last `--update` wrote: the floor of each figure, and the tellings that were found."""

    gold_sha256: str
    reports_sha256: str
    floors: Mapping[str, float]
    found: tuple[str, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the gate; return 0 if every figure reaches its floor, 1 if not, 2 if nothing is pinned."""
    parser = argparse.ArgumentParser(prog="python -m bench.gate", description="Hold overt to its annotated reports.")
    parser.add_argument("--update", action="store_true", help="pin the figures of today")
    parser.add_argument("--allow-regression", action="store_true", help="let --update lower a floor")
    parser.add_argument("--misses", metavar="FIGURE", help='what went wrong in one figure, or "all"')
    parser.add_argument("--floors", type=Path, default=FLOORS, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    started = time.monotonic()
    gold = load_gold()
    view = read_samples(REPORTS)
    matches = match_reports(gold, view)
    measures = measure_all(gold, matches)
    trivial = measure_all(gold, match_reports(gold, make_trivial_view(gold, view)))
    seconds = time.monotonic() - started
    pinned = load_pinned(options.floors)
    print_table(measures, trivial, pinned)
    print_misses(measures, options.misses)
    print(f"\n{len(gold.reports)} reports, {len(gold.incidents)} incidents, {seconds:.0f} s")
    now = make_pinned(matches, measures)
    if options.update:
        return update(options.floors, pinned, now, may_fall=options.allow_regression)
    return judge(measures, pinned, now, seconds)


def load_pinned(path: Path) -> Pinned | None:
    """Return what is pinned; None if nothing is."""
    if not path.exists():
        return None
    read = json.loads(path.read_text(encoding="utf-8"))
    return Pinned(
        gold_sha256=read["gold_sha256"],
        reports_sha256=read["reports_sha256"],
        floors=read["floors"],
        found=tuple(read["found"]),
    )


def make_pinned(matches: Matches, measures: Iterable[Measure]) -> Pinned:
    """Return what a pinning of today would say."""
    return Pinned(
        gold_sha256=sha256(GOLD.read_bytes()).hexdigest(),
        reports_sha256=hash_folder(REPORTS),
        floors={one.name: round(one.f1, 4) for one in measures},
        found=tuple(sorted(f"{one.report} tells {one.incident}" for one in matches.pairs if one.is_told)),
    )


def hash_folder(folder: Path) -> str:
    """Return a hash over the names and bytes of all files, sidecars included."""
    whole = sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        whole.update(f"{name}\0{sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def margin(measure: Measure) -> float:
    """Return by how much a figure may fall short of its floor."""
    return 0.0 if measure.name in _EXACT else MARGIN


def is_below(measure: Measure, pinned: Pinned) -> bool:
    """Say whether a figure is below its floor by more than the margin; one without a floor never is."""
    floor = pinned.floors.get(measure.name)
    return floor is not None and measure.f1 < floor - margin(measure) - 1e-9


def judge(measures: Sequence[Measure], pinned: Pinned | None, now: Pinned, seconds: float) -> int:
    """Print what was gained, lost and failed; return the exit code."""
    if pinned is None:
        print("Nothing is pinned yet: python -m bench.gate --update")
        return 2
    print_changes(pinned, now)
    failures = [
        f"{one.name}: {one.f1:.3f} is below {pinned.floors[one.name]:.3f}" for one in measures if is_below(one, pinned)
    ]
    if (now.gold_sha256, now.reports_sha256) != (pinned.gold_sha256, pinned.reports_sha256):
        failures.append("the reports or their gold are not the pinned ones: look at the table, then pin with --update")
    failures += [f"{name}: pinned, but no longer measured" for name in pinned.floors if name not in now.floors]
    if seconds > LIMIT_SECONDS:
        failures.append(f"it took {seconds:.0f} s, more than {LIMIT_SECONDS}")
    for failure in failures:
        print(f"FAILED  {failure}")
    print("gate: failed" if failures else "gate: passed")
    return 1 if failures else 0


def update(path: Path, pinned: Pinned | None, now: Pinned, *, may_fall: bool) -> int:
    """Pin the figures of today; a floor that would fall stays where it is, unless it may fall."""
    former = pinned.floors if pinned else {}
    lower = {name: value for name, value in former.items() if now.floors.get(name, 0.0) < value}
    kept = {} if may_fall else lower
    for name, value in kept.items():
        print(f"KEPT    {name}: {now.floors.get(name, 0.0):.3f} today, the floor stays at {value:.3f}")
    if pinned:
        print_changes(pinned, now)
    row = {
        "gold_sha256": now.gold_sha256,
        "reports_sha256": now.reports_sha256,
        "floors": {**now.floors, **kept},
        "found": list(now.found),
    }
    path.write_text(json.dumps(row, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"pinned in {path.name}")
    return 0


def print_table(measures: Sequence[Measure], trivial: Sequence[Measure], pinned: Pinned | None) -> None:
    """Print each figure beside its floor and the trivial answer."""
    base = {one.name: one for one in trivial}
    print(f"{'':<26}{'gold':>6}{'said':>6}{'right':>7}{'P':>8}{'R':>8}{'F1':>8}{'floor':>8}{'trivial':>9}")
    for one in measures:
        floor = pinned.floors.get(one.name) if pinned else None
        shown = f"{floor:8.3f}" if floor is not None else f"{'-':>8}"
        mark = "  below" if pinned and is_below(one, pinned) else ""
        numbers = f"{one.wanted:>6}{one.said:>6}{one.right:>7}{one.precision:8.3f}{one.recall:8.3f}{one.f1:8.3f}"
        print(f"{one.name:<26}{numbers}{shown}{base[one.name].f1:9.3f}{mark}")
    print(
        "trivial: every report tells of one incident of the commonest type on the day it appeared,"
        " everybody who is named did it, and none is joined"
    )


def print_misses(measures: Iterable[Measure], wanted: str | None) -> None:
    """Print what went wrong in the figure, or in all."""
    for one in measures:
        if wanted in (one.name, "all"):
            print(f"\n{one.name}")
            for miss in one.misses:
                print(f"  {miss}")


def print_changes(pinned: Pinned, now: Pinned) -> None:
    """Print the tellings found now and not when it was pinned, and the other way round."""
    for label, some, others in (("gained", now.found, pinned.found), ("lost", pinned.found, now.found)):
        for telling in some:
            if telling not in others:
                print(f"{label:<7} {telling}")


if __name__ == "__main__":
    sys.exit(main())
