"""What holds of every view, whatever the incidents: each is drawn once or listed, and the same twice is the same."""

import csv
import io
import json
import re
from collections import Counter
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from overt.base.errors import SettingsError
from overt.types.incident import Incident
from overt.views import draw_view
from overt.views.drawn import VIEWS
from overt.views.pictures import Asked, Picture
from overt.views.style import Theme
from overt.views.tables import as_csv, as_json
from tests.views.seeing import at, incident, many_incidents, town

SVG = "{http://www.w3.org/2000/svg}"
MOST = settings(deadline=None, max_examples=30)


def links(ids: tuple[str, ...]) -> str:
    return "/incidents?ids=" + ",".join(ids)


def linked_ids(picture: Picture) -> set[str]:
    """Return the incidents to which any mark leads."""
    return {
        one
        for mark in ET.fromstring(picture.svg).iter(f"{SVG}a")
        for one in mark.get("href", "").partition("=")[2].split(",")
        if one
    }


@pytest.mark.parametrize("view", VIEWS)
@given(incidents=many_incidents())
@MOST
def test_each_incident_is_drawn_once_or_said_to_be_left_out(view: str, incidents: list[Incident]) -> None:
    picture = draw_view(view, incidents, Asked(link=links))
    told = Counter([*picture.drawn, *(one for part in picture.left_out for one in part.incident_ids)])
    assert told == Counter(one.id for one in incidents)
    assert linked_ids(picture) == set(told), "every mark leads to its incidents, and all can be reached"


@pytest.mark.parametrize("view", VIEWS)
@given(incidents=many_incidents())
@MOST
def test_the_same_incidents_give_the_same_bytes_in_any_order(view: str, incidents: list[Incident]) -> None:
    assert draw_view(view, incidents) == draw_view(view, reversed(incidents))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("theme", Theme)
def test_a_picture_stands_alone(view: str, theme: Theme) -> None:
    picture = draw_view(view, [incident(1, places=(town("Radom"),), time=at("2025-03-12"))], Asked(theme=theme))
    tree = ET.fromstring(picture.svg)
    assert tree.find(f"{SVG}title") is not None
    assert tree.find(f"{SVG}desc") is not None
    assert not list(tree.iter(f"{SVG}a")), "no link without an address"
    assert not re.search(r"(?:href|src)=|url\((?!#)|@import|<script|\bon\w+=", picture.svg), "nothing is fetched or run"
    for name in re.findall(r"url\(#([\w-]+)\)", picture.svg):
        assert f'id="{name}"' in picture.svg
    for rule in re.findall(r"var\((--ov-[\w-]+),(#\w+)\)", picture.svg):
        assert rule[1], "each colour has a plain value beside its variable"


@pytest.mark.parametrize("view", VIEWS)
def test_a_picture_for_a_page_brings_no_style(view: str) -> None:
    picture = draw_view(view, [incident(1, time=at("2025"))], Asked(stands_alone=False))
    assert "<style" not in picture.svg
    assert not re.search(r'\bstyle="', picture.svg), "a strict content policy permits no style of an element's own"


@pytest.mark.parametrize("view", VIEWS)
def test_words_from_reports_cannot_become_markup(view: str) -> None:
    evil = '"><script>alert(1)</script>&\x00\x1b[31m\u202eevil\ud800]]><!--'
    there = town("Radom")
    hostile = incident(
        1,
        title=evil,
        type='x"><b>.y',
        status=evil,
        time=at("2025-03"),
        places=(type(there)(**{**{k: getattr(there, k) for k in there.__slots__}, "name": evil}),),
    )
    picture = draw_view(view, [hostile, incident(2, title=evil)], Asked(title=evil, shown=evil, link=lambda _: 'x"&<'))
    tree = ET.fromstring(picture.svg)
    assert not [node for node in tree.iter() if node.tag in {f"{SVG}script", f"{SVG}b"}]
    assert "\u202e" not in picture.svg
    assert "\x1b" not in picture.svg
    picture.svg.encode()


@pytest.mark.parametrize("view", VIEWS)
def test_the_rows_behind_a_picture_can_be_read_and_do_not_compute(view: str) -> None:
    evil = "=HYPERLINK(1)"
    picture = draw_view(view, [incident(1, title=evil, time=at("2025-03"), places=(town("Radom"),))])
    rows = list(csv.reader(io.StringIO(as_csv(picture))))
    assert rows[0] == list(picture.rows.columns)
    assert not [cell for row in rows for cell in row if cell.startswith("=")]
    told = json.loads(as_json(picture))
    assert told["drawn"] + sum(len(part["incidents"]) for part in told["left_out"]) == 1
    assert len(told["rows"]) == len(picture.rows.rows)


def test_a_view_that_there_is_not() -> None:
    with pytest.raises(SettingsError, match="no such view"):
        draw_view("pie", [])
