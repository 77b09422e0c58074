"""Draws the timeline: incidents -> intervals as intervals, by family; what has no date stands apart."""

from collections.abc import Iterable, Mapping, Sequence

from overt.base.edtf import Precision
from overt.types.account import Stage
from overt.views.axis import Axis, ticks
from overt.views.frame import HEAD, MARGIN, WIDTH, Box, Framed, frame, legend, listing, subtitle
from overt.views.lanes import Bar, Lanes, lay_out, timeline_rows
from overt.views.pictures import Asked, Beside, Picture
from overt.views.seen import Seen
from overt.views.style import FAMILIES
from overt.views.svg import Attribute, element, fitted, mark, text
from overt.words.codes import say_count, say_time

_LEFT = MARGIN + 100  # where the axis begins, right of the families' names
_ROW = 18.0
_SLIM = 12.0  # where there are no names
_FADE = "ov-timeline-fade"
_DAYS = frozenset({Precision.CLOCK, Precision.DAY})
_NARROW = frozenset({Precision.CLOCK, Precision.DAY, Precision.DAYS, Precision.MONTH})
_UNDATED_HEIGHT = 170.0


def draw_timeline(seen: Sequence[Seen], asked: Asked, _: Beside | None = None) -> Picture:
    """Return the timeline of the incidents."""
    lanes = lay_out(seen, _LEFT, WIDTH - MARGIN)
    title = asked.title or "When it happened"
    body, height = _body(lanes, asked)
    top = HEAD + height + 46
    apart, used = _apart(lanes, {one.id: one.label for one in seen}, asked, top + 22)
    parts = [*body, *legend(_legend(), x=MARGIN, y=HEAD + height + 6)]
    if apart:
        parts += [text("Apart, without a place on the axis", MARGIN, top, "ov-faint"), *apart]
    notes = _notes(sum(one.is_coarsened for one in seen))
    drawn = tuple(one.id for bar in lanes.bars for one in bar.members)
    description = _description(lanes, len(seen), len(drawn))
    framed = Framed(
        view="timeline",
        title=title,
        subtitle=subtitle(asked, len(seen)),
        description=description,
        body=parts,
        height=height + 34 + (used + 30 if apart else 0),
        notes=notes,
        definitions=_fades(),
    )
    return Picture(
        view="timeline",
        title=title,
        description=description,
        svg=frame(framed, asked),
        rows=timeline_rows(seen, lanes),
        drawn=drawn,
        left_out=lanes.left_out,
        notes=notes,
    )


def _apart(lanes: Lanes, names: Mapping[str, str], asked: Asked, y: float) -> tuple[list[str], float]:
    """Return what is not on the axis, each reason in a column, and the height that it takes."""
    width = (WIDTH - 2 * MARGIN) / 3
    columns = [
        listing([one], names, asked, Box(MARGIN + index * width, y, width - 20, _UNDATED_HEIGHT))
        for index, one in enumerate(lanes.left_out)
    ]
    return [part for parts, _ in columns for part in parts], max((used for _, used in columns), default=0.0)


def _body(lanes: Lanes, asked: Asked) -> tuple[list[str], float]:
    if lanes.axis is None:
        return [text("No incident has a date.", MARGIN, HEAD + 24, "ov-faint")], 40.0
    step = _ROW if any(bar.label and len(bar.members) == 1 for bar in lanes.bars) else _SLIM
    tops, y = {}, HEAD + 34
    for family, depth in lanes.depths:
        tops[family] = y
        y += depth * step + 16
    height = y - HEAD
    parts = [*_grid(lanes.axis, height), *_family_heads(lanes, tops)]
    parts += (_bar(bar, tops[bar.family] + bar.lane * step + step / 2, asked) for bar in lanes.bars)
    return parts, height


def _grid(axis: Axis, height: float) -> Iterable[str]:
    for tick in ticks(axis):
        x = axis.x(tick.day)
        yield element("path", {"class_": "ov-line", "d": f"M{x:.1f} {HEAD + 20:g}V{HEAD + height - 6:g}"})
        yield text(tick.said, x + 3, HEAD + 18, "ov-small")
        if tick.above:
            yield text(tick.above, x + 3, HEAD + 4, "ov-small ov-head")


def _family_heads(lanes: Lanes, tops: dict[str, float]) -> Iterable[str]:
    for family, _ in lanes.depths:
        count = sum(len(bar.members) for bar in lanes.bars if bar.family == family)
        y = tops[family]
        yield element("path", {"class_": "ov-line", "d": f"M{MARGIN:g} {y - 7:.1f}H{WIDTH - MARGIN:g}"})
        yield text(fitted(family, 80, 12), MARGIN, y + 10, f"ov-head {_colour(family)}")
        yield text(f"{count:,}", MARGIN + 90, y + 10, "ov-small ov-end")


def _colour(family: str) -> str:
    return f"ov-{family if family in FAMILIES else 'response'}"


def _bar(bar: Bar, y: float, asked: Asked) -> str:
    ids = tuple(one.id for one in bar.members)
    colour = _colour(bar.family)
    if len(bar.members) > 1 or bar.label.startswith("+"):
        return _bundle(bar, y, asked, ids)
    one = bar.members[0]
    told = f"{one.label} ({say_time(one.time.edtf if one.time else None)})"
    parts = [_shape(bar, y, colour)]
    if bar.label:
        side = "" if bar.label_x > bar.ends.x_0 else " ov-end"
        parts.append(text(bar.label, bar.label_x, y + 4, f"ov-halo ov-small{side}"))
    return mark(parts, told=told, link=asked.link(ids))


def _bundle(bar: Bar, y: float, asked: Asked, ids: tuple[str, ...]) -> str:
    box = {"x": bar.ends.x_0, "y": y - 6, "width": bar.ends.x_1 - bar.ends.x_0, "height": 12, "rx": 3}
    told = (
        f"{say_count(len(ids), 'more incident')} of about this time: {', '.join(one.label for one in bar.members[:5])}"
    )
    if len(ids) > 5:
        told += f" and {len(ids) - 5} more"
    parts = [
        element("rect", {"class_": f"ov-shape ov-wide {_colour(bar.family)}", **box}),
        text(bar.label, bar.label_x, y + 4, "ov-small ov-middle ov-halo"),
    ]
    return mark(parts, told=told, link=asked.link(ids))


def _shape(bar: Bar, y: float, colour: str) -> str:
    """Return a diamond for a day, a bar for an interval; an end that is open fades out."""
    one, (x_0, x_1, is_open_left, is_open_right) = bar.members[0], bar.ends
    precision = one.time.precision if one.time else Precision.WIDE
    done = "" if one.stage in (Stage.OCCURRED, Stage.ONGOING, Stage.UNKNOWN) else " ov-hollow"
    if precision in _DAYS:
        x = (x_0 + x_1) / 2
        path = f"M{x:.1f} {y - 5:.1f}l5 5l-5 5l-5 -5z"
        return element("path", {"class_": f"ov-shape {colour}{done}", "d": path})
    if is_open_left or is_open_right:
        return _open(bar, y, colour)
    width = "" if precision in _NARROW else " ov-wide"
    box = {"x": x_0, "y": y - 4, "width": x_1 - x_0, "height": 8, "rx": 2.5}
    return element("rect", {"class_": f"ov-shape {colour}{width}{done}", **box})


def _open(bar: Bar, y: float, colour: str) -> str:
    """Return a bar that fades out where nobody tells the end, with a firm edge where somebody does."""
    x_0, x_1, is_open_left, _ = bar.ends
    edge = x_1 if is_open_left else x_0
    fade = f"{_FADE}-{'left' if is_open_left else 'right'}"
    box = {"x": x_0, "y": y - 4, "width": x_1 - x_0, "height": 8}
    return element(
        "g",
        {"class_": f"{colour} ov-open"},
        element("rect", {"class_": "ov-shape", "mask": f"url(#{fade})", **box}),
        element("path", {"class_": "ov-edge", "d": f"M{edge:.1f} {y - 6:.1f}v12"}),
    )


def _fades() -> list[str]:
    found = []
    for side, x_1, x_2 in (("left", 0, 1), ("right", 1, 0)):
        stops = [
            element("stop", {"offset": 0, "stop-color": "#fff", "stop-opacity": 0}),
            element("stop", {"offset": 1, "stop-color": "#fff", "stop-opacity": 1}),
        ]
        gradient: dict[str, Attribute] = {"id": f"{_FADE}-{side}-shade", "x1": x_1, "x2": x_2, "y1": 0, "y2": 0}
        found.append(element("linearGradient", gradient, *stops))
        box: dict[str, Attribute] = {"x": 0, "y": 0, "width": 1, "height": 1, "fill": f"url(#{_FADE}-{side}-shade)"}
        found.append(
            element("mask", {"id": f"{_FADE}-{side}", "maskContentUnits": "objectBoundingBox"}, element("rect", box))
        )
    return found


def _legend() -> list[tuple[str, str]]:
    shapes = "ov-response"
    return [
        (element("path", {"class_": shapes, "d": "M7 1l5 5l-5 5l-5 -5z"}), "one day"),
        (
            element("rect", {"class_": shapes, "y": 2, "width": 14, "height": 8, "rx": 2.5}),
            "some time within days or a month",
        ),
        (
            element("rect", {"class_": f"{shapes} ov-wide", "y": 2, "width": 14, "height": 8, "rx": 2.5}),
            "some time within more than a month",
        ),
        (
            element(
                "g",
                {"class_": shapes},
                element("rect", {"mask": f"url(#{_FADE}-left)", "y": 2, "width": 13, "height": 8}),
                element("path", {"class_": "ov-edge", "d": "M13 0v12"}),
            ),
            "by then, or since then: the other end is not told",
        ),
        (element("path", {"class_": f"{shapes} ov-hollow", "d": "M7 1l5 5l-5 5l-5 -5z"}), "not carried out"),
    ]


def _notes(coarse: int) -> tuple[str, ...]:
    hidden = f" {say_count(coarse, 'incident')} of somebody at risk: shown as the month only." if coarse else ""
    return (f"{_TIMES}{hidden}", "Shown are reported incidents of this collection, not all incidents.")


_TIMES = (
    "A bar covers all days on which it can have happened; it says nothing of how long it took. No time is put in the "
    "middle of a month or a year."
)


def _description(lanes: Lanes, count: int, drawn: int) -> str:
    if lanes.axis is None:
        return f"Timeline of {say_count(count, 'incident')}, none of which has a date."
    families = ", ".join(
        f"{family} {sum(len(bar.members) for bar in lanes.bars if bar.family == family)}" for family, _ in lanes.depths
    )
    axis = lanes.axis
    return (
        f"Timeline of {say_count(count, 'incident')} from {axis.start.isoformat()} to {axis.end.isoformat()}: "
        f"{families}. "
        f"{count - drawn:,} stand apart, without a date on the axis."
    )
