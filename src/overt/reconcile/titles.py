"""Names an incident: chosen values -> one short line, and the id by which it is known."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from overt.base.knowledge import read_knowledge
from overt.reconcile.choosing.values import Values
from overt.types.account import Stage
from overt.types.incident import Incident, IncidentParticipant

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_UNDONE = {
    Stage.ATTEMPTED: "Attempted",
    Stage.FOILED: "Foiled",
    Stage.PLANNED: "Planned",
    Stage.ORDERED: "Ordered",
    Stage.THREATENED: "Threatened",
}


def title_of(values: Values | Incident, participants: Sequence[IncidentParticipant]) -> str:
    """Return type, whom or what, where and when, of chosen values only: "Arson on Example store, Vilnius, May 2024"."""
    label, preposition, roles = read_knowledge("titles.yaml").get(values.type, [values.type, "of", []])
    first = None if values.type == "coercion.threat" else _UNDONE.get(values.stage)  # a threat is threatened by nature
    head = f"{first} {label[0].lower()}{label[1:]}" if first else label
    about = _about(values, participants, roles)
    if about:
        head += f"{preposition} {about}" if preposition == ":" else f" {preposition} {about}"
    where = next((p.name for p in values.places if p.role in {"event_site", "court"}), None)
    return ", ".join(part for part in (head, where, _when(values)) if part)


def _about(values: Values | Incident, participants: Sequence[IncidentParticipant], roles: Sequence[str]) -> str | None:
    """Return whom or what the act befell: a named holder of the first role that has one, then a described one."""
    if values.type.startswith("sabotage.") and values.target_object:
        return values.target_object
    for is_named in (True, False):
        for role in roles:
            for person in participants:
                if person.role == role and (person.name is not None) is is_named:
                    return person.name or person.description
    return values.target_object if values.type.startswith("violence.") else None


def _when(values: Values | Incident) -> str | None:
    if values.time is None or values.time.interval.lo is None or values.time.interval.hi is None:
        return None
    lo, hi = values.time.interval.lo, values.time.interval.hi
    if lo == hi:
        return f"{lo.day} {_month(lo)}"
    if (lo.year, lo.month) == (hi.year, hi.month):
        return _month(lo)
    return str(lo.year) if lo.year == hi.year else f"{lo.year}-{hi.year}"


def _month(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"


def encode_id(text: str) -> str:
    """Return the id of an incident that is named after `text`: any machine gives the same."""
    number = int.from_bytes(sha256(text.encode()).digest()[:16], "big")
    return "inc_" + "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))
