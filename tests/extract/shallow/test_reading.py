from pathlib import Path
from typing import Any

import pytest
import yaml

from overt.base.spans import Span
from overt.divide import divide_report
from overt.extract.claims import extract_claims
from overt.extract.shallow import read_shallow
from overt.extract.shallow.language import list_languages
from overt.link import link_claims
from overt.types.account import Account, Reading, Role
from overt.types.linked import LinkedAccount
from overt.types.report import Boilerplate, BoilerplateKind, Report

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "cases" / "languages.yaml").read_text(encoding="utf-8")
)
IDS = [f"{case['language']}: {case['text'][:30]}" for case in CASES]


def make_report(text: str, language: str, boilerplate: tuple[Boilerplate, ...] = ()) -> Report:
    return Report(
        id="rep_0", input="report.txt", url=None, outlet="Dorova", title=None, published=None, language=language,
        text=text, sha256_raw="", sha256_text="", boilerplate=boilerplate,
    )  # fmt: skip


def read(text: str, language: str) -> Reading:
    report = make_report(text, language)
    return read_shallow(report, divide_report(report))


def told(text: str, language: str) -> dict[str, LinkedAccount]:
    accounts = link_claims(read(text, language)).accounts
    return {a.account.type: a for a in accounts if "out_of_scope" not in a.account.flags}


def facts_of(linked: LinkedAccount, reading: Reading) -> dict[str, Any]:
    account = linked.account
    people = [p for p in account.participants if p.role in (Role.PERPETRATOR, Role.VICTIM)]
    voices = {claim.voice.speech_act.value for claim in account.claims if claim.field == "type"}
    countries = {entity.key: entity.country for entity in reading.entities}
    return {
        "perpetrators": [p.name for p in account.participants if p.role is Role.PERPETRATOR and p.name],
        "doers": _told(account, Role.PERPETRATOR),
        "sufferers": _told(account, Role.VICTIM, Role.TARGET),
        "authority": _told(account, Role.AUTHORITY, Role.COURT),
        "town": next((p.name for p in linked.places if p.role == "event_site" and p.precision == "G2"), None),
        "victims": [p.name for p in account.participants if p.role is Role.VICTIM and p.name],
        "age": next((p.facts.age for p in people if p.facts.age), None),
        "nationality": next((p.facts.nationality for p in people if p.facts.nationality), None),
        "count": max((p.facts.count_lo or 0 for p in people), default=0),
        "country": next((p.country for p in linked.places if p.role == "event_site"), None),
        "time": linked.time.interval.edtf if linked.time else None,
        "object": account.target_object,
        "sentence": next((q.lo for q in account.quantities if q.what == "sentence"), None),
        "voice": next(iter(voices)) if len(voices) == 1 else voices,
        "sponsor": next((countries.get(a.entity_key or "") for a in account.attribution), None),
    }


def _told(account: Account, *roles: Role) -> list[str | None]:
    return [p.name or p.description for p in account.participants if p.role in roles]


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_reads_what_a_report_tells(case: dict[str, Any]) -> None:
    accounts = told(case["text"], case["language"])
    assert set(accounts) == set(case["accounts"])
    reading = read(case["text"], case["language"])
    for code, expected in case["accounts"].items():
        found = facts_of(accounts[code], reading)
        assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_every_claim_quotes_the_text(case: dict[str, Any]) -> None:
    for account in read(case["text"], case["language"]).accounts:
        ids = {claim.id for claim in account.claims}
        assert account.claims
        assert all(case["text"][c.span.start : c.span.end] == c.quote for c in account.claims)
        used = [p.claim_ids for p in account.participants] + [a.claim_ids for a in account.attribution]
        used += [(place.claim_id,) for place in account.places] + [q.claim_ids for q in account.quantities]
        assert all(rows and set(rows) <= ids for rows in used)


@pytest.mark.parametrize("language", list_languages())
def test_every_language_has_a_case(language: str) -> None:
    assert any(case["language"] == language and case["accounts"] for case in CASES)


def test_legal_steps_are_tied_to_the_only_act() -> None:
    accounts = {a.type: a for a in read(CASES[0]["text"], "ru").accounts}
    assert accounts["response.verdict"].stage_of == (accounts["sabotage.arson"].id,)
    assert accounts["sabotage.arson"].stage_of == ()


def test_a_language_without_words_tells_nothing() -> None:
    reading = read("Polisen grep två män i Malmö för spioneri.", "xx")
    assert (reading.accounts, reading.entities, reading.statistics) == ((), (), ())


def test_the_language_chooses_the_reader() -> None:
    report = make_report(CASES[0]["text"], "ru")
    assert extract_claims(report, divide_report(report)) == read_shallow(report, divide_report(report))


def test_boilerplate_tells_nothing() -> None:
    text = "Суд в Каунасе начал работу.\n\nПолиция задержала двух шпионов, сообщила прокуратура."
    at = text.index("Полиция")
    mark = Boilerplate(span=Span(start=at, end=len(text)), kind=BoilerplateKind.PROMOTION, rule="test")
    report = make_report(text, "ru", (mark,))
    assert not read_shallow(report, divide_report(report)).accounts


def test_another_town_and_day_is_another_incident() -> None:
    text = ("3 мая 2023 года в Каунасе неизвестные подожгли магазин. "
            "9 июня 2023 года в Познани неизвестные подожгли склад.")  # fmt: skip
    accounts = [a for a in link_claims(read(text, "ru")).accounts if a.account.type == "sabotage.arson"]
    assert [a.time.interval.edtf if a.time else None for a in accounts] == ["2023-05-03", "2023-06-09"]
    assert [{p.country for p in a.places} for a in accounts] == [{"LT"}, {"PL"}]


def test_the_same_act_told_twice_is_one() -> None:
    text = "В Каунасе подожгли магазин. Поджог магазина расследует полиция Литвы."
    assert [a.type for a in read(text, "ru").accounts] == ["sabotage.arson"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Прокурор запросил до десяти лет тюрьмы шпиону разведки."),
        ("et", "Luuramise eest võib saada kuni kümme aastat vangistust."),
    ],
)
def test_what_the_law_allows_is_no_verdict(language: str, text: str) -> None:
    assert "response.verdict" not in {a.type for a in read(text, language).accounts}


def test_a_negated_word_tells_of_nothing() -> None:
    assert not read("Оппозиционер не убит, заявила прокуратура.", "ru").accounts


def test_hedges_and_speakers_stand_in_the_voice() -> None:
    reading = read("По данным полиции, мост в Каунасе предположительно взорвали агенты ФСБ.", "ru")
    claim = next(c for a in reading.accounts for c in a.claims if c.field == "type")
    assert [link.kind.value for link in claim.voice.chain] == ["outlet", "police"]
    assert claim.voice.certainty.value == "hedged"


def test_a_surname_alone_means_its_bearer() -> None:
    text = "Суд приговорил Степана Вырницкого к трём годам тюрьмы за шпионаж. Вырницкий обжалует приговор."
    people = [e for e in read(text, "ru").entities if e.kind.value == "person"]
    assert len(people) == 1
    assert len(people[0].mentions) == 2


def test_figures_of_many_events_are_statistics() -> None:
    reading = read("С 2022 года в Польше зафиксировано более 40 диверсий, заявил министр.", "ru")
    assert [(s.lo, s.hi, s.counted) for s in reading.statistics] == [(40.0, None, "диверсий")]


@pytest.mark.parametrize(
    ("language", "text", "doers", "sufferers"),
    [
        ("fr", "Pavel Dorine a été assassiné par des agents russes à Lyon.", ["agents russes"], ["Pavel Dorine"]),
        (
            "es",
            "El opositor Iván Petrin fue asesinado por agentes rusos en Málaga.",
            ["agentes rusos"],
            ["Iván Petrin"],
        ),
        ("it", "Pavel Dorin è stato ucciso da agenti russi a Torino.", ["agenti russi"], ["Pavel Dorin"]),
        (
            "fr",
            "Le Russe Pavel Dorine a été assassiné à Lyon par le GRU, selon un récit cité par Ivan Petrine.",
            [],
            ["Pavel Dorine"],
        ),
    ],
)
def test_who_did_it_is_no_victim(language: str, text: str, doers: list[str], sufferers: list[str]) -> None:
    people = told(text, language)["violence.killing"].account.participants
    assert [p.name or p.description for p in people if p.role is Role.PERPETRATOR] == doers
    assert [p.name or p.description for p in people if p.role is Role.VICTIM] == sufferers
