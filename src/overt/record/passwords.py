"""Finds the password of a database where PostgreSQL's own tools look: the address, PGPASSWORD, the file ~/.pgpass."""

import os
import re
from pathlib import Path

_FIELD = re.compile(r"((?:[^:\\]|\\.)*)(?::|$)")


def find_password(said: str | None, wanted: tuple[str, str, str, str]) -> str | None:
    """Return the password for `wanted` (host, port, database, user); None if nobody says one."""
    if said is not None:
        return said
    if "PGPASSWORD" in os.environ:
        return os.environ["PGPASSWORD"]
    return _from_file(Path(os.environ.get("PGPASSFILE") or Path.home() / ".pgpass"), wanted)


def _from_file(path: Path, wanted: tuple[str, str, str, str]) -> str | None:
    """Return the password of the first line that fits. A file that others may read is not believed, as psql does."""
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            return None
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    for line in lines:
        fields = [re.sub(r"\\(.)", r"\1", field) for field in _FIELD.findall(line)]
        if len(fields) < 5 or line.startswith("#"):
            continue
        if all(field in ("*", value) for field, value in zip(fields, wanted, strict=False)):
            return fields[4]
    return None
