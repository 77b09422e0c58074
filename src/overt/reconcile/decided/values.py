"""Sets one field of an incident as a person decided: an incident and a decision in, the changed incident out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from overt.base.edtf import parse_edtf
from overt.types.account import Granularity, Quantity, Stage
from overt.types.decision import Decision
from overt.types.incident import Dispute, Incident, IncidentTime
from overt.types.linked import LinkedAccount, Place


def set_value(incident: Incident, decision: Decision, told: Sequence[LinkedAccount]) -> Incident:
    """Return an incident with a field as a person set it: what the chosen claims say, or what she wrote.

    `told` has the accounts of the incident. A dispute about the field stays to be seen, the chosen side first.
    """
    draft = decision.draft
    name, _, what = (draft.field or "").partition(".")
    chosen = _Choice(value=draft.value or "", what=what, claim_ids=frozenset(draft.claim_ids), told=told)
    disputed = tuple(
        _settled(one, decision) if one.field.startswith(_DISPUTED_AS.get(name, name)) else one
        for one in incident.disputed
    )
    return replace(incident, disputed=disputed, **_SETTERS[name](chosen, incident))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """What was chosen: a value as written, or the claims that give it."""

    value: str
    what: str  # of a number: "killed"
    claim_ids: frozenset[str]
    told: Sequence[LinkedAccount]


def _settled(dispute: Dispute, decision: Decision) -> Dispute:
    chosen = set(decision.draft.claim_ids)
    ordered = sorted(dispute.values, key=lambda side: not chosen & set(side.claim_ids))
    return replace(dispute, values=tuple(ordered), rule=f"decision {decision.number}")


def _type(choice: _Choice, incident: Incident) -> dict[str, Any]:
    others = {incident.type, *incident.type_alternatives} - {choice.value}
    return {"type": choice.value, "type_alternatives": tuple(sorted(others))}


def _stage(choice: _Choice, _: Incident) -> dict[str, Any]:
    return {"stage": Stage(choice.value)}


def _granularity(choice: _Choice, _: Incident) -> dict[str, Any]:
    return {"granularity": Granularity(choice.value)}


def _target_object(choice: _Choice, _: Incident) -> dict[str, Any]:
    return {"target_object": choice.value or None}


def _time(choice: _Choice, _: Incident) -> dict[str, Any]:
    times = [time for one in choice.told for time in one.times if time.claim_id in choice.claim_ids]
    if times:
        ids = tuple(sorted(time.claim_id for time in times))
        return {"time": IncidentTime(interval=times[0].interval, basis=times[0].basis, claim_ids=ids)}
    if not choice.value:
        return {"time": None}
    return {"time": IncidentTime(interval=parse_edtf(choice.value), basis="decided", claim_ids=())}


def _place(choice: _Choice, incident: Incident) -> dict[str, Any]:
    others = tuple(place for place in incident.places if place.role != "event_site")
    sites = [place for one in choice.told for place in one.places if place.claim_id in choice.claim_ids]
    if sites:
        return {"places": (replace(sites[0], role="event_site"), *others)}
    return {"places": (_typed_place(choice.value), *others) if choice.value else others}


def _typed_place(value: str) -> Place:
    """Return a place as a person wrote it, "Graz, AT" or "AT": it has no point on the map."""
    name, _, last = (part.strip() for part in value.rpartition(","))
    is_code = len(last) == len("AT") and last.isupper()
    return Place(
        name=(name or last) if is_code else value,
        name_as_written=value,
        role="event_site",
        country=last if is_code else None,
        adm1=None,
        lat=None,
        lon=None,
        gazetteer_id=None,
        precision="G5" if is_code and not name else "G7",
        claim_id="",
    )


def _quantity(choice: _Choice, incident: Incident) -> dict[str, Any]:
    """A number as written: "4", or "3-5"."""
    others = tuple(one for one in incident.quantities if one.what != choice.what)
    told = [number for one in choice.told for number in one.account.quantities]
    found = next((one for one in told if choice.claim_ids & set(one.claim_ids)), None)
    if found is None and choice.value:
        lo, _, hi = choice.value.partition("-")
        unit = next((one.unit for one in incident.quantities if one.what == choice.what), "person")
        found = Quantity(
            what=choice.what,
            lo=float(lo),
            hi=float(hi or lo),
            unit=unit,
            text=choice.value,
            vague=None,
            claim_ids=(),
        )
    return {"quantities": (*others, found) if found else others}


_SETTERS: Mapping[str, Callable[[_Choice, Incident], dict[str, Any]]] = {
    "type": _type,
    "stage": _stage,
    "granularity": _granularity,
    "target_object": _target_object,
    "time": _time,
    "place": _place,
    "quantity": _quantity,
}
_DISPUTED_AS = {"quantity": "quantit"}  # "quantities.killed", "quantity.killed"
SETTABLE = tuple(sorted(_SETTERS))
