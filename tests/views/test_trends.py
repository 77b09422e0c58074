"""Trends: what is counted by which rule, nothing put where it is not known to be, reports read beneath."""

from typing import Any

import pytest

from overt.base.edtf import parse_edtf
from overt.types.account import Granularity, Stage
from overt.types.incident import Incident
from overt.views.pictures import Asked, Beside, Picture
from overt.views.seen import see_incidents
from overt.views.trends import draw_trends
from tests.views.seeing import at, incident, place, town


def drawn(*incidents: Incident, published: tuple[str, ...] = ()) -> Picture:
    beside = Beside(published=tuple(parse_edtf(time) for time in published))
    return draw_trends(see_incidents(incidents), Asked(), beside)


def counts(picture: Picture, by: str) -> dict[str, int]:
    return {str(row[1]): int(str(row[2])) for row in picture.rows.rows if row[0] == by}


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"status": "rejected"}, "Status rejected"),
        ({"status": "reversed"}, "Status reversed"),
        ({"type": "response.arrest"}, "Family response"),
        ({"stage": Stage.PLANNED}, "Stage planned"),
        ({"granularity": Granularity.AGGREGATE}, "Granularity aggregate"),
    ],
)
def test_what_is_not_counted_is_said_with_the_reason(values: dict[str, Any], reason: str) -> None:
    picture = drawn(incident(1), incident(2, **values))
    assert picture.drawn == (incident(1).id,)
    assert [(one.reason, one.incident_ids) for one in picture.left_out] == [(reason, (incident(2).id,))]
    assert f"{reason} 1" in picture.svg


def test_the_rule_stands_on_the_picture() -> None:
    told = drawn(incident(1)).svg
    assert "Counted: each incident once; families violence, sabotage, espionage, coercion, influence" in told
    assert "not all incidents" in " ".join(drawn(incident(1)).notes)


def test_where_only_other_families_are_asked_for_they_are_counted() -> None:
    picture = drawn(incident(1, type="response.arrest"))
    assert picture.drawn == (incident(1).id,)
    assert "families response" in picture.notes[0]


def test_no_time_is_put_in_the_middle_of_what_is_not_known() -> None:
    picture = drawn(
        incident(1, time=at("2024-05-03")),
        incident(2, time=at("2024-05")),
        incident(3, time=at("2024-05-28/2024-06-02")),
        incident(4, time=at("2024")),
        incident(5, time=at("../2024-05")),
        incident(6, time=at("2023/2024")),
        incident(7),
        incident(8, time=at("1978")),
    )
    assert counts(picture, "time") == {
        "2024-05": 2,
        "2024-06": 0,
        "before 2024-05": 1,
        "no time told": 1,
        "some time in 2024": 2,
        "wider than a year, or an end not told": 2,
    }


def test_an_incident_of_two_countries_counts_in_both() -> None:
    picture = drawn(incident(1, places=(town("Radom"), place("Latvia", "LV", "G5", None, None))), incident(2))
    assert counts(picture, "country") == {"Latvia": 1, "Poland": 1, "no country told": 1}
    assert len(picture.drawn) == 2


def test_reports_read_are_counted_in_the_same_bars() -> None:
    picture = drawn(incident(1, time=at("2024-05-03")), published=("2024-05-04", "2024-05", "2024", "2024-06-01"))
    assert [row[-2] for row in picture.rows.rows if row[1] == "2024-05"] == [2]
    assert "2024-05: 2 reports read" in picture.svg
    assert "Reports read: 4" in picture.notes[-1]


def test_what_a_person_accepted_is_told_from_what_nobody_did() -> None:
    picture = drawn(incident(1, status="accepted"), incident(2))
    row = dict(zip(picture.rows.columns, next(row for row in picture.rows.rows if row[0] == "type"), strict=True))
    assert (row["accepted"] + row["accepted_single_source"], row["incidents"]) == (1, 2)  # type: ignore[operator]


def test_many_years_are_drawn_by_year() -> None:
    picture = drawn(*(incident(n, time=at(f"{1990 + n}-05")) for n in range(35)))
    assert counts(picture, "time")["2001"] == 1
