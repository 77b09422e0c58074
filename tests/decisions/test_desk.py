"""What a person decides at the desk: what it changes, what is refused, and what the ledger keeps of it."""

from collections.abc import Iterator
from typing import Any

import pytest

from overt import assemble
from overt.assemble import engine_mark, renew_findings
from overt.base.errors import LedgerError, SettingsError
from overt.decide import Desk
from overt.reconcile.decided.marks import marks_of
from overt.reconcile.growing.renewal import renew_incidents
from overt.record import open_ledger
from overt.record.decisions import incident_digest
from overt.record.ledger import Ledger
from overt.types.account import Stage
from overt.types.decision import DecisionKind, Draft, Mark, Subject, SubjectKind
from overt.types.incident import Incident
from tests.decisions.test_histories import add
from tests.reconcile.builders import Story
from tests.stores import Stores


@pytest.fixture
def ledger(stores: Stores) -> Iterator[Ledger]:
    """Give a ledger of two fires on two days and a killing, told by three outlets."""
    first, second, third = (Story(key=key, outlet=key, published="2024-02-01") for key in ("Post", "Courier", "Mirror"))
    first.tell("sabotage.arson", town="Zelin", time="2024-01-05", thing="Tolgar store", suspects=["Oleg Varna"])
    second.tell("sabotage.arson", town="Ostra", time="2024-01-05", thing="the depot", numbers={"injured": 2})
    third.tell("violence.killing", town="Vell", time="2024-01-20", victims=["Ana Roth"], numbers={"killed": 1})
    third.tell("sabotage.arson", town="Zelin", time="2024-01-05", thing="Tolgar store", suspects=["Oleg Varna"])
    with open_ledger(stores.address(), create=True) as opened:
        add(opened, [story.done() for story in (first, second, third)])
        yield opened


def only(ledger: Ledger, code: str, town: str) -> Incident:
    found = [one for one in ledger.incidents() if one.type == code and one.places[0].name == town]
    assert len(found) == 1
    return found[0]


def test_a_rejected_incident_stays_with_its_reason(ledger: Ledger) -> None:
    one = only(ledger, "sabotage.arson", "Ostra")
    decided = Desk(ledger, by="Ada").reject(one.id, why="a short circuit, says the fire brigade")
    assert ledger.incident(one.id).status == "rejected"
    assert ledger.decisions() == (decided,)
    assert decided.draft.why == "a short circuit, says the fire brigade"
    assert (decided.draft.before, decided.draft.after) == ("candidate", "rejected")


def test_a_typed_value_needs_a_source(ledger: Ledger) -> None:
    one = only(ledger, "sabotage.arson", "Ostra")
    with pytest.raises(SettingsError, match="no value without a source"):
        Desk(ledger, by="Ada").set_value(one.id, "stage", "foiled")
    Desk(ledger, by="Ada").set_value(one.id, "stage", "foiled", source="the indictment, page 3")
    assert ledger.incident(one.id).stage is Stage.FOILED


@pytest.mark.parametrize(
    ("field", "value"),
    [("type", "sabotage.tea"), ("stage", "done"), ("time", "last week"), ("quantity.killed", "many"), ("who", "Jan")],
)
def test_a_value_that_a_field_cannot_have_is_refused(ledger: Ledger, field: str, value: str) -> None:
    one = only(ledger, "sabotage.arson", "Ostra")
    with pytest.raises(SettingsError):
        Desk(ledger, by="Ada").set_value(one.id, field, value, source="a letter")
    assert ledger.decisions() == ()


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("time", "2024-02-06", "6 February 2024"),
        ("place", "Graz, AT", "Graz"),
        ("type", "sabotage.explosive", "Ostra"),
        ("quantity.injured", "3-5", ""),
    ],
)
def test_a_typed_value_takes_the_place_of_the_chosen_one(ledger: Ledger, field: str, value: str, shown: str) -> None:
    one = only(ledger, "sabotage.arson", "Ostra")
    Desk(ledger, by="Ada").set_value(one.id, field, value, source="a letter")
    now = ledger.incident(one.id)
    found = {
        "time": now.time and now.time.interval.edtf,
        "place": f"{now.places[0].name}, {now.places[0].country}",
        "type": now.type,
        "quantity.injured": "-".join(f"{n:g}" for n in (now.quantities[0].lo or 0, now.quantities[0].hi or 0)),
    }
    assert found[field] == value
    assert shown in now.title  # which is made of the values shown, not of those that the rules chose


def test_claims_of_another_field_cannot_be_chosen(ledger: Ledger) -> None:
    one = only(ledger, "sabotage.arson", "Ostra")
    place = next(claim.id for claim in one.claims if claim.field == "place")
    with pytest.raises(SettingsError, match="not claims of the field time"):
        Desk(ledger, by="Ada").set_value(one.id, "time", claims=[place])


def test_a_struck_claim_takes_what_rested_on_it_along(ledger: Ledger) -> None:
    one = only(ledger, "sabotage.arson", "Zelin")
    accused = [claim.id for claim in one.claims if claim.field == "participant.PER"]
    assert [person.name for person in one.participants] == ["Oleg Varna"]
    decided = Desk(ledger, by="Ada").strike(accused, why="he is the owner, not the suspect")
    assert ledger.incident(one.id).participants == ()
    Desk(ledger, by="Ada").undo(decided.number)
    assert ledger.incident(one.id) == one


def test_a_stale_edit_is_refused_and_says_who_was_quicker(ledger: Ledger) -> None:
    one = only(ledger, "sabotage.arson", "Ostra")
    seen = incident_digest(one)
    Desk(ledger, by="Ben").accept(one.id, seen=seen)
    with pytest.raises(
        LedgerError, match=r"changed since you looked, last by Ben \(decision 1: accept from candidate to accepted\)"
    ):
        Desk(ledger, by="Ada").reject(one.id, why="an accident", seen=seen)
    assert ledger.incident(one.id).status == "accepted"
    assert len(ledger.decisions()) == 1


def test_incidents_kept_apart_are_not_proposed_again(ledger: Ledger) -> None:
    whole = only(ledger, "sabotage.arson", "Zelin")
    first = whole.sources.report_ids[0]
    Desk(ledger, by="Ada").split(whole.id, [first], why="two fires in one night")
    parts = [one for one in ledger.incidents() if one.places[0].name == "Zelin"]
    assert len(parts) == 2
    assert whole.id in {one.id for one in parts}
    assert not any(link.kind == "possibly_same" for one in parts for link in one.links)


def test_of_decisions_that_contradict_each_other_the_later_holds_and_the_other_is_told(ledger: Ledger) -> None:
    one, two = (only(ledger, "sabotage.arson", town).id for town in ("Zelin", "Ostra"))
    three = only(ledger, "violence.killing", "Vell").id
    desk = Desk(ledger, by="Ada")
    desk.keep_apart([one, two])
    desk.merge([one, three])
    desk.merge([two, three] if three in ledger.incident_ids() else [two, one])
    assert len(ledger.incident_ids()) == 1
    assert [conflict.decision for conflict in ledger.conflicts()] == []
    desk.undo(3)
    assert len(ledger.incident_ids()) == 2


def test_a_letter_holds_until_its_last_day(ledger: Ledger) -> None:
    one = only(ledger, "sabotage.arson", "Ostra")
    before = dict(one.grades)["event"].letter
    desk = Desk(ledger, by="Ada")
    desk.set_letter("Courier", "A", why="two years of checked reports", until="2999-01-01")
    assert dict(ledger.incident(one.id).grades)["event"].letter == "A" != before
    desk.undo(1)
    assert ledger.incident(one.id) == one
    desk.set_letter("Courier", "A", why="as long as she worked there", until="2001-01-01")
    assert ledger.incident(one.id) == one


def test_a_person_says_whether_two_reports_are_independent(ledger: Ledger) -> None:
    whole = only(ledger, "sabotage.arson", "Zelin")
    assert (whole.sources.independent, whole.sources.undetermined) == (1, 1)
    desk = Desk(ledger, by="Ada")
    desk.relate_sources(whole.sources.report_ids, "independent", why="I met both reporters on the spot")
    assert ledger.incident(whole.id).sources.independent == 2
    desk.relate_sources(whole.sources.report_ids, "dependent", why="they shared one car and one witness")
    now = ledger.incident(whole.id).sources
    assert (now.independent, now.undetermined, now.dependent) == (1, 0, 1)
    assert [one.rule for one in now.relations] == ["decided"]


@pytest.mark.parametrize(("letter", "until"), [("G", "2999-01-01"), ("B", "soon")])
def test_a_letter_that_is_none_is_refused(ledger: Ledger, letter: str, until: str) -> None:
    with pytest.raises(SettingsError):
        Desk(ledger, by="Ada").set_letter("Courier", letter, why="a test", until=until)
    assert ledger.decisions() == ()


def test_a_report_that_goes_before_a_decision_was_worked_in_is_seen_gone(ledger: Ledger) -> None:
    one = only(ledger, "sabotage.arson", "Ostra")
    report = one.sources.report_ids[0]
    draft = Draft(kind=DecisionKind.NOTE, subjects=(Desk(ledger, by="Ada")._incident(one),), by="Ada", value="late")
    ledger.decide(draft)  # and here the process is killed
    gone = Subject(kind=SubjectKind.REPORT, id=report, label="the report")
    ledger.decide(Draft(kind=DecisionKind.REMOVE, subjects=(gone,), by="Ada", why="a forgery"))
    renew_findings(ledger, engine_mark())
    assert one.id not in ledger.incident_ids()


def test_a_decision_that_was_kept_is_told_where_the_rest_fails(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise LedgerError("there is no room left on the disk", todo="Free some space.")

    one = only(ledger, "sabotage.arson", "Ostra")
    with monkeypatch.context() as patch:
        patch.setattr(ledger, "renew", fail)
        with pytest.raises(LedgerError, match="decision 1 is kept") as caught:
            Desk(ledger, by="Ada").reject(one.id, why="an accident")
    assert "Do not decide again" in caught.value.todo
    assert len(ledger.decisions()) == 1
    renew_findings(ledger, engine_mark())
    assert ledger.incident(one.id).status == "rejected"


def test_a_decision_taken_while_a_run_works_things_out_is_not_lost(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, real = only(ledger, "sabotage.arson", "Ostra"), renew_incidents
    subject = Subject(kind=SubjectKind.INCIDENT, id=one.id, label=one.title, marks=_marks(ledger, one))
    told: list[int] = []

    def meanwhile(*args: Any) -> Any:
        if not told:
            with open_ledger(ledger.address) as other:
                draft = Draft(kind=DecisionKind.REJECT, subjects=(subject,), by="Ben", why="an accident")
                told.append(other.decide(draft).number)
        return real(*args)

    ledger.decide(Draft(kind=DecisionKind.NOTE, subjects=(subject,), by="Ada", why="", value="ask"))
    with monkeypatch.context() as patch:
        patch.setattr(assemble, "renew_incidents", meanwhile)
        renew_findings(ledger, engine_mark())
    assert told == [2]
    assert ledger.incident(one.id).status == "rejected"


def _marks(ledger: Ledger, one: Incident) -> tuple[Mark, ...]:
    told = ledger.readings({claim.report_id for claim in one.claims})
    return tuple(
        marks_of(linked) for reading in told for linked in reading.accounts if linked.account.id in one.account_ids
    )


def test_what_a_merge_brought_together_stays_when_one_part_is_struck(ledger: Ledger) -> None:
    desk, depot, killing = (
        Desk(ledger, by="Ada"),
        only(ledger, "sabotage.arson", "Ostra"),
        next(one for one in ledger.incidents() if one.type == "violence.killing"),
    )
    desk.merge([depot.id, killing.id], why="one night")
    desk.strike([claim.id for claim in killing.claims if claim.field == "type"], why="nobody was killed")
    assert set(ledger.incident(depot.id).account_ids) == set(depot.account_ids)
