"""Where a ledger is: what may be said, what is said back, and that no password is among it."""

from pathlib import Path

import pytest

from overt.base.errors import SettingsError
from overt.record.passwords import find_password
from overt.types.address import Address, Database, read_address


@pytest.mark.parametrize(
    ("said", "meant", "shown"),
    [
        (
            "postgresql://ada:s3cret@db.example.org:6543/fires?schema=spring&sslmode=verify-full",
            Database(
                host="db.example.org", port=6543, user="ada", password="s3cret", name="fires", schema="spring",
                sslmode="verify-full",
            ),
            "postgresql://ada@db.example.org:6543/fires?schema=spring&sslmode=verify-full",
        ),
        ("postgres://ada@host/fires", Database(host="host", user="ada", name="fires"), "postgresql://ada@host/fires"),
        ("postgresql:///fires", Database(name="fires"), "postgresql:///fires"),
        (
            "postgresql://ada:a%40b%2Fc%3A@%2Frun%2FPg/fires",
            Database(host="/run/Pg", user="ada", password="a@b/c:", name="fires"),
            "postgresql://ada@%2Frun%2FPg/fires",
        ),
        (
            "postgresql:///fires?host=/run/pg&user=ada&password=s3cret",
            Database(host="/run/pg", user="ada", password="s3cret", name="fires"),
            "postgresql://ada@%2Frun%2Fpg/fires",
        ),
        ("postgresql://[::1]:5433/fires", Database(host="::1", port=5433, name="fires"), "postgresql://[::1]:5433/fires"),
    ],
)  # fmt: skip
def test_addresses_of_databases(said: str, meant: Database, shown: str) -> None:
    address = read_address(said)
    assert address == Address(meant)
    assert str(address) == shown
    again = read_address(shown).database
    assert again is not None
    assert (again.host, again.port, again.user, again.name) == (meant.host, meant.port, meant.user, meant.name)
    for secret in filter(None, [meant.password]):
        assert secret not in f"{address} {address!r} {address.database!r}"


def test_all_else_is_a_file(tmp_path: Path) -> None:
    for said in ("spring.ledger", "a/b.ledger", "postgresql.ledger", tmp_path / "a.ledger"):
        assert read_address(said) == Address(Path(said))
        assert str(read_address(said)) == str(said)


@pytest.mark.parametrize(
    "said",
    [
        "postgresql:fires",
        "postgresql://ada:s3/cret@host/fires",
        "postgresql://ada:1234/s3cret@host/fires",
        "postgresql://ada:s3#cret@host/fires",
        "postgresql://ada:s3?cret@host/fires",
        "postgresql://ada:s3cret@host:port/fires",
        "postgresql://ada:s3cret@host/fires?schmea=x",
        "postgresql://ada:s3cret@host/fires?sslmode=maybe",
        "postgresql://ada:s3cret@host/fires?port=x",
        Path("postgresql://ada:s3cret@host/fires"),
    ],
)
def test_what_is_no_address_is_told_without_the_password(said: str | Path) -> None:
    with pytest.raises(SettingsError) as caught:
        read_address(said)
    assert "cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("host:5432:fires:ada:s3cret", "s3cret"),
        ("*:*:*:ada:s3cret", "s3cret"),
        (r"host:5432:fires:ada:s3\:cr\\et", r"s3:cr\et"),
        ("other:5432:fires:ada:s3cret", None),
        ("#host:5432:fires:ada:s3cret", None),
        ("host:5432", None),
    ],
)
def test_the_password_is_found_where_psql_finds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, found: str | None
) -> None:
    file = tmp_path / "pgpass"
    file.write_text(f"# of the team\n{line}\nhost:5432:fires:ben:another\n")
    file.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(file))
    monkeypatch.delenv("PGPASSWORD", raising=False)
    wanted = ("host", "5432", "fires", "ada")
    assert find_password(None, wanted) == found
    assert find_password("said", wanted) == "said"
    file.chmod(0o644)
    assert find_password(None, wanted) is None
    monkeypatch.setenv("PGPASSWORD", "s3cret too")
    assert find_password(None, wanted) == "s3cret too"
