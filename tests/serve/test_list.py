"""The list of incidents: facets, words in their sentence, order, what is ticked, and the list as a file."""

import csv
import io
import re
from pathlib import Path

import httpx
from starlette.testclient import TestClient

from overt.decide import Desk
from overt.record import open_ledger
from tests.serve.desks import fields_of


def titles(page: httpx.Response) -> list[str]:
    return re.findall(r'<a href="/incidents/inc_\w+" data-open dir="auto">([^<]+)</a>', page.text)


def ticks(page: httpx.Response) -> list[str]:
    return re.findall(r'name="one" value="([^"]+)"', page.text)


def statuses(client: TestClient) -> list[str]:
    return sorted(one.status for one in client.app.app.state.workspace.ledger.incidents())  # type: ignore[attr-defined]


def test_facets_lead_to_what_they_count(client: TestClient) -> None:
    page = client.get("/incidents")
    value = r'<a href="(/incidents\?[^"]+)"[^>]*><span>[^<]+</span> <span class="number">(\d+)</span>'
    facets = re.findall(value, page.text)
    assert len(facets) > 10
    for link, count in facets:
        assert len(titles(client.get(link.replace("&amp;", "&")))) == int(count), link


def test_several_values_of_a_facet_widen_it(client: TestClient) -> None:
    one, both = client.get("/incidents?family=violence"), client.get("/incidents?family=violence|sabotage")
    assert len(titles(one)) == 1
    assert len(titles(both)) == 3
    assert 'href="/incidents?family=sabotage"' in both.text  # the same link takes one of them away


def test_words_are_shown_in_their_sentence(client: TestClient) -> None:
    page = client.get("/incidents?q=varna")
    assert len(titles(page)) == 1
    assert "Varna" not in titles(page)[0]
    hit = re.search(r'<a class="under hit" href="(/reports/rep_\w+#clm_\w+)"[^>]*>(.*?)</a>', page.text)
    assert hit
    assert "<mark>Varna</mark>" in hit[2]
    assert client.get(hit[1]).status_code == 200


def test_the_order_stands_in_the_address(client: TestClient) -> None:
    newest = titles(client.get("/incidents"))
    oldest = titles(client.get("/incidents?sort=oldest"))
    assert "Ana Roth" in newest[0]
    assert "Ana Roth" in oldest[-1]
    assert sorted(oldest) == sorted(newest)
    assert titles(client.get("/incidents?sort=title")) == sorted(newest, key=str.casefold)


def test_columns_can_be_added(client: TestClient) -> None:
    page = client.get("/incidents?cols=stage|status|nothing")
    assert page.text.count('<th scope="col">Stage</th>') == 1
    assert page.text.count('<td dir="auto">occurred</td>') == 3


def test_what_is_ticked_is_decided(client: TestClient) -> None:
    page = client.get("/incidents?family=sabotage")
    form = fields_of(page, "/ticked")
    refused = client.post("/ticked", data=form | {"one": ticks(page), "how": "reject", "why": ""})
    assert refused.status_code == 422
    assert client.post("/ticked", data=form | {"how": "accept"}).status_code == 422
    done = client.post("/ticked", data=form | {"one": ticks(page), "how": "reject", "why": "two drills"})
    assert "2 incidents rejected" in done.text
    assert statuses(client) == ["candidate", "rejected", "rejected"]


def test_what_changed_meanwhile_is_left(client: TestClient, tmp_path: Path) -> None:
    page = client.get("/incidents")
    changed = ticks(page)[0].partition(":")[0]
    with open_ledger(tmp_path / "a.ledger") as other:
        Desk(other, by="Ben").reject(changed, "none")
    done = client.post("/ticked", data=fields_of(page, "/ticked") | {"one": ticks(page), "how": "accept"})
    assert "2 incidents accepted; 1 incident had changed meanwhile" in done.text
    assert statuses(client) == ["accepted", "accepted", "rejected"]


def test_the_list_as_a_file_is_what_is_shown(client: TestClient, hostile: TestClient) -> None:
    answer = client.get("/incidents.csv?family=sabotage&sort=oldest&cols=stage")
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["title"] for row in rows] == titles(client.get("/incidents?family=sabotage&sort=oldest"))
    assert {row["stage"] for row in rows} == {"occurred"}
    for line in csv.reader(io.StringIO(hostile.get("/incidents.csv").text)):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in line)


def test_a_cursor_that_is_none_is_refused(client: TestClient) -> None:
    assert client.get("/incidents?at=nonsense").status_code == 422
