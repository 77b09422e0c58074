"""Builds SVG: names, attributes and text in, escaped markup out. Nothing else in `views` writes a "<"."""

import unicodedata
from collections.abc import Iterable, Mapping
from html import escape

from overt.words.codes import plain

Attribute = str | float | None


def element(name: str, attributes: Mapping[str, Attribute] | None = None, *inside: str) -> str:
    """Return an element. Attributes that are None are left out; a trailing "_" of a name is dropped ("class_").

    `inside` is markup that this module made.
    """
    written = "".join(
        f' {key.rstrip("_")}="{escape(number(value) if isinstance(value, int | float) else _clean(value))}"'
        for key, value in (attributes or {}).items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(inside)}</{name}>" if inside else f"<{name}{written}/>"


def _clean(value: str) -> str:
    return value if value.isascii() and value.isprintable() else plain(value)


def words(text: str) -> str:
    """Return text from anywhere as markup: without control and direction characters, and escaped."""
    return escape(plain(text), quote=False)


def text(content: str, x: float, y: float, class_: str, **more: Attribute) -> str:
    """Return a line of text."""
    return element("text", {"x": x, "y": y, "class_": class_, **more}, words(content))


def group(class_: str | None, parts: Iterable[str], **more: Attribute) -> str:
    """Return a group; "" if there is nothing in it."""
    inside = "".join(parts)
    return element("g", {"class_": class_, **more}, inside) if inside else ""


def mark(parts: Iterable[str], *, told: str, link: str | None, class_: str = "ov-mark") -> str:
    """Return what stands for incidents: a link where there is one, with words for the pointer and screen readers."""
    name = "a" if link else "g"
    attributes: dict[str, Attribute] = {"class_": class_, "href": link, "role": None if link else "img"}
    return element(name, {**attributes, "aria-label": told}, element("title", {}, words(told)), *parts)


def number(value: float) -> str:
    """Return a number as short as it can be drawn: a tenth of a pixel is seen by nobody."""
    rounded = round(float(value), 1)
    return str(int(rounded)) if rounded == int(rounded) else str(rounded)


def width_of(content: str, size: float) -> float:
    """Return about how wide a text is drawn, rather too wide: no font can be asked."""
    units = sum(1.0 if unicodedata.east_asian_width(char) in "WF" else _WIDTHS.get(char, 0.63) for char in content)
    return units * size


_WIDTHS = dict.fromkeys("iljtfr.,:;'|!I()[] ", 0.38) | dict.fromkeys("mwMW—", 0.95)  # of a wide typeface


def fitted(content: str, width: float, size: float) -> str:
    """Return as much of a text as fits, with an ellipsis where something is cut."""
    content = plain(content)
    if width_of(content, size) <= width:
        return content
    kept = content
    while kept and width_of(kept + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def wrapped(content: str, width: float, size: float) -> tuple[str, ...]:
    """Return a text in lines that fit; a word too long for a line is cut."""
    lines: list[str] = []
    for word in plain(content).split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(fitted(word, width, size))
    return tuple(lines)
