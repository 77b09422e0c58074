"""`overt why`, `overt decide remove`: ask what was decided; take a report out and back."""

from itertools import combinations, pairwise
from pathlib import Path

import pytest
from bench.growth.reports import reports as invented_reports
from typer.testing import CliRunner, Result

from overt.assemble import engine_mark, explain_two_accounts, renew_findings
from overt.cli.main import app
from overt.cli.reasons import FIELDS
from overt.record import open_ledger
from overt.types.incident import Incident


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a ledger of invented reports."""
    found = tmp_path_factory.mktemp("why") / "a.ledger"
    with open_ledger(found, create=True) as ledger:
        ledger.start_run("test")
        for reading in invented_reports(0, 120):
            ledger.add_reading(reading.report, reading, engine_mark())
        renew_findings(ledger, engine_mark())
    return found


def incidents(path: Path) -> list[Incident]:
    with open_ledger(path, read_only=True) as ledger:
        return list(ledger.incidents())


def call(path: Path, *args: str) -> Result:
    return CliRunner().invoke(app, [*args, "--ledger", str(path)])


def text(path: Path, *args: str) -> str:
    result = call(path, *args)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def test_two_claims_of_one_incident(path: Path) -> None:
    one = next(one for one in incidents(path) if len({claim.report_id for claim in one.claims}) > 2)
    first = one.claims[0]
    other = next(claim for claim in one.claims if claim.report_id != first.report_id)
    told = text(path, "why", first.id, other.id)
    assert "One incident" in told
    assert "R2" in told
    assert "So the rules join them" in told or "How they came together" in told


def test_two_incidents_and_every_rule(path: Path) -> None:
    one, other = (one for one in incidents(path)[:2])
    short, whole = text(path, "why", one.id, other.id), text(path, "why", one.id[4:], other.id, "--all")
    assert "Two incidents" in short
    assert "Rule by rule" in short
    assert " no: " not in short
    assert " no: " in whole


def test_two_reports(path: Path) -> None:
    one = next(one for one in incidents(path) if any(r.rule == "I1" for r in one.sources.relations))
    relation = next(r for r in one.sources.relations if r.rule == "I1")
    told = text(path, "why", relation.report_a, relation.report_b)
    assert "dependent (I1)" in told
    assert relation.evidence in told


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_has_its_reasons(path: Path, field: str) -> None:
    one = max(incidents(path), key=lambda one: len(one.disputed))
    told = text(path, "why", one.id, field)
    grade = dict(one.grades).get(field)
    assert grade is None or f"Grade {grade.number}, by {grade.rule}" in told
    for dispute in one.disputed:
        if dispute.field.startswith(FIELDS[field]):
            assert all(side.value in told for side in dispute.values)


def test_accounts_of_an_incident_hang_together_by_ties_that_are_told(path: Path) -> None:
    with open_ledger(path, read_only=True) as ledger:
        for one in ledger.incidents():
            for a, b in list(combinations(one.account_ids, 2))[:6]:
                found = explain_two_accounts(ledger, [a], [b])
                assert found is not None
                assert found.chain, (a, b)
                ends = [{tie.a, tie.b} for tie in found.chain]
                assert {a, b} <= set().union(*ends)
                assert all(x & y for x, y in pairwise(ends))
                assert all(tie.reasons for tie in found.chain)


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("zzzzzz", "time"), 1, "No incident begins with this"),
        (("zzzzzz", "yyyyyy"), 1, "No incident, report, account or claim begins with this"),
        (("clm_0000000000000000", "clm_1"), 1, "No claim has this id"),
        (("inc_", "time"), 1, "incidents begin with this"),
        (("0",), 2, "B"),
    ],
)
def test_wrong_ids_are_told(path: Path, args: tuple[str, ...], code: int, said: str) -> None:
    result = call(path, "why", *args)
    assert (result.exit_code, said in result.output) == (code, True), result.output


def test_a_report_is_taken_out_and_brought_back(path: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "b.ledger"
    ledger.write_bytes(path.read_bytes())
    before = incidents(ledger)
    gone = before[0].claims[0].report_id
    said = text(ledger, "decide", "remove", gone, "--why", "satire")
    assert "remove the report" in said
    after = incidents(ledger)
    kept = {claim.id for one in before for claim in one.claims if claim.report_id != gone}
    assert {claim.id for one in after for claim in one.claims} == kept
    assert "removed: satire" in text(ledger, "reports", "--superseded")
    text(ledger, "decide", "undo", "1", "--why", "no satire")
    assert incidents(ledger) == before
    with open_ledger(ledger, read_only=True) as opened:
        assert [row.what for row in opened.log() if row.what == "decided"] == ["decided", "decided"]


def test_a_removal_wants_a_reason_and_a_report(path: Path) -> None:
    assert call(path, "decide", "remove", "zzzzzz", "--why", "x").exit_code == 1
    assert call(path, "decide", "remove", "zzzzzz").exit_code == 2
