"""`overt doctor`: whether a ledger and the machine that it is on are well."""

from collections import Counter

import typer

from overt.cli.options import DEFAULT_LEDGER, LedgerOption, tell_errors
from overt.words.codes import plain, say_count

_STYLES = {"ok": "dim", "see": "", "bad": "bold"}


@tell_errors
def doctor(ledger: LedgerOption = DEFAULT_LEDGER) -> None:
    """Say what is wrong with a ledger and its machine, and what to do.

    Nothing is changed. Ends with 1 if something is bad; what somebody should see to is told and is no fault.
    """
    from overt.cli.printing import Page  # noqa: PLC0415 - keeps `overt --help` quick
    from overt.doctor import State, examine  # noqa: PLC0415

    page, seen = Page(), Counter[str]()
    for remark in examine(ledger):
        seen[remark.state] += 1
        page.line(f"{remark.state:<4}{remark.about}: {plain(remark.what)}.", hang=4, style=_STYLES[remark.state.value])
        if remark.todo:
            page.line(plain(remark.todo), indent=4)
    page.line()
    if seen[State.BAD]:
        page.line(f"{say_count(seen[State.BAD], 'thing')} bad: see to it before you go on with {ledger}.", style="bold")
        raise typer.Exit(1)
    page.line(f"The ledger {ledger} is sound; {say_count(seen[State.SEE], 'thing')} to see to.")
