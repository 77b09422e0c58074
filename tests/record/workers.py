"""What the processes of test_together.py do. A process loads this alone, so that it starts quickly."""

from threading import Barrier, Event

from overt.base.errors import LedgerError
from overt.record import open_ledger
from overt.record.decisions import incident_digest
from overt.record.rows import EngineMark, IncidentFilter
from overt.types.address import Address
from tests.record.samples import empty_reading, make_report

ENGINE = EngineMark(name="rules/1", knowledge="k1")


def write_reports(address: Address, first: int, many: int, start: Barrier) -> int:
    """Add reports, each in its own transaction; make the ledger if nobody did."""
    start.wait(60)
    with open_ledger(address, create=True) as ledger:
        for n in range(first, first + many):
            report = make_report(f"text {n}", f"{n}.txt")
            ledger.add_reading(report, empty_reading(report), ENGINE)
        return ledger.counts().reports


def list_until(address: Address, start: Barrier, end: Event) -> list[int]:
    """List again and again, as commands do that are started one after the other; return how many there were."""
    start.wait(60)
    seen = []
    while True:
        is_last = end.is_set()
        with open_ledger(address, read_only=True) as ledger:
            incidents = list(ledger.incidents())
            assert all(one.claims for one in incidents)
            assert len(ledger.page(IncidentFilter(), size=None).rows) >= len(incidents)
            seen.append(len(incidents))
        if is_last:
            return seen


def decide_at_once(address: Address, by: str, incident_id: str, start: Barrier) -> str:
    """Look, wait until the other has looked as well, decide."""
    with open_ledger(address) as ledger:
        seen = incident_digest(ledger.incident(incident_id))
        from overt.decide import Desk  # noqa: PLC0415 - only here, for it loads the engine

        start.wait(60)
        try:
            Desk(ledger, by=by).set_value(incident_id, "stage", "foiled", source=f"a letter to {by}", seen=seen)
        except LedgerError as error:
            return str(error)
        return ""
