"""Finds the files to read: paths of files and folders in, files in a stable order out."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from overt.collect.found import Raw
from overt.collect.problems import make_problem
from overt.types.problem import Problem

SIDECAR = ".meta.json"
_LEDGER = (".ledger", ".ledger-wal", ".ledger-shm", ".ledger-journal")  # our own, often kept beside the reports


def find_files(paths: Sequence[Path]) -> Iterator[Path | Problem]:
    """Yield the files under the paths, each once; in folders recursively, sorted; no hidden files, sidecars or ledgers.

    A path that is not there is a problem. A folder that contains itself through a link is entered once.
    """
    seen: set[Path] = set()
    for path in paths:
        if path.is_dir():
            yield from _walk(path, seen)
        elif not path.exists():
            yield make_problem("input-missing", str(path), "There is no such file or folder.")
        else:
            yield path


def _walk(folder: Path, seen: set[Path]) -> Iterator[Path | Problem]:
    real = folder.resolve()
    if real in seen:
        return
    seen.add(real)
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield make_problem("report-unreadable", str(folder), f"The folder cannot be opened: {error.strerror}.")
        return
    for entry in entries:
        if entry.name.startswith((".", "~$")) or entry.name.endswith((SIDECAR, *_LEDGER)):
            continue
        path = folder / entry.name
        if path.is_dir():
            yield from _walk(path, seen)
        elif path.is_file() or path.is_symlink():
            yield path


def read_bytes(path: Path, max_bytes: int, max_characters: int) -> Raw | Problem:
    """Return the bytes of a file, or the problem that keeps them from us: gone, forbidden, too large, empty."""
    name = str(path)
    try:
        if not path.is_file():
            return make_problem("input-missing", name, "There is no such file.")
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except FileNotFoundError:
        return make_problem("input-missing", name, "The file is gone.")
    except OSError as error:
        return make_problem("report-unreadable", name, f"The file cannot be read: {error.strerror or error}.")
    if len(data) > max_bytes:
        return make_problem("report-huge", name, f"The file is larger than {max_bytes:,} bytes.")
    if not data.strip():
        return make_problem("report-empty", name, "The file is empty.")
    return Raw(name=name, data=data, max_characters=max_characters)
