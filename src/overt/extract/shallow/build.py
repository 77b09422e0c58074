"""What is needed while accounts are built, without a parser: the report's words as read, and one account's claims."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from overt.extract.ground import ClaimBook
from overt.extract.shallow.cast import Cast
from overt.extract.shallow.entities import EntityBook
from overt.extract.shallow.groups import Group
from overt.extract.shallow.lines import Line
from overt.extract.shallow.scenes import Stage
from overt.extract.shallow.tells import Tell
from overt.extract.shallow.voices import Voices
from overt.types.claim import Voice
from overt.types.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What is needed to build the accounts of one report."""

    report: Report
    cast: Cast
    stage: Stage
    voices: Voices
    entities: EntityBook
    tells: tuple[Tell, ...]


@dataclass(slots=True, kw_only=True)
class Build:
    """One account being built."""

    reader: Reader
    group: Group
    book: ClaimBook
    voices: dict[Tell, Voice] = field(default_factory=dict)


def lines_of(build: Build) -> Iterator[tuple[Line, Tell]]:
    """Yield each line of the group once, with its first tell that is strong."""
    seen: dict[int, Tell] = {}
    for tell in sorted(build.group.tells, key=lambda tell: (tell.is_weak, tell.span)):
        seen.setdefault(tell.line.number, tell)
    yield from ((tell.line, tell) for _, tell in sorted(seen.items()))


def replace_type(tell: Tell, code: str) -> Tell:
    """Return a tell under the type of its group."""
    return replace(tell, type=code)
