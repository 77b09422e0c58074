"""What is counted, and as what: Seen -> counted or not with the reason, by month, country and type (codebook 8.2)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from overt.base.edtf import Interval
from overt.types.account import Granularity, Stage
from overt.views.pictures import LeftOut
from overt.views.seen import Seen
from overt.words.codes import say_code

COUNTED_FAMILIES = ("violence", "sabotage", "espionage", "coercion", "influence")
_STAGES = frozenset({Stage.OCCURRED, Stage.ATTEMPTED, Stage.FOILED})
_GRANULARITIES = frozenset({Granularity.SINGLE, Granularity.SERIES})
_STATUSES = frozenset({"accepted", "candidate"})
_COMPARED = frozenset({1, 2, 3})
SEGMENTS = ("accepted", "accepted, single source", "candidate", "candidate, single source")


@dataclass(frozen=True, slots=True)
class Counted:
    """Incidents under one heading."""

    said: str
    members: tuple[Seen, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Return their ids."""
        return tuple(one.id for one in self.members)

    def segments(self) -> tuple[tuple[str, int], ...]:
        """Return how many of each kind there are, in the order in which they are drawn."""
        kinds = [segment_of(one) for one in self.members]
        return tuple((kind, kinds.count(kind)) for kind in SEGMENTS)


def segment_of(one: Seen) -> str:
    """Return whether a person accepted it, and whether its sources could be compared."""
    single = "" if one.grade in _COMPARED else ", single source"
    return ("accepted" if one.status == "accepted" else "candidate") + single


def split_counted(seen: Sequence[Seen]) -> tuple[tuple[Seen, ...], tuple[LeftOut, ...], tuple[str, ...]]:
    """Return what is counted, what is not and why, and the families counted: all where none of the five is there."""
    is_any = any(one.family in COUNTED_FAMILIES for one in seen)
    families = COUNTED_FAMILIES if is_any else tuple(sorted({one.family for one in seen}))
    counted: list[Seen] = []
    reasons: dict[str, list[str]] = {}
    for one in seen:
        reason = _why_not(one, families)
        if reason:
            reasons.setdefault(reason, []).append(one.id)
        else:
            counted.append(one)
    left_out = tuple(LeftOut(reason=why, incident_ids=tuple(ids)) for why, ids in sorted(reasons.items()))
    return tuple(counted), left_out, families


def _why_not(one: Seen, families: Sequence[str]) -> str:
    if one.status not in _STATUSES:
        return f"Status {say_code(one.status)}"
    if one.family not in families:
        return f"Family {say_code(one.family)}"
    if one.stage not in _STAGES:
        return f"Stage {say_code(one.stage.value)}"
    if one.granularity not in _GRANULARITIES:
        return f"Granularity {say_code(one.granularity.value)}"
    if one.grade in (4, 5):
        return "Graded 4 or 5: doubtful or improbable"
    return ""


def say_rule(families: Sequence[str]) -> str:
    """Say the counting rule."""
    return (
        f"Counted: each incident once; families {', '.join(families)}; carried out, attempted or foiled; single events "
        "and series; not rejected, not reversed; graded 1 to 3 for having happened, and 6 (a single source, not yet "
        "comparable) drawn lighter; never 4 or 5. Hatched: not yet accepted by a person. Reported incidents of this "
        "collection, not all incidents."
    )


@dataclass(frozen=True, slots=True)
class Bins:
    """Months, or quarters or years where they would be too many, from the first to the last."""

    months: int  # of a bin: 1, 3 or 12
    starts: tuple[date, ...]

    def index(self, time: Interval | None) -> int | None:
        """Return the bin in which all days of a time lie; None if there is none."""
        if time is None or time.lo is None or time.hi is None or not self.starts:
            return None
        first, last = self._place(time.lo), self._place(time.hi)
        return first if first == last and 0 <= first < len(self.starts) else None

    def _place(self, day: date) -> int:
        start = self.starts[0]
        return (day.year * 12 + day.month - start.year * 12 - start.month) // self.months

    def said(self, index: int) -> str:
        """Say a bin: "2024-05", "2024 Q2", "2024"."""
        day = self.starts[index]
        if self.months == 12:
            return f"{day.year}"
        return f"{day.year}-{day.month:02d}" if self.months == 1 else f"{day.year} Q{(day.month + 2) // 3}"


_MOST_BINS = 72


def make_bins(start: date, end: date) -> Bins:
    """Return the bins from one day to another."""
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    step = next((step for step in (1, 3) if (last - first) // step < _MOST_BINS), 12)
    months = range(first - first % step, last + 1, step)
    return Bins(step, tuple(date(month // 12, month % 12 + 1, 1) for month in months))


def by_bin(counted: Iterable[Seen], bins: Bins) -> tuple[tuple[Counted, ...], tuple[Counted, ...]]:
    """Return the bins, and what fits into none: by year, wider or open, before, without a time. Nothing is guessed."""
    fitting: dict[int, list[Seen]] = {}
    others: dict[str, list[Seen]] = {}
    for one in counted:
        index = bins.index(one.time)
        if index is None:
            others.setdefault(_wider(one.time, bins), []).append(one)
        else:
            fitting.setdefault(index, []).append(one)
    found = tuple(Counted(bins.said(index), tuple(fitting.get(index, ()))) for index in range(len(bins.starts)))
    return found, tuple(Counted(said, tuple(members)) for said, members in sorted(others.items()))


def _wider(time: Interval | None, bins: Bins) -> str:
    if time is None or (time.lo is None and time.hi is None):
        return "no time told"
    if bins.starts and time.hi is not None and time.hi < bins.starts[0]:
        return f"before {bins.said(0)}"
    if time.lo is not None and time.hi is not None and time.lo.year == time.hi.year:
        return f"some time in {time.lo.year}"
    return "wider than a year, or an end not told"


def by_heading(counted: Iterable[Seen], headings: Callable[[Seen], Sequence[str]]) -> tuple[Counted, ...]:
    """Return the incidents under each heading they have, those with most first."""
    found: dict[str, list[Seen]] = {}
    for one in counted:
        for said in dict.fromkeys(headings(one)):
            found.setdefault(said, []).append(one)
    rows = (Counted(said, tuple(members)) for said, members in found.items())
    return tuple(sorted(rows, key=lambda row: (-len(row.members), row.said)))
