"""Reports weighed as wholes: what their texts offer, what it weighs, and when two acts are one (whole_reports.yaml)."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from overt.assemble import read_report
from overt.base.edtf import parse_edtf
from overt.base.knowledge import read_knowledge
from overt.reconcile import reconcile_claims
from overt.reconcile.matching.sketch import Sketch, find_areas, find_spots, find_streets
from overt.reconcile.matching.weighing import points_of, weigh_reports
from overt.types.linked import LinkedReading
from overt.types.report import Published, PublishedBasis, Report

ROWS = yaml.safe_load((Path(__file__).parent.parent / "cases" / "whole_reports.yaml").read_text(encoding="utf-8"))


def _read(key: str, row: dict[str, Any]) -> LinkedReading:
    published = Published(interval=parse_edtf(row["day"]), basis=PublishedBasis.METADATA, reason="the table")
    return read_report(
        Report(
            id=f"rep_{key}", input=key, url=None, outlet=None, title=None, published=published, language="en",
            text=row["text"], sha256_raw=key, sha256_text=key, boilerplate=(), problems=(),
        )
    )  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=[row["why"] for row in ROWS])
def test_one_act_or_two(row: dict[str, Any]) -> None:
    readings = [_read("a", row["one"]), _read("b", row["other"])]
    incidents = reconcile_claims(readings).incidents
    acts = [i for i in incidents if i.type.startswith("violence.")]
    joined = [i for i in acts if len({claim.report_id for claim in i.claims}) > 1]
    assert len(acts) >= 1 + (not row["is_one"]), "both tell an act"
    assert bool(joined) is row["is_one"]


TEXTS = [
    ("in the 200 block of W. Clinton Street", {"clinton"}, set(), set()),
    ("at North Oak Ave. and 21st St.", {"oak", "21st"}, set(), set()),
    ("in the rue Lafayette", {"lafayette"}, set(), set()),
    ("The street was closed, the road too.", set(), set(), set()),
    ("behind Juniper Park, Orleans County", set(), {"juniper park"}, {"orleans"}),
    ("taken to Hilltop Medical Center", set(), set(), set()),
    ("The School was shut.", set(), set(), set()),
    ("Brandon Police said", set(), set(), {"brandon"}),
    ("State Police said", set(), set(), set()),
]


@pytest.mark.parametrize(("text", "streets", "spots", "areas"), TEXTS)
def test_what_a_text_offers(text: str, streets: set[str], spots: set[str], areas: set[str]) -> None:
    assert find_streets(text) == streets
    assert find_spots(text) == spots
    assert find_areas(text) == areas


def _some(values: list[Any]) -> st.SearchStrategy[frozenset[Any]]:
    return st.frozensets(st.sampled_from(values), max_size=2)


_DAYS = [date(2020, 1, 1) + timedelta(days=days) for days in (0, 1, 5, 90)]
_NAMES = [("ana", "rat"), ("anna", "rat"), ("ivo", "lind"), ("eva", "lind")]
_SKETCHES = st.builds(
    Sketch,
    report_id=st.sampled_from(["a", "b"]),
    names=_some(_NAMES),
    victims=_some(_NAMES),
    officials=_some(["rat"]),
    streets=_some(["elm", "oak"]),
    spots=_some(["juniper park"]),
    areas=_some(["orleans", "blair"]),
    towns=_some(["1", "2"]),
    regions=_some(["US OH", "US GA"]),
    days=st.lists(st.sampled_from(_DAYS).map(lambda day: (day, day)), max_size=2).map(tuple),
    weekdays=_some(_DAYS),
    ages=_some([16, 17, 40]),
    hours=_some([(21, 40)]),
    killed=_some([1.0, 2.0]),
    injured=_some([1.0]),
    published=st.one_of(st.none(), st.sampled_from(_DAYS).map(lambda day: (day, day))),
    acts=st.integers(0, 6),
)


@given(_SKETCHES, _SKETCHES)
def test_the_order_of_two_reports_weighs_nothing(a: Sketch, b: Sketch) -> None:
    one, other = weigh_reports(a, b), weigh_reports(b, a)
    assert (one.points, one.is_same) == (other.points, other.is_same)


@given(_SKETCHES, _SKETCHES)
def test_points_are_the_sum_of_the_reasons(a: Sketch, b: Sketch) -> None:
    weighing = weigh_reports(a, b)
    told = sum(float(reason.rsplit("(", 1)[1].rstrip(")")) for reason in weighing.reasons)
    assert weighing.points == pytest.approx(points_of("start") + told)


@given(_SKETCHES)
def test_a_day_and_numbers_alone_are_no_anchor(a: Sketch) -> None:
    weighing = weigh_reports(a, a)
    nothing = not (a.names or a.victims or a.streets or a.spots or a.areas or a.towns)
    assert not (nothing and weighing.is_same)


def test_every_point_says_what_its_sign_says() -> None:
    points = read_knowledge("sketch.yaml")["points"]
    against = {name for name, value in points.items() if value < 0}
    assert {name for name in points if name.endswith("_apart")} <= against
