"""`overt remove` and `overt restore`: a report that should not count, and back; the log keeps who was right."""

from typing import TYPE_CHECKING, Annotated

import typer

from overt.base.errors import SettingsError
from overt.cli.options import DEFAULT_LEDGER, LedgerOption, find_id, name_ledger, tell_errors

if TYPE_CHECKING:
    from overt.record.ledger import Ledger

ReportArgument = Annotated[str, typer.Argument(metavar="REPORT", help="Its id, or the beginning of it.")]
ReasonOption = Annotated[str, typer.Option("--reason", "-r", help="Why; it stands in the log.", metavar="TEXT")]


@tell_errors
def remove(report_id: ReportArgument, reason: ReasonOption, ledger: LedgerOption = DEFAULT_LEDGER) -> None:
    """Take a report's claims out of all incidents, until it is restored."""
    _change(report_id, reason, ledger, is_removed=True)


@tell_errors
def restore(report_id: ReportArgument, reason: ReasonOption, ledger: LedgerOption = DEFAULT_LEDGER) -> None:
    """Bring back a report that was removed."""
    _change(report_id, reason, ledger, is_removed=False)


def _change(report_id: str, reason: str, ledger: LedgerOption, *, is_removed: bool) -> None:
    from overt.assemble import engine_mark, renew_findings  # noqa: PLC0415 - keeps `overt --help` quick
    from overt.cli.printing import Page  # noqa: PLC0415
    from overt.record import open_ledger  # noqa: PLC0415

    if not reason.strip():
        raise SettingsError("--reason wants a text", todo='For instance: --reason "satire"')
    with open_ledger(ledger) as opened:
        whole = find_id(report_id, opened.report_ids(), "report", "overt reports")
        before = _counts(opened)
        (opened.remove_report if is_removed else opened.restore_report)(whole, reason.strip())
        renew_findings(opened, engine_mark())
        after = _counts(opened)
    page = Page()
    page.line(f"{'Removed' if is_removed else 'Restored'}: {whole}")
    page.line(f"Claims      {before[0]:,} -> {after[0]:,}")
    page.line(f"Incidents   {before[1]:,} -> {after[1]:,}")
    undo = f'overt restore {whole} --reason "..."' if is_removed else f"overt report {whole}"
    page.next(undo + name_ledger(ledger))


def _counts(opened: "Ledger") -> tuple[int, int]:
    return opened.count_claims(), opened.counts().incidents
