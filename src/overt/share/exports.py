"""Writes a ledger in one of the export formats: Ledger -> files in a folder, each whole or not there at all."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from overt.base.errors import LedgerError, SettingsError
from overt.record.ledger import Ledger
from overt.share.formats import FORMATS


def export_ledger(ledger: Ledger, format: str, folder: Path) -> tuple[Path, ...]:  # noqa: A002 - the user's word
    """Write the ledger as `format` into `folder` (made if missing) and return the files, old ones replaced.

    Nothing is redacted. Raises SettingsError for an unknown format, LedgerError if the folder cannot be written.
    """
    if format not in FORMATS:
        raise SettingsError(
            f"there is no export format {format!r}", todo=f"Known formats: {', '.join(sorted(FORMATS))}."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written: dict[str, Path] = {}
        try:
            for name, parts in FORMATS[format](ledger).items():
                written[name] = _write_aside(folder, name, parts)
            return tuple(_put_in_place(aside, folder / name) for name, aside in written.items())
        finally:
            for aside in written.values():
                aside.unlink(missing_ok=True)  # of a file that failed: those before it are not put in place either
    except OSError as error:
        raise LedgerError(
            f"the export cannot be written: {error.strerror}", where=str(folder), todo="Name another folder with -o."
        ) from error


def _write_aside(folder: Path, name: str, parts: Iterator[str] | Iterator[bytes]) -> Path:
    with NamedTemporaryFile("wb", dir=folder, prefix=f".{name}.", delete=False) as file:
        aside = Path(file.name)
        try:
            file.writelines(part.encode() if isinstance(part, str) else part for part in parts)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            aside.unlink()
            raise
    return aside


def _put_in_place(aside: Path, final: Path) -> Path:
    aside.chmod(0o644)  # a temporary file is private to its maker, an export is not
    return aside.replace(final)
