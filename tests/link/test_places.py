"""Places get the sense that their report supports, the precision that was said, and a point only where one is meant."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.base.knowledge import read_knowledge
from overt.base.spans import Span
from overt.link.atlas import load_atlas
from overt.link.context import build_context
from overt.link.home import find_home
from overt.link.places import resolve_places
from overt.types.account import PlaceMention

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "places.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_place_is_resolved_by_its_report(case: dict[str, Any]) -> None:
    text, name = case["text"], case["name"]
    start = text.rindex(name)
    span = Span(start=start, end=start + len(name))
    mention = PlaceMention(
        name=name, role="event_site", span=span, claim_id="clm_1", preposition=case.get("preposition")
    )
    home = find_home(case.get("outlet"), case.get("url"))
    place = resolve_places((mention,), build_context(text, case.get("language", "en"), home))[0]
    assert {key: getattr(place, key) for key in case["is"]} == case["is"]
    assert (place.name_as_written, place.role, place.claim_id) == (name, "event_site", "clm_1")
    assert (place.lat is None) == (place.precision in ("G5", "G6", "G7"))
    assert place.gazetteer_id not in place.alternatives


def test_every_mention_gets_a_place_in_order() -> None:
    text = "From Vilnius he drove to Warsaw."
    mentions = [
        PlaceMention(
            name=name, role=role, span=Span(start=text.index(name), end=text.index(name) + len(name)), claim_id=role
        )
        for name, role in (("Warsaw", "destination"), ("Vilnius", "origin"))
    ]
    places = resolve_places(mentions, build_context(text))
    assert [(place.name, place.country, place.role) for place in places] == [
        ("Warsaw", "PL", "destination"),
        ("Vilnius", "LT", "origin"),
    ]


def test_every_division_of_the_knowledge_has_a_seat_that_the_gazetteer_knows() -> None:
    atlas = load_atlas("en")
    known = {(one.country, one.name) for found in atlas.regions.values() for one in found}
    known |= {(one.country, one.name) for one in atlas.short_forms.values()}
    listed = {(country, name) for country, rows in read_knowledge("places_regions.yaml").items() for name in rows}
    assert listed - known == set()


def test_every_centre_and_demonym_is_of_something_known() -> None:
    regions, places = read_knowledge("places_regions.yaml"), read_knowledge("places.yaml")
    assert [(c, name) for c, rows in places["centres"].items() for name in rows if name not in regions[c]] == []
    codes = {one.country for one in load_atlas("en").countries.values()}
    assert set(places["demonyms"]) - codes == set()


@settings(deadline=None)
@given(st.lists(st.sampled_from(["Paris", "Georgia", "Richmond", "Tbilisi", "Texas", "Vilnius", "Dublin"]), min_size=1))
def test_a_name_has_one_sense_in_a_report_whatever_the_order(names: list[str]) -> None:
    def senses(order: list[str]) -> set[tuple[str, str | None, str | None]]:
        text = "".join(f"He was in {name}. " for name in order)
        spans = [match.span(1) for match in re.finditer(r"in (\w+)\.", text)]
        mentions = [
            PlaceMention(name=text[start:end], role="event_site", span=Span(start=start, end=end), claim_id="clm_1")
            for start, end in spans
        ]
        return {(one.name_as_written, one.country, one.adm1) for one in resolve_places(mentions, build_context(text))}

    assert senses(names) == senses(names[::-1])
    assert len(senses(names)) == len(set(names))
