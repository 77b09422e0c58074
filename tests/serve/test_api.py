"""The API: the nouns of the export, pages by cursor, changes only of what was seen, and no request that breaks it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from starlette.testclient import TestClient

from overt.record import open_ledger
from overt.serve import make_app
from overt.serve.settings import ServeSettings
from overt.share import export_ledger
from overt.types.address import read_address
from tests.serve.desks import ADDRESS, KEY, PORT, build_hostile, build_plain

API = "/api/v1"
BEARER = {"Authorization": f"Bearer {KEY}"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return build_plain(tmp_path / "a.ledger")


@pytest.fixture
def program(path: Path) -> Iterator[TestClient]:
    """Give a client that sends the key itself, and has no cookie."""
    made = ServeSettings(ledger=read_address(path), port=PORT, by="Ada", key=KEY)
    with TestClient(make_app(made), base_url=ADDRESS, headers=BEARER) as client:
        yield client


def first(program: TestClient, **asked: Any) -> str:
    return str(program.get(f"{API}/incidents", params=asked).json()["items"][0]["id"])


def test_an_incident_is_the_object_of_the_export(program: TestClient, path: Path, tmp_path: Path) -> None:
    with open_ledger(path, read_only=True) as opened:
        export_ledger(opened, "jsonl", tmp_path / "out")
    exported = [json.loads(line) for line in (tmp_path / "out" / "incidents.jsonl").read_text().splitlines()]
    assert len(exported) == 4 or exported
    for one in exported:
        one.pop("format")
        assert program.get(f"{API}/incidents/{one['id']}").json() == one


def test_pages_by_cursor_give_each_incident_once_and_back(program: TestClient) -> None:
    whole = [one["id"] for one in program.get(f"{API}/incidents").json()["items"]]
    seen, cursor, pages = [], None, []
    while True:
        page = program.get(f"{API}/incidents", params={"size": 1} | ({"cursor": cursor} if cursor else {})).json()
        assert page["total"] == len(whole)
        pages.append(page)
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == whole
    back = program.get(f"{API}/incidents", params={"size": 1, "cursor": pages[-1]["previous"]}).json()
    assert back["items"] == pages[-2]["items"]


@pytest.mark.parametrize("noun", ["reports", "decisions"])
def test_other_lists_page_too(program: TestClient, noun: str) -> None:
    tag = program.get(f"{API}/incidents/{first(program)}").headers["etag"]
    for why in ("seen", "again"):
        decided = program.post(
            f"{API}/incidents/{first(program)}/decisions",
            json={"kind": "note", "text": why},
            headers={"If-Match": tag},
        )
        assert decided.status_code == 201
    whole = program.get(f"{API}/{noun}").json()["items"]
    one = program.get(f"{API}/{noun}?size=1").json()
    two = program.get(f"{API}/{noun}", params={"size": 1, "cursor": one["next"]}).json()
    assert one["items"] + two["items"] == whole[:2]
    answer = program.get(f"{API}/{noun}?cursor=nonsense")
    assert (answer.status_code, answer.json()["name"]) == (422, "cursor-unknown")


def test_what_was_not_seen_is_not_changed(program: TestClient) -> None:
    one = first(program, family="sabotage")
    address = f"{API}/incidents/{one}"
    tag = program.get(address).headers["etag"]
    assert program.get(address, headers={"If-None-Match": tag}).status_code == 304
    unseen = program.post(f"{address}/decisions", json={"kind": "accept"})
    assert (unseen.status_code, unseen.json()["name"]) == (428, "precondition-required")
    taken = program.post(f"{address}/decisions", json={"kind": "accept"}, headers={"If-Match": tag})
    assert taken.status_code == 201
    assert (taken.json()["kind"], taken.json()["by"], taken.json()["number"]) == ("accept", "Ada", 1)
    assert program.get(address).json()["status"] == "accepted"
    assert program.get(address).headers["etag"] == taken.headers["etag"] != tag
    stale = program.post(f"{address}/decisions", json={"kind": "reject", "why": "no"}, headers={"If-Match": tag})
    assert (stale.status_code, stale.json()["name"]) == (412, "stale")
    assert "Ada" in stale.json()["title"], "who was quicker is said"
    undone = program.post(f"{API}/decisions/1/undo", json={"why": "a slip"})
    assert (undone.status_code, undone.json()["undoes"]) == (201, 1)
    assert program.get(address).json()["status"] == "candidate"
    assert program.get(address).headers["etag"] == tag, "undo restores exactly what was"


@pytest.mark.parametrize(
    ("method", "address", "body", "told"),
    [
        ("GET", "/incidents/inc_none", None, (404, "not-found")),
        ("GET", "/nothing", None, (404, "not-found")),
        ("GET", "/views/pie", None, (404, "not-found")),
        ("GET", "/incidents?size=0", None, (422, "request-invalid")),
        ("GET", "/incidents?colour=red", None, (422, "request-invalid")),
        ("GET", "/incidents?since=May", None, (422, "request-invalid")),
        ("GET", "/incidents?cursor=xx", None, (422, "settings-invalid")),
        ("DELETE", "/incidents", None, (405, "method-not-allowed")),
        ("POST", "/decisions/99/undo", {}, (404, "not-found")),
        ("POST", "/incidents/{one}/decisions", {"kind": "reject"}, (422, "settings-invalid")),
        ("POST", "/incidents/{one}/decisions", {"kind": "set", "field": "colour"}, (422, "settings-invalid")),
        ("POST", "/incidents/{one}/decisions", {"kind": "eat"}, (422, "request-invalid")),
    ],
)
def test_a_fault_has_a_name_that_stays(
    program: TestClient, method: str, address: str, body: Any, told: tuple[int, str]
) -> None:
    one = first(program)
    tag = program.get(f"{API}/incidents/{one}").headers["etag"]
    answer = program.request(method, API + address.format(one=one), json=body, headers={"If-Match": tag})
    assert (answer.status_code, answer.json()["name"]) == told
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"]


def test_nothing_is_told_or_changed_without_the_key(path: Path) -> None:
    made = ServeSettings(ledger=read_address(path), port=PORT, by="Ada", key=KEY)
    with TestClient(make_app(made), base_url=ADDRESS) as client:
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": KEY}, {"Authorization": "Bearer é"}):
            answer = client.get(f"{API}/incidents", headers={k: v.encode() for k, v in headers.items()})
            assert (answer.status_code, answer.json()["name"]) == (401, "locked")
        assert client.get("/incidents", headers=BEARER).status_code == 401, "the header opens no page"


def test_a_browser_needs_the_token_of_its_session(client: TestClient) -> None:
    one = first(client)
    tag = client.get(f"{API}/incidents/{one}").headers["etag"]
    address, body = f"{API}/incidents/{one}/decisions", {"kind": "accept"}
    assert client.post(address, json=body, headers={"If-Match": tag}).status_code == 403
    token = client.get("/incidents").text.partition('name="csrf" value="')[2].partition('"')[0]
    assert client.post(address, json=body, headers={"If-Match": tag, "X-Overt-Token": token}).status_code == 201


def test_views_through_the_api_name_nobody_private(program: TestClient) -> None:
    for view in ("map", "timeline", "network", "trends"):
        told = program.get(f"{API}/views/{view}?family=sabotage").text
        assert "Varna" not in told
        assert json.loads(told)["view"] == view


@pytest.mark.slow
@pytest.mark.parametrize("build", [build_plain, build_hostile])
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_no_request_breaks_it(tmp_path: Path, build: Any, mode: schemathesis.GenerationMode) -> None:
    """Send what fits the description of each operation, and what does not: no 5xx, and each fault has a name."""
    made = ServeSettings(ledger=read_address(build(tmp_path / "a.ledger")), port=PORT, by="Ada", key=KEY)
    with TestClient(make_app(made), base_url=ADDRESS, headers=BEARER) as client:
        schema = schemathesis.openapi.from_dict(client.get(f"{API}/openapi.json").json())
        sent = {}
        for found in schema.get_all_operations():
            operation: Any = found.ok()  # type: ignore[union-attr]
            sent[operation.label] = _send_all(client, operation.as_strategy(generation_mode=mode))
    assert len(sent) == 11
    assert sum(sent.values()) > 50


def _send_all(client: TestClient, strategy: Any) -> int:
    count = 0

    @given(case=strategy)
    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def send(case: Any) -> None:
        nonlocal count
        values = case.as_transport_kwargs(base_url=ADDRESS + API)
        values.pop("cookies", None)
        headers = {k: v for k, v in dict(values.pop("headers", {}) or {}).items() if k.lower() != "authorization"}
        answer = client.request(**values, headers=headers | BEARER)
        assert answer.status_code < 500, f"{case.method} {case.path}: {answer.text[:300]}"
        if answer.status_code >= 400 and answer.headers["content-type"].startswith("application/"):
            assert answer.json()["name"] not in {"", "refused"}
        count += 1

    try:
        send()
    except Unsatisfiable:  # nothing about this operation can be wrong: it takes no parameter
        return 0
    return count
