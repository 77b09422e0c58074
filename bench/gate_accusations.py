"""The gate's figure on false accusation: gold and matches in, measure out."""

from collections.abc import Iterator

from bench.accusations import ACCUSING, Accusation, Forms, Verdict, judge_person, people_of
from bench.gate_gold import Gold, GoldIncident
from bench.gate_match import Matches
from bench.gate_measure import Measure, share

_NEAR = frozenset({"FAC", "CLM", "BEN", "ORI"})  # had a part in it by another word of the codebook


def measure_accusations(gold: Gold, matches: Matches) -> Measure:
    """Judge everybody whom overt puts into an accusing role, or behind it: the gold has to accuse them there."""
    rows = [one for one in find_accusations(gold, matches) if one.is_accusing]
    return share("accused rightly", ((say_accusation(one), one.verdict is Verdict.BORNE_OUT) for one in rows))


def say_accusation(one: Accusation) -> str:
    """Return who is accused of what, and how grave it is."""
    notes = [one.verdict.value, *(["inferred"] if one.person.is_inferred else [])]
    return f"{one.incident}: {one.person.role} {one.person.words} ({', '.join(notes)})"


def find_accusations(gold: Gold, matches: Matches) -> Iterator[Accusation]:
    """Yield everybody who stands in an incident that was found, with what the gold has of them."""
    reports = [view.id for view in matches.view.reports.values()]
    for name, row in sorted(matches.main.items()):
        # A step of the law may say again whom the act's gold accuses.
        acts = [gold.incidents[of] for later, of in gold.links if later == name]
        here = [gold.incidents[name], *acts]
        for person in people_of(dict(row), reports):
            verdict = judge_person(
                is_accused=any(_accuses(one, person.forms) for one in here),
                is_other=_has(gold.incidents[name], person.forms),
            )
            yield Accusation(document=name, incident=name, person=person, verdict=verdict, is_matched=True)


def _accuses(incident: GoldIncident, forms: Forms) -> bool:
    accused = [known.names for known in incident.people if known.roles & (ACCUSING | _NEAR)]
    accused += [incident.sponsor.names] if incident.sponsor else []
    return any(_is_named(forms, names) for names in accused)


def _has(incident: GoldIncident, forms: Forms) -> bool:
    return any(_is_named(forms, known.names) for known in incident.people)


def _is_named(forms: Forms, names: tuple[str, ...]) -> bool:
    return any(name.casefold() in form.casefold() for form in forms for name in names)
