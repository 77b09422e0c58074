"""What the pages show: every value with who says it, lists that narrow, and what to do where there is nothing."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from overt.record import open_ledger
from tests.serve.desks import workspace


def link_to(client: TestClient, title: str, path: str = "/incidents") -> str:
    """Return where the link of this title leads."""
    found = re.search(rf'href="(/[^"]+)"[^>]*>{re.escape(title)}', client.get(path).text)
    assert found, title
    return found[1]


def test_every_value_has_its_quote_beside_it(client: TestClient) -> None:
    page = client.get(link_to(client, "Arson on Tolgar store")).text
    values = page.split('<details class="value"')[1:]
    assert len(values) >= 4
    for value in values:
        assert "<mark>" in value, value[:200]
        assert 'class="chain"' in value
        assert "/reports/rep_" in value


def test_the_sentence_leads_to_its_values(client: TestClient) -> None:
    page = client.get(link_to(client, "Arson on Tolgar store")).text
    sentence = page.partition('class="sentence"')[2].partition("</p>")[0]
    leads = re.findall(r'href="#([\w-]+)"', sentence)
    assert {"type", "place", "time"} <= set(leads)
    for anchor in leads:
        assert f'id="{anchor}"' in page
    assert "Zelin" in sentence


def test_a_list_is_narrowed_by_what_its_address_says(client: TestClient) -> None:
    assert "Ana Roth" in client.get("/incidents").text
    for query in ("family=sabotage", "country=PL", "until=2024-01-10", "q=tolgar", "type=sabotage.arson"):
        page = client.get(f"/incidents?{query}").text
        assert "Tolgar store" in page, query
        assert "Ana Roth" not in page, query
    assert "No incident passes this filter" in client.get("/incidents?q=nowhere").text


@pytest.mark.parametrize("query", ["grade=9", "since=yesterday", "until=2024-1"])
def test_a_filter_that_means_nothing_is_explained(client: TestClient, query: str) -> None:
    page = client.get(f"/incidents?{query}")
    assert page.status_code == 422
    assert "is" in page.text.partition("<h1>")[2]


@pytest.mark.parametrize("query", ["page=-1", "page=x", "page=99999", "colour=blue", "q=%22%22", "q=%00", "q=NEAR("])
def test_odd_addresses_break_nothing(client: TestClient, query: str) -> None:
    assert client.get(f"/incidents?{query}").status_code == 200


def test_a_report_is_shown_with_its_claims_marked(client: TestClient) -> None:
    page = client.get(link_to(client, "Mirror", "/reports").replace("/reports?outlet=Mirror", "/reports")).text
    report = re.search(r'href="(/reports/rep_\w+)"', page)
    assert report
    text = client.get(report[1]).text
    marked = re.findall(r'data-claims="([^"]+)"', text)
    listed = re.findall(r'data-claim="([^"]+)"', text)
    assert marked
    assert {one for ids in listed for one in ids.split()} == {one for ids in marked for one in ids.split()}
    for ids in listed:
        assert f'id="{ids.split()[0]}"' in text


def test_what_is_not_there_is_said(client: TestClient) -> None:
    for path in ("/incidents/inc_none", "/reports/rep_none", "/nowhere"):
        page = client.get(path)
        assert page.status_code == 404, path
        assert "here is no such" in page.text, path


def test_an_empty_ledger_says_what_to_do(tmp_path: Path) -> None:
    with workspace(tmp_path / "new.ledger") as client:
        for path in ("/incidents", "/reports", "/sources"):
            assert "a pasted text" in client.get(path).text, path
        assert "No decisions yet" in client.get("/decisions").text
        assert "No open problems" in client.get("/problems").text
    with open_ledger(tmp_path / "new.ledger", read_only=True) as opened:
        assert opened.counts().reports == 0


def test_the_name_of_who_decides_can_be_changed(client: TestClient) -> None:
    token = client.get("/incidents").text.partition('name="csrf" value="')[2].partition('"')[0]
    page = client.post("/name", data={"csrf": token, "by": "Ben Okri <b>", "back": "/reports"})
    assert "Ben Okri &lt;b&gt;" in page.text
    assert client.post("/name", data={"csrf": token, "by": "  "}).status_code == 422
