"""When and where an incident was: its tellings -> the chosen time and places, with the rivals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from overt.base.calendar import find_times
from overt.base.calendar.forms import Clocked, Fixed, Form, Weekday, Within, Yearly
from overt.reconcile.choosing.settle import Settled, Side, replace_value, settle, weigh_value
from overt.reconcile.matching.names import fold
from overt.reconcile.telling import Telling
from overt.types.incident import IncidentTime
from overt.types.linked import EventTime, Place

_FINE = frozenset({"G1", "G2", "G3"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A time as told; `is_named`: it names its day ("on Friday", "on 3 October"), and is not counted ("yesterday")."""

    time: EventTime
    is_named: bool


def settle_time(tellings: Sequence[Telling]) -> Settled[EventTime]:
    """Return the times on their sides, one for each account; windows before publication only if none tells a time."""
    rows = []
    told = [telling for telling in tellings if telling.linked.time and telling.linked.time.basis != "inferred"]
    for telling in told or tellings:
        time = telling.linked.time
        if time and telling.affirms(time.claim_id):
            width = (time.interval.hi - time.interval.lo).days if time.interval.lo and time.interval.hi else 1e6
            value = _Told(time=time, is_named=_names_its_day(telling, time))
            rows.append(weigh_value(telling, value, time.interval.edtf, (time.claim_id,), size=(float(width), 0.0)))
    return _bare(settle(rows, _is_same_time))


def _bare(found: Settled[_Told]) -> Settled[EventTime]:
    def side(one: Side[_Told]) -> Side[EventTime]:
        return Side(candidates=tuple(replace_value(c, c.value.time) for c in one.candidates))

    return Settled(kept=tuple(map(side, found.kept)), rivals=tuple(map(side, found.rivals)))


def _names_its_day(telling: Telling, time: EventTime) -> bool:
    interval = time.interval
    claim = telling.claims.get(time.claim_id)
    if claim is None or interval.lo is None or interval.lo != interval.hi or interval.is_approximate:
        return False
    language = telling.report.language if telling.report.language != "und" else "en"
    return any(_is_name_of_day(one.form) for one in find_times(claim.quote, language))


def _is_name_of_day(form: Form) -> bool:
    if isinstance(form, Clocked):
        return form.of is not None and _is_name_of_day(form.of)
    return isinstance(form, Weekday | Fixed | Within) or (isinstance(form, Yearly) and form.day is not None)


def _is_same_time(a: _Told, b: _Told) -> bool:
    """Say whether two times agree: both may be one day, give or take a day unless both name theirs.

    "On 3 October" and "on 4 October" differ; "two days ago" is counted from a publication that may be a day off.
    """
    one, other = a.time.interval, b.time.interval
    spare = timedelta(days=0 if a.is_named and b.is_named else 1)
    is_before = one.hi is not None and other.lo is not None and other.lo - one.hi > spare
    is_after = one.lo is not None and other.hi is not None and one.lo - other.hi > spare
    return not (is_before or is_after)


def chosen_time(found: Settled[EventTime]) -> IncidentTime | None:
    """Return the most precise time of the chosen side, with all claims that agree."""
    if not found.kept:
        return None
    side = found.kept[0]
    return IncidentTime(interval=side.best.value.interval, basis=side.best.value.basis, claim_ids=side.claim_ids)


def settle_places(tellings: Sequence[Telling]) -> Settled[Place]:
    """Return the event sites, down to a district, on their sides."""
    rows = [
        weigh_value(telling, place, place.name, (place.claim_id,), size=(float(place.precision[1:]), 0.0))
        for telling in tellings
        for place in telling.linked.places
        if place.role == "event_site" and place.precision in _FINE and telling.affirms(place.claim_id)
    ]
    return settle(rows, is_same_place)


def is_same_place(a: Place, b: Place) -> bool:
    """Say whether two places may be one: same id or name, near each other, or one a part of the other's region."""
    if a.gazetteer_id and a.gazetteer_id == b.gazetteer_id:
        return True
    if a.country and b.country and a.country != b.country:
        return False
    names = [{fold(p.name), fold(p.name_as_written)} for p in (a, b)]
    if names[0] & names[1]:
        return True
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return "G1" in {a.precision, b.precision}
    # A tenth of a degree is about 11 km north to south; a district or site may lie that far from its town's centre.
    reach = {"G1": 0.25, "G2": 0.1, "G3": 0.4}
    return max(abs(a.lat - b.lat), abs(a.lon - b.lon) / 2) <= max(reach.get(p.precision, 0.1) for p in (a, b))


def chosen_places(tellings: Sequence[Telling], found: Settled[Place]) -> tuple[Place, ...]:
    """Return the chosen event sites, then all other places; a country only where nothing finer is known."""
    kept = [side.best.value for side in found.kept]
    others = [p for t in tellings for p in t.linked.places if not (p.role == "event_site" and p.precision in _FINE)]
    finer = {(p.role, p.country) for p in [*kept, *others] if p.precision in _FINE | {"G4"}}
    for place in sorted(others, key=lambda p: (p.role, p.precision, p.name, p.claim_id)):
        is_wider = place.precision == "G5" and (place.role, place.country) in finer
        if not is_wider and not any(p.role == place.role and is_same_place(p, place) for p in kept):
            kept.append(place)
    return tuple(kept)
