import pytest

from tests.extract.entity_reports import entity, read_entities

STATED = [
    # subject, kind, object, text
    ("Dmitri Sorel", "leads", "SVR", "Dmitri Sorel, the head of the SVR, spoke in Minsk."),
    ("Sami Rehn", "leads", "a criminal gang", "Police watched a criminal gang led by Sami Rehn."),
    ("Kaupo Rosmaa", "leads", "Mossad", "Kaupo Rosmaa, who heads the Mossad, left."),
    ("Viktor Malyshev", "member_of", "FSB", "A former FSB colonel, Viktor Malyshev, fell from a window."),
    ("Hassan Daou", "works_for", "Hezbollah", "Hezbollah operative Hassan Daou was shot dead."),
    ("Viktor Malyshev", "works_for", "GRU", "Viktor Malyshev fled to Minsk, where he works for the GRU."),
    ("a 20-year-old Danish man", "works_for", "Kremlin",
     "Last year a 20-year-old Danish man set fire to a warehouse on behalf of the Kremlin."),
    ("Two men", "recruited_by", "Franz Keller", "Two men were recruited by Franz Keller in Graz."),
    ("a dockworker", "recruited_by", "FSB", "The FSB recruited a dockworker in Gdynia."),
    ("Milan Hradec", "recruited_by", "FSB", "Milan Hradec agreed to work for the FSB."),
    ("Pavel Ostrov", "family", "Mikhail Ostrov", "Mikhail Ostrov and his brother Pavel Ostrov were convicted."),
    ("Li Wenhao", "located_in", "Canada", "Li Wenhao, who lives in Canada, was approached."),
    ("Unit 29155", "part_of", "GRU", "The blast was blamed on the GRU's Unit 29155."),
    ("Denis Krol", "member_of", "Wagner Group", "Denis Krol had served with the Wagner Group in Libya."),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "kind", "other", "text"), STATED, ids=[f"{row[0]}-{row[1]}" for row in STATED])
def test_stated(subject: str, kind: str, other: str, text: str) -> None:
    report, found = read_entities(text)
    wanted = entity(found, other).key
    hits = [one for one in entity(found, subject).relations if (one.kind, one.to) == (kind, wanted)]
    assert len(hits) == 1
    assert hits[0].span.quote(report.text) == hits[0].quote


@pytest.mark.parametrize(
    "text",
    [
        "Dmitri Sorel met the ambassador of Iran. The SVR said nothing.",
        "Jan Rybar, an ally of Dmitri Sorel, praised the FSB.",
        "Milan Hradec was not recruited by the FSB.",
        "Police in Graz freed Franz Keller.",
    ],
)
def test_not_stated(text: str) -> None:
    _, found = read_entities(text)
    assert [one.relations for one in found.entities if one.relations] == []
