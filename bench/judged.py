"""The nouns of judging: what the gold says of one thing, what overt says of it, and whether that is right.

A figure is made of cases. Each has an id that stays while the gold stays, so that two runs can be compared; the id
holds no name and no text, only the document's key and a hash.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from bench.accusations import Accusation


class State(StrEnum):
    """What became of a case. WRONG is said and not in the gold; what the gold has is FOUND or MISSED."""

    FOUND = "found"
    MISSED = "missed"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of a document's text: what overt quotes, or where words of the gold stand."""

    start: int
    end: int
    is_gold: bool
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One case of one figure. `cause` says what went wrong, in words by which cases are grouped."""

    figure: str
    document: str
    label: str  # what is judged in the document: stable while the gold is, unique in figure and document
    state: State
    cause: str = ""
    gold: str = ""
    said: str = ""
    marks: tuple[Mark, ...] = ()

    @property
    def id(self) -> str:
        """The document's key and a hash: no name, no text."""
        return case_id(self.document, self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text that was read, under the key by which cases name it. `about` is shown above it."""

    key: str
    text: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """All that came of judging one set."""

    documents: Mapping[str, Document] = field(default_factory=dict)
    judged: tuple[Judged, ...] = ()
    accusations: tuple[Accusation, ...] = ()

    @property
    def errors(self) -> tuple[Judged, ...]:
        """The cases that are not right."""
        return tuple(one for one in self.judged if one.state is not State.FOUND)


def join_judgings(rows: Iterable[Judging]) -> Judging:
    """Return several judgings as one."""
    some = list(rows)
    return Judging(
        documents={key: one for row in some for key, one in row.documents.items()},
        judged=tuple(one for row in some for one in row.judged),
        accusations=tuple(one for row in some for one in row.accusations),
    )


Cases = dict[str, dict[str, list[str]]]  # figure -> state -> ids


def case_id(document: str, label: str) -> str:
    """Return the id of a case. A key of a document that may tell something (a headline) is hashed too."""
    shown = document if is_bare_key(document) else sha256(document.encode()).hexdigest()[:8]
    return f"{shown}:{sha256(label.encode()).hexdigest()[:8]}"


def is_bare_key(document: str) -> bool:
    """Say whether a document's key is a number with a few letters before it, which tells nothing."""
    head, _, tail = document.rpartition("/")
    letters = sum(char.isalpha() for char in tail)
    return any(char.isdigit() for char in tail) and letters <= 10 and len(tail) <= 16 and len(head) <= 8


def to_cases(judged: Iterable[Judged]) -> Cases:
    """Return what a run's file holds: for each figure the ids in each state."""
    rows: dict[str, dict[str, set[str]]] = defaultdict(lambda: {state.value: set() for state in State})
    for one in judged:
        rows[one.figure][one.state.value].add(one.id)
    return {figure: {state: sorted(ids) for state, ids in states.items()} for figure, states in sorted(rows.items())}


def plain_cases(figure: str, rows: Iterable[tuple[str, State]]) -> Cases:
    """Return the cases of one figure from (label, state), for a set whose texts nobody browses."""
    return to_cases(Judged(figure=figure, document="0", label=label, state=state) for label, state in rows)


def state_of(*, is_right: bool) -> State:
    """Return FOUND or MISSED."""
    return State.FOUND if is_right else State.MISSED
