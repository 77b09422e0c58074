"""Whatever is changed behind the ledger's back is found, and it is said where."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, LargeBinary, String, text

from overt.assemble import engine_mark, renew_findings
from overt.decide import Desk
from overt.record import open_ledger, schema
from overt.record.ledger import Ledger
from overt.record.rows import Changes
from overt.record.verifying.flaws import Verified
from overt.record.verifying.whole import verify_ledger
from overt.types.kept import Renewal
from tests.decisions.test_histories import RULES
from tests.record.history.test_sealing import KELM, SORN, add
from tests.record.samples import first_reading, first_report, make_report, read_simply
from tests.stores import Stores

BRENN = make_report("A depot in Brenn burned in May.", "brenn.txt")
PROTECTED = ("log", "reports", "readings", "decisions", "kept_accounts", "revisions", "history", "incidents", "claims")
TABLES = [schema.metadata.tables[name] for name in (*PROTECTED, "incident_countries", "conflicts", "removals")]


@pytest.fixture
def ledger(stores: Stores) -> Iterator[Ledger]:
    """Give a ledger that had runs and decisions, with rows in each table that is protected."""
    with open_ledger(stores.address(), create=True) as opened:
        opened.add_reading(first_report(), first_reading(), engine_mark())
        add(opened, KELM)
        add(opened, SORN, BRENN)
        desk = Desk(opened, by="Ada")
        first, second, third = (opened.incidents_of(one.id)[0] for one in (KELM, SORN, BRENN))
        desk.accept(first)
        desk.merge([first, second], why="one fire")
        desk.set_value(third, "stage", "foiled", source="the court's file, page 3")
        desk.remove(BRENN.id, why="satire")
        opened.add_reading(SORN, replace(read_simply(SORN), accounts=()), engine_mark())
        renew_findings(opened, engine_mark())  # what was merged is no longer read: a conflict
        yield opened


def tamper(ledger: Ledger, statement: str, **values: object) -> Verified:
    """Return what is found after a crime, and undo it."""
    with ledger._engine.connect() as connection:
        transaction = connection.begin()
        unguard(connection)
        assert connection.execute(text(statement), values).rowcount > 0, statement
        found = verify_ledger(connection)
        transaction.rollback()
    return found


def unguard(connection: Connection) -> None:
    """Let rows be changed that others name: who tampers is not stopped by the rules of the database."""
    is_file = connection.dialect.name == "sqlite"
    connection.exec_driver_sql(
        "PRAGMA defer_foreign_keys = ON" if is_file else "SET LOCAL session_replication_role = 'replica'"
    )


def keys_of(ledger: Ledger, table: str) -> list[dict[str, object]]:
    columns = schema.metadata.tables[table].primary_key.columns
    with ledger._engine.connect().execution_options(is_reader=True) as connection:
        names = ", ".join(column.name for column in columns)
        rows = connection.exec_driver_sql(f"SELECT {names} FROM {table} ORDER BY {names}").all()
    return [dict(zip((column.name for column in columns), row, strict=True)) for row in rows]


def where(key: dict[str, object]) -> str:
    return " AND ".join(f"{name} = :{name}" for name in key)


def test_a_sound_ledger_has_no_flaw(ledger: Ledger) -> None:
    found = ledger.verify()
    assert found.flaws == ()
    assert found.notes == ()
    assert all(many for _, many in found.counts)


def test_each_changed_column_is_found(ledger: Ledger) -> None:
    for table in TABLES:
        for key in keys_of(ledger, table.name)[-2:]:
            for column in table.columns:
                value: object = "1000"
                if isinstance(column.type, LargeBinary):
                    value = b"\x78"
                elif not isinstance(column.type, String):
                    value = 1000
                crime = f'UPDATE {table.name} SET "{column.name}" = :value WHERE {where(key)}'
                found = tamper(ledger, crime, value=value, **key)
                assert found.flaws, (table.name, column.name, key)
                assert all(one.todo and one.row for one in found.flaws)


@pytest.mark.parametrize("table", PROTECTED)
def test_each_row_that_is_gone_is_found(ledger: Ledger, table: str) -> None:
    for key in keys_of(ledger, table):
        is_last = table == "log" and key["seq"] == len(ledger.log())
        found = tamper(ledger, f"DELETE FROM {table} WHERE {where(key)}", **key)
        # The newest row of the log is missed by what it sealed, or by a head that was noted.
        assert found.flaws or is_last, (table, key)


@pytest.mark.parametrize("value", ["x", 7, None, b"x"])
def test_what_is_of_another_kind_is_found(ledger: Ledger, value: object) -> None:
    if ledger._engine.dialect.name != "sqlite":
        pytest.skip("only SQLite takes a value that is not of its column's kind")
    for table in TABLES:
        for column in table.columns:
            if column.primary_key or not keys_of(ledger, table.name):
                continue
            key = keys_of(ledger, table.name)[0]
            with ledger._engine.connect().execution_options(is_reader=True) as connection:
                question = text(f'SELECT "{column.name}" FROM {table.name} WHERE {where(key)}')
                old = connection.execute(question, key).scalar()
            if old == value or (value is None and not column.nullable):
                continue
            found = tamper(
                ledger, f'UPDATE {table.name} SET "{column.name}" = :value WHERE {where(key)}', value=value, **key
            )
            assert found.flaws, (table.name, column.name)


@RULES
@given(st.data())
def test_any_byte_that_is_changed_is_found(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.mktemp("bytes") / "a.ledger"
    with open_ledger(path, create=True) as opened:
        add(opened, KELM, SORN)
        Desk(opened, by="Ada").accept(opened.incidents_of(KELM.id)[0])
        add(opened, replace(KELM, title="Fire at a depot"), BRENN)
        for _ in range(10):
            table = data.draw(st.sampled_from([one for one in TABLES if keys_of(opened, one.name)]))
            key = data.draw(st.sampled_from(keys_of(opened, table.name)))
            column = data.draw(st.sampled_from(list(table.columns)))
            question = text(f'SELECT "{column.name}" FROM {table.name} WHERE {where(key)}')
            with opened._engine.connect().execution_options(is_reader=True) as connection:
                old = connection.execute(question, key).scalar()
            crime = f'UPDATE {table.name} SET "{column.name}" = :value WHERE {where(key)}'
            found = tamper(opened, crime, value=bent(old, data), **key)
            assert found.flaws, (table.name, column.name, old)
        assert opened.verify().flaws == ()


def bent(old: object, data: st.DataObject) -> object:
    """Return a value that is other in one byte, letter or step."""
    if isinstance(old, bytes) and old:
        at = data.draw(st.integers(0, len(old) - 1))
        return old[:at] + bytes([old[at] ^ (1 << data.draw(st.integers(0, 7)))]) + old[at + 1 :]
    if isinstance(old, str) and old:
        at = data.draw(st.integers(0, len(old) - 1))
        return old[:at] + ("x" if old[at] != "x" else "y") + old[at + 1 :]
    return old + 1000 if isinstance(old, int) else "x"


def test_it_is_said_where(ledger: Ledger) -> None:
    found = tamper(ledger, "UPDATE reports SET text = replace(text, 'Kelm', 'Yarm') WHERE id = :id", id=KELM.id)
    assert {(one.table, one.row) for one in found.flaws} >= {("reports", KELM.id)}
    assert "claims" in {one.table for one in found.flaws}  # whose quotes stand there no more


def test_what_is_put_in_is_found(ledger: Ledger) -> None:
    found = tamper(
        ledger,
        "INSERT INTO removals (report_id, reason, at) VALUES (:id, 'satire', '2026-01-01T00:00:00Z')",
        id=KELM.id,
    )
    assert [(one.table, one.row) for one in found.flaws] == [("removals", KELM.id)]
    copy = "INSERT INTO decisions SELECT number + 100, at, by, kind, body FROM decisions WHERE number = 1"
    assert ("decisions", "101") in {(one.table, one.row) for one in tamper(ledger, copy).flaws}


def test_a_log_written_anew_is_found_by_its_noted_head(ledger: Ledger, stores: Stores) -> None:
    head = ledger.verify().head
    assert ledger.verify(head).flaws == ()
    with open_ledger(stores.address("other"), create=True) as other:
        add(other, KELM)
        assert other.verify().flaws == ()
        assert [one.table for one in other.verify(head).flaws] == ["log"]


def test_the_log_goes_on_from_a_noted_head(ledger: Ledger) -> None:
    head = ledger.verify().head
    add(ledger, make_report("A depot in Tolm burned in June.", "tolm.txt"))
    assert ledger.verify(head).flaws == ()


def test_a_renewal_that_was_stopped_in_the_middle_is_sound(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("overt.assemble._AT_ONCE", 1)
    renew, calls = ledger.renew, list[int]()

    def renew_once(renewal: Renewal, changes: Changes) -> bool | None:
        if calls:
            raise KeyboardInterrupt
        calls.append(1)
        return renew(renewal, changes)

    with monkeypatch.context() as patch:
        patch.setattr(ledger, "renew", renew_once)
        with pytest.raises(KeyboardInterrupt):
            renew_findings(ledger, replace(engine_mark(), name="rules/9 overt/9.0"))
    assert ledger.verify().flaws == ()
    before = ledger.revisions()
    renew_findings(ledger, engine_mark())
    assert ledger.verify().flaws == ()
    assert ledger.revisions() == before
