"""The gate judges what it is shown as it should, and pins only what may be pinned."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bench.gate_accusations import measure_accusations
from bench.gate_across import measure_dependence, measure_detection, measure_joins, measure_links, measure_out_of_scope
from bench.gate_fields import measure_certainty, measure_country, measure_roles, measure_sponsor, measure_time
from bench.gate_gold import GOLD, REPORTS, Gold, load_gold
from bench.gate_match import match_reports
from bench.gate_measure import Measure
from bench.gate_pages import measure_grounding, measure_notices_untouched, measure_statistics
from bench.gate_view import ReportView, View, make_trivial_view

from bench import gate

GOLD_TEXT = """
incidents:
  fire:
    types: [sabotage.arson]
    stage: occurred
    time: [2024-05-01, 2024-05-01]
    countries: [PL]
    people:
      - {roles: [PER, PRX], names: [Welm]}
      - {roles: [OBJ], names: [mill], optional: true}
    sponsor: {names: [Ruritania], levels: [officially_accused], contested: false}
  arrest:
    types: [response.arrest]
    stage: occurred
    time: [2024-05-03, 2024-05-03]
    countries: [PL]
    people: [{roles: [PER], names: [Welm]}]
reports:
  a.txt:
    published: 2024-05-02
    tells: {fire: hedged}
    statistics: [{lo: 7, words: seven}]
    notices: [Subscribe]
  b.txt: {published: 2024-05-04, tells: {fire: firm, arrest: firm}}
  sport.txt: {published: 2024-05-04, tells: {}}
pairs: {dependent: [[a.txt, b.txt]]}
links: [[arrest, fire]]
"""
TEXTS = {
    "a.txt": "A mill burnt.\nSubscribe now\n",
    "b.txt": "Welm was held over the fire.\n",
    "sport.txt": "They won.\n",
}


@pytest.fixture
def gold(tmp_path: Path) -> Gold:
    path = tmp_path / "gold.yaml"
    path.write_text(GOLD_TEXT, encoding="utf-8")
    return load_gold(path)


def _row(key: str, code: str, reports: tuple[str, ...], **values: Any) -> dict[str, Any]:
    claims = [
        {
            "report": one,
            "field": "type",
            "polarity": "affirmed",
            "certainty": "firm",
            "start": 0,
            "end": 6,
            "quote": TEXTS[one][:6],
        }
        for one in reports
    ]
    empty: dict[str, Any] = {
        name: [] for name in ("type_alternatives", "places", "participants", "quantities", "disputed", "links")
    }
    row: dict[str, Any] = {"id": key, "type": code, "stage": "occurred", "status": "candidate"}
    row |= {"time": None, "attribution": []}
    return {**empty, **row, "sources": {"reports": list(reports)}, "claims": claims, **values}


def _day(text: str) -> dict[str, str]:
    return {"edtf": text, "lo": text, "hi": text}


def _place(country: str) -> dict[str, str]:
    return {"role": "event_site", "country": country}


def _view(*incidents: Mapping[str, Any], statistics: tuple[Mapping[str, Any], ...] = ()) -> View:
    rows: dict[str, dict[str, Any]] = {
        key: {"cites": [], "boilerplate": [], "published": None, "origin_group": key, "duplicate_of": None}
        for key in TEXTS
    }
    reports = {key: ReportView(key=key, id=key, text=text, row=rows[key]) for key, text in TEXTS.items()}
    return View(
        reports=reports,
        incidents=incidents,
        statistics=statistics,
        relations={frozenset(("a.txt", "b.txt")): "dependent"},
    )


PERFECT = (
    _row(
        "i1",
        "sabotage.arson",
        ("a.txt", "b.txt"),
        time=_day("2024-05-01"),
        places=[_place("PL")],
        participants=[{"role": "PRX", "name": "Jan Welm", "description": None}],
        attribution=[{"actor": "Ruritania", "level": "officially_accused", "contested": False}],
    ),
    _row(
        "i2",
        "response.arrest",
        ("b.txt",),
        time=_day("2024-05-03"),
        places=[_place("PL")],
        participants=[{"role": "PER", "name": "Welm", "description": None}],
        links=[{"incident": "i1", "kind": "legal_stage_of"}],
    ),
)


def test_what_is_right_counts_as_right(gold: Gold) -> None:
    matches = match_reports(gold, _view(*PERFECT))
    measures = (measure_detection, measure_time, measure_country, measure_roles, measure_sponsor, measure_joins)
    for measure in (*measures, measure_links, measure_dependence, measure_out_of_scope, measure_grounding):
        assert measure(gold, matches).f1 == 1.0, measure.__name__
    # a.txt only suspects arson, the row says it firmly
    assert measure_certainty(gold, matches).right == 2


def test_a_missed_incident_misses_its_fields_too(gold: Gold) -> None:
    matches = match_reports(gold, _view(PERFECT[0]))
    assert measure_detection(gold, matches).misses == ("- b.txt tells arrest",)
    time = measure_time(gold, matches)
    assert (time.wanted, time.said, time.right) == (3, 2, 2)


def test_what_is_said_too_much_lowers_precision(gold: Gold) -> None:
    loud = _row("i3", "violence.killing", ("sport.txt",))
    matches = match_reports(gold, _view(*PERFECT, loud))
    assert measure_detection(gold, matches).precision == 0.75
    assert measure_out_of_scope(gold, matches).right == 0


def test_an_incident_told_twice_is_joined_or_not(gold: Gold) -> None:
    apart = (_row("i1", "sabotage.arson", ("a.txt",)), _row("i4", "sabotage.arson", ("b.txt",)))
    assert measure_joins(gold, match_reports(gold, _view(*apart))).right == 0


@pytest.mark.parametrize(
    ("lo", "hi", "is_right"),
    [
        ("2024-05-01", "2024-05-01", True),
        ("2024-04-20", "2024-05-10", True),
        ("2024-05-02", "2024-05-02", False),
        ("2024-01-01", "2024-12-31", False),
    ],
)
def test_a_time_must_touch_and_be_narrow(gold: Gold, lo: str, hi: str, is_right: bool) -> None:
    row = _row("i1", "sabotage.arson", ("a.txt",), time={"edtf": f"{lo}/{hi}", "lo": lo, "hi": hi})
    assert measure_time(gold, match_reports(gold, _view(row))).right == is_right


def test_people_in_wrong_roles_are_wrong_and_optional_ones_are_not(gold: Gold) -> None:
    people = [
        {"role": "VIC", "name": "Jan Welm", "description": None},
        {"role": "OBJ", "name": None, "description": "the old mill"},
        {"role": "AUT", "name": "police", "description": None},
    ]
    row = _row("i1", "sabotage.arson", ("a.txt",), participants=people)
    measure = measure_roles(gold, match_reports(gold, _view(row)))
    assert measure.misses == ("- fire: PER/PRX welm", "+ fire: VIC Jan Welm")
    assert (measure.wanted, measure.said, measure.right) == (2, 1, 0)


def test_another_type_is_no_match(gold: Gold) -> None:
    assert match_reports(gold, _view(_row("i1", "sabotage.explosive", ("a.txt",)))).pairs == ()
    alternative = _row("i1", "sabotage.explosive", ("a.txt",), type_alternatives=["sabotage.arson"])
    assert [pair.incident for pair in match_reports(gold, _view(alternative)).pairs] == ["fire"]


def test_claims_in_notices_and_without_their_quote_are_caught(gold: Gold) -> None:
    start = TEXTS["a.txt"].index("Subscribe")
    claim = {**PERFECT[0]["claims"][0], "start": start, "end": start + 9, "quote": "subscribe"}
    row = {**PERFECT[0], "claims": [claim]}
    matches = match_reports(gold, _view(row))
    assert measure_notices_untouched(gold, matches).right == 0
    assert measure_grounding(gold, matches).right == 0


def test_statistics_are_known_by_figure_and_words(gold: Gold) -> None:
    row = {"report": "a.txt", "quote": "some seven fires", "figure": {"lo": 7}, "start": 0, "end": 1}
    assert measure_statistics(gold, match_reports(gold, _view(statistics=(row,)))).f1 == 1.0
    wrong = {**row, "figure": {"lo": 8}}
    assert measure_statistics(gold, match_reports(gold, _view(statistics=(wrong,)))).f1 == 0.0


def test_the_trivial_answer_joins_nothing(gold: Gold) -> None:
    matches = match_reports(gold, make_trivial_view(gold, _view(*PERFECT)))
    assert measure_joins(gold, matches).said == 0
    assert measure_detection(gold, matches).right == 2


def test_gold_that_names_what_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gold.yaml"
    path.write_text(GOLD_TEXT.replace("tells: {fire: hedged}", "tells: {flood: hedged}"), encoding="utf-8")
    with pytest.raises(ValueError, match="flood"):
        load_gold(path)


def _pinned(floors: Mapping[str, float], *found: str) -> gate.Pinned:
    return gate.Pinned(gold_sha256="g", reports_sha256="r", floors=floors, found=found)


def _measure(name: str, right: int) -> Measure:
    return Measure(name=name, wanted=100, said=100, right=right)


@pytest.mark.parametrize(
    ("name", "right", "code"),
    [("time", 80, 0), ("time", 77, 0), ("time", 76, 1), ("grounding", 80, 0), ("grounding", 79, 1)],
)
def test_a_figure_below_its_floor_fails(name: str, right: int, code: int) -> None:
    pinned = _pinned({name: 0.8})
    assert gate.judge([_measure(name, right)], pinned, pinned, seconds=1) == code


def test_other_gold_a_lost_figure_and_slowness_fail(capsys: pytest.CaptureFixture[str]) -> None:
    pinned = _pinned({"time": 0.8, "place": 0.5}, "a tells fire", "b tells fire")
    now = gate.Pinned(
        gold_sha256="other", reports_sha256="r", floors={"time": 0.9}, found=("b tells fire", "c tells fire")
    )
    assert gate.judge([_measure("time", 90)], pinned, now, seconds=61) == 1
    said = capsys.readouterr().out
    assert "lost    a tells fire" in said
    assert "gained  c tells fire" in said
    assert said.count("FAILED") == 3


def _accuse(row: dict[str, Any], *names: str) -> dict[str, Any]:
    claims = [{"id": name, "report": "b.txt", "value": name, "quote": name, "inferred": False} for name in names]
    people = [{"role": "PER", "name": name, "description": None, "claims": [name]} for name in names]
    known = [{"id": "t", "value": "", "inferred": False, **claim} for claim in row["claims"]]
    return {**row, "participants": people, "attribution": [], "claims": [*known, *claims]}


def test_whom_the_gold_does_not_accuse_is_accused_falsely(gold: Gold) -> None:
    fire, arrest = PERFECT
    matches = match_reports(
        gold, _view(_accuse(fire, "Jan Welm", "the old mill", "Oda Brun"), _accuse(arrest, "Ruritania"))
    )
    measure = measure_accusations(gold, matches)
    assert (measure.said, measure.right) == (4, 2)  # the arrest may say again who stood behind the fire
    assert measure.misses == ("- fire: PER the old mill (grave)", "- fire: PER Oda Brun (open)")


def test_nothing_pinned_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert gate.judge([_measure("time", 90)], None, _pinned({}), seconds=1) == 2
    assert "--update" in capsys.readouterr().out


def test_a_floor_falls_only_on_purpose(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    assert gate.update(path, None, _pinned({"time": 0.8}), may_fall=False) == 0
    lower = _pinned({"time": 0.7})
    assert gate.update(path, gate.load_pinned(path), _pinned({"time": 0.7, "town": 0.5}), may_fall=False) == 0
    pinned = gate.load_pinned(path)
    assert pinned is not None
    assert pinned.floors == {"time": 0.8, "town": 0.5}
    assert gate.update(path, gate.load_pinned(path), lower, may_fall=True) == 0
    assert gate.load_pinned(path) == lower


def test_the_pinned_gold_and_reports_are_those_of_the_checkout() -> None:
    pinned = gate.load_pinned(gate.FLOORS)
    assert pinned is not None
    now = gate.make_pinned(match_reports(load_gold(), _view()), ())
    assert (pinned.gold_sha256, pinned.reports_sha256) == (now.gold_sha256, now.reports_sha256), GOLD
    assert gate.hash_folder(REPORTS) == pinned.reports_sha256


def test_exact_figures_are_pinned_at_one() -> None:
    pinned = gate.load_pinned(gate.FLOORS)
    assert pinned is not None
    assert pinned.floors["grounding"] == pinned.floors["notices untouched"] == 1.0


def test_days_of_the_gold_are_days() -> None:
    assert load_gold().incidents["radom-arson"].first == date(2025, 3, 12)
