"""Groups errors by their cause: a judging in, groups out, the biggest first."""

from collections import defaultdict
from dataclasses import dataclass

from bench.judged import Judged, Judging


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The errors of one cause, in the order of the documents."""

    cause: str
    errors: tuple[Judged, ...]


def group_errors(judging: Judging, cause: str | None = None, case: str | None = None) -> list[Group]:
    """Return the groups, or only those whose cause has some words, or only the case with an id."""
    by_cause: dict[str, list[Judged]] = defaultdict(list)
    for one in judging.errors:
        if (not cause or cause.casefold() in one.cause.casefold()) and (not case or one.id == case):
            by_cause[one.cause].append(one)
    groups = [
        Group(cause=name, errors=tuple(sorted(errors, key=lambda one: (one.document, one.label))))
        for name, errors in by_cause.items()
    ]
    return sorted(groups, key=lambda group: (-len(group.errors), group.cause))


def cut_text(text: str, marks: list[tuple[int, int]], around: int = 110) -> list[tuple[int, int]]:
    """Return the pieces of a text that stand around marks; its beginning if there are none."""
    pieces: list[tuple[int, int]] = []
    for start, end in sorted(marks) or [(0, min(len(text), 3 * around))]:
        lo, hi = _to_word(text, start - around), _to_word(text, end + around)
        if pieces and lo <= pieces[-1][1] + 10:
            pieces[-1] = (pieces[-1][0], max(pieces[-1][1], hi))
        else:
            pieces.append((lo, hi))
    return pieces


def _to_word(text: str, at: int) -> int:
    """Return the nearest place before `at` at which a word begins or the text ends."""
    at = max(0, min(at, len(text)))
    while 0 < at < len(text) and not text[at - 1].isspace():
        at -= 1
    return at
