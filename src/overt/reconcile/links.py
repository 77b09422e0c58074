"""Links incidents: facts of their accounts -> legal_stage_of, response_to, same_operation, led_to, possibly_same."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from overt.reconcile.matching.facts import Facts
from overt.reconcile.matching.names import name_words, sound
from overt.reconcile.matching.persons import Likeness, compare_persons
from overt.types.incident import Link

_STEPS = frozenset({"response.arrest", "response.charge", "response.verdict"})
_ACT_FAMILIES = frozenset({"violence", "sabotage", "espionage", "coercion", "influence"})


def link_incidents(
    incident_of: Mapping[str, str], facts: Mapping[str, Facts], proposals: Sequence[tuple[str, str, str]]
) -> dict[str, tuple[Link, ...]]:
    """Return the links of each incident. `incident_of` maps account ids; a reviewer may join what `proposals` pairs."""
    found: dict[tuple[str, str, str], str] = {}
    for key, fact in sorted(facts.items()):
        for act in fact.stage_of:
            if act in incident_of:
                kind = "legal_stage_of" if fact.type in _STEPS else "response_to"
                found.setdefault(
                    (incident_of[key], incident_of[act], kind), f"{fact.report_id} tells it as a stage of the act"
                )
    for a, b, kind, reason in [*_by_suspect(facts), *_threats(facts)]:
        found.setdefault((incident_of[a], incident_of[b], kind), reason)
    for a, b, reason in proposals:
        found.setdefault((incident_of[a], incident_of[b], "possibly_same"), reason)
        found.setdefault((incident_of[b], incident_of[a], "possibly_same"), reason)
    links: dict[str, list[Link]] = defaultdict(list)
    for (start, end, kind), reason in sorted(found.items()):
        if start != end:
            links[start].append(Link(incident_id=end, kind=kind, reason=reason))
    return {key: tuple(rows) for key, rows in links.items()}


def _by_suspect(facts: Mapping[str, Facts]) -> list[tuple[str, str, str, str]]:
    """What one report tells of one suspect: a step of the law with its only act, several acts of one type."""
    of_report: dict[str, list[str]] = defaultdict(list)
    for key, fact in sorted(facts.items()):
        if fact.suspects or fact.type in _STEPS:
            of_report[fact.report_id].append(key)
    found = []
    for keys in of_report.values():
        acts = [key for key in keys if facts[key].type.split(".")[0] in _ACT_FAMILIES]
        for step in (key for key in keys if facts[key].type in _STEPS and not facts[key].stage_of):
            shared = {act: _name(facts[step].persons, facts[act].suspects) for act in acts}
            mine = [(act, name) for act, name in shared.items() if name]
            if len(mine) == 1:
                found.append((step, mine[0][0], "legal_stage_of", f"same suspect: {mine[0][1]}"))
        for a, b in combinations(acts, 2):
            name = _name(facts[a].suspects, facts[b].suspects)
            if name and facts[a].type == facts[b].type:
                found.append((a, b, "same_operation", f"same suspect: {name}"))
    return found


def _threats(facts: Mapping[str, Facts]) -> list[tuple[str, str, str, str]]:
    """A threat, and then an act against the same person (R1)."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for key, fact in sorted(facts.items()):
        if fact.type == "coercion.threat" or fact.type.startswith("violence."):
            for word in {sound(w)[:5] for name in fact.persons for w in name_words(name)[-1:]}:
                by_name[word].append(key)
    found = []
    for _, keys in sorted(by_name.items()):
        for a in (k for k in keys if facts[k].type == "coercion.threat"):
            for b in (k for k in keys if facts[k].type.startswith("violence.")):
                name = _name(facts[a].persons, facts[b].persons)
                threat, act = facts[a].hi, facts[b].lo
                if name and threat and act and threat <= act:
                    found.append((a, b, "led_to", f"a threat, then an act against {name}"))
    return found


def _name(some: Sequence[str], others: Sequence[str]) -> str | None:
    return next((x for x in some for y in others if compare_persons(x, y) is Likeness.FULL), None)
