"""The frame of every picture: title, notes beneath, what is left out, style -> one SVG."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from overt.views.pictures import Asked, LeftOut
from overt.views.style import style_text
from overt.views.svg import element, fitted, group, mark, text, width_of, words, wrapped
from overt.words.codes import say_count

WIDTH = 1100.0
MARGIN = 24.0
HEAD = 62.0  # height of title and subtitle
_NOTE_SIZE, _NOTE_STEP = 11.0, 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Framed:
    """What is put into a frame: the body begins at y = HEAD."""

    view: str
    title: str
    subtitle: str
    description: str
    body: Sequence[str]
    height: float  # of the body
    notes: tuple[str, ...]
    definitions: Sequence[str] = ()


def frame(framed: Framed, asked: Asked) -> str:
    """Return the whole SVG."""
    name = f"ov-{framed.view}"
    lines = [line for note in framed.notes for line in wrapped(note, WIDTH - 2 * MARGIN, _NOTE_SIZE)]
    top = HEAD + framed.height + 22
    height = top + _NOTE_STEP * len(lines) + 8
    style = [element("style", {}, style_text(asked.theme))] if asked.stands_alone else []
    return element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class_": "ov-picture",
            "viewBox": f"0 0 {WIDTH:g} {height:g}",
            "width": WIDTH if asked.stands_alone else None,
            "height": height if asked.stands_alone else None,
            "role": "group",
            "aria-labelledby": f"{name}-title",
            "aria-describedby": f"{name}-description",
            "data-view": framed.view,
        },
        element("title", {"id": f"{name}-title"}, words(framed.title)),
        element("desc", {"id": f"{name}-description"}, words(framed.description)),
        *style,
        *([element("defs", {}, *framed.definitions)] if framed.definitions else []),
        element("rect", {"class_": "ov-paper", "width": WIDTH, "height": height}),
        text(fitted(framed.title, WIDTH - 2 * MARGIN, 17), MARGIN, 30, "ov-title"),
        text(fitted(framed.subtitle, WIDTH - 2 * MARGIN, 12), MARGIN, 49, "ov-faint"),
        *framed.body,
        group(None, (text(line, MARGIN, top + _NOTE_STEP * i, "ov-small") for i, line in enumerate(lines))),
    )


def subtitle(asked: Asked, count: int) -> str:
    """Say what is shown, how many, and of which state of the ledger."""
    return " · ".join(part for part in (say_count(count, "incident"), asked.shown, asked.revision) if part)


@dataclass(frozen=True, slots=True)
class Box:
    """Where something goes."""

    x: float
    y: float
    width: float
    height: float


def listing(left_out: Iterable[LeftOut], names: Mapping[str, str], asked: Asked, box: Box) -> tuple[list[str], float]:
    """Return what is not drawn as a list that links to its incidents, and the height that it takes.

    As many names as there is room for; the number stands there in any case, and the table has them all.
    """
    parts: list[str] = []
    line, groups = box.y, [one for one in left_out if one.incident_ids]
    for index, one in enumerate(groups):
        told = f"{say_count(len(one.incident_ids), 'incident')} not drawn: {one.reason}"
        heads = wrapped(f"{one.reason}: {len(one.incident_ids):,}", box.width, 12)
        drawn = [text(part, box.x, line + 15 * i, "ov-head") for i, part in enumerate(heads)]
        parts.append(mark(drawn, told=told, link=asked.link(one.incident_ids)))
        line += 15 * len(heads) + 2
        to_come = 50 * (len(groups) - index - 1)
        room = max(0, int((box.y + box.height - line - to_come) // 15) - 1)
        for incident_id in one.incident_ids[:room]:
            name = names[incident_id]
            drawn = [text(fitted(name, box.width - 10, 11), box.x + 10, line, "ov-small")]
            parts.append(mark(drawn, told=name, link=asked.link((incident_id,))))
            line += 15
        if 0 < room < len(one.incident_ids):
            parts.append(text(f"and {len(one.incident_ids) - room:,} more", box.x + 10, line, "ov-small"))
            line += 15
        line += 12
    return parts, line - box.y


def legend(entries: Sequence[tuple[str, str]], *, x: float, y: float) -> list[str]:
    """Return swatches with their words in a row; an entry is markup of 14 by 12 pixels at (0, 0), and its words."""
    parts = []
    for swatch, said in entries:
        parts.append(element("g", {"transform": f"translate({x:g} {y:g})"}, swatch, text(said, 20, 10, "ov-small")))
        x += 20 + width_of(said, 11) + 22
    return parts
