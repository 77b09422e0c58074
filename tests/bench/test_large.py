"""A filled ledger is one: what was asked for is in it, it can be asked everything, and it is the same every time."""

from pathlib import Path

from bench.large.asking import ask
from bench.large.filling import decide_some, fill

from overt.record import open_ledger
from overt.record.rows import Facet


def test_a_filled_ledger_answers_every_question(tmp_path: Path) -> None:
    path = tmp_path / "large.ledger"
    with open_ledger(path, create=True) as ledger:
        told = fill(ledger, 1)
        decide_some(ledger, [row.id for row in ledger.page(size=6).rows])
        assert told == ledger.count_claims() > 10_000
        assert ledger.counts().incidents == ledger.page(size=1).total > 1000
        incident = next(ledger.incidents())
        for claim in incident.claims:
            assert ledger.report(claim.report_id).text[claim.span.start : claim.span.end] == claim.quote
        some = {one.facet: one.values for one in ledger.facets()}
        assert all(some[facet] for facet in (Facet.FAMILY, Facet.COUNTRY, Facet.ACTOR, Facet.GRADE, Facet.YEAR))
        about = ledger.decisions()[0]
        assert about in ledger.decisions_about(about.draft.subjects[0].id)
    asked = {name: len(spent) for name, spent, _ in ask(str(path), 2)}
    assert set(asked.values()) == {2}
    assert len(asked) > 12
