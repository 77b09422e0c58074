"""One retold report beside its gold and what was matched in it: what the judges of the retold reports share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bench.accusations import people_of
from bench.judge.rows import Row, find_words, say_act, say_person
from bench.judged import Judged, Mark, State

ALIKE = 0.5  # the scorer's threshold for names
_SHOWN = {
    "event_type": "type",
    "date_edtf": "when",
    "country": "country",
    "place": "place",
    "targets": "targets",
    "perpetrators": "perpetrators",
    "sponsor": "behind it",
    "instrument": "means",
    "outcome": "outcome",
}
# In these the suspect stands under the gold's targets, and the office that took the step under its perpetrators.
_SUSPECTS_ARE_TARGETS = frozenset({"arrest", "charge", "trial", "expulsion"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RetoldReport:
    """One report; `scorer` is score_retold, `view` its export, `gold` its report, `matched` its pairs."""

    scorer: Any
    view: Any
    gold: Any
    text: str
    matched: Any

    @property
    def key(self) -> str:
        """The number by which the set knows the report."""
        return f"{self.gold.n:03}"

    @property
    def ids(self) -> list[str]:
        """The ids of the report in the export."""
        return sorted(self.view.report_ids(self.gold.n))

    def case(self, figure: str, label: str, state: State, cause: str) -> Judged:
        """Return a case of this report without its two sides."""
        return Judged(figure=figure, document=self.key, label=label, state=state, cause=cause)

    def say_people(self, row: Row) -> str:
        """Return who stands in an incident as this report tells it."""
        people = "\n".join(say_person(person) for person in people_of(row, self.ids)) or "nobody"
        return f"{people}\n\n{say_act(row, self.ids)}"

    def gold_marks(self, row: Mapping[str, Any]) -> tuple[Mark, ...]:
        """Return where the gold's people and things stand in the text."""
        return find_words(self.text, [*(row.get("targets") or []), *(row.get("perpetrators") or [])], "gold")


def accused_field(event_type: str) -> str:
    """Return the field of the gold in which those stand whom an incident of this type accuses."""
    return "targets" if event_type in _SUSPECTS_ARE_TARGETS else "perpetrators"


def other_field(event_type: str) -> str:
    """Return the field of the gold in which the others stand."""
    return "perpetrators" if event_type in _SUSPECTS_ARE_TARGETS else "targets"


def say_gold(row: Mapping[str, Any]) -> str:
    """Return an incident as the gold has it, in a few lines."""
    said = row.get("attribution") or {}
    shown = {word: row.get(key) for key, word in _SHOWN.items()}
    shown |= {"said by": said.get("by"), "certainty": said.get("certainty")}
    return "\n".join(
        f"{key}: {', '.join(map(str, value)) if isinstance(value, list) else value}"
        for key, value in shown.items()
        if value
    )
