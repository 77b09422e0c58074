"""The timeline: an interval is drawn as one, later is farther right, and what has no date stands apart."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.base.edtf import parse_edtf
from overt.types.incident import Incident
from overt.views.axis import Axis, span_of, ticks
from overt.views.lanes import LABELLED, Lanes, ends_of, lay_out
from overt.views.pictures import Asked
from overt.views.seen import see_incidents
from overt.views.timeline import draw_timeline
from tests.views.seeing import at, incident, many_incidents

days = st.dates(date(1970, 1, 1), date(2030, 12, 31))


def laid(*incidents: Incident) -> Lanes:
    return lay_out(see_incidents(incidents), 100, 1000)


@given(pair=st.tuples(days, days), probes=st.lists(days, min_size=2, max_size=6))
@settings(deadline=None)
def test_later_is_never_farther_left(pair: tuple[date, date], probes: list[date]) -> None:
    axis = Axis(min(pair), max(pair), 100, 1000)
    places = [axis.x(day) for day in sorted(probes)]
    assert places == sorted(places)
    assert all(100 <= axis.x(day) <= axis.x_after(day) <= 1000 for day in probes)
    shown = [tick.day for tick in ticks(axis)]
    assert shown == sorted(set(shown))
    assert len(shown) <= 18


@given(incidents=many_incidents())
@settings(deadline=None, max_examples=50)
def test_marks_of_a_lane_do_not_cover_each_other(incidents: list[Incident]) -> None:
    lanes = laid(*incidents)
    by_lane: dict[tuple[str, int], list[tuple[float, float]]] = {}
    for bar in lanes.bars:
        by_lane.setdefault((bar.family, bar.lane), []).append(bar.ends[:2])
    for marks in by_lane.values():
        marks.sort()
        assert all(one[1] <= two[0] + 0.01 for one, two in pairwise(marks))


@given(incidents=many_incidents())
@settings(deadline=None, max_examples=50)
def test_a_closed_interval_is_drawn_over_all_its_days(incidents: list[Incident]) -> None:
    lanes = laid(*incidents)
    for bar in lanes.bars:
        time = bar.members[0].time
        if lanes.axis and time and time.lo and time.hi:
            assert bar.ends.x_0 <= lanes.axis.x(time.lo) + 9
            assert bar.ends.x_1 >= lanes.axis.x_after(time.hi) - 9


def test_an_open_end_fades_and_pretends_no_length() -> None:
    axis = Axis(date(2020, 1, 1), date(2025, 12, 31), 100, 1000)
    by, since = ends_of(parse_edtf("../2023-05"), axis), ends_of(parse_edtf("2023-05/.."), axis)
    assert (by.is_open_left, by.is_open_right) == (True, False)
    assert (since.is_open_left, since.is_open_right) == (False, True)
    assert by.x_1 == pytest.approx(axis.x(date(2023, 6, 1)))
    assert since.x_0 == pytest.approx(axis.x(date(2023, 5, 1)))
    assert by.x_1 - by.x_0 == since.x_1 - since.x_0 < 60


def test_what_has_no_date_stands_apart_with_the_reason() -> None:
    lanes = laid(incident(1), incident(2, time=at("XXXX-05")), incident(3, time=at("2024-05")))
    assert [(one.reason, one.incident_ids) for one in lanes.left_out] == [
        ("No time told", (incident(1).id,)),
        ("Year not told", (incident(2).id,)),
    ]


def test_a_few_of_long_ago_do_not_press_the_others_together() -> None:
    recent = [incident(n, time=at(f"2024-{n:02d}-01")) for n in range(1, 13)]
    lanes = laid(*recent, incident(90, time=at("1978-09-07")))
    assert lanes.axis is not None
    assert lanes.axis.start == date(2024, 1, 1)
    assert [one.reason for one in lanes.left_out] == ["Before 2024"]


def test_half_of_them_long_ago_are_not_left_out() -> None:
    assert span_of([parse_edtf("1978"), parse_edtf("2024")])[0] == date(1978, 1, 1)


def test_too_many_for_a_name_each_are_bundled_and_none_is_lost() -> None:
    first = date(2024, 5, 1)
    crowd = [incident(n, time=at(str(first + timedelta(n % 3)))) for n in range(LABELLED * 4)]
    lanes = laid(*crowd)
    assert max(len(bar.members) for bar in lanes.bars) > 1
    assert sum(len(bar.members) for bar in lanes.bars) == LABELLED * 4


def test_nothing_dated_is_said_in_words() -> None:
    assert "No incident has a date." in draw_timeline(see_incidents([incident(1)]), Asked()).svg
