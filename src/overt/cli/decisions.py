"""`overt decisions`: what people decided, newest last, and where it does not fit what the reports say today."""

from typing import TYPE_CHECKING, Annotated

import typer

from overt.cli.options import DEFAULT_LEDGER, LedgerOption, find_id, name_ledger, open_to_read, tell_errors
from overt.types.decision import undone_by
from overt.words.codes import plain, say_count
from overt.words.decisions import say_decision

if TYPE_CHECKING:
    from overt.cli.printing import Page
    from overt.record.reader import LedgerReader
    from overt.types.decision import Conflict, Decision
    from overt.types.incident import Incident


@tell_errors
def decisions(
    incident: Annotated[str | None, typer.Option("--of", metavar="INCIDENT", help="About this one only.")] = None,
    conflicts: Annotated[bool, typer.Option("--conflicts", help="Only those that do not fit today's reports.")] = False,
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """List what people decided: who, when, what and why."""
    from overt.cli.printing import Page  # noqa: PLC0415 - keeps `overt --help` quick

    page = Page()
    with open_to_read(ledger) as opened:
        told, clashes = opened.decisions(), opened.conflicts()
        undone = undone_by(told)
        shown = told
        if incident is not None:
            whole = find_id(incident, opened.incident_ids(), "incident", "overt list")
            about = {one.number for one in opened.incident(whole).decided}
            shown = tuple(one for one in told if one.number in about or whole in {s.id for s in one.draft.subjects})
        if conflicts:
            shown = tuple(one for one in shown if one.number in {clash.decision for clash in clashes})
    for one in shown:
        _print_one(page, one, undone.get(one.number), [clash for clash in clashes if clash.decision == one.number])
    if not told:
        page.line("No decisions yet: what you see is what the engine and the rules say.")
        page.next("overt decide --help", "overt questions" + name_ledger(ledger))
        return
    page.line(f"{say_count(len(shown), 'decision')}, {len(undone)} undone, {say_count(len(clashes), 'conflict')}.",
              style="dim")  # fmt: skip
    if shown:
        page.next(f"overt decide undo {shown[-1].number}" + name_ledger(ledger))


def print_decided(page: "Page", opened: "LedgerReader", incident: "Incident") -> None:
    """Print what people decided about an incident, under its own heading; nothing where nobody decided."""
    about = {one.number for one in incident.decided}
    if not about:
        return
    told = [one for one in opened.decisions() if one.number in about]
    if told:
        page.heading("Decided")
    clashes = opened.conflicts()
    for one in told:
        _print_one(page, one, None, [clash for clash in clashes if clash.decision == one.number])


def _print_one(page: "Page", one: "Decision", undone: int | None, clashes: list["Conflict"]) -> None:
    mark = f" [undone by {undone}]" if undone is not None else ""
    until = f" until {one.draft.until}" if one.draft.until else ""
    page.line(f"{one.number:>4}  {plain(say_decision(one))}{until}{mark}", hang=6, style="dim" if mark else "")
    source = f"; source: {plain(one.draft.source)}" if one.draft.source else ""
    why = f": {plain(one.draft.why)}" if one.draft.why else ""
    page.line(f"{plain(one.draft.by)}, {one.at[:16].replace('T', ' ')} UTC{why}{source}", indent=6, style="dim")
    for clash in clashes:
        page.line(f"conflict: {plain(clash.what)}. {plain(clash.todo)}", indent=6, hang=2)
