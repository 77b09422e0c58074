import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_mock_engine
from sqlalchemy.dialects import postgresql

from overt.base.edtf import Interval
from overt.base.errors import LedgerError
from overt.record import open_ledger, schema, words
from overt.record.ledger import Ledger
from overt.record.rows import EngineMark, IncidentFilter, Meeting
from overt.record.sqlite import SqliteStore
from overt.types.address import Address
from overt.types.problem import Problem
from overt.types.report import Published, PublishedBasis
from tests.record.samples import (
    empty_reading,
    first_reading,
    first_report,
    make_findings,
    make_incident,
    make_report,
    put_findings,
    second_report,
)
from tests.stores import Stores, all_rows, change

ENGINE = EngineMark(name="rules/1", knowledge="k1")


FINDINGS = (
    *("incidents", "claims", "incident_countries", "entities", "statistics", "standings", "questions"),
    "incident_words",
)


def filled(address: Address) -> Ledger:
    """Return a ledger with both reports and their findings."""
    opened = open_ledger(address, create=True)
    opened.add_reading(first_report(), first_reading(), ENGINE)
    opened.add_reading(second_report(), empty_reading(second_report()), ENGINE)
    put_findings(opened, make_findings())
    return opened


@pytest.fixture
def ledger(stores: Stores) -> Iterator[Ledger]:
    """Give a ledger with both reports and their findings, in each database."""
    with filled(stores.address()) as opened:
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Ledger]:
    """Give such a ledger in a file."""
    with filled(Address(tmp_path / "a.ledger")) as opened:
        yield opened


def test_what_was_stored_comes_back(ledger: Ledger) -> None:
    findings = make_findings()
    assert tuple(ledger.incidents()) == findings.incidents
    assert tuple(ledger.entities()) == findings.entities
    assert tuple(ledger.statistics()) == findings.statistics
    assert ledger.questions() == findings.questions
    assert ledger.questions(kind="same_person") == findings.questions[1:]
    assert ledger.questions(about=findings.incidents[1].id) == findings.questions
    assert ledger.questions(about="inc_other") == ()
    assert {one.standing for one in ledger.reports()} == set(findings.standings)
    assert first_reading() in tuple(ledger.readings())
    assert ledger.report(first_report().id) == first_report()


def test_text_keeps_every_character(stores: Stores) -> None:
    text = "A\u00a0“depot”\r\n\x00 burned \x1a0\x1a\x00\x1a1\x1a \U0001f525 in Вельмора"
    with open_ledger(stores.address(), create=True) as opened:
        opened.add_reading(make_report(text), empty_reading(make_report(text)), ENGINE)
        assert opened.report(make_report(text).id).text == text
        assert opened.reports()[0].chars == len(text)


def test_a_reader_reads_while_a_run_writes(ledger: Ledger) -> None:
    with open_ledger(ledger.address, read_only=True) as reader:
        assert reader.counts().incidents == 2
        ledger.add_problem(Problem(name="report-empty", input="x", where="", what="w", todo="t"))
        assert reader.counts().problems == 1
        with pytest.raises(LedgerError, match="may not be written"):
            reader.start_run("1")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (IncidentFilter(), 2),
        (IncidentFilter(type=("sabotage.arson",)), 1),
        (IncidentFilter(family=("response",)), 1),
        (IncidentFilter(country=("pl",)), 1),
        (IncidentFilter(country=("DE",)), 0),
        (IncidentFilter(since="2024-03-03", until="2024-03-03"), 1),
        (IncidentFilter(since="2024-03-04"), 0),
        (IncidentFilter(until="2024-03-02"), 0),
        (IncidentFilter(best_grade=2), 1),
        (IncidentFilter(best_grade=5), 1),
        (IncidentFilter(best_grade=6), 1),
        (IncidentFilter(status=("rejected",)), 0),
        (IncidentFilter(words="velm DEPOT"), 1),
        (IncidentFilter(words="verdict"), 1),
        (IncidentFilter(words='morvian "service'), 1),
        (IncidentFilter(words="nowhere"), 0),
        (IncidentFilter(words="  "), 2),
        (IncidentFilter(words="depot AND NOT (fire*"), 0),
    ],
)
def test_filters(ledger: Ledger, wanted: IncidentFilter, found: int) -> None:
    assert len(ledger.page(wanted).rows) == found == ledger.count_incidents(wanted)


def test_words_are_found_without_fts5(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "has_word_index", lambda _: False)
    assert len(ledger.page(IncidentFilter(words="morvian 100%")).rows) == 0
    assert len(ledger.page(IncidentFilter(words="MORVIAN")).rows) == 1


def test_findings_are_replaced_whole_or_not_at_all(ledger: Ledger) -> None:
    before = all_rows(ledger, *FINDINGS)
    unread = replace(make_incident().claims[0], report_id=make_report("A stranger burned down").id)
    bad = make_incident("inc_c3hzz0000000000000000000c3", claims=(unread,))
    with pytest.raises(LedgerError):
        put_findings(ledger, replace(make_findings(), incidents=(bad,)))
    assert all_rows(ledger, *FINDINGS) == before


def meet(ledger: Ledger, text: str, name: str, engine: EngineMark = ENGINE) -> Meeting:
    return ledger.meet_report(make_report(text, name), engine).meeting


def test_how_reports_meet_the_ledger(ledger: Ledger) -> None:
    report = make_report("text", "x/a.txt")
    assert meet(ledger, "text", "x/a.txt") is Meeting.NEW
    ledger.add_reading(report, empty_reading(report), ENGINE)
    assert meet(ledger, "text", "x/a.txt") is Meeting.KNOWN
    assert meet(ledger, "text", "./x/../x/a.txt") is Meeting.KNOWN
    assert meet(ledger, "text", "x/b.txt") is Meeting.DUPLICATE
    assert meet(ledger, "other", "x/a.txt") is Meeting.NEW
    assert meet(ledger, "text", "x/a.txt", EngineMark(name="rules/2", knowledge="k1")) is Meeting.STALE
    assert meet(ledger, "text", "x/a.txt", EngineMark(name="rules/1", knowledge="k2")) is Meeting.STALE
    titled = make_report("text", "x/a.txt", title="Another")
    assert ledger.meet_report(titled, ENGINE).meeting is Meeting.STALE


def test_what_the_user_said_once_is_kept(ledger: Ledger) -> None:
    said = Published(interval=Interval(edtf="2024", lo=None, hi=None), basis=PublishedBasis.USER, reason="the user")
    named = make_report("text", "x/a.txt", outlet="Example Times", published=said)
    ledger.add_reading(named, empty_reading(named), ENGINE, outlet_said="Example Times")
    bare = ledger.meet_report(make_report("text", "x/a.txt"), ENGINE)
    assert bare.meeting is Meeting.KNOWN
    assert bare.report == named
    renamed = make_report("text", "x/a.txt", outlet="Other Post")
    assert ledger.meet_report(renamed, ENGINE, outlet_said="Other Post").meeting is Meeting.NEW


def test_a_changed_file_supersedes_its_old_report(ledger: Ledger) -> None:
    old, new = make_report("old", "x/a.txt"), make_report("new", "x/a.txt")
    for report in (old, new):
        ledger.add_reading(report, empty_reading(report), ENGINE)
    assert ledger.close_inputs({"x/a.txt": frozenset({new.id})}, frozenset()) == 1
    assert old.id not in {reading.report.id for reading in ledger.readings()}
    assert old.id not in {stored.report.id for stored in ledger.reports()}
    kept = {stored.report.id: stored.inputs for stored in ledger.reports(with_superseded=True)}
    assert kept[old.id] == ()
    assert ledger.report(old.id).text == "old"
    # The file goes back to what it said.
    ledger.add_input("x/a.txt", old.id)
    assert ledger.close_inputs({"x/a.txt": frozenset({old.id})}, frozenset()) == 1
    assert old.id in {reading.report.id for reading in ledger.readings()}


def test_a_file_that_cannot_be_read_today_keeps_its_report(ledger: Ledger) -> None:
    report = make_report("old", "x/a.txt")
    ledger.add_reading(report, empty_reading(report), ENGINE)
    assert ledger.close_inputs({"x/a.txt": frozenset()}, frozenset()) == 0


def test_problems_open_and_close(ledger: Ledger) -> None:
    problem = Problem(name="report-empty", input="x/a.txt", where="", what="It is empty.", todo="Fill it.")
    first = ledger.add_problem(problem)
    rows = len(ledger.log())
    assert ledger.add_problem(problem) == first
    assert len(ledger.log()) == rows
    assert [one.problem for one in ledger.problems()] == [problem]
    assert ledger.problems("report-huge") == ()
    ledger.close_inputs({"x/a.txt": frozenset()}, frozenset({first}))
    assert ledger.counts().problems == 1
    ledger.close_inputs({"x/a.txt": frozenset()}, frozenset())
    assert ledger.problems() == ()
    ledger.add_problem(problem)
    assert ledger.counts().problems == 1


def test_file_names_that_are_not_unicode_are_stored(ledger: Ledger) -> None:
    name = os.fsdecode(b"x/\xff.txt")
    report = make_report("odd name", name)
    ledger.add_reading(report, empty_reading(report), ENGINE)
    ledger.add_problem(Problem(name="report-empty", input=name, where="", what="w", todo="t"))
    assert meet(ledger, "odd name", name) is Meeting.KNOWN


@pytest.mark.parametrize(
    "crime",
    [
        "UPDATE log SET detail = '{}' WHERE seq = 2",
        "DELETE FROM log WHERE seq = 2",
        "UPDATE log SET seq = seq + 10 WHERE seq = 3",
        "UPDATE log SET at = '2000-01-01T00:00:00Z' WHERE seq = 1",
    ],
)
def test_the_log_tells_when_it_was_changed(ledger: Ledger, crime: str) -> None:
    assert ledger.verify_log() == len(ledger.log()) > 3
    change(ledger, crime)
    with pytest.raises(LedgerError, match="log was changed"):
        ledger.verify_log()


def fault(where: Path | Address, **how: bool) -> str:
    with pytest.raises(LedgerError) as caught:
        open_ledger(where, **how)
    return str(caught.value)


def test_files_that_are_no_ledgers(tmp_path: Path) -> None:
    assert "there is no ledger here" in fault(tmp_path / "none")
    assert "a folder stands" in fault(tmp_path, create=True)
    (tmp_path / "text").write_text("just some text, longer than the magic")
    assert "not an overt ledger" in fault(tmp_path / "text", create=True)
    (tmp_path / "empty").write_bytes(b"")
    assert "not an overt ledger" in fault(tmp_path / "empty")
    with sqlite3.connect(tmp_path / "other") as raw:
        raw.execute("CREATE TABLE t (x)")
    assert "not an overt ledger" in fault(tmp_path / "other", create=True)
    assert "folder for the ledger does not exist" in fault(tmp_path / "no" / "ledger", create=True)


def test_a_newer_schema_is_refused_untouched(ledger: Ledger) -> None:
    change(ledger, "UPDATE meta SET value = '99' WHERE key = 'schema'")
    ledger.close()
    assert "newer overt (schema 99" in fault(ledger.address)
    assert "newer overt" in fault(ledger.address, read_only=True)


def _make_old(path: Path) -> None:
    """Take a ledger back to schema 1, which had no questions, nothing to grow by, and other tables of entities."""
    with sqlite3.connect(path) as raw:
        later = ("entity_parts", "held", "removals", "cards", "names", "keys", "ties", "seats", "decisions")
        for name in ("questions", *later, "kept_accounts", "conflicts", "basis", "revisions", "history"):
            raw.execute(f"DROP TABLE {name}")
        for name in ("entities", "statistics"):
            raw.execute(f"DROP TABLE {name}")
            raw.execute(f"CREATE TABLE {name} (position INTEGER PRIMARY KEY, id TEXT, body TEXT)")
        raw.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    raw.close()


@pytest.mark.parametrize("read_only", [False, True])
def test_an_older_ledger_is_brought_up_to_date(file: Ledger, *, read_only: bool) -> None:
    put_findings(file, make_findings())
    reports, length = file.report_ids(), file.verify_log()
    file.close()
    _make_old(file.path)
    with open_ledger(file.path, read_only=read_only) as opened:
        assert (opened.report_ids(), opened.questions()) == (reports, ())
        assert opened.meta("schema") == str(schema.SCHEMA_VERSION)
        assert opened.meta("findings_mark") is None  # the next run works the findings out again
        assert opened.verify_log() == length + 4  # two reports, the first revision, the upgrade
    with open_ledger(file.path) as again:
        assert again.verify_log() == length + 4
        put_findings(again, make_findings())
        assert again.questions() == make_findings().questions


def test_an_older_ledger_has_all_tables_after_its_steps(file: Ledger) -> None:
    file.close()
    _make_old(file.path)
    with open_ledger(file.path) as opened, opened._engine.connect() as connection:
        for table in schema.metadata.sorted_tables:
            found = {row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table.name})")}
            assert found == {column.name for column in table.columns}, table.name


def test_a_damaged_file_is_refused(file: Ledger) -> None:
    file.close()
    content = bytearray(file.path.read_bytes())
    content[4096 : len(content) - 4096] = b"\xa5" * (len(content) - 8192)
    file.path.write_bytes(content)
    assert "damaged" in fault(file.path)


def test_a_torn_file_is_refused(file: Ledger) -> None:
    file.close()
    content = file.path.read_bytes()
    file.path.write_bytes(content[: len(content) // 2])
    assert "damaged" in fault(file.path)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that nobody can write")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    assert "cannot be opened" in fault(Path("/proc/self/a.ledger"), create=True)


def test_a_full_disk_is_told_and_leaves_the_ledger_whole(file: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    before = all_rows(file, *FINDINGS)
    report = make_report("word " * 300_000, "big.txt")
    with file._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")  # holds for this one connection of the pool
        connection.rollback()
    with pytest.raises(LedgerError, match="no room left"):
        file.add_reading(report, empty_reading(report), ENGINE)
    file.close()
    with open_ledger(file.path) as again:
        assert report.id not in again.report_ids()
        assert all_rows(again, *FINDINGS) == before
        again.add_reading(report, empty_reading(report), ENGINE)
        assert report.id in again.report_ids()


def test_half_a_character_is_told_and_leaves_the_ledger_whole(ledger: Ledger) -> None:
    rows = ledger.log()
    with pytest.raises(LedgerError, match="half of a character"):
        ledger.finish_run(ledger.start_run("\udcff"), {}, 1.0)
    assert ledger.log() == rows


def test_the_schema_is_one_postgresql_takes() -> None:
    statements: list[str] = []
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
    engine = create_mock_engine("postgresql://", lambda sql, *_: statements.append(str(sql.compile(dialect=dialect))))
    schema.metadata.create_all(engine, checkfirst=False)
    assert sum("CREATE TABLE" in statement for statement in statements) == len(schema.metadata.tables)


def test_durability_settings(file: Ledger) -> None:
    with file._engine.connect() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        assert [connection.exec_driver_sql(f"PRAGMA {one}").scalar() for one in asked] == ["wal", 2, 1, 60_000]


@pytest.mark.parametrize("said", ["disk I/O error", "unable to open database file"])
def test_a_disk_that_is_full_is_told_whatever_sqlite_calls_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    store, usage = SqliteStore(tmp_path / "a.ledger"), shutil.disk_usage(tmp_path)
    for free, is_told in ((1000, True), (10**9, False)):
        monkeypatch.setattr(shutil, "disk_usage", lambda _, free=free: usage._replace(free=free))
        told = store.explain(sqlite3.OperationalError(said))
        assert told is not None
        assert ("no room left" in told.what) is is_told
