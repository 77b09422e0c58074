"""The workspace in a real browser over the sample reports: pages, keys, two tabs, axe in both themes, no other host.

Needs Chromium (Debian: `apt-get install chromium`). Each page leaves a picture in build/screenshots, to be looked at.
"""

import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    WebError,
    sync_playwright,
)

from overt.assemble import RunSettings, run_reports
from overt.record import open_ledger
from overt.record.ledger import Ledger
from overt.serve import make_app
from overt.serve.settings import ServeSettings
from overt.types.address import read_address
from overt.views.drawn import VIEWS
from tests.serve.desks import build_hostile

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "build" / "screenshots"
# In the dark only colours are other than in the light.
RULES = {"light": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], "dark": ["color-contrast"]}
KEY = "key"


def find_chromium() -> str:
    """Return where Chromium is; without one the tests are skipped, unless the environment says that they count."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
    )
    if not found and "chromium" in os.environ.get("OVERT_TESTS_NEED", "").split():
        pytest.fail("no Chromium on this machine, and OVERT_TESTS_NEED asks for it")
    if not found:
        pytest.skip("no Chromium on this machine: the pages are not tested in a browser (apt-get install chromium)")
    return found


@dataclass
class Desktop:
    """A browser in which a workspace is open, and what it asked for and complained of."""

    address: str
    context: BrowserContext
    page: Page
    ledger: Ledger
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def note_request(self, request: Request) -> None:
        if not request.url.startswith(self.address + "/"):
            self.elsewhere.append(request.url)

    def note_console(self, said: ConsoleMessage) -> None:
        self.complaints.append(said.text)

    def note_error(self, error: WebError) -> None:
        self.complaints.append(str(error.error))

    def go(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def open(self, words: str) -> Page:
        """Open the incident whose title has these words."""
        one = next(row for row in self.ledger.incidents() if words in row.title)
        return self.go(f"/incidents/{one.id}")

    def picture(self, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    with sync_playwright() as play:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        opened = play.chromium.launch(executable_path=path, args=flags)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Read the sample reports once."""
    path = tmp_path_factory.mktemp("samples") / "samples.ledger"
    with open_ledger(path, create=True) as opened:
        run_reports(opened, [ROOT / "samples" / "reports"], RunSettings(jobs=1))
    return path


def serve(path: Path) -> Iterator[str]:
    """Serve a ledger, and give the address."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    settings = ServeSettings(ledger=read_address(path), port=listening.getsockname()[1], by="Ada", key=KEY)
    server = uvicorn.Server(uvicorn.Config(make_app(settings), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{settings.port}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture
def desktop(browser: Browser, samples: Path, tmp_path: Path) -> Iterator[Desktop]:
    """Give a browser with the workspace of a copy of the sample ledger; at the end it must have had nothing to say."""
    copy = tmp_path / "samples.ledger"
    shutil.copy(samples, copy)
    yield from watched(browser, copy)


def watched(browser: Browser, path: Path) -> Iterator[Desktop]:
    for address in serve(path):
        context = browser.new_context(viewport={"width": 1360, "height": 900})
        with open_ledger(path, read_only=True) as ledger:
            made = Desktop(address=address, context=context, page=context.new_page(), ledger=ledger)

            context.on("request", made.note_request)
            context.on("console", made.note_console)
            context.on("weberror", made.note_error)
            made.go(f"/?key={KEY}")
            yield made
            assert made.elsewhere == []
            # A page that says "there is none" or "it has changed" is one that did not load, to a browser.
            assert [one for one in made.complaints if not re.search(r"status of 4\d\d", one)] == []
        context.close()


def all_pages(desktop: Desktop) -> dict[str, str]:
    """Return the pages by name."""
    fire = next(one for one in desktop.ledger.incidents() if one.disputed and len(one.sources.report_ids) > 3)
    question = next(one for one in desktop.ledger.questions() if one.kind == "same_person")
    other = next(one for one in desktop.ledger.incidents() if one.id != fire.id)
    return {
        "incidents": "/incidents",
        "incidents-found": "/incidents?q=depot",
        "incidents-none": "/incidents?q=nowhere",
        "incident": f"/incidents/{fire.id}",
        "report": f"/reports/{fire.sources.report_ids[0]}",
        "reports": "/reports",
        "sources": "/sources",
        "runs": "/runs",
        "problems": "/problems",
        "decisions": "/decisions",
        "review": "/review",
        "review-names": f"/review/{question.id}?kind=questions",
        "review-questions": "/review?kind=questions",
        "compare": f"/compare?first={fire.id}&second={other.id}",
        **{f"views-{view}": f"/views/{view}" for view in VIEWS},
        "not-found": "/incidents/inc_none",
    }


@pytest.mark.parametrize("theme", RULES)
def test_no_page_breaks_a_rule_of_access(desktop: Desktop, theme: str) -> None:
    desktop.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    faults = []
    for name, path in all_pages(desktop).items():
        desktop.go(path)
        page = desktop.page
        for box in page.locator("main details:not(.panel)").all()[:6]:
            box.evaluate("one => { one.open = true; }")
        found = Axe().run(page, options={"runOnly": RULES[theme]})
        faults += [
            (name, fault["id"], [node["html"][:120] for node in fault["nodes"][:3]])
            for fault in found.response["violations"]
        ]
        desktop.go(path)
        desktop.picture(f"{name}-{theme}")
    assert faults == []


def test_every_quote_is_one_key_away(desktop: Desktop) -> None:
    page = desktop.open("Arson on Paczkolot")
    while not page.evaluate("document.activeElement.closest('details.value')?.id === 'time'"):
        page.keyboard.press("j")
    assert not page.locator("#time mark").first.is_visible()
    page.keyboard.press("Enter")
    assert page.locator("#time mark").first.is_visible()
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.closest('details.value').id") != "time"
    page.keyboard.press("o")
    assert page.locator("details.value:not([open])").count() == 0
    desktop.picture("incident-open")


def test_a_sentence_leads_to_its_quotes(desktop: Desktop) -> None:
    page = desktop.open("Arson on Paczkolot")
    page.locator(".sentence a", has_text="Radom").click()
    page.locator("#place mark").first.wait_for()
    page.locator("#place .quote figcaption a").first.click()
    page.wait_for_url("**/reports/**")
    page.locator(".anchor:target").wait_for(state="attached")
    assert page.locator(".anchor:target").count() == 1


def test_keys_go_everywhere(desktop: Desktop) -> None:
    page = desktop.go("/incidents")
    page.keyboard.press("j")
    page.keyboard.press("j")
    title = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/inc_*")
    assert title == page.locator("h1").inner_text()
    for key, where in (("r", "review"), ("t", "reports"), ("s", "sources"), ("d", "decisions"), ("i", "incidents")):
        page.keyboard.press("g")
        page.keyboard.press(key)
        page.wait_for_url(re.compile(f"/{where}"))
    page.keyboard.press("/")
    page.keyboard.type("jjk?ga depot")  # no key while somebody types
    assert page.locator("#q").input_value() == "jjk?ga depot"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("dialog[open]").is_visible()
    listed = page.locator("#keys-list").inner_text()
    for key in ("next, previous", "Review these", "Decisions"):
        assert key in listed
    desktop.picture("keys")
    page.keyboard.press("Escape")
    assert not page.locator("dialog[open]").count()


def test_single_keys_can_be_switched_off(desktop: Desktop) -> None:
    page = desktop.open("Arson on Paczkolot")
    page.keyboard.press("?")
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("a")
    page.wait_for_timeout(200)
    assert desktop.ledger.decisions() == ()
    assert page.locator(".actions kbd:visible").count() == 0


def test_a_day_of_review(desktop: Desktop) -> None:
    page = desktop.go("/review")
    first = page.locator("h1").inner_text()
    desktop.picture("review-first")
    with page.expect_navigation():
        page.keyboard.press("a")
    assert f"accept {first}" in page.locator(".notice").inner_text()
    second = page.locator("h1").inner_text()
    assert second != first
    with page.expect_navigation():
        page.keyboard.press("z")  # undone: the first one is a candidate again
    assert "undo decision 1" in page.locator(".notice").inner_text()
    assert {one.status for one in desktop.ledger.incidents() if one.title == first} == {"candidate"}
    page.keyboard.press("r")
    page.keyboard.type("a drill, says the ministry")
    desktop.picture("review-reject")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    with page.expect_navigation():
        page.keyboard.press("s")
    with page.expect_navigation():
        page.keyboard.press("u")
    kinds = [one.draft.kind.value for one in desktop.ledger.decisions()]
    assert kinds == ["accept", "undo", "reject", "note"]
    assert desktop.ledger.decisions()[2].draft.why == "a drill, says the ministry"
    assert "2 put off" in page.locator(".progress").inner_text()


def test_a_value_is_set_by_keys(desktop: Desktop) -> None:
    page = desktop.open("Arson on Paczkolot")
    while not page.evaluate("document.activeElement.closest('details.value')?.id === 'place'"):
        page.keyboard.press("j")
    page.keyboard.press("e")
    page.keyboard.type("Graz, AT")
    page.keyboard.press("Tab")
    page.keyboard.type("the indictment, page 3")
    desktop.picture("incident-edit")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Graz" in page.locator("#place > summary").inner_text()
    assert "set by Ada" in page.locator("#place > summary").inner_text()
    with page.expect_navigation():
        page.keyboard.press("z")
    assert "Radom" in page.locator("#place > summary").inner_text()


def test_questions_are_answered_by_keys(desktop: Desktop) -> None:
    waiting = len(desktop.ledger.questions())
    page = desktop.go("/review?kind=questions")
    for number, key in enumerate(("a", "r"), 1):
        desktop.picture(f"question-{number}")
        with page.expect_navigation():
            page.keyboard.press(key)
    kinds = {one.draft.kind.value for one in desktop.ledger.decisions()}
    assert kinds <= {"merge", "apart", "same", "different"}
    assert len(desktop.ledger.decisions()) == 2
    assert len(desktop.ledger.questions()) <= waiting - 2


def test_two_tabs_do_not_overwrite_each_other(desktop: Desktop) -> None:
    first = desktop.open("Arson on Paczkolot")
    second = desktop.context.new_page()
    second.goto(first.url)
    with second.expect_navigation():
        second.keyboard.press("a")
    first.keyboard.press("r")
    first.keyboard.type("none of ours")
    with first.expect_navigation():
        first.keyboard.press("Control+Enter")
    assert "changed since you looked" in first.locator("h1").inner_text()
    assert "accepted" in first.locator("ins").all_inner_texts()
    desktop.picture("two-tabs")
    assert [one.draft.kind.value for one in desktop.ledger.decisions()] == ["accept"]
    with first.expect_navigation():
        first.get_by_role("button", name="Reject all the same").click()
    assert [one.draft.kind.value for one in desktop.ledger.decisions()] == ["accept", "reject"]


def test_a_form_is_sent_once(desktop: Desktop) -> None:
    page = desktop.open("Arson on Paczkolot")
    with page.expect_navigation():
        page.evaluate("const button = document.querySelector('[data-key=a]'); button.click(); button.click();")
    assert len(desktop.ledger.decisions()) == 1


def test_marks_of_a_report_are_shown_and_hidden(desktop: Desktop) -> None:
    fire = next(one for one in desktop.ledger.incidents() if "Paczkolot" in one.title)
    page = desktop.go(f"/reports/{fire.sources.report_ids[0]}")
    shaded = "getComputedStyle(document.querySelector('.m-claim')).backgroundColor"
    before = page.evaluate(shaded)
    page.keyboard.press("1")
    assert page.evaluate(shaded) != before
    page.keyboard.press("1")
    page.locator(".notes li a").first.hover()
    assert page.locator("#text .is-lit").count() >= 1
    page.locator("#text [data-claims]").first.click()
    assert page.evaluate("document.activeElement.dataset.claim") is not None


def test_the_theme_is_kept(desktop: Desktop) -> None:
    page = desktop.go("/incidents")
    page.emulate_media(color_scheme="light")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    with page.expect_navigation():
        page.get_by_role("button", name="Dark").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_it_fits_a_tablet(desktop: Desktop) -> None:
    desktop.page.set_viewport_size({"width": 800, "height": 1100})
    for name, path in all_pages(desktop).items():
        page = desktop.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 800, name
        desktop.picture(f"{name}-tablet")


def test_hostile_texts_do_nothing(browser: Browser, tmp_path: Path) -> None:
    for desktop in watched(browser, build_hostile(tmp_path / "hostile.ledger")):
        paths = ["/incidents", "/reports", "/sources", "/problems", "/review"]
        paths += [f"/incidents/{one.id}" for one in desktop.ledger.incidents()]
        paths += [f"/reports/{one}" for one in desktop.ledger.report_ids()]
        for path in paths:
            page = desktop.go(path)
            assert page.title() != "broken", path
            assert page.locator("img, iframe, object").count() == 0, path
        desktop.go(f"/incidents/{next(one.id for one in desktop.ledger.incidents() if 'store' in one.title)}")
        desktop.picture("hostile")


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_kept_as_a_picture_and_its_marks_lead_to_incidents(desktop: Desktop, view: str) -> None:
    page = desktop.go(f"/views/{view}")
    with page.expect_download() as awaited:
        page.locator("[data-png]").click()
    png = Path(awaited.value.path()).read_bytes()
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20]) == 2200, "twice as wide as drawn"
    assert len(png) > 20_000, "a page that may not style its pictures would keep an empty one"
    page.locator(".picture a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents**")
