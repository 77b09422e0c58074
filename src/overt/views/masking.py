"""Who may be named in a picture: the people of an incident -> words that must not appear, and how coarse it is shown.

A picture leaves the desk, so it shows no more than may leave (codebook, section 9): by name appear people in public
office or as public figures, never minors and never people at risk; where somebody at risk is concerned, the place is
shown as its country and the time as its month.
"""

import re
import unicodedata
from collections.abc import Iterable

from overt.types.account import EntityKind, Role, Stage
from overt.types.incident import Incident, IncidentParticipant

_PEOPLE = frozenset({EntityKind.PERSON, EntityKind.GROUP, EntityKind.UNKNOWN})
_ABOUT_SOMEBODY_AT_RISK = frozenset({"coercion.family", "movement.defection"})  # whoever is meant, as rule P1 says
_DEATHS = frozenset({"violence.killing", "violence.suspicious_death"})
_LEAST_PART = 3  # letters of a name that tell who is meant


def is_person(one: IncidentParticipant) -> bool:
    """Say whether it is or may be a human being."""
    return one.kind in _PEOPLE


def may_be_named(one: IncidentParticipant) -> bool:
    """Say whether a picture may call them by name."""
    if not is_person(one):
        return True
    return one.facts.public_figure and not one.facts.at_risk and not one.facts.is_minor


def concerns_somebody_at_risk(incident: Incident) -> bool:
    """Say whether place and time could help to find somebody; where one was killed can no longer."""
    if incident.type in _ABOUT_SOMEBODY_AT_RISK:
        return True
    return any(one.facts.at_risk and not _is_dead(one, incident) for one in incident.participants)


def _is_dead(one: IncidentParticipant, incident: Incident) -> bool:
    return one.role is Role.VICTIM and incident.type in _DEATHS and incident.stage is Stage.OCCURRED


class Masked:
    """The words that would tell who somebody is that may not be named."""

    def __init__(self, people: Iterable[IncidentParticipant]) -> None:
        forms: set[str] = set()
        for one in people:
            if may_be_named(one):
                continue
            if one.name:
                forms |= _parts(one.name)
            if one.description and (one.facts.is_minor or one.facts.at_risk or one.name):
                forms.add(_folded(one.description))
        self._forms = frozenset(form for form in forms if form)
        inside = "|".join(re.escape(form) for form in sorted(self._forms, key=lambda form: (-len(form), form)))
        self._pattern = re.compile(rf"(?<!\w)(?:{inside})(?!\w)") if inside else None

    def is_in(self, text: str) -> bool:
        """Say whether a text tells one of them, in any case and with or without accents."""
        return self._pattern is not None and self._pattern.search(_folded(text)) is not None


def _parts(name: str) -> set[str]:
    """Return a name and each of its words: a family name alone tells enough."""
    whole = _folded(name)
    return {whole} | {part for part in re.findall(r"\w+", whole) if len(part) >= _LEAST_PART}


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())
