"""Kills overt at random moments and looks what is left: no decision lost, no half incident, the run goes on.

    make faults TIMES=500 STORE=postgresql

Each turn takes a stage (a run, a decision, a merge, the migration of an old ledger, an export, a backup, a restoring),
starts its command in a process of its own and kills that with SIGKILL: at a statement, commit or file that it comes to,
or after a random while. Some are let be, some have others at work beside them, some find the disk full; in PostgreSQL
the server's process may be killed in place of ours. Then
- every process that was not killed ended as it should, and said so in words;
- every decision that was printed or returned is there, as it was;
- log, decisions and incidents are whole; exports, backups and restored ledgers are whole or absent.
Every so often a run completes, and a ledger that nobody disturbed, of the same reports and decisions, has to hold the
same.
"""

import argparse
import random
import sys
import tempfile
import time
import traceback
from contextlib import ExitStack
from pathlib import Path

from tests.postgres import running_server

from bench.faults.ground import Ground
from bench.faults.stages import STAGES

_WEIGHTS = {
    "run": 5,
    "review": 5,
    "merge": 4,
    "migration": 3,
    "export": 3,
    "backup": 2,
    "restore": 2,
    "full": 1,
    "backend": 3,
}
_COMPARED = 40  # turns between two comparisons


def main() -> None:
    """Run the harness; the exit code is 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--stages", default="", help="some of " + ", ".join(STAGES))
    parser.add_argument("--keep", type=Path, help="folder for ledger and reports of each fault that was found")
    parser.add_argument("--calm", action="store_true", help="kill nothing: what is found then is no matter of dying")
    args = parser.parse_args()
    stages = args.stages.split(",") if args.stages else list(STAGES)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="faults")))
        server = stack.enter_context(running_server()) if args.store == "postgresql" else None
        ground = Ground(folder, random.Random(args.seed), server)
        ground.is_calm = args.calm
        found = work(ground, args.times, stages, args.keep)
    promised = ground.promised + len(ground.acknowledged)
    print(f"\n{args.store}, seed {args.seed}: {args.times} turns; {promised} decisions promised")
    for name, times in sorted(ground.seen.items()):
        print(f"  {name:<24}{times:>6}")
    kills = sum(times for name, times in ground.seen.items() if "killed" in name)
    print(f"{kills} killed; {len(found)} faults found")
    sys.exit(1 if found else 0)


def work(ground: Ground, times: int, stages: list[str], keep: Path | None) -> list[str]:
    """Take turns; return what was found. After a fault the ledger is made anew, so that one is told once."""
    found: list[str] = []
    began = time.monotonic()
    weights = [_WEIGHTS[stage] for stage in stages]
    for turn in range(1, times + 1):
        (stage,) = ground.of.choices(stages, weights)
        try:
            STAGES[stage](ground, turn)
            ground.look()
            if turn % _COMPARED == 0 or turn == times:
                ground.complete()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault, and the next turn is taken
            found.append(f"turn {turn}, {stage}: {error}")
            print(f"\n{found[-1]}", file=sys.stderr)
            if not isinstance(error, AssertionError):
                traceback.print_exc()
            if keep is not None:
                ground.keep(keep / f"turn{turn}")
            ground.begin_anew()
        passed = time.monotonic() - began
        print(f"\r{turn} of {times} turns, {passed / turn:.1f} s each", end="", file=sys.stderr, flush=True)
    return found


if __name__ == "__main__":
    main()
