"""What must always hold, whatever the reports tell: order, repetition, provenance, barriers."""

from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from overt.reconcile import reconcile_claims
from overt.reconcile.matching.facts import gather_facts
from overt.reconcile.matching.judge import find_barrier
from overt.types.linked import LinkedReading
from tests.reconcile.builders import TOWNS, Story

NAMES = [
    "Ana Roth",
    "Eva Roth",
    "Anna Rot",
    "Piotr Dal",
    "Petr Dahl",
    "Oleg Varna",
    "Oleg Varma",
    "Tim Lindholm",
    "Tom Lindholm",
]
TELLING = st.fixed_dictionaries(
    {
        "code": st.sampled_from(
            ["violence.killing", "violence.assault", "sabotage.arson", "sabotage.explosive", "response.arrest"]
        )
    },
    optional={
        "victims": st.lists(st.sampled_from(NAMES), max_size=2, unique=True),
        "suspects": st.lists(st.sampled_from(NAMES), max_size=2, unique=True),
        "town": st.sampled_from(sorted(TOWNS)),
        "time": st.sampled_from(["2024-01-05", "2024-01-06", "2024-01", "2024", "2023-07-01"]),
        "thing": st.sampled_from(["Tolgar store", "a paint factory", "the depot"]),
        "numbers": st.fixed_dictionaries({}, optional={"killed": st.integers(0, 4)}),
        "actors": st.lists(st.sampled_from(["Ruritania", "Borduria"]), max_size=1),
    },
)


@st.composite
def collections(draw: st.DrawFn, name: str = "story") -> list[LinkedReading]:
    readings = []
    for n in range(draw(st.integers(1, 5))):
        story = Story(
            key=f"{name} {n}", outlet=draw(st.sampled_from([None, "The Post", "The Courier"])), published="2024-02-01"
        )
        acts: list[str] = []
        for what in draw(st.lists(TELLING, max_size=3)):
            more = {key: value for key, value in what.items() if key != "code"}
            told = story.tell(
                str(what["code"]), stage_of=tuple(acts) if what["code"] == "response.arrest" else (), **more
            )
            if what["code"] != "response.arrest":
                acts.append(told.account.id)
        readings.append(story.done())
    return readings


RULES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@RULES
@given(collections(), st.randoms(use_true_random=False))
def test_order_changes_nothing(readings: list[LinkedReading], random: object) -> None:
    shuffled = list(readings)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives random.Random
    assert reconcile_claims(shuffled) == reconcile_claims(readings)


@RULES
@given(collections())
def test_every_claim_is_of_its_accounts_and_every_value_names_a_claim(readings: list[LinkedReading]) -> None:
    accounts = {linked.account.id: linked.account for reading in readings for linked in reading.accounts}
    found = reconcile_claims(readings)
    assert sorted(key for i in found.incidents for key in i.account_ids) == sorted(accounts)
    for incident in found.incidents:
        mine = {claim.id for key in incident.account_ids for claim in accounts[key].claims}
        assert {claim.id for claim in incident.claims} == mine
        named = {key for p in incident.participants for key in p.claim_ids}
        named |= {key for q in incident.quantities for key in q.claim_ids} | {p.claim_id for p in incident.places}
        named |= {key for d in incident.disputed for v in d.values for key in v.claim_ids}
        named |= set(incident.time.claim_ids if incident.time else ())
        assert named <= mine


@RULES
@given(collections())
def test_no_incident_holds_a_pair_that_must_not_merge(readings: list[LinkedReading]) -> None:
    facts = {fact.id: fact for fact in gather_facts(readings)}
    for incident in reconcile_claims(readings).incidents:
        for a, b in combinations(incident.account_ids, 2):
            assert find_barrier(facts[a], facts[b]) is None


@RULES
@given(collections())
def test_sources_add_up(readings: list[LinkedReading]) -> None:
    for incident in reconcile_claims(readings).incidents:
        sources = incident.sources
        assert sources.independent + sources.undetermined + sources.dependent == len(sources.report_ids)
        assert sources.independent >= 1
