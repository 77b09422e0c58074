"""Reads the little grammar that words show without a parser: person, tell and language in, who did it to whom out."""

import re

from overt.extract.shallow.described import Somebody
from overt.extract.shallow.language import Language
from overt.extract.shallow.tells import LEGAL, Tell

_DEEDS = frozenset({"violence", "coercion", "sabotage"})
_MOST_BETWEEN = 5  # words of "od strane" and the small ones behind it
_BETWEEN_SUBJECT = 2  # words from who does it to the verb: "agents have killed"
_CLAUSE = 6  # words around a verb in which its auxiliary stands
_BREAK = re.compile(r"[,;:.()—–\"“”„«»]")


def is_after_doing(person: Somebody, language: Language) -> bool:
    """Say whether the word for the doer of a deed leads to the person: "par des agents"."""
    return _doing_start(person, language) is not None


def is_done_by(person: Somebody, tell: Tell, language: Language) -> bool:
    """Say whether the word for the doer, or the case that says by whom, follows the deed at once."""
    if tell.type in LEGAL or tell.family not in _DEEDS:
        return False
    start = _doing_start(person, language)
    if start is not None:
        return tell.end <= start and not person.line.text[tell.end : start].strip()
    gap = _gap_after(person, tell)
    return gap is not None and not gap.strip() and not is_active(tell, language) and _is_in_case(person, language)


def _is_in_case(person: Somebody, language: Language) -> bool:
    words = person.line.text[person.start : person.end].casefold().split()
    return bool(language.doer_endings) and all(
        word.endswith(language.doer_endings) for word in (words[0], words[-1])
    )  # fmt: skip


def is_subject(person: Somebody, tell: Tell, language: Language) -> bool:
    """Say whether a person stands right before an active verb, in a form that can be no object."""
    if tell.type in LEGAL or tell.family not in _DEEDS or not is_active(tell, language):
        return False
    if person.end > tell.start:
        return False
    gap = person.line.text[person.end : tell.start]
    return len(gap.split()) <= _BETWEEN_SUBJECT and not _BREAK.search(gap) and not _has_object_ending(person, language)


def _has_object_ending(person: Somebody, language: Language) -> bool:
    words = person.line.text[person.start : person.end].casefold().split()
    if not language.object_endings or person.is_unknown:
        return False
    return (words[-1] if person.name else words[0]).endswith(language.object_endings)


def is_beside(person: Somebody, tell: Tell) -> bool:
    """Say whether a person stands at most a word away from the act's word, on either side."""
    before, after = person.end <= tell.start, tell.end <= person.start
    text = person.line.text
    gap = text[person.end : tell.start] if before else text[tell.end : person.start] if after else None
    return gap is not None and len(gap.split()) <= 1 and not _BREAK.search(gap)


def is_object(person: Somebody, tell: Tell, language: Language, most: int) -> bool:
    """Say whether a person stands right behind the act's word ("убийство Ивана Петрова"), and is not by whom."""
    gap = _gap_after(person, tell)
    return gap is not None and len(gap.split()) <= most and not is_done_by(person, tell, language)


def _gap_after(person: Somebody, tell: Tell) -> str | None:
    gap = person.line.text[tell.end : person.start] if tell.end <= person.start else None
    return gap if gap is not None and not _BREAK.search(gap) else None


def is_active(tell: Tell, language: Language) -> bool:
    """Say whether an act's word is a verb whose subject does it: by its form, or by an auxiliary; never if passive."""
    line, words = tell.line, language.words
    near = [*line.words_before(tell.start, _CLAUSE), *line.words_after(tell.end, 1)]
    clause = [word.text for word in near if not _BREAK.search(_between(tell, word.start, word.end))]
    if any(words["passive"].fullmatch(text) for text in clause):
        return False
    own = [word.text for word in line.words if tell.start <= word.start < tell.end]
    return any(words["active"].fullmatch(text) for text in own) or any(
        words["helps"].fullmatch(text) for text in clause
    )


def _between(tell: Tell, start: int, end: int) -> str:
    return tell.line.text[end : tell.start] if end <= tell.start else tell.line.text[tell.end : start]


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
