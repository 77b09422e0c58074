"""Names an incident: chosen values -> one short line, and the id by which it is known."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from overt.base.knowledge import read_knowledge
from overt.reconcile.choosing.values import Values
from overt.types.account import Stage
from overt.types.incident import Former, IncidentParticipant

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


def title_of(values: Values, participants: Sequence[IncidentParticipant]) -> str:
    """Return type, whom or what, where and when, of chosen values only: "Arson on Example store, Vilnius, May 2024"."""
    label, preposition, roles = read_knowledge("titles.yaml").get(values.type, [values.type, "of", []])
    first = None if values.type == "coercion.threat" else _UNDONE.get(values.stage)  # a threat is threatened by nature
    head = f"{first} {label[0].lower()}{label[1:]}" if first else label
    about = _about(values, participants, roles)
    if about:
        head += f"{preposition} {about}" if preposition == ":" else f" {preposition} {about}"
    where = next((p.name for p in values.places if p.role in {"event_site", "court"}), None)
    return ", ".join(part for part in (head, where, _when(values)) if part)


def _about(values: Values, participants: Sequence[IncidentParticipant], roles: Sequence[str]) -> str | None:
    """Return whom or what the act befell: a named holder of the first role that has one, then a described one."""
    if values.type.startswith("sabotage.") and values.target_object:
        return values.target_object
    for is_named in (True, False):
        for role in roles:
            for person in participants:
                if person.role == role and (person.name is not None) is is_named:
                    return person.name or person.description
    return values.target_object if values.type.startswith("violence.") else None


def _when(values: Values) -> str | None:
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


def name_incidents(clusters: Sequence[tuple[str, frozenset[str]]], former: Sequence[Former]) -> tuple[str, ...]:
    """Return an id for each cluster, given as its smallest account id and its claims.

    An id of the last run goes on to the cluster that shares most claims with it, ties to the lowest id (R8). A new
    id is made of the smallest account id alone, so that any machine gives the same.
    """
    holders: dict[str, list[int]] = {}
    for at, (_, claims) in enumerate(clusters):
        for claim in claims:
            holders.setdefault(claim, []).append(at)
    shared: dict[tuple[int, str], int] = {}
    for old in former:
        for claim in old.claim_ids:
            for at in holders.get(claim, ()):
                shared[at, old.incident_id] = shared.get((at, old.incident_id), 0) + 1
    names: dict[int, str] = {}
    taken: set[str] = set()
    for at, old_id in sorted(shared, key=lambda key: (-shared[key], key[1], clusters[key[0]][0])):
        if at not in names and old_id not in taken:
            names[at] = old_id
            taken.add(old_id)
    taken |= {old.incident_id for old in former}
    for at, (first, _) in sorted(enumerate(clusters), key=lambda row: row[1][0]):
        if at not in names:
            names[at] = _new_id(first, taken)
            taken.add(names[at])
    return tuple(names[at] for at in range(len(clusters)))


def _new_id(first: str, taken: set[str]) -> str:
    found, turn = _encode(first), 0
    while found in taken:
        turn += 1
        found = _encode(f"{first}\0{turn}")
    return found


def _encode(text: str) -> str:
    number = int.from_bytes(sha256(text.encode()).digest()[:16], "big")
    return "inc_" + "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))
