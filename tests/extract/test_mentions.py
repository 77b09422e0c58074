import pytest
import yaml

from overt.base.knowledge import read_knowledge
from overt.base.spans import Span
from overt.extract.entities.known import choose_row, find_described, find_known, seat_of
from overt.extract.entities.words import load_words
from overt.types.account import EntityKind, MentionForm
from tests.extract.entity_reports import entity, quotes, read_entities

LATVIA = (
    "Latvia's State Security Service (VDD) said on Monday that it had detained Andris Kalvans, a 41-year-old railway "
    "engineer, on suspicion of spying for Russia's military intelligence. Kalvans denied it. "
    "The engineer told Reuters that his lawyer Inese Liepa would appeal."
)


def test_names_get_kind_country_and_known_id() -> None:
    _, found = read_entities(LATVIA)
    service = entity(found, "VDD")
    assert (service.kind, service.country, service.known_id) == (EntityKind.SERVICE, "LV", "ent_known_lv_vdd")
    assert service.name == "State Security Service"
    assert entity(found, "Reuters").known_id == "ent_known_out_reuters"
    assert entity(found, "Latvia").kind is EntityKind.STATE
    person = entity(found, "Andris Kalvans")
    assert (person.kind, person.aliases) == (EntityKind.PERSON, ("Kalvans",))
    assert entity(found, "Inese Liepa").kind is EntityKind.PERSON


def test_every_mention_quotes_the_text() -> None:
    report, found = read_entities("\n\n" + LATVIA + "\n\n“I never met them,” said Liepa’s aide.\n")
    for one in found.entities:
        assert list(one.mentions) == sorted(one.mentions, key=lambda mention: mention.span)
        assert all(mention.span.quote(report.text) == mention.quote for mention in one.mentions)
        assert all(relation.span.quote(report.text) == relation.quote for relation in one.relations)
    assert len({one.key for one in found.entities}) == len(found.entities)


def test_entity_at_takes_the_best_fit_and_says_what_is_inferred() -> None:
    report, found = read_entities(LATVIA)

    def span(words: str) -> Span:
        start = report.text.index(words)
        return Span(start=start, end=start + len(words))

    hit = found.entity_at(span("Russia's military intelligence"))
    assert hit is not None
    assert hit.known_id == "ent_known_ru_gru"
    assert found.entity_at(span("on Monday")) is None
    assert not found.is_inferred(span("Andris Kalvans"))
    assert not found.is_inferred(span("Kalvans denied"))
    assert found.is_inferred(span("The engineer"))
    assert found.is_inferred(span("his lawyer"[:3]))
    assert not found.is_inferred(span("on Monday"))


@pytest.mark.parametrize(
    ("text", "name", "kind", "mentions"),
    [
        ("President Dorn met Sir Alan Whitlock. Dorn left.", "Dorn", EntityKind.PERSON, ["President Dorn", "Dorn"]),
        ("Police named him as Timofey Baldin. Baldin's flat was searched.", "Timofey Baldin", EntityKind.PERSON,
         ["Timofey Baldin", "Baldin"]),
        ("The plan was run by the GRU's Unit 29155.", "Unit 29155", EntityKind.SERVICE, ["Unit 29155"]),
        ("Ms Kralova, a clerk, was held in Copenhagen.", "Kralova", EntityKind.PERSON, ["Ms Kralova", "a clerk"]),
        ("Denmark expelled two envoys.", "Denmark", EntityKind.STATE, ["Denmark"]),
    ],
)  # fmt: skip
def test_a_name_and_its_mentions(text: str, name: str, kind: EntityKind, mentions: list[str]) -> None:
    _, found = read_entities(text)
    one = entity(found, name)
    assert one.kind is kind
    assert [quote for quote in quotes(one) if quote != "him"][: len(mentions)] == mentions


def test_places_are_no_entities_but_an_acting_capital_is_its_state() -> None:
    _, found = read_entities("Moscow denied it. A man was arrested in Riga and sent to Moscow by train.")
    assert [quotes(one) for one in found.entities if one.kind is EntityKind.STATE] == [["Moscow"]]
    assert entity(found, "Moscow").known_id == "ent_known_ru_kremlin"
    assert all("Riga" not in quotes(one) for one in found.entities)


def test_unnamed_people_are_entities() -> None:
    _, found = read_entities("A 20-year-old Danish man was charged. Two Romanian men fled. Officials were surprised.")
    assert [(one.name, quotes(one)[0], one.country) for one in found.entities] == [
        (None, "A 20-year-old Danish man", "DK"),
        (None, "Two Romanian men", "RO"),
    ]
    assert {one.kind for one in found.entities} == {EntityKind.PERSON, EntityKind.GROUP}
    assert all(mention.form is MentionForm.DESCRIPTION for one in found.entities for mention in one.mentions)


def test_bodies_with_a_country_are_entities() -> None:
    _, found = read_entities("Lithuanian prosecutors and Polish police charged him. Russian security services deny it.")
    assert [(quotes(one)[0], one.kind, one.country) for one in found.entities] == [
        ("Lithuanian prosecutors", EntityKind.ORGANISATION, "LT"),
        ("Polish police", EntityKind.ORGANISATION, "PL"),
        ("Russian security services", EntityKind.SERVICE, "RU"),
    ]


def test_a_heading_does_not_make_new_people() -> None:
    _, found = read_entities(
        "Brandt Testimony Rattles Corrow Clan\n\n"
        "Jane Corrow was jailed on Friday. The judge said that the files are gone.\n\n"
        "Ivo Brandt was at the court too. He spoke for an hour and left by the back door.\n"
    )
    named = {one.name: quotes(one)[:2] for one in found.entities if one.name}
    assert named == {"Ivo Brandt": ["Brandt", "Ivo Brandt"], "Jane Corrow": ["Corrow", "Jane Corrow"]}


def test_nothing_in_nothing() -> None:
    assert read_entities("")[1].entities == ()
    assert read_entities('- -\n\n"\n')[1].entities == ()


def test_known_names_are_whole_words() -> None:
    assert [hit.rows[0].id for hit in find_known("The FSB, not FSBX or theFSB")] == ["ent_known_ru_fsb"]
    assert [hit.rows[0].country for hit in find_known("North Korea and Korea")] == ["KP"]


def test_a_shared_name_goes_to_the_country_beside_it() -> None:
    rows = find_known("KGB")[0].rows
    assert choose_row(rows, [], []).country == "SU"
    assert choose_row(rows, ["BY"], []).country == "BY"
    rows = find_known("SIS")[0].rows
    assert choose_row(rows, [], ["SK"]).country == "SK"


def test_described_bodies_and_seats() -> None:
    body = find_described("GB", "foreign intelligence service")
    assert body is not None
    assert body.id == "ent_known_gb_mi6"
    assert find_described("GB", "bakery") is None
    seats = {code: seat.name for code in ("RU", "PL") if (seat := seat_of(code)) is not None}
    assert seats == {"RU": "Kremlin", "PL": "Poland"}


def test_knowledge_is_whole() -> None:
    rows = [*read_knowledge("services.yaml"), *read_knowledge("outlets_known.yaml")]
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids))
    assert {row["parent"] for row in rows if "parent" in row} <= set(ids)
    codes = set(load_words().countries.values()) | set(load_words().demonyms.values())
    assert {row["country"] for row in rows if "country" in row} <= codes
    assert sum(row.get("kind") == "service" for row in rows) >= 150
    assert isinstance(yaml.safe_dump(rows), str)
    assert load_words().countries["Norway"] == "NO"


def test_a_full_name_is_what_its_surname_alone_is_taken_for() -> None:
    _, found = read_entities(
        "For three years Marko Teder copied keys. A court sentenced the 41-year-old to two years for arson in "
        "Paldiski. Teder pleaded guilty. The harbour of Paldiski is small, and Teder, a father of two, will appeal."
    )
    teder = entity(found, "Marko Teder")
    assert teder.kind is EntityKind.PERSON
    assert {"Teder", "the 41-year-old"} <= set(quotes(teder))
    assert not any(one.kind is EntityKind.PERSON and one.name == "Paldiski" for one in found.entities)


def test_two_of_a_family_are_two() -> None:
    _, found = read_entities("Two Moldovan brothers, Ion and Sandu Grosu, were arrested in Gdansk on Monday.")
    assert entity(found, "Sandu Grosu").kind is EntityKind.PERSON
    assert entity(found, "Ion").kind is EntityKind.PERSON
