"""The map: a point is a town, what is wider is an area, and no tint takes a side."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.types.incident import Incident
from overt.views.map import draw_map
from overt.views.pictures import Asked, Picture
from overt.views.places import Shape, place_incidents
from overt.views.projection import EARTH_KM, angle_between, circle, fit_window, outline, world_window
from overt.views.seen import see_incidents
from overt.views.world import main_ring, read_world
from tests.views.seeing import TOWNS, incident, many_incidents, place, town

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*incidents: Incident) -> Picture:
    return draw_map(see_incidents(incidents), Asked(link=",".join))


def marks(picture: Picture, class_: str) -> list[ET.Element]:
    """Return the marks that lead somewhere and hold a shape of this class."""
    return [
        mark
        for mark in ET.fromstring(picture.svg).iter(f"{SVG}a")
        if any(class_ in (node.get("class") or "").split() for node in mark.iter())
    ]


@given(incidents=many_incidents())
@settings(deadline=None, max_examples=50)
def test_no_point_where_the_place_is_wider_than_a_town(incidents: list[Incident]) -> None:
    wanted = {one.id for one in incidents if any(spot.precision in {"G1", "G2"} for spot in one.places)}
    for spot in place_incidents(see_incidents(incidents)).spots:
        if spot.shape is Shape.POINT:
            assert set(spot.incident_ids) <= wanted
        if spot.shape is Shape.AREA:
            assert spot.radius_km >= 30


@pytest.mark.parametrize(
    ("precision", "class_", "others"),
    [
        ("G1", "ov-dot", "ov-disc"),
        ("G2", "ov-dot", "ov-disc"),
        ("G3", "ov-disc", "ov-dot"),
        ("G4", "ov-disc", "ov-dot"),
    ],
)
def test_what_a_precision_looks_like(precision: str, class_: str, others: str) -> None:
    picture = drawn(incident(1, places=(town("Radom", precision),)))
    assert len(marks(picture, class_)) == 1
    assert not marks(picture, others)


def test_a_country_is_its_shape_and_never_a_point() -> None:
    picture = drawn(incident(1, places=(place("Poland", "PL", "G5", None, None),)))
    assert {mark.get("href") for mark in marks(picture, "ov-tint")} == {incident(1).id}
    assert not marks(picture, "ov-dot")
    assert picture.rows.rows[0][4:8] == ("country", "Poland", "PL", None)


@pytest.mark.parametrize(
    ("spot", "reason"),
    [
        (place("Baltic Sea", None, "G6", None, None), "At sea, on a border or in the air"),
        (place("Telegram", None, "G7", None, None), "Online, or a place not found"),
        (place("Soviet Union", "SUHH", "G5", None, None), "A country that is not on this map"),
        (town("Radom", role="residence"), "No place told"),
        (town("Radom", role="destination"), "No place told"),
        (town("Radom", role="speech_place"), "No place told"),
    ],
)
def test_what_is_not_drawn_is_listed_with_the_reason(spot: object, reason: str) -> None:
    picture = drawn(incident(1, title="Arson on a shed", places=(spot,)))
    assert [(one.reason, one.incident_ids) for one in picture.left_out] == [(reason, (incident(1).id,))]
    assert "Arson on a shed" in picture.svg


def test_places_near_each_other_are_one_mark_that_leads_to_all() -> None:
    near = place("Radom Wschod", "PL", "G2", 51.41, 21.15)
    far = town("Tolhuin")
    picture = drawn(incident(1, places=(town("Radom"),)), incident(2, places=(near,)), incident(3, places=(far,)))
    assert sorted(mark.get("href") or "" for mark in marks(picture, "ov-dot")) == [
        f"{incident(1).id},{incident(2).id}",
        incident(3).id,
    ]


def test_no_tint_covers_what_is_disputed() -> None:
    """The tints are drawn before the disputed areas, which are filled as bare land and hatched."""
    picture = drawn(
        incident(1, places=(place("Russia", "RU", "G5", None, None),)),
        incident(2, places=(place("Ukraine", "UA", "G5", None, None),)),
    )
    last_tint = max(match.start() for match in re.finditer("ov-shape ov-tint", picture.svg))
    assert last_tint < picture.svg.index('class="ov-disputed-land"', picture.svg.index("</defs>"))
    inside = [_is_within(TOWNS["Simferopol"][2:0:-1], ring) for ring in read_world().disputed_areas]
    assert any(inside), "Crimea is among them"
    assert any("No side is taken" in note for note in picture.notes)


def _is_within(at: tuple[float, float], ring: tuple[tuple[float, float], ...]) -> bool:
    crossings = sum(
        (y_1 > at[1]) is not (y_2 > at[1]) and at[0] < (x_2 - x_1) * (at[1] - y_1) / (y_2 - y_1) + x_1
        for (x_1, y_1), (x_2, y_2) in zip(ring, [*ring[1:], ring[0]], strict=True)
    )
    return crossings % 2 == 1


def test_towns_lie_in_their_countries() -> None:
    for name, (code, lat, lon) in TOWNS.items():
        if name != "Simferopol":
            assert any(_is_within((lon, lat), ring) for ring in read_world().countries[code]), name


def test_the_world_is_small_and_whole() -> None:
    world = read_world()
    assert len(world.countries) > 230
    assert main_ring("PL")
    assert main_ring("ZZ") == ()
    points = [point for rings in world.countries.values() for ring in rings for point in ring]
    assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in points)


coordinates = st.tuples(st.floats(-179, 179), st.floats(-56, 83))


@given(points=st.lists(coordinates, min_size=1, max_size=6))
@settings(deadline=None)
def test_a_window_holds_all_its_points(points: list[tuple[float, float]]) -> None:
    window = fit_window(points, 800, 540)
    for point in points:
        x, y = window.place(point)
        assert -1 <= x <= 801
        assert -1 <= y <= 541


@given(points=st.lists(coordinates, min_size=1, max_size=3), km=st.sampled_from([30.0, 150.0]))
@settings(deadline=None)
def test_areas_are_true(points: list[tuple[float, float]], km: float) -> None:
    """A disc of the earth covers as many square pixels wherever it lies, on either projection."""
    for window in (fit_window(points, 800, 540), world_window(800)):
        ring = [window.place(point) for point in circle(points[0], km, 90)]
        if abs(points[0][0]) > 170 and window.middle is None:
            continue  # cut in two by the edge of the map
        area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))) / 2
        assert area == pytest.approx(3.14159 * window.pixels(km) ** 2, rel=0.02)


@given(at=coordinates, km=st.floats(1, 500))
@settings(deadline=None)
def test_a_circle_is_round(at: tuple[float, float], km: float) -> None:
    for point in circle(at, km):
        assert angle_between(at, point) * 3.14159265 / 180 * EARTH_KM == pytest.approx(km, rel=1e-3)


@given(at=coordinates)
@settings(deadline=None, max_examples=15)
def test_no_land_of_the_other_side_is_turned_inside_out(at: tuple[float, float]) -> None:
    """What is drawn lies in the window, give or take its margin."""
    window = fit_window([at], 800, 540)
    path = outline(window, (ring for rings in read_world().countries.values() for ring in rings))
    for start in re.findall(r"M(-?[\d.]+) (-?[\d.]+)", path):
        assert -13 <= float(start[0]) <= 813
        assert -13 <= float(start[1]) <= 553
