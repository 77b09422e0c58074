"""A reading is linked as a whole: times against publication, none invented, and publication inferred where unstated."""

from dataclasses import replace
from datetime import date

import pytest

from overt.base.edtf import day_interval
from overt.base.spans import Span
from overt.link import link_claims
from overt.types.account import Account, Granularity, PlaceMention, Reading, Stage, TimeMention
from overt.types.claim import Certainty, Claim, Commitment, Polarity, SpeechAct, Voice
from overt.types.linked import LinkedAccount
from overt.types.report import Published, PublishedBasis, Report

VOICE = Voice(
    chain=(),
    speech_act=SpeechAct.ASSERT,
    polarity=Polarity.AFFIRMED,
    certainty=Certainty.FIRM,
    commitment=Commitment.REPORTS,
)


def make_report(text: str, published: str | None = None) -> Report:
    stated = None
    if published:
        interval = day_interval(date.fromisoformat(published))
        stated = Published(interval=interval, basis=PublishedBasis.METADATA, reason="given")
    return Report(
        id="rep_1", input="a.txt", url=None, outlet=None, title=None, published=stated, language="en", text=text,
        sha256_raw="0", sha256_text="0",
    )  # fmt: skip


def span_of(text: str, words: str) -> Span:
    return Span(start=text.index(words), end=text.index(words) + len(words))


def read(
    text: str, trigger: str, times: tuple[str, ...] = (), *, published: str | None = None, stage: Stage = Stage.OCCURRED
) -> Reading:
    span = span_of(text, trigger)
    claim = Claim(
        id="clm_0", report_id="rep_1", field="type", value="violence.arson", span=span, quote=trigger, voice=VOICE,
        engine="t/1",
    )  # fmt: skip
    mentions = tuple(
        TimeMention(text=words, span=span_of(text, words), claim_id=f"clm_{number}")
        for number, words in enumerate(times, 1)
    )
    account = Account(
        id="acc_1", report_id="rep_1", type="violence.arson", type_alternatives=(), stage=stage,
        granularity=Granularity.SINGLE, flags=(), claims=(claim,), times=mentions,
    )  # fmt: skip
    return Reading(report=make_report(text, published), accounts=(account,), statistics=(), entities=(), cites=())


def link_one(reading: Reading) -> LinkedAccount:
    return link_claims(reading).accounts[0]


def test_a_relative_time_is_placed_by_publication() -> None:
    text = "A depot was set on fire on Tuesday, the owner said."
    linked = link_one(read(text, "set on fire", ("on Tuesday",), published="2024-11-22"))
    assert linked.time is not None
    assert (linked.time.interval.edtf, linked.time.basis, linked.time.claim_id) == (
        "2024-11-19", "relative_to_publication", "clm_1")  # fmt: skip


def test_without_a_day_of_publication_a_weekday_is_no_time() -> None:
    linked = link_one(read("A depot was set on fire on Tuesday.", "set on fire", ("on Tuesday",)))
    assert linked.time is None
    assert linked.times == ()


def test_what_is_told_as_done_without_a_time_was_done_by_publication() -> None:
    time = link_one(read("A depot was set on fire.", "set on fire", published="2024-11-22")).time
    assert time is not None
    assert (time.interval.edtf, time.basis, time.claim_id) == ("../2024-11-22", "inferred", "clm_0")


def test_without_a_day_of_publication_an_account_without_a_time_gets_none() -> None:
    assert link_one(read("A depot was set on fire.", "set on fire")).time is None


def test_what_is_only_planned_has_no_window_before_publication() -> None:
    reading = read("They planned to set fire to it.", "set fire", published="2024-11-22", stage=Stage.PLANNED)
    assert link_one(reading).time is None


def test_how_long_a_step_of_the_law_lasts_is_not_when_it_was_taken() -> None:
    text = "He was remanded in custody until 13 December."
    reading = read(text, "remanded in custody", ("until 13 December",), published="2024-11-22")
    step = replace(reading, accounts=(replace(reading.accounts[0], type="response.arrest"),))
    time = link_one(step).time
    assert time is not None
    assert time.interval.edtf == "../2024-11-22"


def test_a_step_of_the_law_comes_after_its_act() -> None:
    text = "The depot was set on fire on 3 March 2024. A man was charged."
    act = read(text, "set on fire", ("on 3 March 2024",), published="2024-11-22")
    step = read(text, "charged", published="2024-11-22").accounts[0]
    step = replace(step, id="acc_2", type="response.charge", stage_of=("acc_1",))
    linked = link_claims(replace(act, accounts=(*act.accounts, step))).accounts[1]
    assert linked.time is not None
    assert (linked.time.interval.edtf, linked.time.basis) == ("2024-03-03/2024-11-22", "inferred")


def test_an_act_at_a_site_in_no_country_lies_in_that_of_the_nearest_other_site() -> None:
    text = "A barge burnt in Qwrtzhaven. A man was held in Gdansk."
    burnt, held = read(text, "burnt"), read(text, "held").accounts[0]
    places = [
        PlaceMention(name=name, role="event_site", span=span_of(text, name), claim_id=claim, preposition="in")
        for name, claim in (("Qwrtzhaven", "clm_8"), ("Gdansk", "clm_9"))
    ]
    accounts = (
        replace(burnt.accounts[0], places=(places[0],)),
        replace(held, id="acc_2", places=(places[1],)),
    )
    found = link_claims(replace(burnt, accounts=accounts)).accounts[0].places
    assert [(place.name, place.country, place.precision, place.claim_id) for place in found] == [
        ("Qwrtzhaven", None, "G7", "clm_8"),
        ("Poland", "PL", "G5", "clm_0"),
    ]


def test_a_small_town_that_was_only_guessed_lies_in_a_country_that_the_report_names() -> None:
    text = "Fires burnt in Poland. Two lorries stood in Brand."
    reading = read(text, "burnt")
    brand = PlaceMention(
        name="Brand", role="event_site", span=span_of(text, "Brand"), claim_id="clm_8", preposition="in", is_guess=True
    )
    places = link_claims(replace(reading, accounts=(replace(reading.accounts[0], places=(brand,)),))).accounts[0].places
    assert not any(place.claim_id == "clm_8" for place in places)


def test_the_time_nearest_to_the_trigger_is_made_precise_by_one_within_it() -> None:
    text = "In 2023 a depot was set on fire. It was on 3 March 2023. He was tried in 2024."
    linked = link_one(read(text, "set on fire", ("In 2023", "on 3 March 2023", "in 2024")))
    assert linked.time is not None
    assert (linked.time.interval.edtf, linked.time.claim_id) == ("2023-03-03", "clm_2")
    assert [time.interval.edtf for time in linked.times] == ["2023", "2023-03-03", "2024"]


def test_what_has_happened_ends_with_publication() -> None:
    text = "Since February 2022 depots were set on fire."
    linked = link_one(read(text, "set on fire", ("Since February 2022",), published="2024-11-22"))
    assert linked.time is not None
    assert linked.time.interval.edtf == "2022-02-01/2024-11-22"


def test_what_is_planned_lies_ahead() -> None:
    text = "They planned to set fire to it on Tuesday."
    linked = link_one(read(text, "set fire", ("on Tuesday",), published="2024-11-22", stage=Stage.PLANNED))
    assert linked.time is not None
    assert linked.time.interval.edtf == "2024-11-26"


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("A man was shot in January 2023. Two were held this month.", "2023-01-31/.."),
        ("A man was shot on 3 May 2024. His trial is scheduled for 9 June 2025.", "2024-05-03/2025-06-09"),
        ("A man was shot on 3 May 2024. He told of plans for 9 June 2025.", "2024-05-03/.."),
        ("A man was shot on 3 May 2024. “We will win in 2023,” he had said.", "2024-05-03/.."),
        ("A new report says that attacks tripled between 2022 and 2023. A man was shot.", "2024"),
        ("Attacks tripled between 2022 and 2023, and a man was shot.", "2024/.."),
        ("Between 2022 and 2023 a man was shot.", "2023/.."),
        ("A man was shot in 2021.", "2021/.."),
        ("Since February 2022 depots burn.", "2022-02/.."),
        ("A man was shot on Tuesday.", None),
    ],
)
def test_publication_is_inferred_from_past_times(text: str, edtf: str | None) -> None:
    linked = link_claims(read(text, "man" if "man" in text else "burn"))
    published = linked.report.published
    assert (published.interval.edtf if published else None) == edtf
    if published:
        assert published.basis is PublishedBasis.INFERRED
        assert published.reason


def test_a_stated_publication_is_kept() -> None:
    linked = link_claims(read("A man was shot in January 2023.", "shot", published="2024-11-22"))
    assert linked.report.published is not None
    assert linked.report.published.basis is PublishedBasis.METADATA


def test_places_come_with_their_country_and_claim() -> None:
    text = "A depot was set on fire in Vilnius."
    reading = read(text, "set on fire")
    mention = PlaceMention(name="Vilnius", role="event_site", span=span_of(text, "Vilnius"), claim_id="clm_9")
    account = replace(reading.accounts[0], places=(mention,))
    place = link_one(replace(reading, accounts=(account,))).places[0]
    assert (place.country, place.precision, place.claim_id) == ("LT", "G2", "clm_9")
