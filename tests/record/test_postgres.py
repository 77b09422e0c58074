"""What can be wrong with a ledger in a database, told in plain words and without a password."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from overt.base.errors import LedgerError
from overt.record import open_ledger, postgres
from overt.types.address import Address, Database
from overt.types.problem import Problem
from tests.postgres import Server

TEAM = ("ada", "ben", "rita")
PROBLEM = Problem(name="report-empty", input="x", where="", what="w", todo="t")


@pytest.fixture
def address(server: Server) -> Iterator[Address]:
    """Give an address at which nothing is as yet."""
    found = server.new_address()
    yield found
    server.drop(found)


def at(address: Address, **other: object) -> Address:
    """Return an address that differs in something."""
    place = address.database
    assert isinstance(place, Database)
    return Address(replace(place, **other))  # type: ignore[arg-type]  # the fields of Database


def fault(address: Address, *, create: bool = True) -> str:
    with pytest.raises(LedgerError) as caught:
        open_ledger(address, create=create).close()
    assert "s3cret" not in str(caught.value)
    return str(caught.value)


def test_databases_that_are_no_ledgers(server: Server, address: Address) -> None:
    assert "there is no ledger here" in fault(address, create=False)
    server.ask(f"CREATE SCHEMA {schema(address)}")
    assert "there is no ledger here" in fault(address, create=False)
    server.ask(f"CREATE TABLE {schema(address)}.log (x int)")
    assert "not an overt ledger" in fault(address)
    assert "?schema=NAME" in fault(address)
    assert "no such database" in fault(at(address, name="nowhere"))


def schema(address: Address) -> str:
    assert address.database is not None
    return address.database.schema


def test_a_server_that_is_not_there(address: Address) -> None:
    away = at(address, host="127.0.0.1", port=1, password="s3cret")
    assert "cannot be reached: postgresql://overt@127.0.0.1:1/postgres" in fault(away).replace("[", ": ").replace(
        " :", ":"
    )
    assert "cannot be reached" in fault(at(address, host="/nowhere"))


def test_whoever_is_not_let_in(server: Server, address: Address) -> None:
    server.ask("CREATE ROLE ada LOGIN PASSWORD 's3cret too'")
    try:
        assert "does not let this user in" in fault(at(address, user="ada"))
        assert "does not let this user in" in fault(at(address, user="ada", password="s3cret"))
        assert "may not do that" in fault(at(address, user="ada", password="s3cret too"))
        assert "does not let this user in" in fault(at(address, user="nobody_known", password="s3cret"))
    finally:
        server.ask("DROP ROLE ada")


def test_who_may_only_read(server: Server, address: Address) -> None:
    open_ledger(address, create=True).close()
    name = schema(address)
    server.ask("CREATE ROLE ben LOGIN PASSWORD 's3cret'")
    server.ask(f"GRANT USAGE ON SCHEMA {name} TO ben")
    server.ask(f"GRANT SELECT ON ALL TABLES IN SCHEMA {name} TO ben")
    try:
        with open_ledger(at(address, user="ben", password="s3cret")) as opened:
            assert opened.counts().reports == 0
            with pytest.raises(LedgerError, match="may not do that"):
                opened.add_problem(PROBLEM)
    finally:
        server.ask("DROP OWNED BY ben")
        server.ask("DROP ROLE ben")


def test_a_database_that_cannot_hold_all_texts(server: Server, address: Address) -> None:
    server.ask("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    try:
        assert "LATIN1" in fault(at(address, name="latin"))
    finally:
        server.ask("DROP DATABASE latin")


def test_two_ledgers_in_one_database(server: Server, address: Address) -> None:
    other = server.new_address()
    with open_ledger(address, create=True) as one, open_ledger(other, create=True) as two:
        one.add_problem(PROBLEM)
        assert (one.counts().problems, two.counts().problems) == (1, 0)
    server.drop(other)


def end_all(server: Server) -> None:
    server.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'overt'")


def test_a_server_that_was_restarted_is_found_again(server: Server, address: Address) -> None:
    with open_ledger(address, create=True) as opened:
        opened.add_problem(PROBLEM)
        end_all(server)
        assert opened.counts().problems == 1
        end_all(server)
        opened.start_run("1")


def test_a_connection_that_is_lost_while_something_is_written_leaves_nothing_half(
    server: Server, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_ledger(address, create=True) as opened:
        rows = len(opened.log())
        monkeypatch.setattr("overt.record.ledger.append_log", lambda *_: end_all(server))
        with pytest.raises(LedgerError, match="connection") as caught:
            opened.add_problem(PROBLEM)
        assert "Run the same command again" in str(caught.value)
        monkeypatch.undo()
        assert (opened.counts().problems, len(opened.log())) == (0, rows)
        opened.add_problem(PROBLEM)
        assert opened.verify_log() == rows + 1


def test_whoever_waits_too_long_is_told(address: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "WAIT_SECONDS", 1)
    with open_ledger(address, create=True) as one, open_ledger(address) as two, one._writing():
        assert two.counts().reports == 0
        with pytest.raises(LedgerError, match="another program is writing"):
            two.add_problem(PROBLEM)


def test_a_commit_is_on_the_disk_whatever_the_server_says(server: Server, address: Address) -> None:
    assert server.ask("SHOW synchronous_commit") == [("off",)]
    with open_ledger(address, create=True) as opened, opened._writing() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
        assert connection.exec_driver_sql("SHOW transaction_isolation").scalar() == "read committed"
    with open_ledger(address) as opened, opened._reading() as connection:
        assert connection.exec_driver_sql("SHOW transaction_isolation").scalar() == "repeatable read"
        assert connection.exec_driver_sql("SHOW transaction_read_only").scalar() == "on"


def test_what_the_how_to_says_makes_a_ledger_for_a_team(server: Server, address: Address) -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    server.ask("CREATE DATABASE overt ENCODING 'UTF8' TEMPLATE template0")
    try:
        server.ask(block, "overt")
        again = "\n".join(line for line in block.splitlines() if " ada " in line)
        server.ask(again.replace(" ada ", " ben "), "overt")
        for name in ("ada", "ben", "rita"):
            server.ask(f"ALTER ROLE {name} PASSWORD 's3cret'")
        ada, ben, rita = (at(address, name="overt", schema="public", user=who, password="s3cret") for who in TEAM)
        with open_ledger(ada, create=True) as one, open_ledger(ben) as two, open_ledger(rita) as three:
            one.add_problem(PROBLEM)
            two.start_run("1")
            assert (two.counts().problems, len(one.runs()), three.counts().problems) == (1, 1, 1)
            with pytest.raises(LedgerError, match="may not do that"):
                three.start_run("1")
        with open_ledger(ben) as two, two._writing() as connection:
            connection.exec_driver_sql("ALTER TABLE problems ADD COLUMN later int")  # as an update of overt does
    finally:
        server.ask("DROP DATABASE overt")
        server.ask("DROP ROLE ada, ben, rita, overt_team")
