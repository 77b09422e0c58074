"""Scores places on toponym-annotated news (LGL, TR-News): folder of XML -> figures.

    python bench/score_places.py FOLDER [study|held]

Accuracy at 161 km of the places given, with the address of the outlet and without, against the most populous place;
precision, recall and F1 of recognising them. A place is right when its GeoNames id is the annotator's or its point lies
within 161 km of theirs. The weights of the ranking were learned on the part "study"; "held" was only measured on.
"""

import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from bench.judged import State, plain_cases, state_of
from overt.base.spans import Span
from overt.link.atlas import Atlas, load_atlas
from overt.link.context import PlaceContext, build_context
from overt.link.gazetteer import Candidate, fold_name
from overt.link.home import find_home
from overt.link.lookup import find_candidates
from overt.link.places import resolve_places
from overt.link.ranking import ground_km
from overt.link.recognise import find_places
from overt.types.account import PlaceMention

_CLOSE_KM = 161.0
States = list[tuple[str, State]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """An annotated place with the annotator's GeoNames id and point (None: not placed by the annotator)."""

    span: Span
    phrase: str
    number: str | None
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article with its toponyms and the address of its outlet, if the set has one."""

    text: str
    domain: str
    toponyms: tuple[Toponym, ...]

    @property
    def part(self) -> str:
        """Half of the articles, whatever their order or company: those to learn from, and those only to measure on."""
        return "held" if sha256(self.text.encode()).digest()[0] % 2 else "study"


def read_articles(path: Path) -> Iterator[Article]:
    """Yield the articles of a set."""
    for article in ET.parse(path).getroot():
        text = article.findtext("text") or ""
        toponyms = tuple(_toponym(row, text) for row in article.iter("toponym"))
        yield Article(text=text, domain=article.findtext("domain") or "", toponyms=toponyms)


def _toponym(row: ET.Element, text: str) -> Toponym:
    tag = row.find("gaztag")
    lat, lon = (tag.findtext("lat"), tag.findtext("lon")) if tag is not None else (None, None)
    phrase = (row.findtext("phrase") or "").strip()
    start = int(row.findtext("start") or 0)
    # Some articles were annotated on a text with other line ends: the phrase then stands a little off.
    near = [text.find(phrase, max(0, start + shift)) for shift in range(-60, 61, 10)]
    start = min((place for place in near if place >= 0), key=lambda place: abs(place - start), default=start)
    return Toponym(
        span=Span(start=start, end=start + max(1, len(phrase))),
        phrase=phrase,
        number=tag.get("geonameid") if tag is not None else None,
        point=(float(lat), float(lon)) if lat and lon else None,
    )


def is_right(gold: Toponym, number: str | None, point: tuple[float, float] | None) -> bool:
    """Say whether a place is the annotator's by its id or by nearness."""
    if gold.number and number == f"geonames:{gold.number}":
        return True
    return gold.point is not None and point is not None and ground_km(gold.point, point) <= _CLOSE_KM


def score(data: Path, part: str = "all") -> dict[str, Any]:
    """Return the figures for every XML file of a folder; part "study" or "held" takes half of the articles."""
    figures: dict[str, Any] = {}
    placing: States = []
    finding: States = []
    for path in sorted(data.glob("*.xml")):
        articles = [one for one in read_articles(path) if part in ("all", one.part)]
        figures |= {f"{path.stem}.{name}": value for name, value in _score_articles(articles).items()}
        for number, article in enumerate(articles):
            placing += _judge_placing(f"{path.stem} {number}", article)
            finding += _judge_finding(f"{path.stem} {number}", article)
    return figures | {"cases": plain_cases("placing known names", placing) | plain_cases("finding names", finding)}


def _judge_placing(label: str, article: Article) -> States:
    placed = _place(article, article.domain)
    return [(f"{label} {one.span.start}", state_of(is_right=is_good)) for one, is_good in placed]


def _judge_finding(label: str, article: Article) -> States:
    wanted = {(one.span.start, one.span.end) for one in article.toponyms}
    found = {(one.start, one.end) for one in _find(article.text)}
    states = [(span, state_of(is_right=span in found)) for span in sorted(wanted)]
    states += [(span, State.WRONG) for span in sorted(found - wanted)]
    return [(f"{label} {start}-{end}", state) for (start, end), state in states]


def _score_articles(articles: list[Article]) -> dict[str, float]:
    right = alone = biggest = placed = hits = found_all = gold_all = hits_named = found_named = gold_named = 0
    demonyms = load_atlas("en").demonyms
    for article in articles:
        known = [is_good for _, is_good in _place(article, article.domain)]
        right, placed = right + sum(known), placed + len(known)
        alone += sum(is_good for _, is_good in _place(article, ""))
        biggest += sum(_is_biggest(one) for one in article.toponyms if one.number and one.point)
        spans = {(one.span.start, one.span.end) for one in article.toponyms}
        found = {(one.start, one.end) for one in _find(article.text)}
        hits, found_all, gold_all = hits + len(spans & found), found_all + len(found), gold_all + len(spans)
        peoples = {(one.span.start, one.span.end) for one in article.toponyms if fold_name(one.phrase) in demonyms}
        named = {(one.start, one.end) for one in _find(article.text) if not _is_people(article.text, one)}
        hits_named, found_named = hits_named + len((spans - peoples) & named), found_named + len(named)
        gold_named += len(spans - peoples)
    precision, recall = hits / max(1, found_all), hits / max(1, gold_all)
    return {
        "accuracy161": right / max(1, placed),
        "accuracy161_without_outlet": alone / max(1, placed),
        "accuracy161_most_populous": biggest / max(1, placed),
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(1e-9, precision + recall),
        "f1_without_demonyms": 2 * hits_named / max(1, found_named + gold_named),
        "toponyms": placed,
    }


def _is_people(text: str, span: Span) -> bool:
    return fold_name(span.quote(text)) in load_atlas("en").demonyms


@cache
def _find(text: str) -> tuple[Span, ...]:
    return tuple(one.span for one in find_places(text))


@cache
def _context(text: str, domain: str) -> PlaceContext:
    return build_context(text, "en", find_home(None, f"https://{domain}/" if domain else None))


def _place(article: Article, domain: str) -> Iterator[tuple[Toponym, bool]]:
    gold = [one for one in article.toponyms if one.number and one.point]
    mentions = [PlaceMention(name=one.phrase, role="event_site", span=one.span, claim_id="clm_0") for one in gold]
    for one, place in zip(gold, resolve_places(mentions, _context(article.text, domain)), strict=True):
        point = (place.lat, place.lon) if place.lat is not None and place.lon is not None else None
        yield one, is_right(one, place.gazetteer_id, point)


def _is_biggest(gold: Toponym) -> bool:
    base = _most_populous(gold.phrase, load_atlas("en"))
    point = (base.lat, base.lon) if base and base.lat is not None and base.lon is not None else None
    return is_right(gold, base.id if base else None, point)


def _most_populous(phrase: str, atlas: Atlas) -> Candidate | None:
    key = fold_name(phrase)
    options = find_candidates((key,), atlas).get(key, ())
    return max(options, key=lambda one: one.population, default=None)


if __name__ == "__main__":
    for figure, value in score(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "all").items():
        if isinstance(value, int | float):
            print(f"{figure:40} {value:8.3f}")
