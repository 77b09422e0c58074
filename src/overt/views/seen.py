"""What a picture may know of an incident: Incident -> Seen, with people masked and places as wide as they are known."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from babel import Locale

from overt.base.edtf import Interval, Precision, make_interval, month_end
from overt.base.knowledge import read_knowledge
from overt.types.account import Granularity, Stage
from overt.types.incident import Incident, IncidentParticipant
from overt.types.linked import Place
from overt.views.masking import Masked, concerns_somebody_at_risk, is_person, may_be_named
from overt.words.codes import plain, say_code, say_time

_SITES = ("event_site", "court")  # never where somebody lives, comes from or goes to (codebook, P7)
_DAYS = frozenset({Precision.CLOCK, Precision.DAY, Precision.DAYS})
RADIUS_KM = {"G3": 30.0, "G4": 150.0}  # codebook, section 5.3
BODIES = frozenset({"organisation", "service", "state", "body"})  # kinds of a party
POINTS = frozenset({"G1", "G2"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPlace:
    """Where it happened, as wide as it is known. lat and lon are None for a country or wider."""

    name: str
    country: str | None
    precision: str  # G1..G7
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody or something in a role that may be named, with words of the reports that say so."""

    key: str  # who it is across incidents
    name: str
    kind: str
    role: str
    quotes: tuple[str, ...]
    claim_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An incident as pictures see it. Nothing here names anybody who may not be named."""

    id: str
    type: str
    stage: Stage
    granularity: Granularity
    status: str
    label: str
    time: Interval | None
    place: SeenPlace | None
    countries: tuple[str, ...]
    grade: int | None
    report_ids: tuple[str, ...]
    parties: tuple[Party, ...]
    hidden: int  # people who are not named
    is_coarsened: bool  # for the sake of somebody at risk

    @property
    def family(self) -> str:
        """Return the first part of the type."""
        return self.type.partition(".")[0]


def see_incidents(incidents: Iterable[Incident], bodies: Collection[str] = ()) -> tuple[Seen, ...]:
    """Return what pictures may show of the incidents, by id, each once.

    `bodies`: ids of entities that are no people; who is said to be behind something is named only if among them.
    """
    found = {incident.id: see_incident(incident, bodies) for incident in incidents}
    return tuple(found[one] for one in sorted(found))


def see_incident(incident: Incident, bodies: Collection[str] = ()) -> Seen:
    """Return what pictures may show of one incident."""
    masked = Masked(incident.participants)
    is_coarse = concerns_somebody_at_risk(incident)
    sites = [place for role in _SITES for place in incident.places if place.role == role]
    place = _seen_place(sites, masked, is_coarse=is_coarse)
    time = incident.time.interval if incident.time else None
    if time and is_coarse:
        time = _as_month(time)
    return Seen(
        id=incident.id,
        type=incident.type,
        stage=incident.stage,
        granularity=incident.granularity,
        status=incident.status,
        label=_label(incident, masked, place, time, is_coarse=is_coarse),
        time=time,
        place=place,
        countries=tuple(dict.fromkeys(one.country for one in sites if one.country)),
        grade=next((grade.number for name, grade in incident.grades if name == "event"), None),
        report_ids=incident.sources.report_ids,
        parties=_parties(incident, masked, bodies),
        hidden=sum(is_person(one) and not may_be_named(one) for one in incident.participants),
        is_coarsened=is_coarse,
    )


def country_name(code: str) -> str:
    """Return the English name of a country, or its code."""
    return plain(_territories().get(code) or _NO_LONGER.get(code) or code)


_NO_LONGER = {"SUHH": "Soviet Union", "CSHH": "Czechoslovakia", "DDDE": "East Germany", "YUCS": "Yugoslavia"}


@cache
def _territories() -> dict[str, str]:
    return dict(Locale("en").territories)


def type_label(code: str) -> str:
    """Return how incidents of a type are called: "Drone incursion"."""
    entry = read_knowledge("titles.yaml").get(code)
    return str(entry[0]) if entry else say_code(code.rpartition(".")[2]).capitalize()


def _seen_place(sites: list[Place], masked: Masked, *, is_coarse: bool) -> SeenPlace | None:
    """Return the first place of the act that can be drawn, else the first at all."""
    drawable = [one for one in sites if one.precision in {"G1", "G2", "G3", "G4", "G5"}]
    one = next(iter(drawable or sites), None)
    if one is None:
        return None
    wider = is_coarse or masked.is_in(one.name)
    if one.precision == "G5" or (wider and one.country):
        return _as_country(one.country, one.name)
    if wider:
        return None
    seen = SeenPlace(name=plain(one.name), country=one.country, precision=one.precision, lat=one.lat, lon=one.lon)
    if one.precision in {"G6", "G7"}:
        return replace(seen, lat=None, lon=None)
    return seen if one.lat is not None and one.lon is not None else _as_country(one.country, one.name)


def _as_country(code: str | None, name: str) -> SeenPlace | None:
    if code is None:
        return SeenPlace(name=plain(name), country=None, precision="G5", lat=None, lon=None)
    return SeenPlace(name=country_name(code), country=code, precision="G5", lat=None, lon=None)


def _as_month(time: Interval) -> Interval:
    """Return the months that a time touches, where it is narrower than a month."""
    if time.precision not in _DAYS or time.lo is None or time.hi is None:
        return time
    return make_interval(time.lo.replace(day=1), month_end(time.hi.year, time.hi.month))


def _label(
    incident: Incident, masked: Masked, place: SeenPlace | None, time: Interval | None, *, is_coarse: bool
) -> str:
    """Return the title, or where it would name somebody or tell too much, one of type, place and time alone."""
    title = plain(incident.title)
    if title and not is_coarse and not masked.is_in(title):
        return title
    is_plain = incident.stage in (Stage.OCCURRED, Stage.UNKNOWN) or incident.type == "coercion.threat"
    stage = "" if is_plain else f"{say_code(incident.stage.value)} "
    head = f"{stage}{type_label(incident.type)}".capitalize()
    where = place.name if place and place.precision != "G7" else ""
    return ", ".join(part for part in (head, where, say_time(time.edtf) if time else "") if part)


def _parties(incident: Incident, masked: Masked, bodies: Collection[str]) -> tuple[Party, ...]:
    quotes = {claim.id: plain(claim.quote) for claim in incident.claims if not masked.is_in(claim.quote)}
    parties = [
        _party(one, quotes)
        for one in incident.participants
        if one.name and may_be_named(one) and not masked.is_in(one.name)
    ]
    return (*parties, *_attributed(incident, masked, quotes, bodies))


def _party(one: IncidentParticipant, quotes: dict[str, str]) -> Party:
    return Party(
        key=one.entity_id or f"{one.kind.value}:{plain(one.name or '').casefold()}",
        name=plain(one.name or ""),
        kind=one.kind.value,
        role=one.role.value,
        quotes=tuple(quotes[claim] for claim in one.claim_ids if claim in quotes),
        claim_ids=one.claim_ids,
    )


def _attributed(
    incident: Incident, masked: Masked, quotes: Mapping[str, str], bodies: Collection[str]
) -> Iterable[Party]:
    """Return who is said to be behind it, where that is known to be a body: an accused person is not drawn."""
    known = {one.entity_id for one in incident.participants if not is_person(one)}.union(bodies)
    for one in incident.attribution:
        if one.entity_key is None or one.entity_key not in known or masked.is_in(one.actor):
            continue
        yield Party(
            key=one.entity_key,
            name=plain(one.actor),
            kind="body",
            role=f"said to be behind it ({say_code(one.level)}{', contested' if one.contested else ''})",
            quotes=tuple(quotes[claim] for claim in one.claim_ids if claim in quotes),
            claim_ids=one.claim_ids,
        )
