"""Copies, citations, shared words and own reporting: what makes reports one origin (codebook §8.3)."""

from dataclasses import replace

import pytest

from overt.reconcile import reconcile_claims
from overt.reconcile.matching.bodies import is_same_body
from overt.reconcile.matching.persons import Likeness, compare_persons
from overt.reconcile.sources.copies import find_copies
from overt.reconcile.sources.outlets import outlet_key
from overt.types.claim import Polarity
from overt.types.incident import Findings, SourceRelation
from tests.reconcile.builders import Story, voice

KILLING = "violence.killing"
LONG = " ".join(f"word{n} follows{n % 7} Upon{n % 5} another{n % 11} {n} Here{n}" for n in range(40))


def relation(found: Findings) -> SourceRelation:
    assert len(found.incidents) == 1
    return found.incidents[0].sources.relations[0]


def two(first: Story, second: Story, **what: object) -> Findings:
    for story in (first, second):
        story.tell(KILLING, victims=["Ilya Brandt"], **what)
    return reconcile_claims([first.done(), second.done()])


def test_a_near_copy_is_dependent_on_what_it_copied() -> None:
    found = two(Story(key="a", filler=LONG), Story(key="b", filler=LONG + " One sentence more."))
    assert (relation(found).relation, relation(found).rule) == ("dependent", "I1")
    assert len({s.origin_group for s in found.standings}) == 1


def test_boilerplate_makes_no_copy() -> None:
    from overt.base.spans import Span  # noqa: PLC0415
    from overt.types.report import Boilerplate, BoilerplateKind  # noqa: PLC0415

    reports = []
    for key in ("a", "b"):
        text = f"Report {key} tells {key} its own {key} story of {key} things. " + LONG
        report = replace(Story(key=key).done().report, text=text, sha256_text=key)
        start = text.index("word0")
        mark = Boilerplate(span=Span(start=start, end=len(text)), kind=BoilerplateKind.DONATION, rule="test")
        reports.append(replace(report, boilerplate=(mark,)))
    assert find_copies(reports).near == {}
    assert len(find_copies([replace(r, boilerplate=()) for r in reports]).near) == 1


def test_a_citation_is_dependent() -> None:
    filler = "This was first reported by the Morning Post."
    found = two(Story(key="a", outlet="The Morning Post"), Story(key="b", outlet="Courier", filler=filler))
    assert (relation(found).relation, relation(found).rule) == ("dependent", "I2")
    assert "Morning Post" in relation(found).evidence
    assert [proof.quote for proof in relation(found).proofs] == ["Morning Post"]


def test_a_shared_quotation_is_dependent() -> None:
    quote = ' "we saw the car burn for almost an hour before they came" '
    found = two(Story(key="a", filler=quote + "said one."), Story(key="b", filler="Then:" + quote))
    assert (relation(found).relation, relation(found).rule) == ("dependent", "I3")


def test_one_named_speaker_is_one_origin() -> None:
    found = two(Story(key="a"), Story(key="b"), how=voice(speaker=("police", "Mara Vint", True)))
    assert (relation(found).relation, relation(found).rule) == ("dependent", "I3")


def test_own_reporting_of_two_is_independent() -> None:
    first = Story(key="a", outlet="Post", filler="A neighbour told the Post what he saw; he told Post more.")
    second = Story(key="b", outlet="Courier", filler="A guard told Courier what she saw.")
    first.tell(KILLING, victims=["Ilya Brandt"], how=voice(speaker=("witness", "Jan Holt", True)))
    second.tell(KILLING, victims=["Ilya Brandt"], how=voice(speaker=("witness", "Vera Lund", True)))
    found = reconcile_claims([first.done(), second.done()])
    assert (relation(found).relation, relation(found).rule) == ("independent", "I5")
    assert dict(found.incidents[0].grades)["event"].rule == "N7"
    assert found.incidents[0].sources.independent == 2


def test_undetermined_is_the_default() -> None:
    found = two(Story(key="a"), Story(key="b"))
    assert (relation(found).relation, relation(found).rule) == ("undetermined", "I7")
    assert dict(found.incidents[0].grades)["event"].rule == "N10"


@pytest.mark.parametrize(("denied", "fields"), [("sabotage.vandalism", []), (KILLING, ["type"])])
def test_who_denies_another_word_disputes_nothing(denied: str, fields: list[str]) -> None:
    story = Story(key="a")
    told = story.tell(KILLING, victims=["Ilya Brandt"])
    how = voice(speaker=("government", "a minister", False), polarity=Polarity.DENIED)
    claims = (*told.account.claims, story.say("type", KILLING), story.say("type", denied, how))
    story.accounts[0] = replace(told, account=replace(told.account, claims=claims))
    (incident,) = reconcile_claims([story.done()]).incidents
    assert [dispute.field for dispute in incident.disputed] == fields


def test_a_denial_by_the_accused_lowers_nothing_and_is_shown() -> None:
    def write(*, is_denied: bool) -> Findings:
        story = Story(key="a")
        told = story.tell(KILLING, victims=["Ilya Brandt"], actors=["Ruritania"])
        how = voice(speaker=("party_accused", "its ministry", False), polarity=Polarity.DENIED)
        denial = story.say("attribution", "Ruritania", how)
        claims = (*told.account.claims, *((denial,) if is_denied else ()))
        story.accounts[0] = replace(told, account=replace(told.account, claims=claims))
        return reconcile_claims([story.done()])

    plain, denied = write(is_denied=False).incidents[0], write(is_denied=True).incidents[0]
    assert dict(plain.grades)["attribution"].number == dict(denied.grades)["attribution"].number
    assert (plain.attribution[0].contested, denied.attribution[0].contested) == (False, True)
    assert [d.field for d in denied.disputed] == ["attribution"]


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        ({"numbers": {"killed": 2}}, {"numbers": {"killed": 5}}, ["quantities.killed"]),
        ({"numbers": {"killed": 2}}, {"numbers": {"killed": (1, 3)}}, []),
        ({"time": "2024-02-13"}, {"time": "2024-02-20"}, ["time"]),
        ({"time": "2024-02-13"}, {"time": "2024-02"}, []),
        ({"time": "2024-02-13"}, {"time": "2024-02-14"}, ["time"]),
        ({"time": "2024-02-13"}, {"time": "2024-02-14", "time_text": "yesterday"}, []),
        ({"town": "Zelin"}, {"town": "Ostra"}, ["place"]),
        ({"town": "Zelin"}, {"country": "PL"}, []),
        ({"age": 28}, {"age": 33}, ["participant.VIC.age"]),
        ({"age": 28}, {"age": 29}, []),
        (
            {"actors": ["Ruritania"], "actor_country": "RT"},
            {"actors": ["Borduria"], "actor_country": "BD"},
            ["attribution"],
        ),
    ],
)
def test_what_is_disputed(one: dict[str, object], other: dict[str, object], differs: list[str]) -> None:
    first, second = Story(key="a"), Story(key="b")
    first.tell(KILLING, victims=["Ilya Brandt"], **one)
    second.tell(KILLING, victims=["Ilya Brandt"], **other)
    incident = reconcile_claims([first.done(), second.done()]).incidents[0]
    assert [d.field for d in incident.disputed] == differs
    assert all(len(d.values) == 2 and d.rule for d in incident.disputed)


def test_of_two_death_tolls_the_better_told_wins_and_then_the_lower() -> None:
    stories = [Story(key=key) for key in "abc"]
    for story, killed in zip(stories, (3, 7, 7), strict=True):
        story.tell(KILLING, victims=["Ilya Brandt"], numbers={"killed": killed})
    chosen = [
        reconcile_claims([s.done() for s in some]).incidents[0].quantities[0].lo for some in (stories, stories[:2])
    ]
    assert chosen == [7, 3]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Maksim Tarkovin", "Maxim Tarkovine", Likeness.FULL),
        ("Тарковин Максим", "Maksim Tarkovin", Likeness.FULL),
        ("Ivan Sergeyevich Malin", "Ivan Malin", Likeness.FULL),
        ("I. Malin", "Ivan Malin", Likeness.FULL),
        ("Malin", "Ivan Malin", Likeness.SURNAME),
        ("Ivan Malin", "Oleg Malin", Likeness.DIFFERENT),
        ("Park Min-su", "Park Min-ho", Likeness.NEAR),
        ("Thomas A. Lind", "Thomas Lindemann", Likeness.DIFFERENT),
        ("Wiktor Schulgin", "Viktor Zhulgin", Likeness.FULL),
        ("Oleg Selinskij", "Олег Зелинский", Likeness.FULL),
        ("Pjotr Tschalow", "Pyotr Chalov", Likeness.FULL),
        ("IvanMalin", "Ivan Malin", Likeness.FULL),
        ("Ivan Mishkin", "Ivan Mishin", Likeness.NEAR),
    ],
)
def test_names_of_persons(one: str, other: str, expected: Likeness) -> None:
    assert compare_persons(one, other) is expected
    assert compare_persons(other, one) is expected


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("Tolgar Rail Company", "TRC", True),
        ("Tolgar Rail", "Tolgar Water", False),
        ("Tolgar Rail AG", "Tolgar Rail", True),
        ("Tolgar Rail AG", "Tolgar Rail Aktiengesellschaft", True),
        ("OAO Tolgar", "Tolgar JSC", True),
        ("Акционерное общество «Толгар»", "Tolgar JSC", True),
        ("Tolgar Rail AG", "Tolgar Rail GmbH", False),
        ("A.B.T. Company", "ABT Co.", True),
        ("A.B.T. Company", "T.B.A. Company", False),
        ("U.S. Department of Ports", "United States Department of Ports", True),
        ("First Tolgar Int'l Bank", "1st Tolgar International Bank", True),
        ("TolgarRail", "Tolgar Rail", True),
        ("44th Brigade", "45th Brigade", False),
    ],
)
def test_names_of_bodies(one: str, other: str, *, is_one: bool) -> None:
    assert is_same_body(one, other) is is_one
    assert is_same_body(other, one) is is_one


def test_names_of_outlets() -> None:
    assert (
        outlet_key("The Example Times")
        == outlet_key("https://www.exampletimes.com/news")
        == outlet_key("exampletimes.com")
    )


def test_one_person_in_two_spellings_is_one_entity() -> None:
    found = two(Story(key="a"), Story(key="b"))
    assert [(e.name, len(e.mentions)) for e in found.entities] == [("Ilya Brandt", 2)]
    assert found.incidents[0].participants[0].entity_id == found.entities[0].id


def test_one_person_is_not_two_of_one_report() -> None:
    story = Story(key="a")
    story.tell(KILLING, victims=["Brandt", "Ilya Brandt"])
    assert len(reconcile_claims([story.done()]).entities) == 2
