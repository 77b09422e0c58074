"""Draws the map: incidents -> towns as points, districts and regions as discs, countries as their shape."""

from collections.abc import Sequence

from overt.views.basemap import HATCH, edge, hatch
from overt.views.focus import choose_focus
from overt.views.frame import HEAD, MARGIN, WIDTH, Box, Framed, frame, legend, listing, subtitle
from overt.views.panel import Panel, draw_panel
from overt.views.pictures import Asked, Beside, Picture
from overt.views.places import Placed, map_rows, place_incidents
from overt.views.projection import world_window
from overt.views.seen import Seen
from overt.views.svg import element, text
from overt.words.codes import say_count

_MAP_WIDTH, _MAP_HEIGHT = 800.0, 540.0
_SIDE_X = MARGIN + _MAP_WIDTH + 24
_SIDE_WIDTH = WIDTH - MARGIN - _SIDE_X


def draw_map(seen: Sequence[Seen], asked: Asked, _: Beside | None = None) -> Picture:
    """Return the map of the incidents: of the part of the world where most happened, the others on a small one."""
    placed = place_incidents(seen)
    panels = _panels(placed)
    height = panels[0].window.height
    title = asked.title or "Where it happened"
    side, used = _side(panels, placed, {one.id: one.label for one in seen}, asked)
    body = [
        element("g", {"transform": f"translate({MARGIN:g} {HEAD:g})"}, draw_panel(panels[0], asked)),
        *side,
        *legend(_legend(), x=MARGIN, y=HEAD + height + 14),
    ]
    notes = _notes(sum(one.is_coarsened for one in seen))
    description = _description(placed, len(seen))
    framed = Framed(
        view="map",
        title=title,
        subtitle=subtitle(asked, len(seen)),
        description=description,
        body=body,
        height=max(height + 36, used),
        notes=notes,
        definitions=[hatch(), *(edge(panel.window, panel.name) for panel in panels)],
    )
    return Picture(
        view="map",
        title=title,
        description=description,
        svg=frame(framed, asked),
        rows=map_rows(seen, placed),
        drawn=tuple(one for spot in placed.spots for one in spot.incident_ids),
        left_out=placed.left_out,
        notes=notes,
    )


def _panels(placed: Placed) -> list[Panel]:
    focus = choose_focus(placed.spots, _MAP_WIDTH, _MAP_HEIGHT)
    panels = [Panel("ov-map-window", focus.window, focus.inside)]
    if focus.outside:
        panels.append(Panel("ov-map-elsewhere", world_window(_SIDE_WIDTH), focus.outside, is_small=True))
    return panels


def _side(panels: Sequence[Panel], placed: Placed, names: dict[str, str], asked: Asked) -> tuple[list[str], float]:
    """Return what stands beside the map, and its height: what happened elsewhere, and what has no place."""
    parts, y = [], HEAD + 12
    for panel in panels[1:]:
        count = sum(len(spot.incident_ids) for spot in panel.spots)
        parts += [
            text(f"Elsewhere: {count:,}", _SIDE_X, y, "ov-head"),
            element("g", {"transform": f"translate({_SIDE_X:g} {y + 10:g})"}, draw_panel(panel, asked)),
        ]
        y += panel.window.height + 38
    parts.append(text("Not on the map" if placed.left_out else "All are on the map", _SIDE_X, y, "ov-head"))
    room = max(HEAD + panels[0].window.height - y - 24, 120.0)
    listed, used = listing(placed.left_out, names, asked, Box(_SIDE_X, y + 22, _SIDE_WIDTH, room))
    return parts + listed, y + 22 + used - HEAD


def _legend() -> list[tuple[str, str]]:
    box = {"width": 14, "height": 12}
    return [
        (element("circle", {"class_": "ov-dot", "cx": 7, "cy": 6, "r": 6}), "town or site"),
        (
            element(
                "g",
                {},
                element("circle", {"class_": "ov-ring", "cx": 7, "cy": 6, "r": 7}),
                element("circle", {"class_": "ov-dot", "cx": 7, "cy": 6, "r": 4.5}),
            ),
            "several near each other",
        ),
        (element("circle", {"class_": "ov-disc", "cx": 7, "cy": 6, "r": 6}), "somewhere within"),
        (element("rect", {"class_": "ov-tint ov-tint-2", **box}), "told of the country only"),
        (
            element(
                "g",
                {},
                element("rect", {"class_": "ov-land", **box}),
                element("rect", {"fill": f"url(#{HATCH})", **box}),
            ),
            "disputed, in no country's tint",
        ),
        (element("path", {"class_": "ov-disputed-border", "d": "M0 6H14"}), "disputed border"),
    ]


def _notes(coarse: int) -> tuple[str, ...]:
    hidden = (
        f" {say_count(coarse, 'incident')} of somebody at risk: shown as the country and the month only."
        if coarse
        else ""
    )
    return (
        f"{_PLACES}{hidden}",
        _OUTLINES,
        "Counted are reported incidents of this collection, not all incidents.",
    )


_PLACES = (
    "A point is a town or a site. A disc is as wide as the place is uncertain: 30 km about a district, 150 km for "
    "a region. Places where people live, come from or go to are never drawn."
)
_OUTLINES = (
    "Outlines: Natural Earth 4 (public domain), state of 2018. No side is taken: what Natural Earth lists as disputed "
    "or broken away is hatched and belongs to no country's tint; disputed borders are dashed; front lines are not "
    "drawn. Areas are true to size. Places: GeoNames, CC BY 4.0."
)


def _description(placed: Placed, count: int) -> str:
    some = "; ".join(f"{spot.name} {len(spot.incident_ids)} ({spot.shape.value})" for spot in placed.spots[:8])
    left = sum(len(one.incident_ids) for one in placed.left_out)
    more = f"; and {len(placed.spots) - 8} more places" if len(placed.spots) > 8 else ""
    return f"Map of {say_count(count, 'incident')}, {left:,} of them without a place that can be drawn. {some}{more}"
