"""Ledgers for the workspace: quickly built, one of them out of texts that try to break a page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import httpx
from starlette.testclient import TestClient

from overt.record import open_ledger
from overt.serve import make_app
from overt.serve.settings import ServeSettings
from overt.types.address import read_address
from overt.types.problem import Problem
from tests.decisions.test_histories import add
from tests.reconcile.builders import Story

PORT = 8437
KEY = "the-key-of-this-start"
ADDRESS = f"http://127.0.0.1:{PORT}"

SCRIPT = '<script>document.title = "broken"</script>'
IMAGE = '"><img src=x onerror=alert(1)>'
TURNED = "abc\u202ecba\u0007"  # turns the reading direction, rings the bell
TEMPLATE = "{{ 7 * 7 }}{% raw %}"
LINK = "javascript:alert(1)"


def build_plain(path: Path) -> Path:
    """Make a ledger of two fires on two days and a killing, told by three outlets."""
    first, second, third = (Story(key=key, outlet=key, published="2024-02-01") for key in ("Post", "Courier", "Mirror"))
    first.tell("sabotage.arson", town="Zelin", time="2024-01-05", thing="Tolgar store", suspects=["Oleg Varna"])
    second.tell("sabotage.arson", town="Ostra", time="2024-01-05", thing="the depot", numbers={"injured": 2})
    third.tell("violence.killing", town="Vell", time="2024-01-20", victims=["Ana Roth"], numbers={"killed": 1})
    third.tell("sabotage.arson", town="Zelin", time="2024-01-06", thing="Tolgar store", suspects=["Oleg Varna"])
    with open_ledger(path, create=True) as opened:
        add(opened, [story.done() for story in (first, second, third)])
    return path


def build_hostile(path: Path) -> Path:
    """Make a ledger in which all that comes from outside tries to be more than text."""
    story = Story(key=f"Outlet {SCRIPT}", outlet=f"Outlet {SCRIPT}", published="2024-02-01")
    story.tell(
        "sabotage.arson",
        town="Zelin",
        time="2024-01-05",
        thing=f"store {IMAGE}",
        suspects=[f"Oleg {SCRIPT}", TURNED],
        sentence=f"{TEMPLATE} set it on fire, {SCRIPT} said",
    )
    other = Story(key="Другая газета", outlet="صحيفة", published="2024-02-02")
    other.tell("violence.killing", town="Vell", time="2024-01-20", victims=["Қанат Сейітов", "ليلى عستواري"])
    readings = [story.done(), other.done()]
    first = readings[0]
    report = replace(first.report, title=f"{SCRIPT} {TEMPLATE}", input=f"in/{IMAGE}.txt", url=LINK)
    readings[0] = replace(first, report=report)
    with open_ledger(path, create=True) as opened:
        add(opened, readings)
        name = f"in/{SCRIPT}.txt"
        opened.add_problem(
            Problem(name="report-empty", input=name, where=IMAGE, what=f"{SCRIPT} is empty", todo=TEMPLATE)
        )
    return path


@contextmanager
def workspace(path: Path, **settings: object) -> Iterator[TestClient]:
    """Give a client to whom the workspace of a ledger is open."""
    made = ServeSettings(ledger=read_address(path), port=PORT, by="Ada", key=KEY, **settings)  # type: ignore[arg-type]
    with TestClient(make_app(made), base_url=ADDRESS) as client:
        client.get("/", params={"key": KEY})
        yield client


def token_of(page: httpx.Response) -> str:
    """Return the token of the forms of a page."""
    return page.text.partition('name="csrf" value="')[2].partition('"')[0]


class _Forms(HTMLParser):
    """The forms of a page: what each would send as it stands."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((told.get("action", ""), {}))
        elif tag in {"input", "textarea"} and self.forms and "name" in told and told.get("type") != "checkbox":
            self.forms[-1][1].setdefault(told["name"], told.get("value", ""))


def fields_of(page: httpx.Response, action: str) -> dict[str, str]:
    """Return what the first form of a page that is sent to `action` would send."""
    assert page.status_code < 500
    return next(fields for to, fields in _Forms(page.text).forms if to == action)
