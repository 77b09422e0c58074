"""Says what happened in one sentence of chosen values: incident in, parts out, each leading to its value."""

from collections.abc import Sequence
from dataclasses import dataclass

from overt.base.knowledge import read_knowledge
from overt.types.account import Stage
from overt.types.incident import Incident, IncidentParticipant
from overt.words.codes import plain, say_code, say_count, say_time
from overt.words.types import say_type
from overt.words.values import ROLES

_SO_FAR = {
    Stage.ATTEMPTED: "Attempted",
    Stage.FOILED: "Foiled",
    Stage.PLANNED: "Planned",
    Stage.ORDERED: "Ordered",
    Stage.THREATENED: "Threatened",
    Stage.ONGOING: "Ongoing",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some words; `leads_to`: the anchor of the value that they say."""

    words: str
    leads_to: str | None = None


def say_incident(one: Incident) -> tuple[Part, ...]:
    """Return the sentence. Nothing stands in it that is not a value of the incident."""
    parts = _what(one)
    site = next((place for place in one.places if place.role == "event_site"), None)
    if site:
        where = plain(site.name) + (f", {site.country}" if site.country and site.country != site.name else "")
        parts += [Part(words=" in "), Part(words=where, leads_to="place")]
    if one.time:
        said = say_time(one.time.interval.edtf)
        lead = "" if said.split()[0] in {"by", "about", "since", "at"} else "on "
        parts += [Part(words=", "), Part(words=lead + said, leads_to="time")]
    parts.append(Part(words="." if one.time else ", on a day not said."))
    parts += _behind(one)
    return (*parts, *_told_by(one))


def _what(one: Incident) -> list[Part]:
    label, preposition, roles = read_knowledge("titles.yaml").get(one.type, [say_type(one.type), "of", []])
    parts = []
    if one.stage in _SO_FAR and one.type != "coercion.threat":  # which is threatened by nature
        parts = [Part(words=_SO_FAR[one.stage], leads_to="stage"), Part(words=" ")]
        label = label[0].lower() + label[1:]
    parts.append(Part(words=label, leads_to="type"))
    befallen = _befallen(one, roles)
    if befallen:
        parts += [Part(words=f"{'' if preposition == ':' else ' '}{preposition} "), befallen]
    return parts


def _befallen(one: Incident, roles: Sequence[str]) -> Part | None:
    if one.target_object and one.type.startswith(("sabotage.", "violence.")):
        return Part(words=plain(one.target_object), leads_to="target-object")
    for role in roles:
        found = [person for person in one.participants if person.role == role]
        if found:
            named = next((person for person in found if person.name), found[0])
            return Part(words=_name(named), leads_to=ROLES[role])
    return None


def _name(one: IncidentParticipant) -> str:
    return plain(one.name or one.description or one.kind.value)


def _behind(one: Incident) -> list[Part]:
    if not one.attribution:
        return []
    first = one.attribution[0]
    words = f"{plain(first.actor)} ({say_code(first.level)}{', contested' if first.contested else ''})"
    return [Part(words=" Said to be behind it: "), Part(words=words, leads_to="attribution"), Part(words=".")]


def _told_by(one: Incident) -> list[Part]:
    reports = say_count(len(one.sources.report_ids), "report")
    sources = one.sources
    shown = say_count(sources.independent, "origin") + " shown to be independent"
    more = f", {sources.undetermined} of unknown dependence" if sources.undetermined else ""
    if len(sources.report_ids) == 1:
        return [Part(words=" "), Part(words="One report tells of it", leads_to="sources"), Part(words=".")]
    return [Part(words=" "), Part(words=f"{reports} tell of it", leads_to="sources"), Part(words=f": {shown}{more}.")]
