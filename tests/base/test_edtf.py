"""EDTF: what is parsed is what was written, and intervals are sets of days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt.base.edtf import Interval, covers, day_interval, intersect, make_interval, overlaps, parse_edtf

KNOWN = [
    ("2023", "2023-01-01", "2023-12-31", "T5"),
    ("2024-02", "2024-02-01", "2024-02-29", "T3"),
    ("2024-02-13", "2024-02-13", "2024-02-13", "T1"),
    ("2024-02-13T16:30", "2024-02-13", "2024-02-13", "T0"),
    ("2024-02-11~/2024-02-20~", "2024-02-11", "2024-02-20", "T2"),
    ("2022-22", "2022-06-01", "2022-08-31", "T4"),
    ("2022-24", "2022-12-01", "2023-02-28", "T4"),
    ("202X", "2020-01-01", "2029-12-31", "T6"),
    ("19XX", "1900-01-01", "1999-12-31", "T6"),
    ("2024-XX", "2024-01-01", "2024-12-31", "T5"),
    ("2024-02-XX", "2024-02-01", "2024-02-29", "T3"),
    ("2020/2023", "2020-01-01", "2023-12-31", "T6"),
    ("../2016", None, "2016-12-31", "T6"),
    ("2022-10/..", "2022-10-01", None, "T6"),
    ("[2024-02-13,2024-02-15]", "2024-02-13", "2024-02-15", "T2"),
    ("2024-02?", "2024-02-01", "2024-02-29", "T3"),
    ("XXXX-05", None, None, "T6"),
    ("XXXX-05-03", None, None, "T6"),
]


@pytest.mark.parametrize(("text", "lo", "hi", "precision"), KNOWN)
def test_known_forms_have_their_bounds(text: str, lo: str | None, hi: str | None, precision: str) -> None:
    found = parse_edtf(text)
    assert (found.edtf, found.lo and str(found.lo), found.hi and str(found.hi)) == (text, lo, hi)
    assert found.precision == precision


REFUSED = [
    "2024-13",
    "2024-02-30",
    "2023-02-29",
    "2024/2023",
    "/2016",
    "2024-21-03",
    "202X-05",
    "XXXX",
    "XXXX-02-30",
    "2024-2-1",
    "../XXXX-05",
    "2024-02-13T25:00",
    "2024~~",
    "soon",
]


@pytest.mark.parametrize("text", ["", *REFUSED])
def test_what_is_not_edtf_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(ValueError, match="EDTF") as caught:
        parse_edtf(text)
    assert "day that is" in str(caught.value) or "write" in str(caught.value) or "leave" in str(caught.value)


days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
ends = st.one_of(st.none(), days)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    lo, hi = draw(ends), draw(ends)
    if lo and hi and hi < lo:
        lo, hi = hi, lo
    return make_interval(lo, hi, approximate=draw(st.booleans()))


@given(intervals())
def test_parsing_what_was_made_gives_it_back(made: Interval) -> None:
    assert parse_edtf(made.edtf) == made


@given(st.integers(1900, 2100), st.integers(1, 12))
def test_whole_months_years_and_decades_are_short(year: int, month: int) -> None:
    for text in (f"{year}", f"{year}-{month:02d}", f"{year // 10}X"):
        whole = parse_edtf(text)
        assert make_interval(whole.lo, whole.hi).edtf == text


@given(days, intervals(), intervals())
def test_a_day_is_in_the_intersection_when_it_is_in_both(day: date, a: Interval, b: Interval) -> None:
    both = intersect(a, b)
    one = day_interval(day)
    assert (both is not None and covers(both, one)) == (covers(a, one) and covers(b, one))


@given(intervals(), intervals())
def test_intersection_has_no_order_and_lies_inside(a: Interval, b: Interval) -> None:
    both, turned = intersect(a, b), intersect(b, a)
    assert (both is None) == (turned is None) == (not overlaps(a, b))
    if both and turned:
        assert (both.lo, both.hi) == (turned.lo, turned.hi)
        assert covers(a, both)
        assert covers(b, both)


def test_tolerance_widens_by_days() -> None:
    a, b = day_interval(date(2024, 2, 13)), day_interval(date(2024, 2, 15))
    assert not overlaps(a, b, tolerance_days=1)
    assert overlaps(a, b, tolerance_days=2)


def test_a_season_keeps_its_name_inside_its_year() -> None:
    both = intersect(parse_edtf("2022"), parse_edtf("2022-22"))
    assert both is not None
    assert both.edtf == "2022-22"


@pytest.mark.parametrize(
    ("window", "yearless", "expected"),
    [("2024", "XXXX-05", "2024-05"), ("2024-06/2025-03", "XXXX-05", None), ("2024/..", "XXXX-05", "XXXX-05"),
     ("2023/2024", "XXXX-05", "2023-05/2024-05"), ("2023", "XXXX-02-29", None), ("XXXX-05-03", "XXXX-05", "XXXX-05-03"),
     ("XXXX-06", "XXXX-05", None)],
)  # fmt: skip
def test_a_yearless_time_meets_a_window(window: str, yearless: str, expected: str | None) -> None:
    both = intersect(parse_edtf(yearless), parse_edtf(window))
    assert (both and both.edtf) == expected


def test_an_interval_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="after"):
        make_interval(date(2024, 2, 1), date(2024, 1, 1))
