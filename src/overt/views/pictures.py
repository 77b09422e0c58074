"""What a view gives: the drawing, what it leaves out, and the rows behind it; and how it is asked for."""

from collections.abc import Callable
from dataclasses import dataclass, field

from overt.base.edtf import Interval
from overt.views.style import Theme

Cell = str | int | float | None
LinkMaker = Callable[[tuple[str, ...]], str | None]


def no_link(_: tuple[str, ...]) -> str | None:
    """Link to nothing: for a picture that leaves the workspace."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Incidents that a picture does not draw, and why: what is not seen is at least said."""

    reason: str
    incident_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The data behind a picture, the same as a table."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How a picture is wanted. `link` gives the address of one or several incidents."""

    theme: Theme = Theme.LIGHT
    stands_alone: bool = True  # False: for a page that has the style sheet itself
    link: LinkMaker = field(default=no_link)
    title: str = ""
    shown: str = "all incidents"  # the filter, in words
    revision: str = ""  # of the ledger, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a ledger knows beside the incidents."""

    published: tuple[Interval, ...] = ()  # when each report that was read was published
    bodies: frozenset[str] = frozenset()  # ids of entities that are no people: only they may be named as behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawn view."""

    view: str  # map | timeline | network | trends
    title: str
    description: str
    svg: str
    rows: Rows
    drawn: tuple[str, ...]  # ids of the incidents drawn
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]  # the counting rule, and what must be known to read it
