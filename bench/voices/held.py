"""Which texts of PolNeAR the reader is taught on and which are left out: folder in, texts with their annotation out."""

from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

HELD, FOLDS = 0, 10


def fold_of(name: str) -> int:
    """Return the part that a text belongs to."""
    return crc32(name.encode()) % FOLDS


def read_texts(folder: Path) -> Iterator[tuple[str, str, Path]]:
    """Yield name, text and annotation, of one annotator (the first by name), of each annotated text of a folder."""
    for path in sorted((folder / "text").glob("*.txt")):
        annotated = sorted((folder / "attributions").glob(f"{path.stem}_*.ann"))
        if annotated:
            yield path.stem, path.read_text(encoding="utf-8"), annotated[0]
