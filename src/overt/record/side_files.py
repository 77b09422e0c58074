"""Reads the files that SQLite keeps beside a ledger while it is used: path -> whether one of them was taken away."""

import struct
from pathlib import Path

_BACKFILLED, _FRAMES = 96, 16  # places in the -shm file: https://www.sqlite.org/walformat.html, section 2.1


def lost_frames(path: Path) -> int:
    """Return how many pages stood in a -wal file that is gone, as the -shm file that was left there says."""
    wal, shm = Path(f"{path}-wal"), Path(f"{path}-shm")
    try:
        if wal.exists():
            return 0
        head = shm.read_bytes()[: _BACKFILLED + 4]
    except OSError:
        return 0
    if len(head) < _BACKFILLED + 4:
        return 0
    frames, copied = (int(struct.unpack_from("=I", head, place)[0]) for place in (_FRAMES, _BACKFILLED))
    return max(0, frames - copied)
