"""A linked reading: a report's accounts with places on the gazetteer and times on the calendar."""

from dataclasses import dataclass

from overt.base.edtf import Interval
from overt.types.account import Account, LocalEntity, Statistic
from overt.types.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of an incident (codebook §5.3). lat/lon are None for G5-G7; country is ISO 3166-1 alpha-2 or 3166-3."""

    name: str  # standard name
    name_as_written: str
    role: str
    country: str | None
    adm1: str | None
    lat: float | None
    lon: float | None
    gazetteer_id: str | None
    precision: str  # G1..G7
    claim_id: str
    alternatives: tuple[str, ...] = ()  # gazetteer ids of other candidates


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTime:
    """When an account says it happened.

    basis: stated | relative_to_publication | relative_to_other_event | inferred.
    """

    interval: Interval
    basis: str
    claim_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedAccount:
    """An account with its times and places resolved; `time` is the chosen one of `times`."""

    account: Account
    time: EventTime | None
    times: tuple[EventTime, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedReading:
    """A reading after linking. `report.published` is filled by inference where nothing stated it."""

    report: Report
    accounts: tuple[LinkedAccount, ...]
    statistics: tuple[Statistic, ...]
    entities: tuple[LocalEntity, ...]
    cites: tuple[str, ...]
