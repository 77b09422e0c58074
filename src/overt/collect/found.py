"""What a reader finds in one input, before it becomes a report, and what it is read with."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from overt.types.problem import Problem
from overt.types.report import Boilerplate, Published


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known about a report besides its text; None: nothing says."""

    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    language: str | None = None
    published: Published | None = None

    def over(self, other: "Facts") -> "Facts":
        """Return these facts, with the other's where these say nothing."""
        return Facts(
            outlet=self.outlet or other.outlet,
            url=self.url or other.url,
            title=self.title or other.title,
            language=self.language or other.language,
            published=self.published or other.published,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """The bytes of one input with its name, as the user gave it, and the largest text that may be kept."""

    name: str
    data: bytes
    max_characters: int = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One text out of an input. `raw` are the bytes of this text alone (a line of a JSONL file)."""

    name: str
    raw: bytes
    text: str
    facts: Facts = Facts()
    boilerplate: tuple[Boilerplate, ...] = ()
    problems: tuple[Problem, ...] = ()


Reader = Callable[[Raw], Iterator[Found | Problem]]
