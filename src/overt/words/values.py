"""Says the values of an incident in words: participants, numbers, attributions."""

from overt.types.account import Attribution, Quantity
from overt.types.incident import IncidentParticipant
from overt.words.codes import plain, say_code

ROLES = {
    "PER": "perpetrator",
    "DIR": "director",
    "HND": "handler",
    "PRX": "proxy",
    "TGT": "target",
    "VIC": "victim",
    "OBJ": "object",
    "BEN": "beneficiary",
    "ORI": "origin",
    "HST": "host",
    "AUT": "authority",
    "CRT": "court",
    "FAC": "facilitator",
    "CLM": "claimant",
}


def say_participant(one: IncidentParticipant) -> str:
    """Say who it is and what is told of them: "Besnik Tolaj (courier, aged 34, charged)"."""
    facts = one.facts
    notes = [plain(one.description)] if one.name and one.description else []
    if (facts.count_lo, facts.count_hi) != (1, 1):
        notes.append(facts.vague or say_span(facts.count_lo, facts.count_hi))
    notes += [f"aged {facts.age}"] if facts.age is not None else []
    notes += ["minor"] if facts.is_minor else []
    notes += [f"from {facts.nationality}"] if facts.nationality else []
    notes += [say_code(facts.legal_status)] if facts.legal_status else []
    notes += ["at risk"] if facts.at_risk else []
    name = plain(one.name or one.description or one.kind.value)
    return f"{name} ({', '.join(notes)})" if notes else name


def say_quantity(one: Quantity) -> str:
    """Say a number with its unit, and as it was told where that differs."""
    number = say_span(one.lo, one.hi)
    told = plain(one.text)
    return f"{number} {one.unit}" + (f" (as told: {told})" if told and told != number else "")


def say_span(lo: float | None, hi: float | None) -> str:
    """Say a range: "4", "3 to 5", "4 or more"."""
    if lo is None and hi is None:
        return "unknown"
    if lo == hi:
        return f"{lo:g}"
    if hi is None:
        return f"{lo:g} or more"
    return f"up to {hi:g}" if lo is None else f"{lo:g} to {hi:g}"


def say_attribution(one: Attribution) -> str:
    """Say who is said to be behind it, on which level, by whom."""
    relation = "" if one.relation == "unspecified" else f", {say_code(one.relation)}"
    by = f" ({', '.join(map(plain, one.by))})" if one.by else ""
    return f"{plain(one.actor)}{relation}: {say_code(one.level)}{by}{', contested' if one.contested else ''}"
