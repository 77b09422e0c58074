"""Draws trends: incidents -> counts by month, country and type, with the counting rule and the reports read beneath."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from overt.base.edtf import Interval
from overt.views.axis import Axis, is_dated, span_of, ticks
from overt.views.counting import (
    SEGMENTS,
    Bins,
    Counted,
    by_bin,
    by_heading,
    make_bins,
    say_rule,
    split_counted,
)
from overt.views.frame import HEAD, MARGIN, WIDTH, Framed, frame, legend, subtitle
from overt.views.pictures import Asked, Beside, Cell, Picture, Rows
from overt.views.seen import Seen, country_name, type_label
from overt.views.svg import Attribute, element, fitted, mark, text, width_of
from overt.words.codes import say_count

_LEFT, _RIGHT = MARGIN + 34, WIDTH - MARGIN
_BARS, _BAND, _READ = 190.0, 26.0, 64.0  # heights
_HALF = (WIDTH - 2 * MARGIN - 40) / 2
_ROW, _MOST_ROWS = 20.0, 12
_MONTH = 31  # days
_NO_COUNTRY = "no country told"


def draw_trends(seen: Sequence[Seen], asked: Asked, beside: Beside) -> Picture:
    """Return the counts of the incidents."""
    counted, left_out, families = split_counted(seen)
    bins = _bins(counted, beside.published)
    months, others = by_bin(counted, bins)
    countries = by_heading(counted, lambda one: [country_name(code) for code in one.countries] or [_NO_COUNTRY])
    types = by_heading(counted, lambda one: [f"{one.family}: {type_label(one.type)}"])
    title = asked.title or "How many were reported"
    body, y = _time_panels(bins, months, others, beside, asked)
    lists, used = _lists(countries, types, asked, y + 30)
    by_id = {one.id: one for one in seen}
    apart = [Counted(part.reason, tuple(by_id[one] for one in part.incident_ids)) for part in left_out]
    cells = [(f"{say_count(len(row.members), 'incident')} not counted: {row.said}", row) for row in apart]
    out, end = _band("Not counted:", cells, y + used + 44, asked)
    notes = (
        say_rule(families),
        _BY,
        _say_read(beside),
    )
    framed = Framed(
        view="trends",
        title=title,
        subtitle=subtitle(asked, len(seen)),
        description=_description(counted, len(seen), countries, types),
        body=[*body, *lists, *out],
        height=end - HEAD,
        notes=notes,
        definitions=_hatches(),
    )
    return Picture(
        view="trends",
        title=title,
        description=framed.description,
        svg=frame(framed, asked),
        rows=_rows({"time": (*months, *others), "country": countries, "type": types}, bins, beside.published),
        drawn=tuple(one.id for one in counted),
        left_out=left_out,
        notes=notes,
    )


def _bins(counted: Sequence[Seen], published: Sequence[Interval]) -> Bins:
    times = [one.time for one in counted if one.time and is_dated(one.time)]
    narrow = [time for time in times if time.lo and time.hi and (time.hi - time.lo).days < _MONTH]
    times = narrow or times or [time for time in published if is_dated(time)]
    return make_bins(*span_of(times)) if times else Bins(1, ())


def _time_panels(
    bins: Bins, months: Sequence[Counted], others: Sequence[Counted], beside: Beside, asked: Asked
) -> tuple[list[str], float]:
    """Return bars by time, what is known less well beneath them, then the reports read; and where they end."""
    floor = HEAD + 24 + _BARS
    unit = {1: "month", 3: "quarter", 12: "year"}[bins.months]
    parts = [
        text(f"By {unit}", MARGIN, HEAD + 8, "ov-head"),
        *legend(_legend(), x=MARGIN + 110, y=HEAD - 1),
        *_columns(bins, months, floor, asked),
    ]
    band, end = _band("Known less well:", [(_told(row), row) for row in others], floor + 34, asked)
    parts += band
    read = end + 16
    parts.append(text(f"Reports read, by {unit} of publication", MARGIN, read + 8, "ov-head"))
    parts += _read_columns(bins, beside.published, read + 14)
    return parts, read + 14 + _READ


def _slots(bins: Bins) -> Iterator[tuple[float, float]]:
    """Yield left edge and width of each bar."""
    step = (_RIGHT - _LEFT) / max(len(bins.starts), 1)
    width = min(step * 0.8, 40.0)
    for index in range(len(bins.starts)):
        yield _LEFT + index * step + (step - width) / 2, width


def _columns(bins: Bins, months: Sequence[Counted], floor: float, asked: Asked) -> Iterator[str]:
    most = max((len(month.members) for month in months), default=0)
    yield from _scale(most, floor, _BARS)
    yield from _time_ticks(bins, floor)
    for (x, width), month in zip(_slots(bins), months, strict=True):
        if month.members:
            boxes = _stacked(month, _BARS / max(most, 1))
            parts = [_segment(kind, x, floor - end, width, end - start) for kind, start, end in boxes]
            yield mark(parts, told=_told(month), link=asked.link(month.ids))


def _stacked(row: Counted, unit: float) -> list[tuple[str, float, float]]:
    counts = [(kind, count) for kind, count in row.segments() if count]
    ends = list(accumulate(count * unit for _, count in counts))
    return [(kind, end - count * unit, end) for (kind, count), end in zip(counts, ends, strict=True)]


def _segment(kind: str, x: float, y: float, width: float, height: float) -> str:
    fill = _fills()[kind]
    box: dict[str, Attribute] = {"x": x, "y": y, "width": width, "height": height}
    return element("rect", {"class_": f"ov-shape ov-count {fill[0]}", "fill": fill[1], **box})


def _fills() -> dict[str, tuple[str, str | None]]:
    classes = ("ov-count-firm", "ov-count-light", None, None)
    patterns = (None, None, "url(#ov-trends-firm)", "url(#ov-trends-light)")
    return {
        kind: (class_ or "ov-count-edge", pattern)
        for kind, class_, pattern in zip(SEGMENTS, classes, patterns, strict=True)
    }


def _told(row: Counted) -> str:
    parts = ", ".join(f"{count} {kind}" for kind, count in row.segments() if count)
    return f"{row.said}: {say_count(len(row.members), 'incident')} ({parts})"


def _scale(most: int, floor: float, height: float) -> Iterator[str]:
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10**5, 10**9) if most <= 4 * step)
    for value in range(0, most + 1, step):
        y = floor - value * height / max(most, 1)
        yield element("path", {"class_": "ov-line", "d": f"M{_LEFT:g} {y:.1f}H{_RIGHT:g}"})
        yield text(f"{value:,}", _LEFT - 6, y + 4, "ov-small ov-end")


def _time_ticks(bins: Bins, floor: float) -> Iterator[str]:
    if not bins.starts:
        yield text("No counted incident has a date.", _LEFT, floor - 20, "ov-faint")
        return
    axis = Axis(bins.starts[0], bins.starts[-1], 0, 1)
    x_of = dict(zip(bins.starts, (x for x, _ in _slots(bins)), strict=True))
    for tick in ticks(axis):
        if tick.day in x_of:
            yield text(tick.said, x_of[tick.day], floor + 14, "ov-small")
            if tick.above:
                yield text(tick.above, x_of[tick.day], floor + 27, "ov-small ov-head")


def _band(head: str, rows: Sequence[tuple[str, Counted]], y: float, asked: Asked) -> tuple[list[str], float]:
    """Return counts that no bar can show, each in a cell, and where they end."""
    if not rows:
        return [], y
    parts = [text(head, MARGIN, y + 12, "ov-small ov-head")]
    first = x = MARGIN + width_of(head, 11) + 16
    for told, row in rows:
        said = f"{row.said} {len(row.members):,}"
        width = width_of(said, 11) + 14
        if x + width > _RIGHT:
            x, y = first, y + 22
        box = element("rect", {"class_": "ov-shape ov-cell", "x": x, "y": y, "width": width, "height": 18, "rx": 9})
        parts.append(mark([box, text(said, x + 7, y + 13, "ov-small")], told=told, link=asked.link(row.ids)))
        x += width + 8
    return parts, y + _BAND


def _read_columns(bins: Bins, published: Sequence[Interval], top: float) -> Iterator[str]:
    """Return the reports as bars that hang down: more incidents may only mean that more was read."""
    counts = [0] * len(bins.starts)
    for time in published:
        index = bins.index(time)
        if index is not None:
            counts[index] += 1
    most = max(counts, default=0)
    yield element("path", {"class_": "ov-line", "d": f"M{_LEFT:g} {top:g}H{_RIGHT:g}"})
    if most:
        yield text(f"{most:,}", _LEFT - 6, top + _READ, "ov-small ov-end")
    for (x, width), count, index in zip(_slots(bins), counts, range(len(counts)), strict=True):
        if count:
            height = count * _READ / most
            box: dict[str, Attribute] = {"x": x, "y": top, "width": width, "height": height}
            told = f"{bins.said(index)}: {say_count(count, 'report')} read"
            yield mark([element("rect", {"class_": "ov-read", **box})], told=told, link=None)


def _lists(countries: Sequence[Counted], types: Sequence[Counted], asked: Asked, y: float) -> tuple[list[str], float]:
    """Return the bars by country and by type side by side, and the height that they take."""
    parts, most = [], 0
    for rows, head, x in (
        (countries, "By country of the act", MARGIN),
        (types, "By type", MARGIN + _HALF + 40),
    ):
        parts.append(text(head, x, y, "ov-head"))
        shown = rows if len(rows) <= _MOST_ROWS else rows[: _MOST_ROWS - 1]
        parts += _bar_rows(shown, x, y + 10, asked)
        if len(rows) > len(shown):
            rest = len(rows) - len(shown)
            ids = tuple(dict.fromkeys(one for row in rows[len(shown) :] for one in row.ids))
            line = text(f"and {rest:,} more, with {len(ids):,} incidents", x, y + 24 + len(shown) * _ROW, "ov-small")
            parts.append(mark([line], told=f"{rest:,} more rows", link=asked.link(ids)))
        most = max(most, min(len(rows), _MOST_ROWS))
    return parts, 14 + most * _ROW


def _bar_rows(rows: Sequence[Counted], x: float, y: float, asked: Asked) -> Iterable[str]:
    most = max((len(row.members) for row in rows), default=1)
    room = _HALF - 190 - 34
    for index, row in enumerate(rows):
        top = y + index * _ROW
        boxes = _stacked(row, room / most)
        parts = [
            text(fitted(row.said, 182, 11), x, top + 13, "ov-small"),
            *(_segment(kind, x + 190 + start, top + 3, end - start, 13) for kind, start, end in boxes),
            text(f"{len(row.members):,}", x + 196 + boxes[-1][2], top + 13, "ov-small"),
        ]
        yield mark(parts, told=_told(row), link=asked.link(row.ids))


def _hatches() -> list[str]:
    found = []
    for name, width in (("firm", 3.4), ("light", 1.3)):
        ground = element("rect", {"class_": "ov-paper", "width": 5, "height": 5})
        stripe = element("rect", {"class_": "ov-count-firm", "width": width, "height": 5})
        pattern: dict[str, Attribute] = {"id": f"ov-trends-{name}", "width": 5, "height": 5}
        turned = {"patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
        found.append(element("pattern", {**pattern, **turned}, ground, stripe))
    return found


def _legend() -> list[tuple[str, str]]:
    said = ("accepted", "accepted, single source", "not yet accepted", "not yet accepted, single source")
    return [(_segment(kind, 0, 0, 14, 11), words) for kind, words in zip(SEGMENTS, said, strict=True)]


_BY = (
    "By time: only what is known to lie within one bar is drawn in it; what is known less well stands beneath, not in "
    "the middle. By country: an incident of several countries counts in each, so that the bars do not add up."
)


def _say_read(beside: Beside) -> str:
    undated = sum(not is_dated(time) for time in beside.published)
    some = f", {undated:,} of them at a time unknown" if undated else ""
    return (
        f"Reports read: {len(beside.published):,}{some}. Where more is read, more is counted: compare the bars above "
        "with those beneath before you speak of a trend."
    )


def _description(counted: Sequence[Seen], count: int, countries: Sequence[Counted], types: Sequence[Counted]) -> str:
    most = "; ".join(f"{row.said} {len(row.members)}" for row in (*countries[:4], *types[:4]))
    what = f"{say_count(len(counted), 'incident')} counted of {count:,}"
    return f"{what}, by time, country and type. Most: {most or 'none'}."


def _rows(parts: dict[str, Sequence[Counted]], bins: Bins, published: Sequence[Interval]) -> Rows:
    """Return a row for each bar. The reports read stand beside the bars of time."""
    read: dict[str, int] = {}
    for time in published:
        index = bins.index(time)
        if index is not None:
            read[bins.said(index)] = read.get(bins.said(index), 0) + 1
    rows: list[tuple[Cell, ...]] = []
    for by, counts in parts.items():
        for row in counts:
            segments = tuple(count for _, count in row.segments())
            seen = read.get(row.said, 0) if by == "time" else None
            rows.append((by, row.said, len(row.members), *segments, seen, " ".join(row.ids)))
    columns = ("by", "value", "incidents", *(kind.replace(", ", "_").replace(" ", "_") for kind in SEGMENTS))
    return Rows(columns=(*columns, "reports_read", "incident_ids"), rows=tuple(rows))
