"""Who is named in a picture: public figures, and nobody who could be hurt by it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt.types.account import EntityKind, Role
from overt.types.incident import Incident, IncidentParticipant
from overt.views import draw_view
from overt.views.drawn import VIEWS
from overt.views.masking import Masked
from overt.views.pictures import Picture
from overt.views.seen import see_incident
from overt.views.tables import as_csv, as_json
from tests.views.seeing import at, incident, person, place, town

NAME = "Zelgai Tukhvatov"
PRIVATE = [
    person(NAME),
    person(NAME, at_risk=True),
    person(NAME, is_minor=True, age=16),
    person(NAME, Role.PERPETRATOR, legal_status="charged"),
    person(NAME, public_figure=True, at_risk=True),
    person(NAME, public_figure=True, is_minor=True),
]


def everything(picture: Picture) -> str:
    return "\n".join((picture.svg, as_csv(picture), as_json(picture)))


def told_of(one: IncidentParticipant, title: str) -> Incident:
    return incident(
        1, type="coercion.threat", title=title, participants=(one,), places=(town("Radom"),), time=at("2025-03-12")
    )


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("one", PRIVATE)
@pytest.mark.parametrize(
    "title", [f"Threat to {NAME}, Radom", "Threat to TUKHVATOV", "Threat to Zelgaí Túkhvatov's son"]
)
def test_a_private_person_is_named_nowhere(view: str, one: IncidentParticipant, title: str) -> None:
    told = everything(draw_view(view, [told_of(one, title)]))
    assert not re.search(r"zelga|tukhvat|túkhvat", told.casefold())


@pytest.mark.parametrize("view", ["map", "timeline"])
def test_a_public_figure_is_named(view: str) -> None:
    told = everything(draw_view(view, [told_of(person(NAME, public_figure=True), f"Threat to {NAME}")]))
    assert NAME in told


def test_where_somebody_is_at_risk_only_country_and_month_are_shown() -> None:
    seen = see_incident(
        told_of(person(None, description="exiled editor", at_risk=True), "Threat, Radom, 12 March 2025")
    )
    assert seen.place is not None
    assert (seen.place.precision, seen.place.name, seen.place.lat) == ("G5", "Poland", None)
    assert seen.time is not None
    assert seen.time.edtf == "2025-03"
    assert seen.label == "Threat, Poland, Mar 2025"
    assert "Radom" not in everything(draw_view("map", [told_of(person(NAME, at_risk=True), "Threat, Radom")]))


@pytest.mark.parametrize("code", ["coercion.family", "movement.defection"])
def test_some_types_are_of_people_at_risk_by_themselves(code: str) -> None:
    seen = see_incident(incident(1, type=code, places=(town("Radom"),), time=at("2025-03-12")))
    assert seen.place is not None
    assert (seen.place.precision, seen.is_coarsened) == ("G5", True)


def test_where_somebody_was_killed_can_be_shown() -> None:
    killed = incident(1, type="violence.killing", participants=(person(NAME, at_risk=True),), places=(town("Radom"),))
    seen = see_incident(killed)
    assert seen.place is not None
    assert seen.place.precision == "G2"
    assert NAME not in seen.label


def test_a_place_called_like_somebody_is_shown_as_its_country() -> None:
    farm = place("Tukhvatov farm", "PL", "G1", 51.4, 21.1)
    seen = see_incident(incident(1, participants=(person(NAME),), places=(farm,)))
    assert seen.place is not None
    assert seen.place.name == "Poland"


def test_bodies_are_named() -> None:
    service = IncidentParticipant(
        role=Role.PERPETRATOR,
        name="Office of Quiet Affairs",
        description=None,
        kind=EntityKind.SERVICE,
        entity_id="ent_1",
        facts=person(None).facts,
        claim_ids=(),
    )
    assert [one.name for one in see_incident(incident(1, participants=(service,))).parties] == [
        "Office of Quiet Affairs"
    ]


@given(
    name=st.text(alphabet="abcdefghÀÉÎõüßЖяقم ", min_size=3, max_size=20).filter(lambda name: len(name.strip()) > 2),
    before=st.text(max_size=8),
)
def test_a_masked_name_is_found_in_any_spelling(name: str, before: str) -> None:
    masked = Masked([person(name)])
    assert masked.is_in(f"{before} {name.upper()} did")
    assert masked.is_in(name)
