import json
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from overt.base.edtf import Interval
from overt.base.errors import LedgerError
from overt.base.spans import Span
from overt.record.codec import decode, dump_json, encode
from overt.types.account import PersonFacts
from overt.types.claim import Claim
from overt.types.incident import Findings, Grade, Incident
from overt.types.linked import LinkedReading
from overt.types.problem import Problem
from tests.record.samples import first_reading, make_findings, make_incident

PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    Span: st.tuples(st.integers(0, 9**9), st.integers(1, 99)).map(lambda at: Span(start=at[0], end=at[0] + at[1])),
    str: st.text(st.characters(codec="utf-8"), max_size=6),
    int: st.integers(-(2**53), 2**53),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    date: st.dates(),
    type(None): st.none(),
}


@cache
def strategy(kind: Any) -> st.SearchStrategy[Any]:
    """Build any value of a type of ours, however deep; tuples are short, for a Findings nests six of them."""
    if kind in PLAIN:
        return PLAIN[kind]
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        if inner[1] is Ellipsis:
            return st.lists(strategy(inner[0]), max_size=1).map(tuple)
        return st.tuples(*(strategy(one) for one in inner))
    if get_origin(kind) is not None or not isinstance(kind, type):
        return st.one_of(*(strategy(one) for one in get_args(kind)))
    if issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    hints = get_type_hints(kind)
    return st.builds(kind, **{name: strategy(hint) for name, hint in hints.items()})


@pytest.mark.parametrize("kind", [LinkedReading, Findings, Incident, Claim, Problem, Interval])
def test_what_goes_in_comes_out(kind: Any) -> None:
    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(strategy(kind))
    def check(value: Any) -> None:
        text = dump_json(encode(value))
        again = decode(kind, json.loads(text))
        assert again == value
        assert dump_json(encode(again)) == text

    check()


@pytest.mark.parametrize("value", [first_reading(), make_findings(), make_incident()])
def test_samples_go_round(value: object) -> None:
    assert decode(type(value), json.loads(dump_json(encode(value)))) == value


def grade(**changes: object) -> dict[str, object]:
    data: dict[str, object] = encode(Grade(number=2, rule="N10", independent=1, undetermined=1, contradicting=0))
    return data | changes


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (grade(number="2"), "expected a whole number"),
        (grade(number=True), "expected a whole number"),
        (grade(number=2.0), "expected a whole number"),
        (grade(extra=1), "unknown keys extra"),
        ({key: value for key, value in grade().items() if key != "rule"}, "missing keys rule"),
        ([], "expected a Grade"),
    ],
)
def test_a_wrong_value_is_refused_with_its_place(data: object, complaint: str) -> None:
    with pytest.raises(LedgerError, match=complaint):
        decode(Grade, data)


def test_an_older_ledger_lacks_a_newer_field() -> None:
    data = {key: value for key, value in grade().items() if key not in ("letter", "letter_rule")}
    assert decode(Grade, data).letter == "F"


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Span, {"start": 5, "end": 5}),
        (Interval, {"edtf": "2024", "lo": "2024-13-01", "hi": None}),
        (PersonFacts, {"at_risk": 1}),
    ],
)
def test_a_value_that_cannot_be_is_refused(kind: Any, data: object) -> None:
    with pytest.raises(LedgerError):
        decode(kind, data)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [1]])
def test_what_cannot_be_stored_is_refused(value: object) -> None:
    with pytest.raises(LedgerError):
        encode(value)
