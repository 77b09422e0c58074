"""`overt history`, `overt diff` and `overt verify`: how the ledger came to be what it is, and whether it still is."""

from typing import TYPE_CHECKING, Annotated

import typer

from overt.base.errors import SettingsError
from overt.cli.options import DEFAULT_LEDGER, LedgerOption, find_id, name_ledger, open_to_read, short_ids, tell_errors
from overt.words.codes import plain, say_count
from overt.words.history import count_causes, count_claims, say_causes, say_fate, say_fields, say_moment, say_revision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from overt.cli.printing import Page
    from overt.record.ledger import Ledger
    from overt.types.decision import Decision
    from overt.types.history import Change, Difference

FEW = 20


@tell_errors
def history(
    incident: Annotated[str | None, typer.Argument(metavar="[INCIDENT]", help="What happened to this one.")] = None,
    limit: Annotated[int, typer.Option(help="The newest so many; 0: all.", min=0, metavar="N")] = 30,
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """List the revisions: when incidents changed, and why."""
    from overt.cli.printing import Page  # noqa: PLC0415 - keeps `overt --help` quick

    page = Page()
    with open_to_read(ledger) as opened:
        revisions = opened.revisions()
        if incident is not None and revisions:
            _print_one(page, opened, incident)
            return
    widths = (5, 20, 7, 7, 7, page.width - 56)
    if revisions:
        page.columns(("REV", "WHEN", "ADDED", "CHANGED", "DROPPED", "WHY"), widths, style="bold")
    shown = revisions[-limit:] if limit else revisions
    for one in shown:
        counts = (f"{one.added:,}", f"{one.changed:,}", f"{one.dropped:,}")
        page.columns((str(one.number), say_moment(one.at), *counts, count_causes(one)), widths)
    some = f"{len(shown)} of " if len(shown) < len(revisions) else ""
    page.line(f"{some}{say_count(len(revisions), 'revision')}.", style="dim")
    if revisions:
        newest = revisions[-1].number
        page.next(*(f"{command} {newest}{name_ledger(ledger)}" for command in ("overt diff", "overt list --as-of")))


def _print_one(page: "Page", opened: "Ledger", said: str) -> None:
    whole, calls = _find_ever(opened, said), _Calls(opened)
    for one in opened.revisions():
        for change in opened.difference(one.number - 1, one.number, [whole]).changes:
            page.line(f"Revision {one.number}, {say_moment(one.at)}", style="bold")
            calls.print_change(page, change)
            page.line()


def _find_ever(opened: "Ledger", said: str) -> str:
    """Return the id of an incident that there is or ever was."""
    return find_id(said, opened.incident_ids_ever(), "incident", "overt list")


@tell_errors
def diff(
    start: Annotated[str | None, typer.Argument(metavar="[A]", help="A revision, or a day as 2026-11-20.")] = None,
    end: Annotated[str | None, typer.Argument(metavar="[B]", help="The same; by default the newest.")] = None,
    *,
    incident: Annotated[str | None, typer.Option("--of", metavar="INCIDENT", help="About this one only.")] = None,
    every: Annotated[bool, typer.Option("--all", "-a", help=f"All incidents, not the first {FEW}.")] = False,
    format: Annotated[str, typer.Option("--format", "-f", help="words or json.")] = "words",  # noqa: A002
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Say what two revisions differ in, and why.

    Alone: what the newest changed.
    """
    from overt.cli.printing import Page  # noqa: PLC0415 - keeps `overt --help` quick

    if format not in ("words", "json"):
        raise SettingsError("--format wants words or json", where=format)
    with open_to_read(ledger) as opened:
        newest = max((one.number for one in opened.revisions()), default=0)
        first = opened.find_revision(start) if start else max(newest - 1, 0)
        last = opened.find_revision(end) if end else newest
        if start and end is None and first == newest:  # "overt diff 12": what that revision changed
            first = max(newest - 1, 0)
        ids = [_find_ever(opened, incident)] if incident else None
        found = opened.difference(first, last, ids)
        if format == "json":
            from overt.share.differences import difference_json  # noqa: PLC0415

            typer.echo(difference_json(found))
            return
        print_difference(Page(), opened, found, most=None if every else FEW)


def print_difference(page: "Page", opened: "Ledger", found: "Difference", *, most: int | None) -> None:
    """Print a difference in words: what was added, dropped and changed, each with its reasons."""
    head = f"{say_revision(found.end)} against {say_revision(found.start)}"
    page.line(head[:1].upper() + head[1:], style="bold")
    calls = _Calls(opened, *(change.incident_id for change in found.changes))
    causes = tuple(dict.fromkeys(cause for one in found.between for cause in one.causes))
    for line in say_causes(causes, calls.reports, calls.decisions):
        page.line(line, indent=2, hang=2)
    groups = {
        "Added": [one for one in found.changes if one.before is None],
        "Dropped": [one for one in found.changes if one.after is None],
        "Changed": [one for one in found.changes if one.before is not None and one.after is not None],
    }
    for name, changes in groups.items():
        if changes:
            page.heading(f"{name} ({len(changes):,})")
        for change in changes[:most]:
            calls.print_change(page, change)
        if most is not None and len(changes) > most:
            page.line(f"and {say_count(len(changes) - most, 'incident')} more: --all", indent=2, style="dim")
    if not found.changes:
        page.line("No incident is other.")


class _Calls:
    """How the reports, incidents and decisions of a ledger are called on this page."""

    def __init__(self, opened: "Ledger", *incident_ids: str) -> None:
        names = short_ids(opened.report_ids())
        self.reports = {
            one.report.id: f"{names[one.report.id]} ({plain(one.report.outlet or one.report.input)})"
            for one in opened.reports(with_superseded=True)
        }
        self.decisions: Mapping[int, Decision] = {one.number: one for one in opened.decisions()}
        self.incidents = short_ids({*opened.incident_ids_ever(), *incident_ids})

    def print_change(self, page: "Page", change: "Change") -> None:
        """Print one incident: what it was, what it is, why."""
        told = change.after or change.before
        title = plain(told.title) if told else ""
        page.line(f"{self.incidents.get(change.incident_id, change.incident_id)}  {title}", indent=2, hang=2)
        if fate := say_fate(change, self.incidents):
            page.line(fate, indent=4, hang=2)
        if change.before is not None and change.after is not None:
            for name, before, after in say_fields(change.before, change.after):
                page.line(f"{name}: {before} -> {after}", indent=4, hang=2)
        come, went = count_claims(change.before, change.after)
        if (come or went) and change.before is not None and change.after is not None:
            page.line(f"claims: {come} more, {went} fewer", indent=4)
        lines = say_causes(change.causes, self.reports, self.decisions)
        for line in lines or ["only through what else changed then"]:
            page.line(f"because: {line}", indent=4, hang=2, style="dim")


@tell_errors
def verify(
    head: Annotated[str | None, typer.Option(help="The head of the log as you noted it.", metavar="HASH")] = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Find what was changed behind the ledger's back.

    Note the head that it prints, outside of the ledger: with --head a later call proves that nothing before was
    changed, not even by somebody who wrote the whole log anew.
    """
    from overt.cli.printing import Page  # noqa: PLC0415 - keeps `overt --help` quick

    page = Page()
    with open_to_read(ledger) as opened:
        found = opened.verify(head)
    if found.counts:
        page.line(f"Looked at {', '.join(f'{many:,} {name}' for name, many in found.counts)}.", hang=2)
    for note in found.notes:
        page.line(note, style="dim")
    for one in found.flaws[:FEW]:
        page.line(f"{one.table} {one.row}: {one.what}", style="bold", hang=2)
        page.line(one.todo, indent=2, hang=2)
    if len(found.flaws) > FEW:
        page.line(f"and {len(found.flaws) - FEW:,} more.")
    if found.flaws:
        page.line(f"{say_count(len(found.flaws), 'row')} not as the ledger wrote them.")
        raise typer.Exit(1)
    page.line("All is as the ledger wrote it.")
    page.line(f"Head of the log: {found.head}")
