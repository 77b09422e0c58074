"""Draws the world beneath a map: window -> land, lakes, borders, and what is disputed, hatched and dashed."""

from functools import lru_cache

from overt.views.projection import Window, outline
from overt.views.svg import Attribute, element
from overt.views.world import read_world

HATCH = "ov-map-hatch"


def hatch() -> str:
    """Return the pattern of what is disputed."""
    line = element("path", {"class_": "ov-hatch", "d": "M-1 5L5 -1M-1 9L9 -1M3 9L9 3"})
    pattern: dict[str, Attribute] = {"id": HATCH, "width": 8, "height": 8, "patternUnits": "userSpaceOnUse"}
    return element("pattern", pattern, line)


def edge(window: Window, name: str) -> str:
    """Return the edge at which a panel is cut."""
    return element("clipPath", {"id": name}, element("rect", {"width": window.width, "height": window.height, "rx": 6}))


def sea_and_land(window: Window) -> list[str]:
    """Return sea and land."""
    return [
        element("rect", {"class_": "ov-sea", "width": window.width, "height": window.height}),
        element("path", {"class_": "ov-land", "d": _land(window)}),
    ]


def country(window: Window, code: str, class_: str) -> str:
    """Return the shape of a country."""
    return element("path", {"class_": class_, "d": _country(window, code)})


def borders(window: Window) -> list[str]:
    """Return lakes, borders, and the disputed areas, which lie over every tint so that no country has them."""
    world, disputed = read_world(), _disputed(window)
    return [
        element("path", {"class_": "ov-lake", "d": outline(window, world.lakes)}),
        element("path", {"class_": "ov-border", "d": outline(window, world.borders, is_closed=False)}),
        element("path", {"class_": "ov-disputed-land", "d": disputed}),
        element("path", {"fill": f"url(#{HATCH})", "d": disputed}),
        element(
            "path", {"class_": "ov-disputed-border", "d": outline(window, world.disputed_borders, is_closed=False)}
        ),
    ]


@lru_cache(maxsize=8)
def _land(window: Window) -> str:
    return outline(window, (ring for rings in read_world().countries.values() for ring in rings))


@lru_cache(maxsize=64)
def _country(window: Window, code: str) -> str:
    return outline(window, read_world().countries[code])


@lru_cache(maxsize=8)
def _disputed(window: Window) -> str:
    return outline(window, read_world().disputed_areas)
