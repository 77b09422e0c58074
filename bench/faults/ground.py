"""What is worked on and killed: reports that change, a ledger in one of the databases, and what was promised of it."""

import gzip
import os
import random
import re
import shutil
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import Server

from bench.faults.child import Child, Death, Ended, start
from bench.faults.looking import look_same, look_whole
from overt.record import open_ledger
from overt.record.backup import backup_ledger
from overt.record.codec import dump_json, encode
from overt.record.ledger import Ledger
from overt.types.address import Address

ROOT = Path(__file__).parent.parent.parent
SAMPLES = ROOT / "samples" / "reports"
_FEWEST = 20  # points that every command passes
_LATER = b"\nLater edition"
OLD = sorted((ROOT / "tests" / "fixtures" / "ledgers").glob("*.gz"))


class Ground:
    """One ledger that is worked on and killed again and again."""

    def __init__(self, folder: Path, of: random.Random, server: Server | None, reports: Sequence[Path] = ()) -> None:
        self.folder, self.of, self.server = folder, of, server
        self.reports = folder / "reports"
        if reports:
            for report in reports:
                (self.reports / report.parent.name).mkdir(parents=True, exist_ok=True)
                shutil.copy(report, self.reports / report.parent.name / report.name)
        else:
            shutil.copytree(SAMPLES, self.reports)
        self.address = self.new_address("a.ledger")
        self.acknowledged: dict[int, str] = {}  # number -> the decision, or "" until it was read
        self.is_calm = False  # nothing is killed
        self.promised = 0  # in ledgers that were given up
        self.seen: Counter[str] = Counter()  # how often what ended how
        self._points: defaultdict[str, list[int]] = defaultdict(list)
        self._seconds: defaultdict[str, list[float]] = defaultdict(list)
        self.call(*self.run)

    @property
    def run(self) -> tuple[str, ...]:
        """Read the reports, in one process: the processes that several take are started anew each time."""
        return ("run", str(self.reports), "--jobs", "1")

    def begin_anew(self) -> None:
        """Give up a ledger in which a fault was found."""
        self.drop(self.address)
        self.promised += len(self.acknowledged)
        self.acknowledged.clear()
        self.address = self.new_address("a.ledger")
        self.call(*self.run)

    def keep(self, folder: Path) -> None:
        """Put aside the ledger and the reports as they are, for a look at what went wrong."""
        shutil.copytree(self.reports, folder / "reports")
        with self.opened(read_only=True) as ledger:
            backup_ledger(ledger, folder / "a.backup")

    def new_address(self, name: str) -> Address:
        """Return where nothing is as yet."""
        return Address(self.folder / name) if self.server is None else self.server.new_address()

    def drop(self, address: Address) -> None:
        """Take away what is at an address."""
        if address.path is None:
            assert self.server is not None
            self.server.drop(address)
        else:
            for end in ("", "-wal", "-shm", "-journal"):
                Path(f"{address.path}{end}").unlink(missing_ok=True)

    @contextmanager
    def opened(self, *, read_only: bool = False) -> Iterator[Ledger]:
        """Give the ledger."""
        with open_ledger(self.address, read_only=read_only) as ledger:
            yield ledger

    def begin(self, *command: str, death: Death | None = None, address: Address | None = None) -> Child:
        """Start a command on the ledger, or another."""
        environment = {"OVERT_LEDGER": str(address or self.address), "OVERT_USER": "harness", "COLUMNS": "200"}
        return start(command, death or Death(), environment)

    def call(self, *command: str, address: Address | None = None) -> Ended:
        """Run a command to its end, which is to be a good one."""
        ended = self.begin(*command, address=address).end()
        self.take(ended, (0,))
        return ended

    def take(self, ended: Ended, codes: Sequence[int]) -> None:
        """Note what was promised, and see that a process which was not killed ended as it should."""
        for number in ended.acknowledged:
            self.acknowledged.setdefault(number, "")
        for found in re.finditer(r"Decision (\d+) by", ended.said):
            self.acknowledged.setdefault(int(found[1]), "")
        if ended.is_killed:
            return
        assert "Traceback" not in ended.errors, f"{ended.command}: {ended.errors}"
        assert ended.code in codes, f"{ended.command} ended with {ended.code}: {ended.errors or ended.said}"

    def some_death(self, stage: str) -> Death:
        """Choose when to kill: at a point or after a while, spread evenly over what the stage has taken so far."""
        if self.is_calm:
            return Death()
        points, seconds = self._points[stage], self._seconds[stage]
        if not points:
            return Death(point=self.of.randint(1, _FEWEST))
        if self.of.random() < 0.6:
            return Death(point=self.of.randint(1, max(points)))
        return Death(seconds=self.of.uniform(0.0, 1.1 * max(seconds)))

    def learn(self, stage: str, ended: Ended) -> None:
        """Note how long a stage took that was not killed, for some_death."""
        self.seen[f"{stage} {'killed' if ended.is_killed else 'done'}"] += 1
        if not ended.is_killed:
            self._points[stage] = [*self._points[stage][-9:], ended.points]
            self._seconds[stage] = [*self._seconds[stage][-9:], ended.seconds]

    def look(self) -> None:
        """See that nothing is lost and nothing is half; the decisions that came are known from now on."""
        with self.opened() as ledger:
            look_whole(ledger, self.acknowledged)
            for one in ledger.decisions():
                self.acknowledged[one.number] = dump_json(encode(one.draft))

    def complete(self) -> None:
        """Let a run complete, and see that the ledger holds what an undisturbed one does."""
        self.call(*self.run)
        self.look()
        with self.opened(read_only=True) as ledger:
            look_same(ledger, self.reports)
        self.seen["compared"] += 1

    def edit_report(self, turn: int) -> None:
        """Change a report, as an outlet does that prints another edition."""
        texts = sorted(self.reports.rglob("*.txt"))
        chosen = self.of.choice(texts)
        before = chosen.read_bytes().partition(_LATER)[0]  # not all of them are UTF-8
        chosen.write_bytes(b"%s%s %d.\n" % (before, _LATER, turn))

    def old_ledger(self, turn: int) -> Path:
        """Return a ledger of an old overt."""
        path = self.folder / f"old{turn}.ledger"
        path.write_bytes(gzip.decompress(self.of.choice(OLD).read_bytes()))
        return path


def wait_until_gone(seconds: float = 0.02) -> None:
    """Let a server see that somebody was killed."""
    time.sleep(seconds)


def backends(server: Server) -> list[int]:
    """Return the processes of the server that serve overt."""
    rows = server.ask("SELECT pid FROM pg_stat_activity WHERE application_name = 'overt'")
    return [int(str(row[0])) for row in rows]


def kill_backend(server: Server, of: random.Random) -> bool:
    """Kill one of them, if there is one: now by a word to the server, now by the system, which takes all down."""
    found = backends(server)
    if not found:
        return False
    pid = of.choice(found)
    if of.random() < 0.7:
        server.ask(f"SELECT pg_terminate_backend({pid})")
    else:
        os.kill(pid, 9)
    return True
