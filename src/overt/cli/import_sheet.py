"""`overt import SHEET`: shows what an edited sheet would decide, asks who and why, and takes it in."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from overt.cli.import_own import import_own
from overt.cli.options import DEFAULT_LEDGER, LedgerOption, name_ledger, short_ids, tell_errors, user_name
from overt.words.codes import plain, say_count

if TYPE_CHECKING:
    from overt.base.tables.cells import Sheet
    from overt.cli.printing import Page
    from overt.record.ledger import Ledger
    from overt.sheets.plan import Edit, Plan, Said

_SHOWN = 200  # edits of a preview; more are only counted


@tell_errors
def import_sheet(
    sheet: Annotated[Path, typer.Argument(metavar="SHEET", help="An edited export, or a sheet of your own.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Only show what would be decided.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")] = False,
    by: Annotated[str, typer.Option("--by", envvar="OVERT_USER", help="Who decides.")] = "",
    why: Annotated[str, typer.Option("--why", "-w", help="The reason, where a row gives none.")] = "",
    source: Annotated[str, typer.Option(help="Where typed values come from, where a row does not say.")] = "",
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Bring back an edited export, or bring in a sheet of your own.

    What it does is shown first. Changed cells of an export become decisions.

    Each row of a sheet of your own becomes a candidate, marked "from spreadsheet".
    """
    from overt.base.tables import read_sheets  # noqa: PLC0415 - keeps `overt --help` quick
    from overt.record import open_ledger  # noqa: PLC0415
    from overt.sheets.edits import is_export  # noqa: PLC0415
    from overt.sheets.plan import Said  # noqa: PLC0415

    read = read_sheets(sheet)
    sheets = [one for one in read if is_export(one)]
    if not sheets:
        import_own(read, sheet, ledger, is_dry=dry_run, is_quiet=yes)
        return
    asking = _Asking(is_quiet=yes or dry_run, by=by, said=Said(source=source.strip(), why=why.strip()))
    with open_ledger(ledger, read_only=dry_run) as opened:
        bring_back(opened, sheets, str(sheet), asking, is_dry=dry_run)


@dataclass(kw_only=True)
class _Asking:
    """What is said by options, and asked for where it is not."""

    is_quiet: bool
    by: str
    said: "Said"

    def for_reasons(self, plan: "Plan") -> bool:
        """Ask why, and where values come from, if rows need it; say whether there was an answer."""
        if self.is_quiet:
            return False
        former = self.said
        if not former.why and (plan.edits or any("say w" in one.what for one in plan.refused)):
            self.said = replace(self.said, why=_ask("Why? (for rows that give no reason; Enter: none)"))
        if not former.source and any("without a source" in one.what for one in plan.refused):
            self.said = replace(self.said, source=_ask("Where do typed values come from? (Enter: each row says)"))
        return self.said != former

    def for_who(self) -> str:
        """Return who decides."""
        return self.by or (user_name() if self.is_quiet else _ask("Who decides?", user_name()))


def _ask(question: str, default: str = "") -> str:
    try:
        return str(typer.prompt(question, default=default, show_default=bool(default), err=True)).strip()
    except typer.Abort:
        return _stop()


def _stop() -> NoReturn:
    typer.echo("\nNothing was written. Where nobody can answer, say --yes.", err=True)
    raise typer.Exit(1)


def bring_back(opened: "Ledger", sheets: "list[Sheet]", path: str, asking: _Asking, *, is_dry: bool) -> None:
    """Plan, show, ask, and carry out."""
    from overt.cli.printing import Page  # noqa: PLC0415 - keeps `overt --help` quick
    from overt.sheets.edits import plan_edits  # noqa: PLC0415
    from overt.sheets.settle import carry_out  # noqa: PLC0415

    plan = plan_edits(opened, sheets, path, asking.said)
    if asking.for_reasons(plan):
        plan = plan_edits(opened, sheets, path, asking.said)
    page = Page()
    _print_plan(page, plan, opened)
    if is_dry:
        page.line("A dry run: nothing was written.", style="dim")
        return
    by = ""
    if plan.edits:
        by = asking.for_who()
        if not asking.is_quiet and not _is_wanted(len(plan.edits)):
            _stop()
    decisions = carry_out(opened, plan, by)
    if decisions:
        first, last = decisions[0].number, decisions[-1].number
        numbers = f"Decision {first} was" if first == last else f"Decisions {first} to {last} were"
        page.line(f"{numbers} taken in, by {plain(by)}.")
    commands = ["overt decisions"] if decisions else []
    commands += [f"overt decide undo {decisions[-1].number}"] if decisions else []
    commands += ["overt problems --name sheet-row-refused"] if plan.refused else []
    page.next(*(one + name_ledger(opened.address) for one in commands))


def _is_wanted(count: int) -> bool:
    try:
        return bool(typer.confirm(f"Take in {say_count(count, 'decision')}?", err=True))
    except typer.Abort:
        return _stop()


def _print_plan(page: "Page", plan: "Plan", opened: "Ledger") -> None:
    names = short_ids(opened.incident_ids())
    for edit in plan.edits[:_SHOWN]:
        name = names.get(edit.id, edit.id)
        page.line(f"{edit.where}  {name}  {plain(edit.label)}")
        page.line(_say(edit, names), indent=4, hang=2)
        told = [f"why: {plain(edit.why)}"] if edit.why else []
        told += [f"source: {plain(edit.source)}"] if edit.source else []
        told += [f"as {say_count(len(edit.claim_ids), 'claim')} of it says"] if edit.claim_ids else []
        if told:
            page.line("; ".join(told), indent=4, hang=2, style="dim")
    if len(plan.edits) > _SHOWN:
        page.line(f"... and {len(plan.edits) - _SHOWN:,} more", indent=4)
    if plan.refused:
        page.heading("Refused")
        for one in plan.refused[:_SHOWN]:
            label = f"  {plain(one.label)}" if one.label else ""
            page.line(f"{one.where}{label}", hang=2)
            page.line(f"{plain(one.what)}. {plain(one.todo)}", indent=4, hang=2)
        if len(plan.refused) > _SHOWN:
            page.line(f"... and {len(plan.refused) - _SHOWN:,} more", indent=4)
    if plan.edits or plan.refused:
        page.line()
    already = f", {plan.already:,} already so" if plan.already else ""
    decided = f"{say_count(len(plan.edits), 'decision')}{already}, {len(plan.refused):,} refused"
    page.line(f"{say_count(plan.rows, 'row')}: {decided}.")


def _say(edit: "Edit", names: dict[str, str]) -> str:
    kind = edit.kind.value
    if kind == "set":
        return f"{edit.field}: {plain(edit.before) or 'nothing'} -> {plain(edit.value) or 'nothing'}"
    if kind == "merge":
        return f"merge into {names.get(edit.value, edit.value)}"
    return f"{kind}: {plain(edit.value)}" if edit.value else kind
