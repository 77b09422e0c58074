"""However reports come and go, the findings are those of all that are there, read at once."""

import json
import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from bench.growth.reports import reports as invented_reports
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from overt.assemble import renew_findings
from overt.record import open_ledger
from overt.record.codec import dump_json, encode
from overt.record.ledger import Ledger
from overt.record.rows import EngineMark
from overt.types.decision import DecisionKind, Draft, Subject, SubjectKind
from overt.types.linked import LinkedReading
from tests.reconcile.test_properties import collections

ENGINE = EngineMark(name="rules/1", knowledge="k1")
LAWS = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@contextmanager
def new_ledger() -> Iterator[Ledger]:
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "a.ledger", create=True) as ledger:
        yield ledger


def add(ledger: Ledger, readings: Sequence[LinkedReading]) -> None:
    """One run that reads these reports."""
    ledger.start_run("test")
    for reading in readings:
        ledger.add_reading(reading.report, reading, ENGINE)
    renew_findings(ledger, ENGINE)


def findings(ledger: Ledger) -> str:
    """All findings as text; incidents and entities stand by what they hold, not by their ids."""
    incidents, entities = list(ledger.incidents()), list(ledger.entities())
    standings = [one.standing for one in ledger.reports()]
    parts: list[Iterable[object]] = [
        incidents,
        entities,
        list(ledger.statistics()),
        list(ledger.questions()),
        standings,
    ]
    text = dump_json([[encode(one) for one in part] for part in parts])
    names = {one.id: f"<{one.account_ids[0]}>" for one in incidents}
    names |= {one.id: f"<{one.mentions[0].report_id} {one.mentions[0].start} {one.name}>" for one in entities}
    for question in ledger.questions():
        names[question.id] = "<" + " ".join(sorted((names[question.a.id], names[question.b.id]))) + ">"
    for found, name in names.items():
        text = text.replace(found, name)
    return dump_json(in_order(json.loads(text)))


def in_order(data: Any) -> Any:
    """Order lists by what is in them: what an id decided is open where ids differ."""
    if isinstance(data, list):
        return sorted((in_order(one) for one in data), key=dump_json)
    return {key: in_order(one) for key, one in data.items()} if isinstance(data, dict) else data


def ids(ledger: Ledger) -> dict[str, str]:
    return {key: one.id for one in ledger.incidents() for key in one.account_ids}


def at_once(readings: Sequence[LinkedReading]) -> str:
    with new_ledger() as ledger:
        add(ledger, readings)
        return findings(ledger)


@LAWS
@given(collections(), st.data())
def test_however_reports_arrive_the_findings_are_the_same(readings: list[LinkedReading], data: st.DataObject) -> None:
    order = data.draw(st.permutations(readings))
    cuts = sorted(data.draw(st.sets(st.integers(1, max(1, len(order) - 1)), max_size=3)))
    with new_ledger() as ledger:
        for start, end in zip([0, *cuts], [*cuts, len(order)], strict=True):
            add(ledger, order[start:end])
        assert findings(ledger) == at_once(readings)


@LAWS
@given(collections(), st.data())
def test_what_is_removed_was_never_there(readings: list[LinkedReading], data: st.DataObject) -> None:
    first = data.draw(st.sets(st.sampled_from(range(len(readings))), min_size=1))
    some = [readings[at] for at in sorted(first)]
    with new_ledger() as ledger:
        add(ledger, some)
        before, names = findings(ledger), ids(ledger)
        add(ledger, readings)
        for reading in readings:
            if reading not in some:
                subject = Subject(kind=SubjectKind.REPORT, id=reading.report.id, label="a report")
                ledger.decide(Draft(kind=DecisionKind.REMOVE, subjects=(subject,), by="Ada", why="a test"))
        renew_findings(ledger, ENGINE)
        assert (findings(ledger), ids(ledger)) == (before, names)


@pytest.mark.parametrize("seed", range(4))
def test_invented_reports_in_any_order_and_parts(seed: int) -> None:
    of = random.Random(seed)
    readings = list(invented_reports(seed * 500, seed * 500 + 120))
    whole = at_once(readings)
    of.shuffle(readings)
    with new_ledger() as ledger:
        while readings:
            many = of.choice((1, 3, 20, 60))
            add(ledger, readings[:many])
            readings = readings[many:]
        assert findings(ledger) == whole


def test_an_incident_keeps_its_id_while_it_grows() -> None:
    readings = list(invented_reports(0, 150))
    random.Random(5).shuffle(readings)
    with new_ledger() as ledger:
        former: dict[str, frozenset[str]] = {}
        for at in range(0, 150, 25):
            add(ledger, readings[at : at + 25])
            now = {one.id: frozenset(one.account_ids) for one in ledger.incidents()}
            for found, accounts in now.items():
                parts = [key for key, old in former.items() if old & accounts]
                if len(parts) == 1 and former[parts[0]] <= accounts:
                    assert found == parts[0]
            former = now
