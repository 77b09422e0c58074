"""Draws one panel of a map: a window and spots -> land, tints, borders, discs, points and their names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from overt.views.basemap import borders, country, sea_and_land
from overt.views.clusters import Cluster, cluster_spots
from overt.views.focus import visible
from overt.views.labels import Room, inner_point
from overt.views.pictures import Asked
from overt.views.places import Shape, Spot
from overt.views.projection import Window
from overt.views.svg import element, group, mark, text, width_of
from overt.words.codes import say_count

_NAMED = 14  # towns
_LEAST_DISC = 9.0  # pixels: smaller, it would pass for a point


@dataclass(frozen=True, slots=True)
class Panel:
    """A window with what is drawn in it. A small one bears no names of towns."""

    name: str  # of the edge at which it is cut
    window: Window
    spots: tuple[Spot, ...]
    is_small: bool = False


def draw_panel(panel: Panel, asked: Asked) -> str:
    """Return the panel; it begins at (0, 0)."""
    window = panel.window
    clusters = cluster_spots(panel.spots, window, 0.7 if panel.is_small else 1.0)
    room = Room(window.width, window.height)
    for cluster in clusters:
        room.take_circle(cluster.at, cluster.radius)
    tinted = [_country_mark(spot, panel, asked, room) for spot in panel.spots if spot.shape is Shape.COUNTRY]
    areas = [spot for spot in panel.spots if spot.shape is Shape.AREA]
    return group(
        None,
        [
            *sea_and_land(window),
            *(shape for shape, _ in tinted),
            *borders(window),
            *(label for _, label in tinted),
            *(_area_mark(spot, window, asked, room) for spot in areas),
            *(_cluster_mark(cluster, asked) for cluster in clusters),
            *([] if panel.is_small else _town_names(clusters, room)),
        ],
        **{"clip-path": f"url(#{panel.name})"},
    )


def _country_mark(spot: Spot, panel: Panel, asked: Asked, room: Room) -> tuple[str, str]:
    """Return the tinted shape and its words; both lead to the incidents."""
    window, count = panel.window, len(spot.incident_ids)
    told = f"{spot.name}: {say_count(count, 'incident')} told of the country only, at no place in it"
    link = asked.link(spot.incident_ids)
    step = next(step for step, most in ((1, 1), (2, 4), (3, 9), (4, count)) if count <= most)
    shape = mark([country(window, spot.country or "", f"ov-shape ov-tint ov-tint-{step}")], told=told, link=link)
    ring = visible(window, spot.country or "")
    for said in ([] if panel.is_small else [f"{spot.name} {count:,}"]) + [f"{count:,}"]:
        width = width_of(said, 11)
        x, y = inner_point(ring, room, width)
        if ring and room.is_free(x - width / 2, y - 9, width, 12):
            room.take(x - width / 2, y - 9, width, 12)
            return shape, mark([text(said, x, y, "ov-halo ov-middle ov-small")], told=told, link=link)
    return shape, ""


def _area_mark(spot: Spot, window: Window, asked: Asked, room: Room) -> str:
    """Return a disc as wide as the place is uncertain, its number at the rim: the middle is no place."""
    x, y = window.place(spot.at)
    radius = max(window.pixels(spot.radius_km), _LEAST_DISC)
    said = f"{len(spot.incident_ids):,}"
    told = f"{spot.name}: {say_count(len(spot.incident_ids), 'incident')}, within about {spot.radius_km:g} km of it"
    parts = [element("circle", {"class_": "ov-shape ov-disc", "cx": x, "cy": y, "r": radius})]
    width = width_of(said, 11)
    for dx, dy in ((0, 1), (1, 0), (-1, 0), (0, -1)):  # below, beside, above: where there is room
        at_x, at_y = x + dx * (radius + width / 2), y + dy * radius
        if room.is_free(at_x - width / 2, at_y - 6, width, 12):
            room.take(at_x - width / 2, at_y - 6, width, 12)
            parts.append(text(said, at_x, at_y + 4, "ov-halo ov-disc-number"))
            break
    return mark(parts, told=told, link=asked.link(spot.incident_ids))


def _cluster_mark(cluster: Cluster, asked: Asked) -> str:
    ids, (x, y) = cluster.incident_ids, cluster.at
    towns = ", ".join(f"{spot.name} {len(spot.incident_ids)}" for spot in cluster.spots)
    many = f" at {len(cluster.spots)} places near each other" if len(cluster.spots) > 1 else ""
    parts = [element("circle", {"class_": "ov-shape ov-dot", "cx": x, "cy": y, "r": cluster.radius})]
    if len(cluster.spots) > 1:
        parts.insert(0, element("circle", {"class_": "ov-ring", "cx": x, "cy": y, "r": cluster.radius + 2.5}))
    if len(ids) > 1:
        parts.append(text(f"{len(ids):,}", x, y + 4, "ov-dot-number"))
    return mark(parts, told=f"{say_count(len(ids), 'incident')}{many}: {towns}", link=asked.link(ids))


def _town_names(clusters: Sequence[Cluster], room: Room) -> Iterable[str]:
    """Name the towns with most incidents where there is room beside them."""
    for cluster in clusters[:_NAMED]:
        name = cluster.spots[0].name + (f" +{len(cluster.spots) - 1}" if len(cluster.spots) > 1 else "")
        width = width_of(name, 11)
        right = cluster.at[0] + cluster.radius + (7 if len(cluster.spots) > 1 else 3)
        left = cluster.at[0] - cluster.radius - width - (7 if len(cluster.spots) > 1 else 3)
        for x in (right, left):
            if room.is_free(x, cluster.at[1] - 7, width, 13):
                room.take(x, cluster.at[1] - 7, width, 13)
                yield text(name, x, cluster.at[1] + 4, "ov-halo ov-small")
                break
