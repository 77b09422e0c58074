"""Reads samples/gold.yaml: the hand-made annotations in, typed rows out; what does not fit together is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

SAMPLES = Path(__file__).parent.parent / "samples"
REPORTS = SAMPLES / "reports"
GOLD = SAMPLES / "gold.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldPerson:
    """Somebody or something that is to stand in one of `roles` under one of `names`."""

    roles: frozenset[str]
    names: tuple[str, ...]
    is_optional: bool
    flags: tuple[str, ...]  # is_minor, at_risk, as the export calls them


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldSponsor:
    """Who is said to be behind it."""

    names: tuple[str, ...]
    levels: frozenset[str]
    is_contested: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldNumber:
    """A number of an incident; `chosen` is the one to show first."""

    what: str
    values: tuple[float, ...]
    chosen: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldIncident:
    """One incident of the invented world."""

    id: str
    types: tuple[str, ...]
    stage: str
    first: date
    last: date
    countries: frozenset[str]
    place: str | None
    people: tuple[GoldPerson, ...]
    sponsor: GoldSponsor | None
    numbers: tuple[GoldNumber, ...]
    disputed: frozenset[str]
    status: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldStatistic:
    """A figure about many events, known by its lower bound and a word of it."""

    lo: float | None
    words: str
    is_optional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldReport:
    """What one report tells."""

    key: str
    published: date
    language: str
    tells: Mapping[str, str | None]  # incident -> certainty
    passing: tuple[str, ...]
    cites: tuple[str, ...]
    statistics: tuple[GoldStatistic, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """All annotations."""

    incidents: Mapping[str, GoldIncident]
    reports: Mapping[str, GoldReport]
    pairs: Mapping[tuple[str, str], str]
    links: tuple[tuple[str, str], ...]  # (later step, incident)

    @property
    def told(self) -> Mapping[str, GoldIncident]:
        """The incidents that some report has to yield; the others are only named in passing."""
        names = {name for report in self.reports.values() for name in report.tells}
        return {key: one for key, one in self.incidents.items() if key in names}


def load_gold(path: Path = GOLD) -> Gold:
    """Return the annotations. Raises ValueError if they name a report or incident that they do not describe."""
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    gold = Gold(
        incidents={key: _incident(key, row) for key, row in read["incidents"].items()},
        reports={key: _report(key, row) for key, row in read["reports"].items()},
        pairs={(a, b): relation for relation, pairs in read["pairs"].items() for a, b in pairs},
        links=tuple((later, earlier) for later, earlier in read["links"]),
    )
    _check(gold)
    return gold


def _check(gold: Gold) -> None:
    told = {name for report in gold.reports.values() for name in (*report.tells, *report.passing)}
    unknown = told - set(gold.incidents)
    unknown |= {name for pair in gold.links for name in pair} - set(gold.told)
    unknown |= {name for pair in gold.pairs for name in pair} - set(gold.reports)
    untold = set(gold.incidents) - told
    if unknown or untold:
        raise ValueError(f"gold.yaml: not described: {sorted(unknown)}; told nowhere: {sorted(untold)}")


def _incident(key: str, row: Mapping[str, Any]) -> GoldIncident:
    first, last = row["time"]
    return GoldIncident(
        id=key,
        types=tuple(row["types"]),
        stage=row["stage"],
        first=first,
        last=last,
        countries=frozenset(row["countries"]),
        place=row.get("place"),
        people=tuple(_person(one) for one in row["people"]),
        sponsor=_sponsor(row["sponsor"]) if "sponsor" in row else None,
        numbers=tuple(
            GoldNumber(what=one["what"], values=tuple(one["values"]), chosen=one["chosen"])
            for one in row.get("numbers", ())
        ),
        disputed=frozenset(row.get("disputed", ())),
        status=row.get("status"),
    )


def _person(row: Mapping[str, Any]) -> GoldPerson:
    return GoldPerson(
        roles=frozenset(row["roles"]),
        names=tuple(str(name).casefold() for name in row["names"]),
        is_optional=row.get("optional", False),
        flags=tuple(flag for key, flag in (("minor", "is_minor"), ("at_risk", "at_risk")) if row.get(key)),
    )


def _sponsor(row: Mapping[str, Any]) -> GoldSponsor:
    return GoldSponsor(
        names=tuple(name.casefold() for name in row["names"]),
        levels=frozenset(row["levels"]),
        is_contested=row["contested"],
    )


def _report(key: str, row: Mapping[str, Any]) -> GoldReport:
    return GoldReport(
        key=key,
        published=row["published"],
        language=row.get("language", "en"),
        tells=row["tells"],
        passing=tuple(row.get("passing", ())),
        cites=tuple(row.get("cites", ())),
        statistics=tuple(
            GoldStatistic(lo=one["lo"], words=one["words"].casefold(), is_optional=one.get("optional", False))
            for one in row.get("statistics", ())
        ),
        notices=tuple(row.get("notices", ())),
    )
