"""Shows how an incident differs from how it was shown: two incidents in, lines of was and is out."""

from dataclasses import dataclass

from overt.types.incident import Incident
from overt.words.codes import plain, say_code, say_time
from overt.words.types import say_type
from overt.words.values import ROLES, say_attribution, say_participant, say_quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field that is other than it was."""

    label: str
    was: str
    now: str


def show_changes(was: Incident, now: Incident) -> tuple[Change, ...]:
    """Return what is other than it was, in words."""
    before, after = tell_fields(was), tell_fields(now)
    return tuple(
        Change(label=label, was=before[label], now=after[label]) for label in before if before[label] != after[label]
    )


def tell_fields(one: Incident) -> dict[str, str]:
    """Return all that a page shows of an incident, field by field."""
    none = "nothing"
    people: dict[str, list[str]] = {}
    for person in one.participants:
        people.setdefault(ROLES[person.role], []).append(say_participant(person))
    return {
        "title": plain(one.title),
        "status": one.status,
        "type": say_type(one.type),
        "stage": say_code(one.stage),
        "granularity": say_code(one.granularity),
        "time": say_time(one.time.interval.edtf) if one.time else none,
        "places": "; ".join(f"{plain(place.name)} ({say_code(place.role)})" for place in one.places) or none,
        "means": ", ".join(map(say_code, one.means)) or none,
        "aimed at": plain(one.target_object or none),
        **{role: "; ".join(people.get(role, [])) or none for role in ROLES.values()},
        "numbers": "; ".join(f"{say_code(number.what)} {say_quantity(number)}" for number in one.quantities) or none,
        "said to be behind it": "; ".join(map(say_attribution, one.attribution)) or none,
        "grades": ", ".join(f"{say_code(name)} {grade.letter}{grade.number}" for name, grade in one.grades) or none,
        "reports": str(len(one.sources.report_ids)),
        "quotes": str(len(one.claims)),
        "decisions": ", ".join(str(decided.number) for decided in one.decided) or "none",
    }
