import time

import pytest

from tests.extract.entity_reports import entity, quotes, read_entities

SAME = [
    # the name whose mentions are asked, the text, all mentions in order
    ("Rustam Kabirov",
     "A 33-year-old pilot who defected was found dead. Police said the man, Rustam Kabirov, was shot. His killer fled.",
     ["A 33-year-old pilot", "who", "the man", "Rustam Kabirov", "His"]),
    ("Timofey",
     "Another ex-Wagner fighter, identified as Timofey, said the camp was empty.",
     ["Another ex-Wagner fighter", "Timofey"]),
    ("Two Bulgarian men",
     "Two Bulgarian men were charged. The men deny it. The suspects, who were paid, met there. The pair will appeal.",
     ["Two Bulgarian men", "The men", "The suspects", "who", "The pair"]),
    ("a teenager",
     "Norwegian police held a teenager. The 17-year-old had been recruited by an Estonian handler. He was freed.",
     ["a teenager", "The 17-year-old", "He"]),
    ("an Estonian handler",
     "The boy had been recruited by an Estonian handler. The handler remains at large.",
     ["an Estonian handler", "The handler"]),
    ("Jane Corrow",
     "Jane Corrow, an American student, told the BBC that a man had approached her. The student said the man fled.",
     ["Jane Corrow", "an American student", "her", "The student"]),
    ("Carlos Medina",
     '"I know who paid the gang," said Carlos Medina, a prosecutor.',
     ["I", "Carlos Medina", "a prosecutor"]),
    ("Milan Hradec",
     "A 17-year-old Slovak refugee has been charged over the fire. Milan Hradec is said to have been offered a car.",
     ["A 17-year-old Slovak refugee", "Milan Hradec"]),
    ("Kaupo Rosmaa",
     "The spy chief of Estonia spoke. Kaupo Rosmaa, head of Estonia's foreign intelligence service, was firm.",
     ["The spy chief", "Kaupo Rosmaa", "head"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "mentions"), SAME, ids=[row[0] for row in SAME])
def test_the_same(name: str, text: str, mentions: list[str]) -> None:
    _, found = read_entities(text)
    named = [one for one in found.entities if name in (one.name, one.mentions[0].quote)]
    assert len(named) == 1
    missing = [quote for quote in mentions if quote not in quotes(named[0])]
    assert missing == []
    assert len(quotes(named[0])) <= len(mentions) + 1


OTHERS = [
    # two first mentions or names that must not be one entity
    ("a Danish man", "a Swedish man", "Police held a Danish man and a Swedish man. The Swedish man was freed."),
    ("His killer", "Ivo Strand", "Ivo Strand was shot in May. His killer has not been found."),
    ("the victim", "Ines Vidal", "Ines Vidal, a prosecutor, said the victim had survived."),
    ("Sorel's deputy", "Dmitri Sorel", "Dmitri Sorel spoke first. Sorel's deputy left."),
    ("Mikhail Ostrov", "Pavel Ostrov", "Mikhail Ostrov and his brother Pavel Ostrov were convicted."),
    (
        "Ivan Karel",
        "The man",
        "Ivan Karel admits that he burnt a depot. The man who hired him wrote under another name.",
    ),
    ("a man", "a student", "Police said a man had met a student. The student was questioned, and the man fled."),
]


@pytest.mark.parametrize(("one", "other", "text"), OTHERS, ids=[row[2][:20] for row in OTHERS])
def test_not_the_same(one: str, other: str, text: str) -> None:
    _, found = read_entities(text)
    assert entity(found, one) is not entity(found, other)


def test_pronouns_go_by_gender() -> None:
    _, found = read_entities("Mr Novak and Ms Kralova met in Brno. She handed him an envelope. He was arrested.")
    assert quotes(entity(found, "Novak")) == ["Mr Novak", "him", "He"]
    assert quotes(entity(found, "Kralova")) == ["Ms Kralova", "She"]


def test_an_object_is_never_its_subject() -> None:
    _, found = read_entities("Oleg Vanin arrived late. Igor Petrenko told him the news.")
    assert "him" not in quotes(entity(found, "Igor Petrenko"))


def test_far_pronouns_stay_open() -> None:
    _, found = read_entities("Oleg Vanin left. It rained. The sun came. The bridge closed. The shop opened. He slept.")
    assert quotes(entity(found, "Oleg Vanin")) == ["Oleg Vanin"]


def test_a_service_by_name_acronym_and_description() -> None:
    _, found = read_entities(
        "The Security Information Service (BIS) warned of spies. The BIS said so. "
        "The Czech counterintelligence service gave no names."
    )
    one = entity(found, "BIS")
    assert [quote.removeprefix("The ") for quote in quotes(one)] == [
        "Security Information Service", "BIS", "BIS", "Czech counterintelligence service"]  # fmt: skip


@pytest.mark.slow
def test_time_grows_with_the_length() -> None:
    part = "Oleg Vanin, a pilot, met Ilse Brandt in Graz. The pilot told her that he would sell the plans.\n\n"
    read_entities(part)
    spent = []
    for times in (60, 240):
        start = time.perf_counter()
        read_entities(part * times)
        spent.append(time.perf_counter() - start)
    assert spent[1] < 12 * spent[0]
