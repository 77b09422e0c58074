"""A person's letter for an outlet outranks its class, until its day; it changes letters and never numbers."""

from overt.reconcile.growing.memory import NoMemory
from overt.reconcile.growing.renewal import renew_incidents
from overt.reconcile.sources.letters import letter_of, make_register
from overt.types.claim import SpeakerKind
from overt.types.decision import Decision, DecisionKind, Docket, Draft, Subject, SubjectKind
from overt.types.incident import Grade
from tests.reconcile.builders import Story


def letter(number: int, outlet: str, value: str, until: str = "2027-01-01") -> Decision:
    subject = Subject(kind=SubjectKind.OUTLET, id=outlet, label=outlet)
    draft = Draft(
        kind=DecisionKind.LETTER, subjects=(subject,), by="Mara", why="checked reports", value=value, until=until
    )
    return Decision(number=number, at="2026-01-01T00:00:00Z", draft=draft)


def undo(number: int, undoes: int) -> Decision:
    draft = Draft(kind=DecisionKind.UNDO, subjects=(), by="Ivo", undoes=undoes)
    return Decision(number=number, at="2026-01-02T00:00:00Z", draft=draft)


def said(name: str, *decisions: Decision, today: str = "2026-06-01") -> tuple[str, str]:
    return letter_of(make_register(Docket(decisions=decisions, today=today)), name, SpeakerKind.OUTLET)


def test_a_letter_is_known_by_every_spelling_of_the_outlet() -> None:
    one = letter(1, "The Example Times", "B")
    assert said("Example Times", one) == said("exampletimes.com", one) == ("B", "S1")
    assert said("The Courier", one) == ("F", "S9")


def test_the_later_stands_the_lapsed_and_the_undone_do_not() -> None:
    first, second = letter(1, "The Post", "B"), letter(2, "The Post", "E", until="2026-06-01")
    assert said("The Post", first, second) == ("E", "S1")
    assert said("The Post", first, second, today="2026-06-02") == ("B", "S1")
    assert said("The Post", first, undo(2, 1)) == ("F", "S9")


def test_letters_that_hold_are_part_of_what_findings_rest_on() -> None:
    decisions = (letter(1, "The Post", "B", until="2026-06-01"), letter(2, "The Courier", "C"), undo(3, 2))
    assert Docket(decisions=decisions, today="2026-06-01").letters() == (1,)
    assert Docket(decisions=decisions, today="2026-06-02").letters() == ()


def grades(*decisions: Decision) -> dict[str, Grade]:
    story = Story(key="a", outlet="The Post", published="2024-02-01")
    story.tell("violence.killing", victims=["Ana Roth"], town="Zelin", time="2024-01-05")
    found = renew_incidents(NoMemory(), (), [story.done()], 1, Docket(decisions=decisions))
    (incident,) = found.incidents
    return dict(incident.grades)


def test_a_letter_changes_letters_and_no_number() -> None:
    plain, with_letter = grades(), grades(letter(1, "The Post", "B"))
    assert {name: (g.number, g.rule) for name, g in plain.items()} == {
        name: (g.number, g.rule) for name, g in with_letter.items()
    }
    assert {g.letter for g in plain.values()} == {"F"}
    assert {g.letter for g in with_letter.values()} == {"B"}
