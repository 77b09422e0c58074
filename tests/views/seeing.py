"""Invented incidents for the views: one with given values, and many at random for the laws."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from overt.base.edtf import parse_edtf
from overt.types.account import EntityKind, PersonFacts, Role, Stage
from overt.types.incident import Incident, IncidentParticipant, IncidentTime
from overt.types.linked import Place
from tests.record.samples import make_incident

TOWNS = {  # real geography
    "Radom": ("PL", 51.40253, 21.14714),
    "Pskov": ("RU", 57.81922, 28.3318),
    "Kangerlussuaq": ("GL", 67.01026, -50.69175),
    "Vunidawa": ("FJ", -17.82, 178.32),
    "Tolhuin": ("AR", -54.51, -67.19),
    "Simferopol": ("UA", 44.95719, 34.11079),
}
COUNTRIES = ("PL", "RU", "US", "FJ", "MT", "XK", "AQ", "SUHH", "ZZ")
FAMILIES = ("violence.killing", "sabotage.arson", "coercion.threat", "response.arrest", "own.code")


def town(name: str, precision: str = "G2", role: str = "event_site") -> Place:
    country, lat, lon = TOWNS[name]
    return place(name, country, precision, lat, lon, role)


def place(
    name: str, country: str | None, precision: str, lat: float | None, lon: float | None, role: str = "event_site"
) -> Place:
    return Place(
        name=name,
        name_as_written=name,
        role=role,
        country=country,
        adm1=None,
        lat=lat,
        lon=lon,
        gazetteer_id=None,
        precision=precision,
        claim_id="clm_1",
    )


def incident(number: int = 1, **more: Any) -> Incident:
    """Return an incident with nobody in it, at no place and time unless told."""
    return replace(_BARE, id=f"inc_{number:026d}", **({"title": f"Arson {number}"} | more))


_BARE = make_incident(
    type="sabotage.arson",
    stage=Stage.OCCURRED,
    status="candidate",
    time=None,
    places=(),
    participants=(),
    attribution=(),
    claims=(),
)


def at(edtf: str) -> IncidentTime:
    return IncidentTime(interval=parse_edtf(edtf), basis="stated", claim_ids=())


def person(
    name: str | None, role: Role = Role.VICTIM, description: str | None = None, **facts: Any
) -> IncidentParticipant:
    return IncidentParticipant(
        role=role,
        name=name,
        description=description,
        kind=EntityKind.PERSON,
        entity_id=None,
        facts=PersonFacts(**facts),
        claim_ids=(),
    )


def many_incidents() -> st.SearchStrategy[list[Incident]]:
    """Return up to forty incidents of all kinds of places, times, types and stages."""
    return st.integers(0, 2**32).map(lambda seed: _chosen(Random(seed)))  # by seed: drawing each value would be slow


def _chosen(chance: Random) -> list[Incident]:
    return [
        incident(
            number,
            type=chance.choice(FAMILIES),
            stage=chance.choice(list(Stage)),
            time=at(_time(chance)) if chance.random() < 0.85 else None,
            places=tuple(_place(chance) for _ in range(chance.randrange(3))),
        )
        for number in range(chance.randrange(41))
    ]


def _time(chance: Random) -> str:
    one, two = sorted(date(1975, 1, 1) + timedelta(chance.randrange(19000)) for _ in range(2))
    if chance.random() < 0.5:  # most are of the last years
        one, two = (date(2024, 1, 1) + timedelta(days) for days in sorted(chance.choices(range(700), k=2)))
    forms = (f"{one}", f"{one:%Y-%m}", f"{one:%Y}", f"../{one}", f"{one}/..", f"{one}/{two}", "XXXX-05", f"{one}~")
    return chance.choice(forms)


def _place(chance: Random) -> Place:
    if chance.random() < 0.6:
        role = chance.choice(["event_site", "event_site", "residence", "origin"])
        return town(chance.choice(sorted(TOWNS)), chance.choice(["G1", "G2", "G3", "G4"]), role)
    code = chance.choice((None, *COUNTRIES))
    return place(str(code), code, chance.choice(["G4", "G5", "G6", "G7"]), None, None)
