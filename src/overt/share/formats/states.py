"""What a row was when it was exported: an incident in, a short text out that stands in its row and is read back.

    s1.3f2a9c0e11d24b7a.1f9a2c.0c77de. ...     digest of the incident, hash of what is only to be read, then of each
                                               cell that may be changed

The digest tells whether the incident has changed since, the hashes which cells a person wrote over: an import needs
both, and no copy of what was exported.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from overt.base.tables.cells import clean
from overt.record.decisions import incident_digest
from overt.types.incident import Incident

_MARK = "s1"  # another order or number of columns that may be changed is another mark
_DIGEST, _HASH = 16, 6
_LONG = 30_000  # characters of a cell


@dataclass(frozen=True, slots=True, kw_only=True)
class RowState:
    """An exported row as it was."""

    digest: str
    rest: str  # hash of the cells that are only to be read
    hashes: tuple[str, ...]

    def is_of(self, incident: Incident) -> bool:
        """Say whether the incident is still what was exported."""
        return incident_digest(incident).startswith(self.digest)

    def is_as_exported(self, at: int, text: str) -> bool:
        """Say whether the cell at a position of CHANGED still holds what was exported."""
        return self.hashes[at] == _short(text)


def state_of(incident: Incident, texts: Sequence[str], rest: Sequence[str]) -> str:
    """Return what stands in the row. `texts`: the cells that may be changed; `rest`: the others."""
    return ".".join((_MARK, incident_digest(incident)[:_DIGEST], rest_hash(rest), *map(_short, texts)))


def read_state(text: str, count: int) -> RowState | None:
    """Return what stands in a row; None if it is no state of this overt. `count`: of the cells that may be changed."""
    mark, *rest = text.strip().split(".")
    if mark != _MARK or len(rest) != count + 2 or len(rest[0]) != _DIGEST:
        return None
    return RowState(digest=rest[0], rest=rest[1], hashes=tuple(rest[2:]))


def rest_hash(texts: Sequence[str]) -> str:
    """Return the hash of cells that are only to be read; a program may write True in capitals, and cut long texts."""
    return _short("\0".join(" ".join(clean(text[:_LONG]).split()).casefold() for text in texts))


def _short(text: str) -> str:
    return sha256(" ".join(clean(text).split()).encode()).hexdigest()[:_HASH]
