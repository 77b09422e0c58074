"""Lists say the same as going through all incidents one by one: pages, orders, counts, facets, hits."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import delete, select

from overt.base.edtf import Interval
from overt.base.errors import SettingsError
from overt.record import open_ledger, schema
from overt.record.ledger import Ledger
from overt.record.listing import pages
from overt.record.listing.beginning import begin_listing
from overt.record.listing.bits import to_bits, to_numbers
from overt.record.rows import Changes, EngineMark, Facet, IncidentFilter, Sort
from overt.types.account import EntityKind, PersonFacts, Role, Stage
from overt.types.incident import Entity, Grade, Incident, IncidentParticipant, IncidentTime
from overt.types.kept import Kept, Renewal
from tests.record.samples import (
    VELMORA,
    empty_reading,
    first_claims,
    first_reading,
    first_report,
    make_attribution,
    make_claim,
    make_findings,
    make_incident,
    make_report,
    put_findings,
    second_report,
)
from tests.stores import Stores

ENGINE = EngineMark(name="rules/1", knowledge="k1")
TYPES = ("sabotage.arson", "sabotage.explosive", "violence.killing", "espionage.collection")
ACTORS = ("Unit 9", "Morvia", "the Ostra Office")
LEVELS = ("named_by_media", "officially_accused", "court_found")


def invent(number: int, seed: str = "") -> Incident:
    """Return an incident of which everything that lists look at is drawn by lot."""
    of = Random(f"{seed}{number}")
    start = date(2021, 1, 1) + timedelta(days=of.randrange(1200))
    times = [
        None,
        Interval(edtf=start.isoformat(), lo=start, hi=start),
        Interval(edtf="x", lo=start, hi=start + timedelta(days=of.randrange(500))),
        Interval(edtf="y", lo=start, hi=None),
        Interval(edtf="z", lo=None, hi=start),
    ]
    interval = of.choice(times)
    grade = of.choice([None, *range(1, 7)])
    kind = of.choice(TYPES)
    return make_incident(
        f"inc_{of.randrange(36**6):06}x{number:019}",
        type=kind,
        title=f"{of.choice(['Fire', 'Ärger', 'взрыв'])} number {of.randrange(50)}",
        stage=of.choice(list(Stage)),
        status=of.choice(["candidate", "accepted", "rejected"]),
        time=IncidentTime(interval=interval, basis="stated", claim_ids=()) if interval else None,
        places=tuple(
            replace(VELMORA, name=f"Town {country}", country=country, role=of.choice(["event_site", "speech_place"]))
            for country in of.sample(["PL", "DE", "LV"], of.randrange(3))
        ),
        attribution=tuple(
            replace(make_attribution(), actor=actor, entity_key=None, level=of.choice(LEVELS))
            for actor in of.sample(ACTORS, of.randrange(3))
        ),
        grades=(("event", Grade(number=grade, rule="N9", independent=1, undetermined=0, contradicting=0)),)
        if grade
        else (),
        disputed=make_incident().disputed if of.random() < 0.3 else (),
        target_sector=tuple(of.sample(["energy", "rail"], of.randrange(3))),
        sources=replace(make_incident().sources, independent=of.randrange(14)),
        claims=(replace(first_claims()["type"], value=kind), first_claims()["place"])[: of.randrange(3)],
    )


def renew(ledger: Ledger, come: Sequence[Incident], gone: Sequence[str] = ()) -> None:
    """Write a renewal that adds to what is there."""
    nothing: dict[str, frozenset[str]] = dict.fromkeys(
        ("asked", "gone_entities", "renewed_reports", "gone_reports", "untold_reports"), frozenset()
    )
    kept = Kept(cards={}, rows_in={}, rows_out={}, ties=(), gone_ties=(), seats=())
    renewal = Renewal(
        incidents=tuple(come), gone_incidents=frozenset(gone), questions=(), heads=(), parts=(), standings=(), told=(),
        kept=kept, **nothing,
    )  # fmt: skip
    renewals = int(ledger.meta("renewals") or "0")
    ledger.renew(renewal, Changes(mark="x", gone=(), come={}, is_anew=False, run=1, renewals=renewals))


@pytest.fixture
def ledger(stores: Stores) -> Iterator[Ledger]:
    """Give a ledger with both sample reports and their findings, in each database."""
    with open_ledger(stores.address(), create=True) as opened:
        opened.add_reading(first_report(), first_reading(), ENGINE)
        opened.add_reading(second_report(), empty_reading(second_report()), ENGINE)
        put_findings(opened, make_findings())
        yield opened


@pytest.fixture
def many(ledger: Ledger) -> tuple[Ledger, list[Incident]]:
    """Return a ledger that has grown, shrunk and changed, with the incidents that it holds now."""
    first = [invent(number) for number in range(150)]
    renew(ledger, first, [one.id for one in make_findings().incidents])
    gone, changed = first[10:40], [replace(invent(n, "again"), id=first[n].id) for n in range(40, 60)]
    renew(ledger, changed, [one.id for one in gone])
    come = [invent(number) for number in range(150, 170)]
    renew(ledger, come)
    return ledger, [*first[:10], *changed, *first[60:], *come]


def years(one: Incident) -> set[str]:
    interval = one.time.interval if one.time else None
    if interval is None:
        return {"none"}
    lo, hi = interval.lo or interval.hi, interval.hi or interval.lo
    assert lo is not None
    assert hi is not None
    return {str(year) for year in range(lo.year, hi.year + 1)}


def grade(one: Incident) -> int | None:
    found = dict(one.grades).get("event")
    return found.number if found else None


def countries(one: Incident) -> set[str]:
    return {place.country or "" for place in one.places if place.role != "speech_place"}


def overlaps(one: Incident, since: str, until: str) -> bool:
    if one.time is None:
        return False
    lo, hi = one.time.interval.lo or date.min, one.time.interval.hi or date.max
    return hi.isoformat() >= since and lo.isoformat() <= until


# facet -> the values that one incident has of it
VALUES: dict[Facet, Callable[[Incident], set[str]]] = {
    Facet.FAMILY: lambda one: {one.type.split(".")[0]},
    Facet.TYPE: lambda one: {one.type},
    Facet.STAGE: lambda one: {one.stage.value},
    Facet.COUNTRY: countries,
    Facet.YEAR: years,
    Facet.ACTOR: lambda one: {a.actor for a in one.attribution},
    Facet.ATTRIBUTION: lambda one: {a.level for a in one.attribution} or {"none"},
    Facet.GRADE: lambda one: {str(grade(one) or "none")},
    Facet.ORIGINS: lambda one: {str(min(one.sources.independent, 10))},
    Facet.DISPUTED: lambda one: {"yes" if one.disputed else "no"},
    Facet.SECTOR: lambda one: set(one.target_sector),
    Facet.STATUS: lambda one: {one.status},
}
FILTERS = [
    IncidentFilter(),
    IncidentFilter(family=("sabotage",)),
    IncidentFilter(type=TYPES[:2], country=("pl", "LV")),
    IncidentFilter(year=("2022", "none")),
    IncidentFilter(since="2022-03-01", until="2022-09-30"),
    IncidentFilter(since="2023-01-01"),
    IncidentFilter(until="2021-03-31", stage=("foiled", "occurred")),
    IncidentFilter(actor=("Morvia",)),
    IncidentFilter(attribution=("court_found", "none")),
    IncidentFilter(actor=("Morvia", "Unit 9"), attribution=("court_found",)),
    IncidentFilter(best_grade=3, with_rejected=False),
    IncidentFilter(best_grade=6),
    IncidentFilter(grade=("none", "2")),
    IncidentFilter(least_origins=12, disputed=("yes",)),
    IncidentFilter(status=("accepted",), sector=("energy",)),
    IncidentFilter(stage=("no such stage",)),
    IncidentFilter(words="arger"),
    IncidentFilter(words="velmor fire", origins=("0", "1", "2", "3")),
    IncidentFilter(reports=(first_report().id,)),
    IncidentFilter(reports=("rep_none",)),
]
ARGER_OR_FIRE = {"arger": "Ärger", "velmor fire": "Fire"}


def passes(one: Incident, wanted: IncidentFilter) -> bool:
    """Say, looking at the incident alone, whether it passes."""
    is_joint = bool(wanted.actor and wanted.attribution)
    facets = [facet for facet in VALUES if not (is_joint and facet in (Facet.ACTOR, Facet.ATTRIBUTION))]
    return (
        all(not wanted.chosen(facet) or VALUES[facet](one) & set(wanted.chosen(facet)) for facet in facets)
        and (not is_joint or any(a.actor in wanted.actor and a.level in wanted.attribution for a in one.attribution))
        and (not (wanted.since or wanted.until) or overlaps(one, wanted.since or "0", wanted.until or "9999"))
        and (wanted.best_grade is None or (grade(one) or 9) <= wanted.best_grade)
        and (wanted.best_grade != 6 or grade(one) == 6)
        and (wanted.least_origins is None or one.sources.independent >= min(wanted.least_origins, 10))
        and (wanted.with_rejected or one.status != "rejected")
        and (not wanted.words or one.title.startswith(ARGER_OR_FIRE[wanted.words]))
        and (wanted.words != "velmor fire" or len(one.claims) == 2)
        and (not wanted.reports or any(claim.report_id in wanted.reports for claim in one.claims))
    )  # fmt: skip


@pytest.mark.parametrize("wanted", FILTERS)
def test_a_filter_gives_what_passes_it(many: tuple[Ledger, list[Incident]], wanted: IncidentFilter) -> None:
    ledger, incidents = many
    expected = {one.id for one in incidents if passes(one, wanted)}
    page = ledger.page(wanted, size=None)
    assert {row.id for row in page.rows} == expected
    assert len(page.rows) == page.total == ledger.count_incidents(wanted) == len(expected)


@pytest.mark.parametrize("wanted", FILTERS)
def test_a_facet_counts_what_could_be_chosen(many: tuple[Ledger, list[Incident]], wanted: IncidentFilter) -> None:
    ledger, incidents = many
    for counts in ledger.facets(wanted, tuple(VALUES), most=100):
        expected = dict.fromkeys(wanted.chosen(counts.facet), 0)
        for value in {value for one in incidents for value in VALUES[counts.facet](one)}:
            mine = replace(wanted, **{counts.facet.value: (value,)})  # type: ignore[arg-type]  # its name is a facet's
            if found := sum(passes(one, mine) for one in incidents):
                expected[value] = found
        assert {one.value: one.count for one in counts.values} == expected
        assert {one.value for one in counts.values if one.is_chosen} == set(wanted.chosen(counts.facet))


def test_values_of_a_facet_stand_in_order_and_only_the_first_are_told(many: tuple[Ledger, list[Incident]]) -> None:
    ledger, _ = many
    told = {one.facet: one for one in ledger.facets(most=3)}
    assert [one.count for one in told[Facet.TYPE].values] == sorted(
        (v.count for v in told[Facet.TYPE].values), reverse=True
    )
    assert told[Facet.TYPE].has_more
    assert [one.value for one in told[Facet.YEAR].values] == sorted(
        (v.value for v in told[Facet.YEAR].values), reverse=True
    )
    assert [one.value for one in told[Facet.GRADE].values] == ["1", "2", "3"]
    assert not told[Facet.DISPUTED].has_more


def test_a_rare_value_is_not_told_before_a_more_frequent_one(
    many: tuple[Ledger, list[Incident]], monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger, incidents = many
    monkeypatch.setattr("overt.record.listing.facets._MOST_READ", 2)
    wanted = IncidentFilter(country=("LV",))
    (told,) = ledger.facets(wanted, (Facet.STAGE,))
    expected = {
        stage.value: sum(passes(one, replace(wanted, stage=(stage.value,))) for one in incidents) for stage in Stage
    }
    assert {one.value: one.count for one in told.values}.items() <= expected.items()
    assert told.has_more


def latest(one: Incident) -> int:
    day = (one.time.interval.hi or one.time.interval.lo) if one.time else None
    return day.toordinal() if day else 0


def earliest(one: Incident) -> int:
    day = (one.time.interval.lo or one.time.interval.hi) if one.time else None
    return day.toordinal() if day else 10**7


def place(one: Incident) -> str:
    sites = [p for p in one.places if p.role == "event_site"] or list(one.places)
    return sites[0].name.casefold() if sites else "~"


KEYS: dict[Sort, Callable[[Incident], object]] = {
    Sort.NEWEST: lambda one: -latest(one),
    Sort.OLDEST: earliest,
    Sort.GRADE: lambda one: (grade(one) or 9, -latest(one)),
    Sort.ORIGINS: lambda one: (-one.sources.independent, -latest(one)),
    Sort.TYPE: lambda one: (one.type, -latest(one)),
    Sort.PLACE: lambda one: (place(one), -latest(one)),
    Sort.TITLE: lambda one: (one.title.casefold(), -latest(one)),
}


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("few", [0, 10_000])
def test_pages_follow_each_other_in_order(
    many: tuple[Ledger, list[Incident]], sort: Sort, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_FEW", few)
    monkeypatch.setattr(pages, "_STRIDE", 10)
    ledger, incidents = many
    wanted = IncidentFilter(family=("sabotage",))
    by_id = {one.id: one for one in incidents}
    found, cursors, cursor = [], [], None
    while True:
        page = ledger.page(wanted, sort, cursor, 7)
        found.append([row.id for row in page.rows])
        cursors.append(page.previous)
        if (cursor := page.next) is None:
            break
    ids = [one for some in found for one in some]
    assert sorted(ids) == sorted(one.id for one in incidents if passes(one, wanted))
    keys = [KEYS[sort](by_id[one]) for one in ids]
    assert keys == sorted(keys)  # type: ignore[type-var]  # of one sort, all keys are alike
    assert cursors[0] is None
    assert [[row.id for row in ledger.page(wanted, sort, one, 7).rows] for one in cursors[1:] if one] == found[:-1]
    back = ledger.page(wanted, sort, cursors[1], 7)
    assert back.previous is None
    assert [row.id for row in ledger.page(wanted, sort, back.next, 7).rows] == found[1]


@pytest.mark.parametrize(
    "cursor", ["", "x", "bmV3ZXN0", "WyJuZXdlc3QiLCI-IiwxXQ", "WyJvbGRlc3QiLCI-IiwxLDFd", "é", "W10"]
)
def test_what_is_no_cursor_is_refused(ledger: Ledger, cursor: str) -> None:
    with pytest.raises(SettingsError, match="no place in this list"):
        ledger.page(cursor=cursor)


def test_a_page_goes_on_where_it_was_although_the_ledger_changed(many: tuple[Ledger, list[Incident]]) -> None:
    ledger, _ = many
    first = ledger.page(size=10)
    rest = [row.id for row in ledger.page(cursor=first.next, size=None).rows]
    renew(ledger, [], [first.rows[0].id, first.rows[9].id])
    assert [row.id for row in ledger.page(cursor=first.next, size=None).rows] == rest


def test_lists_of_an_older_ledger_are_begun_anew(many: tuple[Ledger, list[Incident]]) -> None:
    ledger, _ = many
    before = [ledger.page(size=None).rows, ledger.facets(), ledger.page(IncidentFilter(words="velm"), size=None).rows]
    with ledger._writing() as connection:
        for table in (schema.listed, schema.terms):
            connection.execute(delete(table))
        begin_listing(connection)
    after = [ledger.page(size=None).rows, ledger.facets(), ledger.page(IncidentFilter(words="velm"), size=None).rows]
    for one, other in ((before[0], after[0]), (before[2], after[2])):
        assert sorted(map(repr, one)) == sorted(map(repr, other))
    assert before[1] == after[1]


def test_no_term_is_left_of_what_is_gone(many: tuple[Ledger, list[Incident]]) -> None:
    ledger, incidents = many
    renew(ledger, [], [one.id for one in incidents])
    with ledger._writing() as connection:
        assert connection.execute(select(schema.terms)).all() == connection.execute(select(schema.listed)).all() == []
    assert ledger.page().rows == ()
    assert ledger.page(IncidentFilter(words="fire")).total == 0


def test_a_row_tells_its_terms(ledger: Ledger) -> None:
    row = next(one for one in ledger.page().rows if one.type == "sabotage.arson")
    assert row.terms[Facet.STAGE] == ("occurred",)
    assert row.terms[Facet.COUNTRY] == ("PL",)
    assert row.terms[Facet.ACTOR] == ("Unit 9",)
    assert row.terms[Facet.ATTRIBUTION] == ("suspected_by_officials",)
    assert row.terms[Facet.SECTOR] == ("logistics",)


def test_no_list_is_made_of_what_a_private_person_did(ledger: Ledger) -> None:
    """A person is said to be behind it: known as one by the participants, or by the entities alone."""
    known = Entity(
        id="ent_jan", kind=EntityKind.PERSON, name="Jan Velt", aliases=(), country=None, relations=(), mentions=()
    )
    person = IncidentParticipant(
        role=Role.DIRECTOR, name="Ada Morn", description=None, kind=EntityKind.PERSON, entity_id="ent_ada",
        facts=PersonFacts(), claim_ids=(),
    )  # fmt: skip
    minister = replace(person, name="Otto Rahn", entity_id="ent_otto", facts=PersonFacts(public_figure=True))
    blamed = tuple(
        replace(make_attribution(), actor=name, entity_key=key, level="court_found")
        for name, key in (("Ada Morn", "ent_ada"), ("Otto Rahn", "ent_otto"), ("Jan Velt", "ent_jan"))
    )
    one = invent(1)
    row = {"id": known.id, "kind": "person", "name": known.name, "country": None, "report_id": None, "body": "{}"}
    with ledger._writing() as connection:
        connection.execute(schema.entities.insert().values(**row))
    renew(ledger, [replace(one, attribution=blamed, participants=(person, minister))])
    (found,) = ledger.page(IncidentFilter(ids=(one.id,))).rows
    assert found.terms[Facet.ACTOR] == ("Otto Rahn",)
    assert found.terms[Facet.ATTRIBUTION] == ("court_found",)
    assert ledger.count_incidents(IncidentFilter(actor=("Ada Morn",))) == 0


def test_a_hit_stands_in_its_sentence(ledger: Ledger) -> None:
    (row,) = ledger.page(IncidentFilter(words="únit morvian")).rows
    assert row.hit is not None
    assert row.hit.text == "Officials told Radio Ostra that Unit 9, part of the Morvian Service, had ordered it."
    assert [row.hit.text[start:end] for start, end in row.hit.marks] == ["Unit", "Morvian"]
    assert row.hit.report_id == first_report().id
    assert row.hit.claim_id in {claim.id for claim in make_incident().claims}


def test_a_hit_of_the_title_alone_is_the_title(ledger: Ledger) -> None:
    (row,) = ledger.page(IncidentFilter(words="verdict")).rows
    assert row.hit is not None
    assert (row.hit.text, row.hit.report_id) == ("Verdict on the depot fire", None)
    assert row.hit.marks == ((0, 7),)


def test_words_in_quotation_marks_stand_in_a_row(ledger: Ledger) -> None:
    assert ledger.page(IncidentFilter(words='"burned down"')).total == 1
    assert ledger.page(IncidentFilter(words='"down burned"')).total == 0
    assert ledger.page(IncidentFilter(words="down burned")).total == 1


def test_signs_alone_find_nothing_and_break_nothing(ledger: Ledger) -> None:
    for words in ('"', '""', "*", "-", "(", "a:b", "NEAR(", "\x00", "^q", "{x}", "\N{DEL}", "_", "fire OR zzz"):
        assert ledger.page(IncidentFilter(words=words)).total == 0


def test_a_long_sentence_is_shortened_around_the_word(ledger: Ledger) -> None:
    words = " ".join(f"word{number}" for number in range(200))
    report = make_report(f"Title\n\n{words} the Zorvan depot {words}. Another sentence.", "long.txt")
    ledger.add_reading(report, empty_reading(report), ENGINE)
    claim = make_claim(report, "type", "sabotage.arson", "Zorvan depot")
    renew(ledger, [replace(invent(1), claims=(claim,))])
    (row,) = ledger.page(IncidentFilter(words="zorvan")).rows
    assert row.hit is not None
    assert len(row.hit.text) <= 310
    assert row.hit.text.startswith("... word")
    assert row.hit.text.endswith(" ...")
    assert [row.hit.text[start:end] for start, end in row.hit.marks] == ["Zorvan"]


def test_bits_are_the_numbers() -> None:
    of = Random(5)
    for size in (0, 1, 10, 5000):
        numbers = sorted({of.randrange(200_000) for _ in range(size)})
        assert to_numbers(to_bits(numbers)) == numbers
        assert to_bits(numbers).bit_count() == len(numbers)
