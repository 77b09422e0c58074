"""Lays a timeline out: Seen -> bars in lanes of their family, bundles where they are too many, and the undated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from overt.base.edtf import Interval
from overt.views.axis import Axis, is_dated, span_of
from overt.views.pictures import Cell, LeftOut, Rows
from overt.views.seen import Seen
from overt.views.style import FAMILIES
from overt.views.svg import fitted, width_of
from overt.words.codes import say_time

LABELLED = 90  # so many incidents are drawn with their names
_LABEL_WIDTH = 250.0
_LEAST = 9.0  # pixels of a mark
_TAIL = 46.0  # pixels of an end that is open
_MOST_LANES = 12  # of a family; what is more is bundled
_GAP = 5.0
_BUNDLE = 26.0


class Ends(NamedTuple):
    """Where a mark is drawn, and which of its ends are open."""

    x_0: float
    x_1: float
    is_open_left: bool
    is_open_right: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One incident, or several of about the same time where there is no room for each."""

    family: str
    lane: int
    ends: Ends
    members: tuple[Seen, ...]
    label: str
    label_x: float  # where it begins, or where it is left of the mark: ends


@dataclass(frozen=True, slots=True)
class Lanes:
    """All that are dated, in lanes by family; and the others."""

    axis: Axis | None
    bars: tuple[Bar, ...]
    depths: tuple[tuple[str, int], ...]  # family, how many lanes
    left_out: tuple[LeftOut, ...]


def lay_out(seen: Sequence[Seen], x_0: float, x_1: float) -> Lanes:
    """Return every incident in one bar or among those left out."""
    dated = [one for one in seen if is_dated(one.time)]
    undated = [one for one in seen if one.time is None]
    yearless = [one for one in seen if one.time is not None and not is_dated(one.time)]
    start_end = span_of([one.time for one in dated if one.time]) if dated else None
    axis = Axis(*start_end, x_0, x_1) if start_end else None
    before = [one for one in dated if axis and one.time and _last(one.time) < axis.start]
    apart = {one.id for one in before}
    shown = [one for one in dated if one.id not in apart]
    left = (
        ("No time told", undated),
        ("Year not told", yearless),
        (f"Before {axis.start.year}" if axis else "", before),
    )
    bars: list[Bar] = []
    depths: list[tuple[str, int]] = []
    for family in sorted({one.family for one in shown}, key=_family_order):
        members = [one for one in shown if one.family == family]
        if axis:
            laid, depth = _family_lanes(members, axis, has_labels=len(shown) <= LABELLED)
            bars += laid
            depths.append((family, depth))
    return Lanes(
        axis=axis,
        bars=tuple(bars),
        depths=tuple(depths),
        left_out=tuple(LeftOut(reason=said, incident_ids=tuple(o.id for o in some)) for said, some in left if some),
    )


def _family_order(family: str) -> tuple[int, str]:
    return (FAMILIES.index(family) if family in FAMILIES else len(FAMILIES), family)


def _last(time: Interval) -> date:
    return time.hi or time.lo or date.max


def ends_of(time: Interval, axis: Axis) -> Ends:
    """Return where an interval lies: an open end fades out and is drawn no longer than its tail."""
    if time.lo is None and time.hi is not None:
        right = axis.x_after(time.hi)
        return Ends(max(right - _TAIL, axis.x_0), right, True, False)
    if time.hi is None and time.lo is not None:
        left = axis.x(time.lo)
        return Ends(left, min(left + _TAIL, axis.x_1), False, True)
    lo, hi = time.lo or axis.start, time.hi or axis.end
    left, right = axis.x(lo), axis.x_after(hi)
    if right - left < _LEAST:
        middle = min(max((left + right) / 2, axis.x_0 + _LEAST / 2), axis.x_1 - _LEAST / 2)
        left, right = middle - _LEAST / 2, middle + _LEAST / 2
    return Ends(left, right, lo < axis.start, False)


def _family_lanes(members: Sequence[Seen], axis: Axis, *, has_labels: bool) -> tuple[list[Bar], int]:
    """Put each into the first lane where it touches nothing; what finds none is bundled in a last lane."""
    placed = sorted(((ends_of(one.time, axis), one) for one in members if one.time), key=lambda p: (*p[0][:2], p[1].id))
    taken: list[float] = []  # the right end of each lane
    bars: list[Bar] = []
    over: list[tuple[Ends, Seen]] = []
    for ends, one in placed:
        label, label_x, left, right = _labelled(one, ends, axis) if has_labels else ("", 0.0, ends.x_0, ends.x_1)
        lane = next((lane for lane, end in enumerate(taken) if end + _GAP <= left), len(taken))
        if lane == len(taken):
            if not has_labels and lane >= _MOST_LANES:
                over.append((ends, one))
                continue
            taken.append(right)
        taken[lane] = right
        bars.append(Bar(one.family, lane, ends, (one,), label, label_x))
    bundles = _bundles(over, len(taken), axis)
    return bars + bundles, len(taken) + bool(bundles)


def _labelled(one: Seen, ends: Ends, axis: Axis) -> tuple[str, float, float, float]:
    """Return the label, where it stands, and what both take: right of the mark where there is room, else left of it."""
    label = fitted(one.label, _LABEL_WIDTH, 11)
    width = width_of(label, 11)
    if ends.x_1 + 5 + width <= axis.x_1:
        return label, ends.x_1 + 5, ends.x_0, ends.x_1 + 5 + width
    room = ends.x_0 - 5 - axis.x_0
    if room < width:
        label = fitted(label, max(room, 0.0), 11)
    return label, ends.x_0 - 5, ends.x_0 - 5 - min(width, room), ends.x_1


def _bundles(over: Sequence[tuple[Ends, Seen]], lane: int, axis: Axis) -> list[Bar]:
    """Return what is too much for the lanes, gathered by where it begins."""
    bins: dict[int, list[Seen]] = {}
    for ends, one in over:
        bins.setdefault(int((ends.x_0 - axis.x_0) // _BUNDLE), []).append(one)
    bars = []
    for index, members in sorted(bins.items()):
        left = min(axis.x_0 + index * _BUNDLE, axis.x_1 - _BUNDLE)
        ends = Ends(left + 1, left + _BUNDLE - 1, False, False)
        bars.append(Bar(members[0].family, lane, ends, tuple(members), f"+{len(members)}", left + _BUNDLE / 2))
    return bars


_COLUMNS = ("incident", "title", "type", "stage", "when", "edtf", "earliest", "latest", "drawn_as")


def timeline_rows(seen: Sequence[Seen], lanes: Lanes) -> Rows:
    """Return a row for each incident, in the order of time, undated last."""
    reasons = {one: part.reason for part in lanes.left_out for one in part.incident_ids}
    bundled = {one.id for bar in lanes.bars if len(bar.members) > 1 for one in bar.members}
    rows: list[tuple[Cell, ...]] = []
    for one in sorted(seen, key=lambda one: (_first(one), one.id)):
        time = one.time
        drawn = f"not drawn: {reasons[one.id]}" if one.id in reasons else "bundled" if one.id in bundled else "interval"
        lo, hi = (time.lo, time.hi) if time else (None, None)
        bounds = (lo.isoformat() if lo else None, hi.isoformat() if hi else None)
        edtf = time.edtf if time else None
        rows.append((one.id, one.label, one.type, one.stage.value, say_time(edtf), edtf, *bounds, drawn))
    return Rows(columns=_COLUMNS, rows=tuple(rows))


def _first(one: Seen) -> date:
    return (one.time and (one.time.lo or one.time.hi)) or date.max
