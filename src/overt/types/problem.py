"""A problem: what could not be read or is doubtful about an input; shown to the user, never an exception."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that went wrong with one input. `name` is a heading in docs/problems.md."""

    name: str  # "report-unreadable", "report-empty", "encoding-guessed", ...
    input: str  # the file or record, as the user named it
    where: str  # page, line, member ("" = the whole input)
    what: str
    todo: str
    fatal: bool = True  # nothing could be read from the input
