"""A sitting of review: what is to be decided in one go, in order; what was put off comes again at the end."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from overt.base.errors import LedgerError
from overt.record.reader import LedgerReader
from overt.record.rows import IncidentFilter, IncidentRow
from overt.types.incident import Question, QuestionKind

QUESTIONS = "questions"  # people, bodies and incidents that may be one
_GRAVE = {"violence": 20, "sabotage": 15, "coercion": 15, "espionage": 8, "influence": 5, "movement": 5}


@dataclass(slots=True, kw_only=True)
class Sitting:
    """The queue of one person. Its order stays while she works; what others decide meanwhile is passed over."""

    ids: list[str]
    done: set[str] = field(default_factory=set)
    skipped: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)

    def later(self, one: str, *, is_unsure: bool) -> None:
        """Put something off: it comes again after all else."""
        for names in (self.skipped, self.unsure):
            if one in names:
                names.remove(one)
        (self.unsure if is_unsure else self.skipped).append(one)

    def order(self) -> Iterator[str]:
        """Yield what is open, in order, what was put off last."""
        late = [*self.skipped, *self.unsure]
        yield from (one for one in [*(one for one in self.ids if one not in set(late)), *late] if one not in self.done)

    def next(self, ledger: LedgerReader, after: str | None = None) -> str | None:
        """Return what is to be decided next and can still be; what was decided elsewhere counts as done.

        `after`: the one that was before the reader; it comes last if nothing else is open.
        """
        if after is not None and not is_open(ledger, after):
            self.done.add(after)
        rest = list(self.order())
        if after in rest and after is not None:
            rest = [one for one in rest if one != after] + [after]
        for one in rest:
            if is_open(ledger, one):
                return one
            self.done.add(one)
        return None

    def beside(self, one: str) -> tuple[str | None, str | None]:
        """Return what stands before and after in the whole queue, decided or not."""
        if one not in self.ids:
            return None, None
        at = self.ids.index(one)
        return (self.ids[at - 1] if at else None), (self.ids[at + 1] if at + 1 < len(self.ids) else None)


def is_open(ledger: LedgerReader, one: str) -> bool:
    """Say whether a proposal or question still waits for a person."""
    if one.startswith("qst_"):
        return find_question(ledger, one) is not None
    try:
        return ledger.incident(one).status == "candidate"
    except LedgerError:
        return False


def find_question(ledger: LedgerReader, question_id: str) -> Question | None:
    """Return a question by its id."""
    return next((one for one in ledger.questions() if one.id == question_id), None)


def begin_sitting(ledger: LedgerReader, kind: str, wanted: IncidentFilter) -> Sitting:
    """Return a new queue. `kind`: "questions", or "" for incidents that pass the filter."""
    if kind == QUESTIONS:
        return Sitting(ids=[one.id for one in ledger.questions()])
    rows = ledger.page(wanted, size=None).rows
    return Sitting(ids=[row.id for row in _in_order(row for row in rows if row.status == "candidate")])


def _in_order(rows: Iterable[IncidentRow]) -> list[IncidentRow]:
    """Put first what is grave, disputed or weakly held, and told by more than one: there a mistake would cost most."""
    return sorted(rows, key=lambda row: (-_weight(row), row.id))


def _weight(row: IncidentRow) -> int:
    grave = _GRAVE.get(row.type.partition(".")[0], 0)
    disputed = 30 if row.disputes else 0
    doubtful = 15 if row.grade in {3, 4, 5} else 0
    return grave + disputed + doubtful + min(row.independent + row.undetermined + row.dependent, 8)


def count_questions(ledger: LedgerReader) -> dict[str, int]:
    """Return how many questions of each kind wait."""
    found = ledger.questions()
    return {kind.value: sum(one.kind is kind for one in found) for kind in QuestionKind}
