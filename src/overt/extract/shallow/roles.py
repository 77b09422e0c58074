"""Says who somebody is to what a line tells of, without a parser: person and tells in, `Role` out."""

from collections.abc import Sequence

from overt.extract.codebook.types import load_codebook
from overt.extract.shallow.cast import Somebody
from overt.extract.shallow.language import Language
from overt.extract.shallow.tells import LEGAL, Tell
from overt.types.account import Role

_SUFFERERS = (Role.VICTIM, Role.TARGET)
_DEEDS = frozenset({"violence", "coercion", "sabotage"})
_MOST_BETWEEN = 5  # words of "od strane" and the small ones behind it


def role_of(person: Somebody, tell: Tell, beside: Sequence[Tell], language: Language) -> Role | None:
    """Return the role of a person in what `tell` tells of; None if the words do not say. `beside`: tells of the line.

    The law's steps concern their suspects; beside one, people are suspects of acts too. Else acts against people have
    victims, and other acts only people of whom it is said that they are suspected.
    """
    roles = load_codebook().types[tell.type].roles
    if _is_after_doing(person, language):
        return Role.PERPETRATOR if Role.PERPETRATOR in roles and _is_done_by(person, tell, language) else None
    has_step = any(other.type in LEGAL and not other.is_weak for other in beside)
    is_suspected = has_step or bool(language.words["suspected"].search(person.line.text))
    if tell.type in LEGAL or tell.family == "movement":
        return Role.PERPETRATOR if Role.PERPETRATOR in roles else None
    sufferer = next((role for role in _SUFFERERS if role in roles), None)
    if tell.type.startswith("response."):
        return Role.TARGET if sufferer or Role.ORIGIN in roles else None
    if sufferer is not None and tell.family in ("violence", "coercion"):
        return Role.PERPETRATOR if is_suspected and not _is_beside(person, tell) else sufferer
    return Role.PERPETRATOR if is_suspected or tell.family == "espionage" else None


def _is_after_doing(person: Somebody, language: Language) -> bool:
    """Say whether the word for the doer of a deed leads to the person: "par des agents"."""
    return _doing_start(person, language) is not None


def _is_done_by(person: Somebody, tell: Tell, language: Language) -> bool:
    """Say whether that word follows the deed at once: "tué par des agents"."""
    start = _doing_start(person, language)
    deed = person.line.text[tell.end : start] if start is not None and tell.end <= start else None
    return deed is not None and not deed.strip() and tell.type not in LEGAL and tell.family in _DEEDS


def _doing_start(person: Somebody, language: Language) -> int | None:
    words = person.line.words_before(person.start, _MOST_BETWEEN)
    small = language.articles | language.numbers.keys()
    while words and words[-1].text.casefold() in small:
        words = words[:-1]
    return next(
        (
            words[-count].start
            for count in range(len(words), 0, -1)
            if language.words["doing"].fullmatch(person.line.text, words[-count].start, words[-1].end)
        ),
        None,
    )


def _is_beside(person: Somebody, tell: Tell) -> bool:
    """Say whether the person stands right after the act's word: "убийство Ивана Петрова"."""
    gap = person.line.text[tell.end : person.start] if tell.end <= person.start else None
    return gap is not None and len(gap.split()) <= 1 and not any(char in gap for char in ",;:.()")
