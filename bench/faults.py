"""Kills overt at random moments and looks what is left: no decision lost, no half incident, the run goes on.

    make faults TIMES=100

Each turn starts a run or a decision on one ledger in a process of its own and kills it (SIGKILL) after a random while,
or lets it finish. Then the log is verified, the decisions that were acknowledged before are looked for, and each
incident is read whole. At the end a run completes, and a ledger that nobody killed has to hold the same.
"""

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from overt.assemble import engine_mark, renew_findings
from overt.record import open_ledger
from overt.types.decision import DecisionKind

SAMPLES = Path(__file__).parent.parent / "samples" / "reports"
_LONGEST = 7.0  # seconds; a process that lives longer has finished


def main() -> None:
    """Run the harness; the exit code is 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        faults = Faults(Path(folder), random.Random(args.seed))
        for turn in range(args.times):
            faults.take_turn(turn)
            print(f"\r{turn + 1} of {args.times}: {dict(faults.seen)}", end="", file=sys.stderr, flush=True)
        faults.finish()
    print(
        f"\n{args.times} turns: {dict(faults.seen)}; acknowledged decisions: {len(faults.acknowledged)}; nothing lost"
    )


class Faults:
    """One ledger that is worked on and killed again and again."""

    def __init__(self, folder: Path, of: random.Random) -> None:
        self.folder, self.of = folder, of
        self.ledger, self.reports = folder / "a.ledger", folder / "reports"
        shutil.copytree(SAMPLES, self.reports)
        self.acknowledged: dict[int, str] = {}  # number -> what overt said of it
        self.seen: Counter[str] = Counter()
        self._overt("run", str(self.reports), limit=None)

    def take_turn(self, turn: int) -> None:
        """Start something, kill it or not, and look at what is left. Raises AssertionError if something was lost."""
        command = self._command(turn)
        said, is_killed = self._overt(*command, limit=self.of.uniform(0.2, _LONGEST))
        self.seen[f"{command[0]} {'killed' if is_killed else 'done'}"] += 1
        if found := re.search(r"Decision (\d+) by", said):
            self.acknowledged[int(found[1])] = said
        self._look()

    def finish(self) -> None:
        """Let a last run complete; with all decisions undone the findings are those of a ledger that nobody killed."""
        self._overt("run", str(self.reports), limit=None)
        self._look()
        with open_ledger(self.ledger) as ledger, open_ledger(self.folder / "b.ledger", create=True) as fresh:
            for reading in ledger.readings():
                fresh.add_reading(reading.report, reading, engine_mark())
            for one in ledger.decisions():
                fresh.decide(one.draft, tuple(ledger.docket().kept.values()))
            renew_findings(fresh, engine_mark())
            same = [
                {(one.account_ids, one.status, one.stage) for one in opened.incidents()} for opened in (ledger, fresh)
            ]
            assert same[0] == same[1], f"with the same decisions another ledger differs: {same[0] ^ same[1]}"

    def _command(self, turn: int) -> tuple[str, ...]:
        with open_ledger(self.ledger, read_only=True) as ledger:
            ids = ledger.incident_ids()
            undoable = [one.number for one in ledger.decisions() if one.draft.kind is not DecisionKind.UNDO]
        one, other = self.of.choice(ids), self.of.choice(ids)
        report = self.of.choice(sorted(path for path in self.reports.rglob("*.txt")))
        match self.of.choice(("run", "accept", "reject", "set", "merge", "undo")):
            case "run":
                report.write_text(f"{report.read_text(encoding='utf-8')}\nLater edition {turn}.\n", encoding="utf-8")
                return ("run", str(self.reports))
            case "reject":
                return ("decide", "reject", one, "--why", f"turn {turn}")
            case "set":
                return ("decide", "set", one, "stage", "foiled", "--source", f"turn {turn}")
            case "merge":
                return ("decide", "merge", one, other)
            case "undo" if undoable:
                return ("decide", "undo", str(self.of.choice(undoable)))
        return ("decide", "accept", one)

    def _look(self) -> None:
        with open_ledger(self.ledger) as ledger:
            ledger.verify_log()
            numbers = [one.number for one in ledger.decisions()]
            assert numbers == list(range(1, len(numbers) + 1)), "decisions are not numbered without gaps"
            lost = self.acknowledged.keys() - set(numbers)
            assert not lost, f"acknowledged and lost: {sorted(lost)}"
            for one in ledger.incidents():
                held = {claim.report_id for claim in one.claims}
                assert held, f"an incident without claims: {one.id}"
                assert held <= set(one.sources.report_ids), f"claims of reports that are no source: {one.id}"

    def _overt(self, *command: str, limit: float | None) -> tuple[str, bool]:
        """Start overt in a process group of its own; kill the group after `limit` seconds. Return what it said."""
        environment = {**os.environ, "OVERT_LEDGER": str(self.ledger), "OVERT_USER": "harness", "COLUMNS": "200"}
        process = subprocess.Popen(
            [sys.executable, "-m", "overt", *command],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        try:
            said, _ = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            said, _ = process.communicate()
            time.sleep(0.05)
            return said, True
        return said, False


if __name__ == "__main__":
    main()
