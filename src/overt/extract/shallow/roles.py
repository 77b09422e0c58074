"""Says who somebody is to what a line tells of, without a parser: person and tells in, `Role` out."""

from collections.abc import Sequence

from overt.extract.codebook.types import load_codebook
from overt.extract.shallow.clauses import is_active, is_after_doing, is_beside, is_done_by, is_object, is_subject
from overt.extract.shallow.described import Somebody
from overt.extract.shallow.language import Language
from overt.extract.shallow.tells import LEGAL, Tell
from overt.types.account import Role

_SUFFERERS = (Role.VICTIM, Role.TARGET)
_ON_PEOPLE = ("violence", "coercion")
# Acts in which those who are arrested suffer it: they were taken, and did not take anybody.
TAKINGS = frozenset({
    "violence.abduction", "violence.rendition", "coercion.detention_abroad", "coercion.unlawful_return",
    "coercion.threat", "coercion.legal_pursuit",
})  # fmt: skip
_NEAR = 2  # words from an act to an official who suffered it


def role_of(person: Somebody, tell: Tell, beside: Sequence[Tell], language: Language) -> Role | None:
    """Return the role of a person in what `tell` tells of; None if the words do not say. `beside`: tells of the line.

    What the grammar says comes first: by whom it was done, who did it, to whom it was done. Then: the law's steps
    concern their suspects; beside one, people are suspects of acts too, except those whom states pursue. Else acts
    against people have victims, and other acts only people of whom it is said that they are suspected.
    """
    roles = load_codebook().types[tell.type].roles
    if person.is_plain and not is_beside(person, tell):
        return None
    if is_after_doing(person, language):
        role: Role | None = Role.PERPETRATOR if is_done_by(person, tell, language) else None
    elif tell.type in LEGAL or tell.family == "movement":
        role = _role_in_step(person, [other for other in beside if other.type not in LEGAL], language)
    elif tell.type.startswith("response."):
        return Role.TARGET if not person.is_unknown and {*_SUFFERERS, Role.ORIGIN} & {*roles} else None
    elif is_done_by(person, tell, language) or is_subject(person, tell, language):
        role = None if person.is_pursued else Role.PERPETRATOR
    elif person.is_unknown:
        role = Role.PERPETRATOR
    else:
        role = _role_in_act(person, tell, beside, language)
    return role if role in roles else None


def _role_in_step(person: Somebody, acts: Sequence[Tell], language: Language) -> Role | None:
    """The law's steps concern their suspects; whom the act of the same line was done to is none."""
    if person.is_unknown or any(_is_sufferer(person, act, language) for act in acts):
        return None
    return Role.PERPETRATOR


def _role_in_act(person: Somebody, tell: Tell, beside: Sequence[Tell], language: Language) -> Role | None:
    sufferer = next((role for role in _SUFFERERS if role in load_codebook().types[tell.type].roles), None)
    is_sufferer = _is_sufferer(person, tell, language)
    steps = {other.type for other in beside if other.type in LEGAL and not other.is_weak}
    if tell.type in TAKINGS and "response.arrest" in steps:
        steps = set()
    has_step = bool(steps)
    is_suspected = has_step or bool(language.words["suspected"].search(person.line.text))
    if sufferer is not None and (tell.family in _ON_PEOPLE or tell.type == "espionage.surveillance"):
        is_near = not person.is_official or is_sufferer
        return (Role.PERPETRATOR if is_suspected and not is_sufferer else sufferer) if is_near else None
    if person.is_official or person.is_pursued:
        return None
    return Role.PERPETRATOR if is_suspected or tell.family == "espionage" else None


def _is_sufferer(person: Somebody, act: Tell, language: Language) -> bool:
    """Say whether an act was done to a person: by the grammar, or because states pursue such people."""
    if act.family not in _ON_PEOPLE and act.type != "espionage.surveillance":
        return False
    return person.is_pursued or is_object(person, act, language, _NEAR if is_active(act, language) else 1)
