"""Where a ledger is: what a user typed or a program gave -> Address, of a file or a place in a PostgreSQL database."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from overt.base.errors import SettingsError

_SCHEMES = ("postgresql", "postgres")
# What may stand behind the "?", as libpq calls it; `schema` is ours.
_OPTIONS = ("schema", "sslmode", "sslrootcert", "connect_timeout", "host", "port", "user", "password", "dbname")
_SSL_MODES = ("disable", "prefer", "require", "verify-ca", "verify-full")
_FORM = "Write it as postgresql://USER@HOST/DATABASE, with ?schema=NAME for one of several ledgers."


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A ledger in a PostgreSQL database: None means what PGHOST, PGUSER and the like, or else the server, say."""

    host: str | None = None  # a name, an address, or the folder of a socket
    port: int | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    name: str | None = None
    schema: str = "public"
    sslmode: str = "prefer"
    sslrootcert: str | None = None
    connect_timeout: int = 10  # seconds


@dataclass(frozen=True, slots=True)
class Address:
    """Where a ledger is. As text it is what another command takes, without the password, which is shown to nobody."""

    place: Path | Database

    def __str__(self) -> str:
        return str(self.place) if isinstance(self.place, Path) else _write(self.place)

    @property
    def name(self) -> str:
        """What it is called, without where it is."""
        if isinstance(self.place, Path):
            return self.place.name
        return self.place.name or "database" if self.place.schema == "public" else self.place.schema

    @property
    def path(self) -> Path | None:
        """The file, if it is one."""
        return self.place if isinstance(self.place, Path) else None

    @property
    def database(self) -> Database | None:
        """The place in a database, if it is none in a file."""
        return None if isinstance(self.place, Path) else self.place


def read_address(said: str | Path | Address) -> Address:
    """Return the address that `said` means: what begins with postgresql:// is a database, all else a file.

    Raises SettingsError, which never repeats a password.
    """
    if isinstance(said, Address):
        return said
    text = str(said)
    if text.partition(":")[0].lower() not in _SCHEMES:
        return Address(Path(said))
    if isinstance(said, Path):  # which made one slash of two
        raise SettingsError("the address of a database is a text, not a path", todo=_FORM)
    return Address(_read(text))


def _read(text: str) -> Database:
    try:
        parts = urlsplit(text)
        port = parts.port
        said = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    except ValueError as error:
        raise SettingsError("this is no address of a database", todo=_FORM) from error
    if not text.partition(":")[2].startswith("//") or parts.fragment or "@" in parts.path:
        # "#" or "/" in a password that was not escaped: part of it would be taken for something else, and be shown.
        raise SettingsError("this is no address of a database", todo=f"{_FORM} In a password, # is %23 and / is %2F.")
    unknown = sorted(said.keys() - set(_OPTIONS))
    if unknown:
        raise SettingsError(f"an address has no {', '.join(unknown)}", todo=f"It may have: {', '.join(_OPTIONS)}.")
    host = unquote(_host(parts.netloc)) or said.get("host") or None
    return Database(
        host=host,
        port=port if port is not None else _number(said.get("port"), "port"),
        user=_or_none(parts.username) or said.get("user"),
        password=_or_none(parts.password) or said.get("password"),
        name=unquote(parts.path.strip("/")) or said.get("dbname"),
        schema=said.get("schema") or "public",
        sslmode=_ssl_mode(said.get("sslmode", "prefer")),
        sslrootcert=said.get("sslrootcert"),
        connect_timeout=_number(said.get("connect_timeout"), "connect_timeout") or 10,
    )


def _host(netloc: str) -> str:
    """Return the host as it was written: urlsplit makes it small, and a folder's name may be of capitals."""
    host = netloc.rpartition("@")[2]
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _or_none(said: str | None) -> str | None:
    return unquote(said) if said else None


def _ssl_mode(said: str) -> str:
    if said not in _SSL_MODES:
        raise SettingsError(f"sslmode wants one of {', '.join(_SSL_MODES)}", where=said)
    return said


def _number(said: str | None, name: str) -> int | None:
    if said is None:
        return None
    if not said.isdecimal():
        raise SettingsError(f"{name} wants a number", where=said)
    return int(said)


def _write(one: Database) -> str:
    host = one.host or ""
    host = f"[{host}]" if ":" in host else quote(host, safe="")
    user = f"{quote(one.user, safe='')}@" if one.user else ""
    port = f":{one.port}" if one.port is not None else ""
    plain = Database()
    said = {name: getattr(one, name) for name in ("schema", "sslmode", "sslrootcert", "connect_timeout")}
    rest = [f"{name}={quote(str(value))}" for name, value in said.items() if value != getattr(plain, name)]
    return f"postgresql://{user}{host}{port}/{quote(one.name or '', safe='')}{'?' if rest else ''}{'&'.join(rest)}"
