"""Links accounts: facts of one report, or of two accounts -> legal_stage_of, response_to, same_operation, led_to."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from overt.reconcile.matching.facts import Facts
from overt.reconcile.matching.persons import Likeness, compare_persons

_STEPS = frozenset({"response.arrest", "response.charge", "response.verdict"})
_ACT_FAMILIES = frozenset({"violence", "sabotage", "espionage", "coercion", "influence"})


# (account, account, kind, reason, rank): the link goes from the first to the second; of two the higher rank tells why.
AccountLink = tuple[str, str, str, str, int]


def links_of_report(told: Sequence[Facts]) -> list[AccountLink]:
    """Return what one report itself links: stages of an act, what it tells of one suspect."""
    ids = {fact.id for fact in told}
    found: list[AccountLink] = []
    for fact in told:
        kind = "legal_stage_of" if fact.type in _STEPS else "response_to"
        reason = f"{fact.report_id} tells it as a stage of the act"
        found += [(fact.id, act, kind, reason, 2) for act in fact.stage_of if act in ids]
    return found + _by_suspect({fact.id: fact for fact in told})


def _by_suspect(facts: Mapping[str, Facts]) -> list[AccountLink]:
    """What one report tells of one suspect: a step of the law with its only act, several acts of one type."""
    keys = [key for key, fact in sorted(facts.items()) if fact.suspects or fact.type in _STEPS]
    acts = [key for key in keys if facts[key].type.split(".")[0] in _ACT_FAMILIES]
    found = []
    for step in (key for key in keys if facts[key].type in _STEPS and not facts[key].stage_of):
        shared = {act: _name(facts[step].persons, facts[act].suspects) for act in acts}
        mine = [(act, name) for act, name in shared.items() if name]
        if len(mine) == 1:
            found.append((step, mine[0][0], "legal_stage_of", f"same suspect: {mine[0][1]}", 1))
    for a, b in combinations(acts, 2):
        name = _name(facts[a].suspects, facts[b].suspects)
        if name and facts[a].type == facts[b].type:
            found.append((a, b, "same_operation", f"same suspect: {name}", 1))
    return found


def threat_carried_out(a: Facts, b: Facts) -> AccountLink | None:
    """A threat, and then an act against the same person (R1)."""
    for threat, act in ((a, b), (b, a)):
        if threat.type == "coercion.threat" and act.type.startswith("violence."):
            name = _name(threat.persons, act.persons)
            if name and threat.hi and act.lo and threat.hi <= act.lo:
                return (threat.id, act.id, "led_to", f"a threat, then an act against {name}", 0)
    return None


def _name(some: Sequence[str], others: Sequence[str]) -> str | None:
    return next((x for x in some for y in others if compare_persons(x, y) is Likeness.FULL), None)
