"""Says the history in words: why findings changed, and what of an incident is other than before."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from overt.types.decision import Decision
from overt.types.history import Cause, CauseKind, Change, Revision
from overt.types.incident import Incident, IncidentParticipant
from overt.types.linked import Place
from overt.words.codes import plain, say_code, say_count, say_grade, say_sources, say_time
from overt.words.decisions import say_decision
from overt.words.values import ROLES, say_attribution, say_participant, say_quantity

_NOTHING = "nothing"
_MANY = {
    CauseKind.REPORT_ADDED: "came",
    CauseKind.REPORT_CHANGED: "with other facts: outlet, date or title",
    CauseKind.REPORT_READ_AGAIN: "read otherwise by another engine or with other words",
    CauseKind.REPORT_GONE: "gone: changed at the source, or removed",
}
_GENERAL = {
    CauseKind.KNOWLEDGE: "the codebook or the word lists are others",
    CauseKind.RULES: "the rules of comparing and grading are others",
    CauseKind.UPGRADED: "what an older version had found before there was a history",
}


def say_moment(at: str) -> str:
    """Say a time of the ledger: "2026-11-22 11:20 UTC"."""
    return f"{at[:16].replace('T', ' ')} UTC"


def say_revision(revision: Revision | None) -> str:
    """Say which revision it is: "revision 3 (2026-11-22 11:20 UTC)"."""
    return "the empty ledger" if revision is None else f"revision {revision.number} ({say_moment(revision.at)})"


def say_causes(
    causes: Sequence[Cause], reports: Mapping[str, str], decisions: Mapping[int, Decision], *, most: int = 3
) -> list[str]:
    """Say each cause in a line; more than `most` reports are counted. `reports`: how each is called."""
    lines = []
    for kind, verb in _MANY.items():
        mine = [cause for cause in causes if cause.kind is kind]
        if len(mine) > most:
            lines.append(f"{say_count(len(mine), 'report')} {verb}")
        else:
            lines += [f"report {plain(reports.get(one.report_id or '', one.report_id or ''))} {verb}" for one in mine]
    rest = (cause for cause in causes if cause.kind not in _MANY)
    return lines + [_say_rest(cause, decisions) for cause in dict.fromkeys(rest)]


def _say_rest(cause: Cause, decisions: Mapping[int, Decision]) -> str:
    if cause.kind is CauseKind.ENGINE:
        return f"another engine: {cause.before} -> {cause.after}"
    if cause.decision is None:
        return _GENERAL[cause.kind]
    verb = "is past its last day" if cause.kind is CauseKind.LAPSED else ""
    found = decisions.get(cause.decision)
    by = f" by {plain(found.draft.by)}: {plain(say_decision(found))}" if found else ""
    why = f" ({plain(found.draft.why)})" if found and found.draft.why else ""
    return f"decision {cause.decision}{by}{why}{' ' if verb else ''}{verb}"


def count_causes(revision: Revision) -> str:
    """Say in a few words what caused a revision: "12 reports came; decision 3"."""
    parts = []
    for kind, words in _SHORT.items():
        many = [cause for cause in revision.causes if cause.kind is kind]
        if many:
            parts.append(words(many))
    return "; ".join(parts) or "what other incidents changed"


_SHORT: dict[CauseKind, Callable[[list[Cause]], str]] = {
    CauseKind.UPGRADED: lambda _: "found by an older version, before there was a history",
    CauseKind.REPORT_ADDED: lambda many: f"{say_count(len(many), 'report')} came",
    CauseKind.REPORT_CHANGED: lambda many: f"{say_count(len(many), 'report')} with other facts",
    CauseKind.REPORT_READ_AGAIN: lambda many: f"{say_count(len(many), 'report')} read otherwise",
    CauseKind.REPORT_GONE: lambda many: f"{say_count(len(many), 'report')} gone",
    CauseKind.ENGINE: lambda _: "another engine",
    CauseKind.KNOWLEDGE: lambda _: "other words",
    CauseKind.RULES: lambda _: "other rules",
    CauseKind.DECISION: lambda many: _numbers("decision", many),
    CauseKind.LAPSED: lambda many: _numbers("lapsed: decision", many),
}


def _numbers(lead: str, many: Sequence[Cause]) -> str:
    numbers = [str(cause.decision) for cause in many]
    some = ", ".join(numbers[:5]) + (f" and {len(numbers) - 5} more" if len(numbers) > 5 else "")
    return f"{lead}{'' if len(numbers) == 1 else 's'} {some}"


def say_fate(change: Change, names: Mapping[str, str]) -> str:
    """Say where an incident came from or went: "part of 01hq3v now", "" if neither."""
    kin = ", ".join(names.get(one, one) for one in change.kin)
    if not kin:
        return ""
    if change.after is None:
        return f"told as part of {kin} now"
    return f"told as part of {kin} before" if change.before is None else f"accounts moved from or to {kin}"


def say_fields(before: Incident, after: Incident) -> list[tuple[str, str, str]]:
    """Say what is other in an incident: (field, before, after); of lists, what only one side has."""
    found = []
    for name, say in _FIELDS.items():
        old, new = list(say(before)), list(say(after))
        gone, come = [one for one in old if one not in new], [one for one in new if one not in old]
        if gone or come:
            found.append((name, "; ".join(gone) or _NOTHING, "; ".join(come) or _NOTHING))
        elif old != new:
            found.append((name, "; ".join(old), "; ".join(new)))
    return found


def count_claims(before: Incident | None, after: Incident | None) -> tuple[int, int]:
    """Return how many claims came and how many went."""
    old, new = ({claim.id for claim in one.claims} if one else set() for one in (before, after))
    return len(new - old), len(old - new)


def _time(one: Incident) -> Iterable[str]:
    return [say_time(one.time.interval.edtf)] if one.time else []


def _types(one: Incident) -> Iterable[str]:
    others = f" (or {', '.join(one.type_alternatives)})" if one.type_alternatives else ""
    return [one.type + others]


def _place(place: Place) -> str:
    parts = [part for part in (place.name, place.adm1, place.country) if part]
    role = "" if place.role == "event_site" else f" ({say_code(place.role)})"
    return ", ".join(map(plain, dict.fromkeys(parts))) + role


def _participant(one: IncidentParticipant) -> str:
    return f"{ROLES[one.role]}: {say_participant(one)}"


def _grades(one: Incident) -> Iterable[str]:
    return [f"{say_code(name)} {say_grade(grade.number, grade.rule)}{grade.letter}" for name, grade in one.grades]


def _disputes(one: Incident) -> Iterable[str]:
    return [f"{say_code(d.field)}: {' or '.join(plain(side.value) for side in d.values)}" for d in one.disputed]


# What is told of an incident, in the order in which it is shown; each gives its values in words.
_FIELDS: dict[str, Callable[[Incident], Iterable[str]]] = {
    "title": lambda one: [plain(one.title)],
    "status": lambda one: [say_code(one.status)],
    "flags": lambda one: map(say_code, one.flags),
    "type": _types,
    "stage": lambda one: [say_code(one.stage)],
    "granularity": lambda one: [say_code(one.granularity)],
    "means": lambda one: map(say_code, one.means),
    "sector": lambda one: map(say_code, one.target_sector),
    "object": lambda one: [plain(one.target_object)] if one.target_object else [],
    "time": _time,
    "place": lambda one: map(_place, one.places),
    "people": lambda one: map(_participant, one.participants),
    "numbers": lambda one: [f"{say_code(quantity.what)}: {say_quantity(quantity)}" for quantity in one.quantities],
    "attribution": lambda one: map(say_attribution, one.attribution),
    "grades": _grades,
    "sources": lambda one: [say_sources(one.sources.independent, one.sources.undetermined, one.sources.dependent)],
    "disputed": _disputes,
    "links": lambda one: [f"{say_code(link.kind)} {link.incident_id}" for link in one.links],
    "decided": lambda one: [f"decision {decided.number} ({decided.field})" for decided in one.decided],
    "conflicts": lambda one: [f"decision {conflict.decision}: {plain(conflict.what)}" for conflict in one.conflicts],
}
