"""The slot scorer of MUC-4, on invented keys and templates."""

from typing import Any

import pytest
from bench.muc4.slots import align, read_key, read_template, score_slots, usual_values
from bench.muc4.templates import Filler, Mention, MucRole, Template

_SLOTS = (
    "INCIDENT: TYPE",
    "INCIDENT: STAGE OF EXECUTION",
    "INCIDENT: DATE",
    "INCIDENT: LOCATION",
    "INCIDENT: INSTRUMENT ID",
    "PERP: INDIVIDUAL ID",
    "PERP: ORGANIZATION ID",
    "PERP: ORGANIZATION CONFIDENCE",
    "PHYS TGT: ID",
    "HUM TGT: NAME",
)


def one(value: str | None = None, *strings: str, optional: bool = False) -> dict[str, Any]:
    return {"value": value, "strings": list(strings), "optional": optional}


def key(*, optional: bool = False, **slots: Any) -> dict[str, Any]:
    names = {"kind": "INCIDENT: TYPE", "stage": "INCIDENT: STAGE OF EXECUTION", "place": "INCIDENT: LOCATION"}
    names |= {"body": "PERP: ORGANIZATION ID", "sure": "PERP: ORGANIZATION CONFIDENCE", "hit": "PHYS TGT: ID"}
    row: dict[str, Any] = {"optional": optional} | {slot: [] for slot in _SLOTS}
    return row | {names[name]: value for name, value in slots.items()}


def template(kind: str, *fillers: tuple[MucRole, str], **slots: str) -> Template:
    found = tuple(Filler(role=role, mentions=(Mention(start=0, end=1, text=text),)) for role, text in fillers)
    return Template(incident_type=kind, triggers=((0, 1),), fillers=found, slots=slots)


def figures(keys: list[dict[str, Any]], *templates: Template) -> dict[str, float]:
    gold = [slots for row in keys if (slots := read_key(row)) is not None]
    return score_slots({"d": gold}, {"d": [read_template(one) for one in templates]})


MILL = key(
    kind=[[one("BOMBING")]],
    stage=[[one("ACCOMPLISHED")]],
    place=[[one("PERU: HUANTA (TOWN")]],
    body=[[one(None, "RED LANTERN"), one(None, "RL")]],
    sure=[[one("POSSIBLE", "RED LANTERN"), one(None, "RL")]],
    hit=[[one(None, "THE OLD MILL"), one(None, "MILL")]],
)


def test_a_right_template_is_right_in_every_slot() -> None:
    found = template(
        "bombing",
        (MucRole.TARGET, "mill"),
        (MucRole.PERP_ORG, "rl"),
        stage="ACCOMPLISHED",
        confidence="POSSIBLE",
        location="PERU: HUANTA",
    )
    scored = figures([MILL], found)
    for slot in ("type", "stage", "country", "location", "confidence", "confidence_value", "Target", "PerpOrg"):
        assert (scored[f"slot_{slot}_p"], scored[f"slot_{slot}_r"]) == (1.0, 1.0), slot
    assert scored["slot_location_cases"] == 2


def test_confidence_counts_only_with_the_right_body() -> None:
    scored = figures([MILL], template("bombing", (MucRole.PERP_ORG, "blue lantern"), confidence="POSSIBLE"))
    assert scored["slot_confidence_f1"] == 0.0
    assert scored["slot_confidence_value_f1"] == 1.0


def test_templates_are_matched_by_their_slots_and_what_is_left_over_is_spurious() -> None:
    farm = key(kind=[[one("BOMBING")]], hit=[[one(None, "FARM")]])
    found = [template("bombing", (MucRole.TARGET, "farm")), template("bombing", (MucRole.TARGET, "old mill"))]
    gold = [slots for row in (MILL, farm) if (slots := read_key(row)) is not None]
    assert sorted(align(gold, [read_template(one) for one in found])) == [(0, 1), (1, 0)]
    scored = figures([MILL, farm], *found, template("arson", (MucRole.TARGET, "shed")))
    assert scored["slot_Target_p"] == pytest.approx(2 / 3)
    assert scored["slot_Target_r"] == 1.0


def test_types_that_exclude_each_other_are_not_matched() -> None:
    scored = figures([MILL], template("kidnapping", (MucRole.TARGET, "mill")))
    assert scored["slot_Target_r"] == 0.0
    assert figures([MILL], template("attack", (MucRole.TARGET, "mill")))["slot_Target_r"] == 1.0


def test_optional_keys_and_fills_cost_nothing_where_they_are_missed() -> None:
    loose = key(kind=[[one("ARSON")]], hit=[[one(None, "SHED")]], optional=True)
    spare = key(kind=[[one("ARSON")]], hit=[[one(None, "SHED", optional=True)], [one(None, "BARN")]])
    assert figures([loose])["slot_Target_cases"] == 0
    assert figures([loose], template("arson", (MucRole.TARGET, "shed")))["slot_Target_cases"] == 1
    assert figures([spare], template("arson", (MucRole.TARGET, "barn")))["slot_Target_r"] == 1.0


def test_a_document_without_incident_has_no_key_and_what_is_found_there_is_spurious() -> None:
    assert read_key({"none": True}) is None
    assert figures([{"none": True}], template("attack", stage="ACCOMPLISHED"))["slot_stage_p"] == 0.0


def test_open_stages_are_counted_by_themselves() -> None:
    tried = key(kind=[[one("ATTACK")]], stage=[[one("ATTEMPTED")]])
    scored = figures([MILL, tried], template("bombing", stage="ACCOMPLISHED"), template("attack", stage="ATTEMPTED"))
    assert (scored["slot_stage_open_f1"], scored["slot_stage_open_cases"]) == (1.0, 1)


def test_the_usual_values_are_those_of_most_keys() -> None:
    rows = [MILL, MILL, key(kind=[[one("ARSON")]], stage=[[one("ATTEMPTED")]], place=[[one("CHILE")]])]
    assert usual_values(rows) == {
        "type": "bombing",
        "stage": "ACCOMPLISHED",
        "date": "",
        "confidence": "POSSIBLE",
        "location": "peru: huanta",
    }
