"""What a renewal changed becomes a revision, with what caused it; what it did not change, does not."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from overt.assemble import engine_mark, renew_findings
from overt.record import open_ledger
from overt.record.ledger import Ledger
from overt.types.report import Report
from tests.record.samples import make_report, read_simply
from tests.stores import Stores


@pytest.fixture
def ledger(stores: Stores) -> Iterator[Ledger]:
    with open_ledger(stores.address(), create=True) as opened:
        yield opened


def add(ledger: Ledger, *reports: Report) -> None:
    for report in reports:
        ledger.add_reading(report, read_simply(report), engine_mark())
    renew_findings(ledger, engine_mark())


def rows(ledger: Ledger, question: str) -> list[tuple[Any, ...]]:
    with ledger._engine.connect().execution_options(is_reader=True) as connection:
        return [tuple(row) for row in connection.exec_driver_sql(question)]


def revisions(ledger: Ledger) -> list[tuple[int, int, int]]:
    return rows(ledger, "SELECT added, changed, dropped FROM revisions ORDER BY number")


def causes(ledger: Ledger, number: int) -> list[tuple[str, str | None]]:
    ((told,),) = rows(ledger, f"SELECT causes FROM revisions WHERE number = {number}")
    return [(one["kind"], one["report_id"]) for one in json.loads(told)]


KELM = make_report("A depot in Kelm burned on Monday.", "kelm.txt")
SORN = make_report("A depot in Sorn burned on Friday.", "sorn.txt")


def test_a_report_that_comes_is_a_revision_and_its_cause(ledger: Ledger) -> None:
    add(ledger, KELM)
    assert revisions(ledger) == [(1, 0, 0)]
    assert causes(ledger, 1) == [("report_added", KELM.id)]
    add(ledger, SORN)
    assert revisions(ledger)[1][0] == 1
    assert causes(ledger, 2) == [("report_added", SORN.id)]
    ((mine,),) = rows(ledger, "SELECT causes FROM history WHERE revision = 2 AND former IS NULL")
    assert mine == "[0]"


def test_what_is_as_before_is_no_revision(ledger: Ledger) -> None:
    add(ledger, KELM, SORN)
    before = revisions(ledger)
    add(ledger, KELM)
    renew_findings(ledger, replace(engine_mark(), name="rules/9 overt/9.0"))  # all is worked out anew
    assert revisions(ledger) == before
    assert rows(ledger, "SELECT * FROM history WHERE revision > (SELECT max(number) FROM revisions)") == []


def test_a_report_read_otherwise_is_told_by_what_read_it(ledger: Ledger) -> None:
    add(ledger, KELM)
    other = replace(engine_mark(), name="rules/9 overt/9.0")
    ledger.add_reading(KELM, replace(read_simply(KELM), accounts=()), other)
    renew_findings(ledger, other)
    assert revisions(ledger) == [(1, 0, 0), (0, 0, 1)]
    assert causes(ledger, 2) == [("report_read_again", KELM.id), ("engine", None)]


def test_a_revision_stands_in_the_log(ledger: Ledger) -> None:
    add(ledger, KELM)
    (row,) = (row for row in ledger.log() if row.what == "findings-renewed")
    assert json.loads(row.detail) | {"sha256": ""} == {
        "revision": 1, "added": 1, "changed": 0, "dropped": 0, "sha256": "",
    }  # fmt: skip


def test_a_renewal_of_several_parts_is_one_revision(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("overt.assemble._AT_ONCE", 1)
    add(ledger, KELM, SORN)
    assert revisions(ledger) == [(2, 0, 0)]
    assert {report for _, report in causes(ledger, 1)} == {KELM.id, SORN.id}
    renew_findings(ledger, replace(engine_mark(), name="rules/9 overt/9.0"))
    assert revisions(ledger) == [(2, 0, 0)]
