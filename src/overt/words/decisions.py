"""Says a decision in one line."""

from collections.abc import Callable

from overt.types.decision import Decision
from overt.words.codes import plain


def say_decision(decision: Decision) -> str:
    """Say a decision in one line: "set stage of Arson on a depot: occurred -> foiled"."""
    draft = decision.draft
    about = "; ".join(plain(subject.label) for subject in draft.subjects)
    if draft.undoes is not None:
        return f"undo decision {draft.undoes}" + (f" ({about})" if about else "")
    say = _SAY.get(draft.kind.value)
    if say is not None:
        return say(about, plain(draft.value or ""))
    field = f" {draft.field} of" if draft.field else ""
    change = f": {plain(draft.before)} -> {plain(draft.after)}" if draft.before != draft.after and draft.after else ""
    return f"{draft.kind.value}{field} {about}{change}"


_SAY: dict[str, Callable[[str, str], str]] = {
    "accept": lambda about, _: f"accept {about}",
    "reject": lambda about, _: f"reject {about}",
    "strike": lambda about, _: f"strike {about}",
    "merge": lambda about, _: f"merge {about}",
    "split": lambda about, _: f"split {about}",
    "apart": lambda about, _: f"keep apart {about}",
    "same": lambda about, _: f"one and the same: {about}",
    "different": lambda about, _: f"not the same: {about}",
    "at_risk": lambda about, value: f"{about}: {'at risk' if value == 'yes' else 'not at risk'}",
    "public": lambda about, value: f"{about}: {'a public figure' if value == 'yes' else 'no public figure'}",
    "note": lambda about, value: f"note on {about}: {value}",
    "letter": lambda about, value: f"source letter of {about}: {value}",
    "remove": lambda about, _: f"remove the report {about}",
    "sources": lambda about, value: f"{value}: {about}",
}
