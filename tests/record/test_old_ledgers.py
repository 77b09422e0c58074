"""Ledgers that an overt of the past wrote (scripts/make_old_ledgers.py) are brought up to date, and nothing is lost."""

import gzip
import json
import sqlite3
import zlib
from pathlib import Path
from typing import Any

import pytest

from overt.assemble import engine_mark, renew_findings
from overt.base.errors import LedgerError
from overt.decide import Desk
from overt.record import connect, open_ledger, schema
from overt.record.ledger import Ledger

FOLDER = Path(__file__).parent.parent / "fixtures" / "ledgers"
OLD = sorted(FOLDER.glob("*.ledger.gz"))


@pytest.fixture(params=OLD, ids=lambda path: path.name.partition(".")[0])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return an old ledger to work on."""
    return unpacked(request.param, tmp_path)


def unpacked(packed: Path, folder: Path) -> Path:
    path = folder / "old.ledger"
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    return path


def ask(path: Path, query: str) -> list[Any]:
    with sqlite3.connect(path) as raw:
        rows = raw.execute(query).fetchall()
    raw.close()
    return rows


def version_of(path: Path) -> int:
    return int(ask(path, "SELECT value FROM meta WHERE key = 'schema'")[0][0])


def decisions_of(path: Path) -> list[Any]:
    has = ask(path, "SELECT count(*) FROM sqlite_master WHERE name = 'decisions'")[0][0]
    return ask(path, "SELECT number, at, by, kind, body FROM decisions ORDER BY number") if has else []


def removed_of(path: Path) -> list[Any]:
    has = ask(path, "SELECT count(*) FROM sqlite_master WHERE name = 'removals'")[0][0]
    return ask(path, "SELECT report_id FROM removals ORDER BY 1") if has else []


def test_there_is_one_of_every_schema(tmp_path: Path) -> None:
    assert {version_of(unpacked(packed, tmp_path)) for packed in OLD} >= set(range(1, schema.SCHEMA_VERSION))


def test_everything_is_there_after(old: Path) -> None:
    texts = ask(old, "SELECT id, text, sha256_text FROM reports ORDER BY id")
    log = ask(old, "SELECT seq, at, what, detail, hash FROM log ORDER BY seq")
    incidents = ask(old, "SELECT id, type FROM incidents ORDER BY id")
    decisions, removed = decisions_of(old), removed_of(old)
    with open_ledger(old) as ledger:
        assert ledger.meta("schema") == str(schema.SCHEMA_VERSION)
        assert ledger.verify_log() >= len(log)
        assert len(list(ledger.readings())) + len(removed) == len(texts) - 1  # one was superseded
        renew_findings(ledger, engine_mark())
        assert [(one.id, one.type) for one in ledger.incidents()] == incidents
        assert all(one.claims for one in ledger.incidents())
        assert not renew_findings(ledger, engine_mark())
        assert ledger.verify().flaws == ()
        assert [cause.kind for cause in ledger.revisions()[0].causes] == ["upgraded"]
        assert list(ledger.as_of(1).incident_ids()) == [key for key, _ in incidents]
    assert ask(old, "SELECT id, text, sha256_text FROM reports ORDER BY id") == texts
    assert ask(old, "SELECT seq, at, what, detail, hash FROM log ORDER BY seq")[: len(log)] == log
    assert decisions_of(old) == decisions
    assert removed_of(old) == removed


def test_the_tables_are_those_of_a_new_ledger(old: Path, tmp_path: Path) -> None:
    open_ledger(old).close()
    open_ledger(tmp_path / "new.ledger", create=True).close()
    assert columns_of(old) == columns_of(tmp_path / "new.ledger")


def columns_of(path: Path) -> dict[str, set[str]]:
    names = [row[0] for row in ask(path, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: {row[1] for row in ask(path, f"PRAGMA table_info({name})")} for name in names}


def test_what_was_decided_holds(old: Path) -> None:
    with open_ledger(old) as ledger:
        renew_findings(ledger, engine_mark())
        for decision in ledger.decisions():
            if decision.draft.kind == "accept":
                assert ledger.incident(decision.draft.subjects[0].id).status == "accepted"
            if decision.draft.kind == "set":
                assert ledger.incident(decision.draft.subjects[0].id).stage == "foiled"
        assert ledger.conflicts() == ()


def test_it_can_be_decided_about(old: Path) -> None:
    with open_ledger(old) as ledger:
        renew_findings(ledger, engine_mark())
        removed = [one.report.id for one in ledger.reports(with_superseded=True) if one.removed]
        first = ledger.incident_ids()[0]
        number = Desk(ledger, "Grete").reject(first, why="an accident").number
        assert ledger.incident(first).status == "rejected"
        Desk(ledger, "Grete").undo(number)
        assert ledger.incident(first).status != "rejected"
        assert [one.report.id for one in ledger.reports(with_superseded=True) if one.removed] == removed


def test_a_report_removed_before_removals_were_decisions_comes_back_by_one(tmp_path: Path) -> None:
    with open_ledger(unpacked(FOLDER / "schema4-removed.ledger.gz", tmp_path)) as ledger:
        (removed,) = [one.report.id for one in ledger.reports(with_superseded=True) if one.removed]
        decision = Desk(ledger, "Grete").remove(removed, why="to see it again")
        Desk(ledger, "Grete").undo(decision.number)
        assert [one for one in ledger.reports(with_superseded=True) if one.removed] == []
        assert ledger.incidents_of(removed)


def test_an_upgrade_that_fails_leaves_it_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    if version_of(old) == schema.SCHEMA_VERSION:
        return
    before = dump(old)
    with monkeypatch.context() as patch:
        patch.setattr(connect, "append_log", fail)
        with pytest.raises(LedgerError, match="no room left"):
            open_ledger(old)
    assert dump(old) == before
    with open_ledger(old) as ledger:
        assert ledger.verify_log() > 0


def dump(path: Path) -> list[str]:
    with sqlite3.connect(path) as raw:
        lines = list(raw.iterdump())
    raw.close()
    return lines


@pytest.mark.parametrize("body", [b"no zlib", zlib.compress(b"no json")])
def test_an_old_ledger_that_is_damaged_is_told_so_and_kept(tmp_path: Path, body: bytes) -> None:
    old = unpacked(FOLDER / "schema2.ledger.gz", tmp_path)
    with sqlite3.connect(old) as raw:
        raw.execute("UPDATE readings SET body = ?", (body,))
    raw.close()
    before = dump(old)
    with pytest.raises(LedgerError, match="damaged"):
        open_ledger(old)
    assert dump(old) == before


def test_an_old_reading_is_what_the_old_overt_read(tmp_path: Path) -> None:
    old = unpacked(FOLDER / "schema1-plain.ledger.gz", tmp_path)
    told = {key: len(json.loads(body)["accounts"]) for key, body in ask(old, "SELECT report_id, body FROM readings")}
    with open_ledger(old) as ledger:
        assert {key: len(read(ledger, key)) for key in told} == told


def read(ledger: Ledger, report_id: str) -> tuple[object, ...]:
    found = [one.accounts for one in ledger.readings([report_id])]
    return found[0] if found else _of_superseded(ledger, report_id)


def _of_superseded(ledger: Ledger, report_id: str) -> tuple[object, ...]:
    with ledger.recall({}) as memory:
        return memory.readings([report_id])[report_id].accounts
