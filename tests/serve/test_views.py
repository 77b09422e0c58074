"""The pages of views: the picture with its table, its files, and marks that lead to their incidents."""

import csv
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from overt.record import open_ledger
from overt.serve.pages.views import link_to
from overt.serve.shown.listing import read_view
from overt.views.drawn import VIEWS
from tests.serve.desks import workspace

SVG = "{http://www.w3.org/2000/svg}"


def drawing(page: str) -> str:
    return page[page.index("<svg") : page.index("</svg>") + 6]


@pytest.mark.parametrize("view", VIEWS)
def test_every_mark_leads_to_a_page_that_shows_its_incidents(client: TestClient, view: str) -> None:
    picture = ET.fromstring(drawing(client.get(f"/views/{view}").text))
    links = {mark.get("href") for mark in picture.iter(f"{SVG}a")}
    assert links
    for link in links:
        assert link
        page = client.get(link)
        assert page.status_code == 200
        number = link.partition("ids=")[2].count("%2C") + 1
        if "ids=" in link:
            assert page.text.count("<tr data-item") == number


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_shows_what_its_filter_lets_through(client: TestClient, view: str) -> None:
    told = json.loads(client.get(f"/views/{view}.json?family=violence").text)
    assert told["drawn"] + sum(len(one["incidents"]) for one in told["left_out"]) == 1
    page = client.get(f"/views/{view}?family=violence").text
    assert "violence, without the rejected" in drawing(page)
    assert 'href="/views/timeline?family=violence"' in page


@pytest.mark.parametrize("view", VIEWS)
def test_the_table_says_the_same_as_the_files(client: TestClient, view: str) -> None:
    page = client.get(f"/views/{view}").text
    rows = list(csv.reader(io.StringIO(client.get(f"/views/{view}.csv").text)))
    assert page.count("<tr>") == len(rows)
    assert f"({len(rows) - 1} row" in page


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("query", ["", "?theme=dark", "?theme=pink&save=1"])
def test_a_downloaded_picture_stands_alone_and_runs_nothing(client: TestClient, view: str, query: str) -> None:
    answer = client.get(f"/views/{view}.svg{query}")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "script-src" not in answer.headers["content-security-policy"]
    assert answer.headers["content-security-policy"].endswith("sandbox")
    assert ("attachment" in answer.headers.get("content-disposition", "")) is ("save" in query)
    ET.fromstring(answer.text)
    assert "<style>" in answer.text


@pytest.mark.parametrize("view", VIEWS)
def test_a_private_name_is_on_no_view(client: TestClient, view: str) -> None:
    for kind in ("", ".svg", ".csv", ".json"):
        text = client.get(f"/views/{view}{kind}").text
        assert not re.search(r"Varna|Ana Roth", text), kind


@pytest.mark.parametrize("view", VIEWS)
def test_hostile_words_stay_words(hostile: TestClient, view: str) -> None:
    page = hostile.get(f"/views/{view}")
    assert page.status_code == 200
    assert "<script>document" not in page.text
    assert "<img src=x" not in page.text
    ET.fromstring(drawing(page.text))
    assert 'style="' not in page.text


def test_what_is_no_view_is_said(client: TestClient) -> None:
    answer = client.get("/views/pie")
    assert answer.status_code == 404
    assert "There is no view" in answer.text
    assert client.get("/views/pie.svg").status_code == 404


def test_views_begin_with_the_map_of_what_is_asked(client: TestClient) -> None:
    answer = client.get("/views?family=sabotage", follow_redirects=False)
    assert answer.headers["location"] == "/views/map?family=sabotage"


def test_a_filter_that_means_nothing_is_explained(client: TestClient) -> None:
    assert client.get("/views/map?since=yesterday").status_code == 422


def test_too_many_for_an_address_lead_to_the_whole_list() -> None:
    view = read_view({"family": "sabotage"})
    many = tuple(f"inc_{number:026d}" for number in range(1501))
    assert link_to(many, view) == "/incidents?family=sabotage"
    assert link_to(many[:2], view).endswith(f"ids={many[0][4:]}%2C{many[1][4:]}")
    assert link_to(many[:1], view) == f"/incidents/{many[0]}"


def test_the_style_of_pictures_is_kept_by_the_browser(client: TestClient) -> None:
    link = re.search(r'href="(/views/style\.css\?v=\w+)"', client.get("/views/map").text)
    assert link
    answer = client.get(link[1])
    assert answer.headers["content-type"].startswith("text/css")
    assert "max-age" in answer.headers["cache-control"]
    assert "var(--ov-ink" in answer.text


def test_nothing_to_draw_says_what_to_do(client: TestClient, tmp_path: Path) -> None:
    assert "No incident passes this filter" in client.get("/views/map?q=nowhere").text
    open_ledger(tmp_path / "empty.ledger", create=True).close()
    with workspace(tmp_path / "empty.ledger") as opened:
        page = opened.get("/views/trends").text
    assert "No incidents yet" in page
    assert "<svg" not in page
