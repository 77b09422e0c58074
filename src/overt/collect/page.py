"""Reads the metadata of a web page: HTML in, facts out. Only what the page states, never a guess from its text."""

import contextlib
import json
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

from overt.base.knowledge import read_knowledge
from overt.collect.facts import read_time
from overt.collect.found import Facts
from overt.collect.problems import make_problem
from overt.types.problem import Problem
from overt.types.report import Published, PublishedBasis


class _Head(HTMLParser):
    """Gathers the few elements that carry metadata."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.meta: list[tuple[str, str]] = []  # (property, name or itemprop; content)
        self.times: list[tuple[bool, str]] = []  # (marked as the publication date, datetime)
        self.texts: dict[str, list[str]] = {"title": [], "h1": [], "ld": []}
        self.canonical: str | None = None
        self.language: str | None = None
        self._open: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep metadata and note which text follows."""
        got = {key: value or "" for key, value in attrs}
        if tag == "html":
            self.language = got.get("lang") or got.get("xml:lang")
        elif tag == "meta":
            key = got.get("property") or got.get("name") or got.get("itemprop") or ""
            self.meta.append((key.lower(), got.get("content", "").strip()))
        elif tag == "link" and got.get("rel", "").lower() == "canonical":
            self.canonical = self.canonical or got.get("href")
        elif tag == "time" and got.get("datetime"):
            marked = "pubdate" in got or got.get("itemprop") == "datePublished"
            self.times.append((marked, got["datetime"]))
        elif tag == "script" and got.get("type", "").lower() == "application/ld+json":
            self._start("ld")
        elif tag in ("title", "h1") and not (tag == "title" and self.texts["title"]):
            self._start(tag)
        elif got.get("itemprop") == "datePublished":
            self.times.append((True, got.get("content") or got.get("datetime") or ""))

    def handle_endtag(self, tag: str) -> None:
        """Close the text that is gathered."""
        if tag in ("title", "h1", "script"):
            self._open = None

    def handle_data(self, data: str) -> None:
        """Gather text."""
        if self._open:
            self.texts[self._open][-1] += data

    def _start(self, what: str) -> None:
        self._open = what
        self.texts[what].append("")


def read_page_facts(page: str, source: str) -> tuple[Facts, tuple[Problem, ...]]:
    """Return what the page's metadata states: outlet, URL, headline, language, day of publication."""
    head = _Head()
    with contextlib.suppress(AssertionError):  # how the parser refuses a broken declaration; what came before it counts
        head.feed(page)
    linked = tuple(_linked_articles(head.texts["ld"]))
    published, problems = _published(head, linked, source)
    facts = Facts(
        outlet=_meta(head, "og:site_name") or _publisher(linked) or _meta(head, "application-name"),
        url=_http(head.canonical) or _http(_meta(head, "og:url")),
        title=_headline(head, linked),
        language=head.language[:2].lower() if head.language else None,
        published=published,
    )
    return facts, problems


def _published(
    head: _Head, linked: tuple[Mapping[str, object], ...], source: str
) -> tuple[Published | None, tuple[Problem, ...]]:
    problems: tuple[Problem, ...] = ()
    for reason, value in _dates(head, linked):
        interval = read_time(value)
        if interval and interval.lo:
            return Published(interval=interval, basis=PublishedBasis.METADATA, reason=reason), ()
        what = f'"{value[:60]}" is no date that can be read.'
        problems = (make_problem("published-invalid", source, what, where=reason, fatal=False),)
    return None, problems


def _dates(head: _Head, linked: tuple[Mapping[str, object], ...]) -> Iterator[tuple[str, str]]:
    """Yield (why, date) from the surest to the least sure."""
    for key in read_knowledge("boilerplate_dates.yaml")["page_properties"]:
        value = _meta(head, key)
        if value:
            yield f"meta property {key}", value
    for article in linked:
        stated = article.get("datePublished")
        if isinstance(stated, str) and stated:
            yield "JSON-LD datePublished", stated
    for marked, value in head.times:
        if marked:
            yield "element marked datePublished", value
    days = {value[:10] for _, value in head.times}
    if len(days) == 1:  # several days: some belong to other stories on the page
        yield "the only <time> of the page", head.times[0][1]


def _linked_articles(scripts: list[str]) -> Iterator[Mapping[str, object]]:
    """Yield the objects of the page's JSON-LD that describe an article."""
    for script in scripts:
        try:
            waiting = [json.loads(script)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            item = waiting.pop(0)
            if isinstance(item, list):
                waiting.extend(item)
            elif isinstance(item, dict):
                waiting.append(item.get("@graph"))
                if "Article" in str(item.get("@type")) or "Reportage" in str(item.get("@type")):
                    yield item


def _publisher(linked: tuple[Mapping[str, object], ...]) -> str | None:
    for article in linked:
        publisher = article.get("publisher")
        name = publisher.get("name") if isinstance(publisher, dict) else None
        if isinstance(name, str) and name.strip():
            return name.strip()
    return None


def _headline(head: _Head, linked: tuple[Mapping[str, object], ...]) -> str | None:
    first = [" ".join(text.split()) for text in head.texts["h1"]]
    said = [str(article["headline"]) for article in linked if article.get("headline")]
    shown = _meta(head, "og:title")
    if len(first) == 1 and len(first[0].split()) >= 3:
        return first[0]
    for candidate in (*said, shown, *(" ".join(text.split()) for text in head.texts["title"])):
        if candidate and candidate.strip():
            return " ".join(candidate.split())
    return None


def _meta(head: _Head, key: str) -> str | None:
    return next((value for name, value in head.meta if name == key and value), None)


def _http(url: str | None) -> str | None:
    return url.strip() if url and url.strip().startswith(("http://", "https://")) else None
