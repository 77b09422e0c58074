"""What the workspace is told when it is started."""

from dataclasses import dataclass, field
from secrets import token_urlsafe

from overt.types.address import Address

DEFAULT_PORT = 8437
_MEGABYTE = 1_000_000


def _new_key() -> str:
    return token_urlsafe(24)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeSettings:
    """Where the workspace listens, for whom, and how much it takes in."""

    ledger: Address
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    by: str = ""  # who decides, unless she says another name
    key: str = field(default_factory=_new_key, repr=False)  # opens the door once; then a cookie holds it open
    max_form_bytes: int = 2 * _MEGABYTE
    max_upload_bytes: int = 200 * _MEGABYTE
    max_upload_files: int = 2_000

    @property
    def ledger_name(self) -> str:
        """What the ledger is called on top of the pages: its file, or its database without who may use it."""
        return str(self.ledger).rstrip("/").rpartition("/")[2]

    def hosts(self) -> frozenset[str]:
        """Return what a request may call this server: another name means that a page elsewhere sent it (rebinding)."""
        names = {"127.0.0.1", "localhost", "[::1]", f"[{self.host}]" if ":" in self.host else self.host}
        return frozenset({f"{name}:{self.port}" for name in names} | (names if self.port == 80 else set()))
