"""What is killed: a stage starts commands on the ground, kills one of them, and looks at what only it can leave."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from bench.faults.child import Death, Ended
from bench.faults.ground import Ground, kill_backend, wait_until_gone
from bench.faults.looking import exported, look_exported
from overt.base.errors import LedgerError
from overt.record import open_ledger
from overt.record.backup import backup_ledger, look_at_backup, restore_ledger
from overt.record.copying import Sum, sum_rows
from overt.record.ledger import Ledger
from overt.share.formats import FORMATS
from overt.types.address import Address

# What another command may say that came upon an incident which has changed meanwhile.
_MEANWHILE = ("no incident begins", "is no such", "incident is gone", "has changed", "undone before")


def run(ground: Ground, turn: int) -> None:
    """A run over reports of which some changed."""
    ground.edit_report(turn)
    _kill(ground, "run", *ground.run)


def review(ground: Ground, turn: int) -> None:
    """A decision about one incident."""
    _kill(ground, "review", *_decision(ground, turn))


def merge(ground: Ground, turn: int) -> None:
    """A decision that joins incidents or parts one."""
    with ground.opened(read_only=True) as ledger:
        ids = list(ledger.incident_ids())
        told = [one for one in ledger.incidents() if len({claim.report_id for claim in one.claims}) > 1]
    if told and ground.of.random() < 0.4:
        one = ground.of.choice(told)
        report = ground.of.choice(sorted({claim.report_id for claim in one.claims}))
        command: tuple[str, ...] = ("decide", "split", one.id, "--report", report, "--why", f"turn {turn}")
    else:
        command = ("decide", ground.of.choice(("merge", "merge", "apart")), *ground.of.sample(ids, 2))
    _kill(ground, "merge", *command)


def migration(ground: Ground, turn: int) -> None:
    """A ledger of an old overt is opened and brought up to date."""
    old = ground.old_ledger(turn)
    held = _held_by_old(old)
    address, command = (
        Address(old),
        ground.of.choice((("list",), ("decisions",), ("run", str(ground.reports / "none")))),
    )
    (ground.reports / "none").mkdir(exist_ok=True)
    _kill(ground, "migration", *command, address=address)
    with open_ledger(old) as ledger:
        ledger.verify_log()
        ids = set(ledger.report_ids())
        assert ids == held["reports"], "reports of an old ledger are lost"
        assert len(ledger.decisions()) == len(held["decisions"]), "decisions of an old ledger are lost"
    ground.call("run", str(ground.reports / "none"), address=address)
    with open_ledger(old) as ledger:
        assert set(ledger.incident_ids()) == held["incidents"], "incidents of an old ledger are others"
    ground.drop(address)


def export(ground: Ground, turn: int) -> None:
    """An export over a former one, or into a folder that is not there."""
    folder, form = ground.folder / "export", ground.of.choice(sorted(FORMATS))
    if turn % 2:
        shutil.rmtree(folder, ignore_errors=True)
    before = {path.name: path.read_bytes() for path in exported(folder)}
    ended = _kill(ground, f"export {form}", "export", "--format", form, "-o", str(folder))
    with ground.opened(read_only=True) as ledger:
        look_exported(ledger, form, folder, before)
    if not ended.is_killed:
        assert list(exported(folder)), "an export that ended well wrote nothing"
    for left in folder.glob(".*") if folder.is_dir() else ():
        assert ended.is_killed, f"left behind by an export that was not killed: {left.name}"
        left.unlink()


def backup(ground: Ground, turn: int) -> None:
    """A backup, now and then while somebody decides."""
    file = ground.folder / f"{turn}.backup"
    beside = ground.begin(*_decision(ground, turn)) if ground.of.random() < 0.3 else None
    with ground.opened(read_only=True) as ledger:
        before = _sums(ledger)
    ended = _kill(ground, "backup", "backup", str(file))
    if beside is not None:
        ground.take(beside.end(), (0,))
    assert file.exists() or ended.is_killed, "a backup that ended well is not there"
    if file.exists():
        look_at_backup(file)
        goal = Address(ground.folder / f"{turn}.again")
        restore_ledger(file, goal)
        with open_ledger(goal) as again:
            again.verify_log()
            assert beside is not None or _sums(again) == before, "a backup holds something else"
        ground.drop(goal)
    _clean(ground, file)


def restore(ground: Ground, turn: int) -> None:
    """A restoring into a new ledger."""
    file, goal = ground.folder / f"{turn}.backup", ground.new_address(f"{turn}.restored")
    with ground.opened(read_only=True) as ledger:
        backup_ledger(ledger, file)
        before = _sums(ledger)
    ended = _kill(ground, "restore", "restore", str(file), address=goal)
    wait_until_gone()
    if _is_there(goal):
        with open_ledger(goal) as again:
            again.verify_log()
            assert _sums(again) == before, "a restored ledger is half"
    else:
        assert ended.is_killed, "a restoring that ended well left nothing"
        ground.call("restore", str(file), address=goal)
    ground.drop(goal)
    _clean(ground, file)


def full(ground: Ground, turn: int) -> None:
    """No room on the disk: a file may not become larger than it is, and a little."""
    if ground.address.path is None:
        return
    sizes = [path.stat().st_size for path in ground.folder.glob("a.ledger*")]
    ground.edit_report(turn)
    death = Death(size=max(4096, int(ground.of.uniform(0.2, 1.05) * max(sizes))))
    command = ground.run if ground.of.random() < 0.5 else _decision(ground, turn)
    ended = ground.begin(*command, death=death).end()
    ground.take(ended, (0, 1))
    ground.seen[f"disk full {'told' if ended.code else 'not met'}"] += 1


def backend(ground: Ground, turn: int) -> None:
    """The server's own process is killed, not ours."""
    if ground.server is None:
        return
    ground.edit_report(turn)
    command = ground.run if ground.of.random() < 0.5 else _decision(ground, turn)
    child = ground.begin(*command)
    wait_until_gone(ground.of.uniform(0.0, 2.0))
    is_hit = kill_backend(ground.server, ground.of)
    ended = child.end()
    wait_until_up(ground)
    ground.take(ended, (0, 1) if is_hit else (0,))
    ground.seen[f"backend {'killed, told' if ended.code else 'killed, not met' if is_hit else 'done'}"] += 1


def wait_until_up(ground: Ground) -> None:
    """Wait until a server that went down is up again."""
    for _ in range(200):
        try:
            with ground.opened(read_only=True):
                return
        except LedgerError:
            wait_until_gone(0.1)
    raise AssertionError("the server does not come up again")


STAGES: Mapping[str, Callable[[Ground, int], None]] = {
    "run": run,
    "review": review,
    "merge": merge,
    "migration": migration,
    "export": export,
    "backup": backup,
    "restore": restore,
    "full": full,
    "backend": backend,
}


def _kill(ground: Ground, stage: str, *command: str, address: Address | None = None) -> Ended:
    """Run a command that is killed or not; now and then another works beside it, which nobody kills."""
    beside = None
    if address is None and stage in {"run", "review", "merge"} and ground.of.random() < 0.25:
        beside = ground.begin(*_bystander(ground))
    ended = ground.begin(*command, death=ground.some_death(stage), address=address).end()
    codes: tuple[int, ...] = (0,)
    if beside is not None:
        other = beside.end()
        is_meanwhile = any(sign in f"{ended.errors}{other.errors}" for sign in _MEANWHILE)
        codes = (0, 1) if is_meanwhile else (0,)
        ground.take(other, codes)
        ground.seen["beside done"] += 1
    ground.take(ended, codes)
    ground.learn(stage, ended)
    return ended


def _bystander(ground: Ground) -> tuple[str, ...]:
    with ground.opened(read_only=True) as ledger:
        one = ground.of.choice(ledger.incident_ids())
    commands = (("list",), ("show", one), ("doctor",), ("decide", "note", one, "seen beside"), ("reports",))
    return ground.of.choice(commands)


def _decision(ground: Ground, turn: int) -> tuple[str, ...]:
    with ground.opened(read_only=True) as ledger:
        ids = ledger.incident_ids()
        undone = {one.draft.undoes for one in ledger.decisions()}
        undoable = [str(one.number) for one in ledger.decisions() if one.number not in undone]
        one = ledger.incident(ground.of.choice(ids))
        reports = sorted({claim.report_id for claim in one.claims})
        removed = [row.report.id for row in ledger.reports(with_superseded=True) if row.removed]
    why = ("--why", f"turn {turn}")
    choices: list[tuple[str, ...]] = [
        ("accept", one.id),
        ("reject", one.id, *why),
        ("set", one.id, "stage", "foiled", "--source", f"turn {turn}"),
        ("set", one.id, "time", "2024-05-09", "--source", f"turn {turn}"),
        ("note", one.id, f"turn {turn}"),
        ("strike", ground.of.choice(one.claims).id, *why),
        ("letter", "Nordlink Agency", ground.of.choice("ABC"), *why),
    ]
    choices += [("undo", ground.of.choice(undoable))] * 3 if undoable else []
    choices += [("remove", ground.of.choice(reports), *why)] if len(removed) < 3 else []
    return ("decide", *ground.of.choice(choices))


def _is_there(address: Address) -> bool:
    try:
        open_ledger(address, read_only=True).close()
    except LedgerError as error:
        if "there is no ledger" not in error.what:
            raise
        return False
    return True


def _sums(ledger: Ledger) -> dict[str, Sum]:
    with ledger.at_one_moment() as connection:
        return {name: one for name, one in sum_rows(connection).items() if name not in {"log", "meta"}}


def _held_by_old(path: Path) -> dict[str, set[object]]:
    import sqlite3  # noqa: PLC0415 - only here: what an old overt wrote is read as it lies

    with sqlite3.connect(path) as raw:
        tables = {row[0] for row in raw.execute("SELECT name FROM sqlite_master")}
        names = {"reports": "id", "incidents": "id", "decisions": "number"}
        held = {
            name: {row[0] for row in raw.execute(f"SELECT {column} FROM {name}")} if name in tables else set()
            for name, column in names.items()
        }
    raw.close()
    return held


def _clean(ground: Ground, file: Path) -> None:
    file.unlink(missing_ok=True)
    for left in ground.folder.glob(".*.part*"):
        left.unlink()
