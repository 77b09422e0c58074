"""Says which outlets are one: names of outlets, agencies and houses -> keys that agree where the source is the same."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from overt.base.knowledge import read_knowledge
from overt.reconcile.matching.names import fold


@lru_cache(maxsize=10_000)
def outlet_key(name: str) -> str:
    """Return a form of an outlet's name that its spellings share: "The Example Times" and "exampletimes.com" agree."""
    key = _bare_key(name)
    return _same_outlets().get(key, key)


def _bare_key(name: str) -> str:
    bare = re.sub(r"^(https?://)?(www\.)?|\.(com|org|net|co\.uk|[a-z]{2,3})(/.*)?$", "", name.strip().casefold())
    key = re.sub(r"^the ", "", fold(bare)).replace(" ", "")
    return re.sub(r"^the(?=[a-z]{5})", "", key)


@cache
def _same_outlets() -> Mapping[str, str]:
    rows = read_knowledge("sources.yaml")["same_outlet"]
    rows = [*rows, *([row["name"], *row["names"]] for row in read_knowledge("agencies.yaml"))]
    found: dict[str, str] = {}
    for row in rows:
        keys = [re.sub(r"^the ", "", fold(name)).replace(" ", "") for name in row]
        first = next((found[key] for key in keys if key in found), keys[0])
        found |= dict.fromkeys(keys, first)
    return found


@cache
def agency_keys() -> frozenset[str]:
    """Return the keys of the news agencies that are known by name."""
    listed = read_knowledge("sources.yaml")["class_of_outlet"]["major_agency"]
    return frozenset(map(outlet_key, [*listed, *(row["name"] for row in read_knowledge("agencies.yaml"))]))


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """An owner of outlets: who, where that is stated, and from when to when it held."""

    owner: str
    source: str
    since: date
    until: date


def shared_house(a: str, b: str, day: date | None) -> House | None:
    """Return the house that two outlets (keys) belonged to on a day; without a day, that they belong to at any time."""
    for house in _houses().get(a, {}).values():
        if house.owner in _houses().get(b, {}) and (day is None or house.since <= day < house.until):
            return house
    return None


@cache
def _houses() -> Mapping[str, Mapping[str, House]]:
    found: dict[str, dict[str, House]] = {}
    for row in read_knowledge("owners.yaml"):
        house = House(
            owner=row["owner"],
            source=row["source"],
            since=row.get("since", date.min),
            until=row.get("until", date.max),
        )
        for outlet in row["outlets"]:
            found.setdefault(outlet_key(outlet), {})[house.owner] = house
    return found
