"""What becomes one incident and what does not (codebook §8.1), on invented events."""

from dataclasses import replace

import pytest

from overt.reconcile import reconcile_claims
from overt.types.account import EntityKind, Stage
from overt.types.incident import Findings
from tests.reconcile.builders import Story


def tell_twice(one: dict[str, object], other: dict[str, object], first: str, second: str = "") -> Findings:
    a, b = Story(key="a"), Story(key="b")
    a.tell(first, **one)
    b.tell(second or first, **other)
    return reconcile_claims([a.done(), b.done()])


ARSON, KILLING, ARREST = "sabotage.arson", "violence.killing", "response.arrest"

SAME = [
    (
        "a victim's name in two spellings",
        KILLING,
        "",
        {"victims": ["Maksim Tarkovin"]},
        {"victims": ["Maxim Tarkovine"], "town": "Zelin"},
    ),
    ("a victim's name in two scripts", KILLING, "", {"victims": ["Сергей Волнов"]}, {"victims": ["Sergey Volnov"]}),
    (
        "one death on two dates",
        KILLING,
        "",
        {"victims": ["Ilya Brandt"], "time": "2024-02-13"},
        {"victims": ["Ilya Brandt"], "time": "2024-02-19"},
    ),
    (
        "a named store in one town",
        ARSON,
        "",
        {"thing": "Tolgar store", "town": "Vell", "time": "2024-05"},
        {"thing": "the Tolgar shop", "town": "Vell"},
    ),
    (
        "fire and explosive",
        ARSON,
        "sabotage.explosive",
        {"thing": "Tolgar depot", "town": "Vell"},
        {"thing": "Tolgar depot", "town": "Vell"},
    ),
    (
        "a kind of thing, town and month",
        ARSON,
        "",
        {"thing": "paint factory", "town": "Ostra", "time": "2024-03-02"},
        {"thing": "the paint plant", "town": "Ostra", "time": "2024-03"},
    ),
    (
        "one arrest of one person",
        ARREST,
        "",
        {"suspects": ["Danil Morsky"], "country": "PL"},
        {"suspects": ["Danylo Morskyi"], "time": "2024-05-15"},
    ),
]

APART = [
    (
        "times apart",
        ARSON,
        "",
        {"thing": "Tolgar store", "town": "Vell", "time": "2024-05-01"},
        {"thing": "Tolgar store", "town": "Vell", "time": "2024-08-01"},
    ),
    (
        "countries apart",
        ARSON,
        "",
        {"thing": "Tolgar store", "country": "SE"},
        {"thing": "Tolgar store", "country": "FI"},
    ),
    (
        "families apart",
        ARSON,
        "espionage.collection",
        {"suspects": ["Petr Malin"], "town": "Zelin"},
        {"suspects": ["Petr Malin"], "town": "Zelin"},
    ),
    ("arrest and verdict", ARREST, "response.verdict", {"suspects": ["Petr Malin"]}, {"suspects": ["Petr Malin"]}),
    (
        "two victims in one town and day",
        KILLING,
        "",
        {"victims": ["Ana Roth"], "town": "Zelin", "time": "2024-01-05"},
        {"victims": ["Eva Lind"], "town": "Zelin", "time": "2024-01-05"},
    ),
    (
        "two people arrested in one town and week",
        ARREST,
        "",
        {"suspects": ["Oleg Varna"], "town": "Zelin", "time": "2024-01-05"},
        {"suspects": ["Piotr Dal"], "town": "Zelin", "time": "2024-01-05"},
    ),
    (
        "one suspect, two towns",
        ARSON,
        "",
        {"suspects": ["Petr Malin"], "town": "Zelin"},
        {"suspects": ["Petr Malin"], "town": "Ostra"},
    ),
    ("a family name alone", "violence.assault", "", {"victims": ["Roth"]}, {"victims": ["Ana Roth"]}),
    ("town and day alone", ARSON, "", {"town": "Zelin", "time": "2024-01-05"}, {"town": "Zelin", "time": "2024-01-05"}),
    ("sisters", KILLING, "", {"victims": ["Ana Roth"]}, {"victims": ["Eva Roth"]}),
    (
        "a plot and a deed, undated",
        KILLING,
        "",
        {"victims": ["Ana Roth"], "stage": Stage.FOILED},
        {"victims": ["Ana Roth"]},
    ),
]


@pytest.mark.parametrize(("why", "first", "second", "one", "other"), SAME, ids=[row[0] for row in SAME])
def test_one_incident(why: str, first: str, second: str, one: dict[str, object], other: dict[str, object]) -> None:
    found = tell_twice(one, other, first, second)
    assert [len(i.account_ids) for i in found.incidents] == [2], why


@pytest.mark.parametrize(("why", "first", "second", "one", "other"), APART, ids=[row[0] for row in APART])
def test_two_incidents(why: str, first: str, second: str, one: dict[str, object], other: dict[str, object]) -> None:
    found = tell_twice(one, other, first, second)
    assert [len(i.account_ids) for i in found.incidents] == [1, 1], why


def test_town_and_day_alone_are_proposed() -> None:
    found = tell_twice({"town": "Zelin", "time": "2024-01-05"}, {"town": "Zelin", "time": "2024-01-05"}, ARSON)
    assert [[link.kind for link in i.links] for i in found.incidents] == [["possibly_same"], ["possibly_same"]]
    (asked,) = found.questions
    assert {asked.a.id, asked.b.id} == {incident.id for incident in found.incidents}
    assert asked.speaks_for[0] == found.incidents[0].links[0].reason
    for side in (asked.a, asked.b):
        assert {m.report_id for m in side.evidence} == set(
            next(i for i in found.incidents if i.id == side.id).sources.report_ids
        )


def test_a_barrier_holds_inside_a_cluster() -> None:
    """A vague account fits two incidents; it joins one and does not bind them together."""
    stories = [Story(key=key) for key in "abc"]
    stories[0].tell(ARSON, thing="Tolgar store", town="Vell", time="2024-05-01")
    stories[1].tell(ARSON, thing="Tolgar store", town="Vell", time="2024-08-01")
    stories[2].tell(ARSON, thing="Tolgar store", town="Vell")
    found = reconcile_claims([s.done() for s in stories])
    assert sorted(len(i.account_ids) for i in found.incidents) == [1, 2]


def test_the_act_of_one_case_is_one_act() -> None:
    """The verdict names its man in both reports; so its fire is one fire, though told without a key."""
    readings = []
    for key, spelling in (("a", "Danil Morsky"), ("b", "Danylo Morskyi")):
        story = Story(key=key)
        act = story.tell(ARSON, country="LT")
        story.tell("response.verdict", suspects=[spelling], stage_of=(act.account.id,))
        readings.append(story.done())
    found = reconcile_claims(readings)
    assert sorted(len(i.account_ids) for i in found.incidents) == [2, 2]
    verdict = next(i for i in found.incidents if i.type == "response.verdict")
    assert [link.kind for link in verdict.links] == ["legal_stage_of"]


def test_a_copy_adds_no_claims_but_is_counted() -> None:
    story = Story(key="a", published="2024-05-02")
    story.tell(ARSON, town="Vell", time="2024-05-01")
    first = story.done()
    copy = replace(first, report=replace(first.report, id="rep_ffffffffffffffff"))
    found = reconcile_claims([copy, first])
    assert len(found.incidents) == 1
    assert (found.incidents[0].sources.independent, found.incidents[0].sources.dependent) == (1, 1)
    assert sorted(bool(s.duplicate_of) for s in found.standings) == [False, True]
    assert len({s.origin_group for s in found.standings}) == 1


def test_out_of_scope_is_rejected() -> None:
    story = Story(key="a")
    story.tell(ARSON, flags=("out_of_scope",))
    assert [i.status for i in reconcile_claims([story.done()]).incidents] == ["rejected"]


def test_title_is_made_of_chosen_values() -> None:
    story = Story(key="a")
    story.tell(ARSON, thing="Tolgar store", town="Vell", time="2024-05")
    assert reconcile_claims([story.done()]).incidents[0].title == "Arson on Tolgar store, Vell, May 2024"


@pytest.mark.parametrize(
    ("one", "other", "kind", "expected"),
    [
        ("Kremlin", "Russia", EntityKind.STATE, ["Russia"]),
        ("Russian services", "спецслужбы РФ", EntityKind.SERVICE, ["Russian services"]),
        ("GRU", "Russian services", EntityKind.SERVICE, ["GRU", "Russian services"]),
        ("Tolgar Directorate", "Tolgar Bureau", EntityKind.SERVICE, ["Tolgar Bureau", "Tolgar Directorate"]),
    ],
)
def test_an_actor_under_two_names_is_blamed_once(one: str, other: str, kind: EntityKind, expected: list[str]) -> None:
    said: list[dict[str, object]] = [
        {"victims": ["Ilya Brandt"], "actors": [name], "actor_kind": kind, "actor_country": "RU"}
        for name in (one, other)
    ]
    blamed = [a.actor for a in tell_twice(said[0], said[1], KILLING).incidents[0].attribution]
    assert sorted(blamed) == expected


IN_ZELIN = {"town": "Zelin", "time": "2024-01-05"}


@pytest.mark.parametrize(
    ("why", "one", "other", "expected"),
    [
        ("a slip in a long name", "Martin Hobloway", "Martin Holloway", 1),
        ("the family name alone", "Martin Holloway", "Holloway", 1),
        ("given names a letter apart may be brothers", "Tim Lind", "Tom Lind", 2),
    ],
)
def test_people_of_one_role_in_one_incident(why: str, one: str, other: str, expected: int) -> None:
    """A name a slip apart joins where the reports already agree on the incident, and nowhere else."""
    shared: dict[str, object] = {**IN_ZELIN, "thing": "Tolgar depot"}
    found = tell_twice({**shared, "victims": [one]}, {**shared, "victims": [other]}, ARSON)
    assert [len(i.account_ids) for i in found.incidents] == [2] if expected == 1 else True, why
    if len(found.incidents) == 1:
        people = found.incidents[0].participants
        assert len(people) == expected, why
        assert all(len((p.name or "").split()) == 2 for p in people), "called by the fuller name"


def test_one_report_that_names_both_keeps_near_names_apart() -> None:
    a, b = Story(key="a"), Story(key="b")
    a.tell(ARSON, **IN_ZELIN, thing="Tolgar depot", victims=["Martin Holloway", "Martin Hobloway"])
    b.tell(ARSON, **IN_ZELIN, thing="Tolgar depot", victims=["Martin Hobloway"])
    (found,) = reconcile_claims([a.done(), b.done()]).incidents
    assert sorted(p.name or "" for p in found.participants) == ["Martin Hobloway", "Martin Holloway"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Martin Hobloway", "Martin Holloway"),
        ("Tim Lind", "Tom Lind"),
        ("Ana Roth Jr.", "Ana Roth Sr."),
        ("Holloway", "Martin Holloway"),
    ],
)
def test_near_names_of_two_incidents_are_two_entities(one: str, other: str) -> None:
    found = tell_twice(
        {"town": "Zelin", "time": "2024-01-05", "victims": [one]},
        {"town": "Vell", "time": "2022-07-01", "victims": [other]},
        KILLING,
    )
    assert len({entity.id for entity in found.entities}) == 2
    assert len(found.incidents) == 2


ASKED = [
    ("a consonant apart, one country", "Martin Hobloway", "Martin Holloway", 1),
    ("given names a letter apart, one country", "Tim Lind", "Tom Lind", 1),
    ("father and son", "Martin Lind Jr.", "Martin Lind Sr.", 0),
    ("another given name", "Martin Lind", "Oskar Lind", 0),
    ("another patronymic", "Ilya Antonovich Brandt", "Ilya Sergeyevich Brandt", 0),
]


@pytest.mark.parametrize(("why", "one", "other", "expected"), ASKED, ids=[row[0] for row in ASKED])
def test_near_names_are_asked_about(why: str, one: str, other: str, expected: int) -> None:
    found = tell_twice(
        {"town": "Zelin", "time": "2024-01-05", "suspects": [one]},
        {"town": "Ostra", "time": "2022-07-01", "suspects": [other]},
        ARSON,
    )
    asked = [question for question in found.questions if question.kind == "same_person"]
    assert len(asked) == expected, why
    for question in asked:
        assert {question.a.name, question.b.name} == {one, other}
        assert question.speaks_against, "what differs is said"
        assert all(side.evidence for side in (question.a, question.b)), "no question without the words of reports"


def test_two_that_one_report_names_are_not_asked_about() -> None:
    a = Story(key="a")
    a.tell(ARSON, town="Zelin", time="2024-01-05", suspects=["Martin Hobloway"])
    a.tell(ARSON, town="Ostra", time="2024-03-05", suspects=["Martin Holloway"])
    assert reconcile_claims([a.done()]).questions == ()


@pytest.mark.parametrize(("other", "expected"), [("Tolgar Rail Works Latvia", 1), ("Tolgar Rail Works 2", 0)])
def test_near_names_of_bodies_are_asked_about(other: str, expected: int) -> None:
    found = tell_twice(
        {"town": "Zelin", "time": "2024-01-05", "targets": ["Tolgar Rail Works"]},
        {"town": "Ostra", "time": "2022-07-01", "targets": [other]},
        ARSON,
    )
    assert len([question for question in found.questions if question.kind == "same_body"]) == expected
