"""What the workspace lets in and out: keys, hosts, forms, sizes, headers; nothing from outside becomes markup."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from overt.serve import make_app
from overt.serve.settings import ServeSettings
from overt.types.address import read_address
from tests.serve.desks import ADDRESS, KEY, PORT, build_plain, token_of, workspace

PAGES = ("/incidents", "/reports", "/sources", "/problems", "/decisions", "/incidents?q=store")


def all_paths(client: TestClient) -> list[str]:
    """Return the lists, and every incident and report that they name."""
    found = [client.get(path).text for path in PAGES]
    one = {path for text in found for path in re.findall(r'href="(/(?:incidents|reports)/[a-z]+_\w+)"', text)}
    return [*PAGES, *sorted(one), *(f"{path}/text" for path in sorted(one) if "rep_" in path), "/incidents/none", "/no"]


def test_the_address_alone_opens_nothing(tmp_path: Path) -> None:
    settings = ServeSettings(ledger=read_address(build_plain(tmp_path / "a.ledger")), port=PORT, key=KEY)
    with TestClient(make_app(settings), base_url=ADDRESS) as client:
        assert client.get("/health").status_code == 200
        for path in ("/incidents", "/reports", "/no", "/incidents?key=wrong"):
            page = client.get(path)
            assert page.status_code == 401, path
            assert "Tolgar" not in page.text
        assert client.post("/theme", data={"theme": "dark"}).status_code == 401
        opened = client.get("/incidents", params={"key": KEY, "q": "store"}, follow_redirects=False)
        assert (opened.status_code, opened.headers["location"]) == (303, "/incidents?q=store")
        cookie = opened.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert "Tolgar" in client.get("/incidents").text


def test_the_key_leads_to_no_other_site(client: TestClient) -> None:
    answer = client.get(f"{ADDRESS}//elsewhere.example/", params={"key": KEY}, follow_redirects=False)
    assert answer.headers["location"] == "/elsewhere.example/"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1:1", "evil.example:8437", "", "127.0.0.1.evil.example:8437"]
)
def test_another_name_for_this_server_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/incidents", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", [f"localhost:{PORT}", f"127.0.0.1:{PORT}", f"[::1]:{PORT}", f"LOCALHOST:{PORT}"])
def test_its_own_names_are_taken(client: TestClient, host: str) -> None:
    assert client.get("/health", headers={"host": host}).status_code == 200


def test_every_form_needs_the_token_of_its_session(client: TestClient) -> None:
    routes = client.app.app.routes  # type: ignore[attr-defined]
    writing = [one for one in routes if isinstance(one, Route) and one.methods and "POST" in one.methods]
    assert len(writing) >= 2
    for route in writing:
        path = re.sub(r"\{\w+(:\w+)?\}", "1", route.path)
        for data in ({}, {"csrf": "guessed"}, {"csrf": ""}):
            assert client.post(path, data=data).status_code == 403, (path, data)


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}]
)
def test_a_form_sent_from_elsewhere_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    token = token_of(client.get("/incidents"))
    assert client.post("/theme", data={"csrf": token, "theme": "dark"}, headers=headers).status_code == 403
    sent = client.post("/theme", data={"csrf": token, "theme": "dark"}, headers={"origin": ADDRESS})
    assert 'data-theme="dark"' in sent.text


def test_a_form_leads_back_to_no_other_site(client: TestClient) -> None:
    token = token_of(client.get("/incidents"))
    for back in ("https://evil.example", "//evil.example", "/\\evil.example"):
        answer = client.post("/theme", data={"csrf": token, "theme": "", "back": back}, follow_redirects=False)
        assert "location" not in answer.headers, back


def test_bodies_are_bounded(tmp_path: Path) -> None:
    with workspace(build_plain(tmp_path / "a.ledger"), max_form_bytes=10_000) as client:
        token = token_of(client.get("/incidents"))
        whole = client.post("/name", data={"csrf": token, "by": "x" * 20_000})
        assert whole.status_code == 413
        pieces = (piece for piece in [f"csrf={token}&by=".encode(), *[b"x" * 1000] * 20])  # no length is said
        form = {"content-type": "application/x-www-form-urlencoded"}
        assert client.post("/name", content=pieces, headers=form).status_code == 413
        assert client.post("/name", data={"csrf": token, "by": "Ben"}).status_code == 200


def test_every_answer_has_the_headers_of_safety(hostile: TestClient) -> None:
    for path in [*all_paths(hostile), "/static/overt.css", "/health"]:
        headers = hostile.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "server" not in headers


def test_nothing_from_outside_becomes_markup(hostile: TestClient) -> None:
    paths = all_paths(hostile)
    assert len(paths) > len(PAGES) + 4
    for path in paths:
        answer = hostile.get(path)
        if answer.headers["content-type"].startswith("text/plain"):
            continue  # and the browser is told not to guess
        seen = Markup(answer.text)
        assert seen.tags & {"img", "iframe", "style", "svg", "object", "embed", "base"} == set(), path
        assert [name for name in seen.attributes if name == "style" or name.startswith("on")] == [], path
        assert [one for one in seen.addresses if not re.match(r"/(?!/)|#", one)] == [], path
        assert seen.scripts == "", path
        assert not set(answer.text) & {"\u202e", "\u0007"}, path
        assert "49{" not in answer.text, path


class Markup(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.scripts = ""
        self._is_script = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "action", "formaction"}]
        self._is_script = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self._is_script = False

    def handle_data(self, data: str) -> None:
        self.scripts += data.strip() if self._is_script else ""


def test_hostile_texts_are_shown_as_they_are(hostile: TestClient) -> None:
    text = hostile.get("/incidents").text
    assert "&lt;img src=x onerror=alert(1)&gt;" in text
    reports = hostile.get("/reports").text
    assert "&lt;script&gt;" in reports
    assert "{{ 7 * 7 }}{% raw %}" in reports


def test_a_form_of_the_page_is_no_way_to_a_file(client: TestClient) -> None:
    for path in (
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/reports/..%2f..%2fetc%2fpasswd",
    ):
        assert client.get(path).status_code == 404, path
