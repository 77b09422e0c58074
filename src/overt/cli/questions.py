"""`overt questions`: what only a person can decide, with the words of the reports on both sides."""

from typing import TYPE_CHECKING, Annotated

import typer

from overt.base.errors import SettingsError
from overt.cli.options import DEFAULT_LEDGER, LedgerOption, name_ledger, open_to_read, short_ids, tell_errors
from overt.types.incident import QuestionKind
from overt.words.codes import plain, quote_in_context, say_count

if TYPE_CHECKING:
    from overt.cli.printing import Page
    from overt.record.ledger import Ledger
    from overt.types.incident import Question, QuestionSide

_ASKED = {
    QuestionKind.SAME_PERSON: "One person?",
    QuestionKind.SAME_BODY: "One organisation?",
    QuestionKind.SAME_INCIDENT: "One incident?",
}


@tell_errors
def questions(
    kind: Annotated[str | None, typer.Option(help="Only these, as same_person.", metavar="NAME")] = None,
    limit: Annotated[int, typer.Option(help="At most so many; 0: all.", min=0, metavar="N")] = 20,
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """List what only you can decide: what may be one."""
    from overt.cli.printing import Page  # noqa: PLC0415 - keeps `overt --help` quick

    if kind is not None and kind not in list(QuestionKind):
        raise SettingsError(f"--kind wants one of {', '.join(QuestionKind)}", where=kind)
    page = Page()
    with open_to_read(ledger) as opened:
        found, counts = opened.questions(kind), opened.counts()
        if not found:
            _print_none(page, kind, has_some=counts.questions > 0, has_reports=counts.reports > 0)
            page.next(("overt list" if counts.reports else "overt run FOLDER") + name_ledger(ledger))
            return
        view = _View(page, opened)
        for one in found[:limit] if limit else found:
            view.print_one(one)
    some = f"{limit} of " if 0 < limit < len(found) else ""
    page.line(f"{some}{say_count(len(found), 'question')}. None is decided by itself; nothing was joined.", style="dim")
    page.next(*(command + name_ledger(ledger) for command in view.next_commands(found[0])))


def _print_none(page: "Page", kind: str | None, *, has_some: bool, has_reports: bool) -> None:
    if not has_reports:
        page.line("No questions: no report was read yet.")
    elif kind is not None and has_some:
        page.line(f"No questions of the kind {kind}; there are others.")
    else:
        page.line("No questions: nothing is near enough to be the same, and far enough to need you.")


class _View:
    """Questions on their page."""

    def __init__(self, page: "Page", opened: "Ledger") -> None:
        self.page, self.opened = page, opened
        self.reports = {one.report.id: one.report for one in opened.reports(with_superseded=True)}
        self.names = short_ids(opened.incident_ids())
        self.texts: dict[str, str] = {}

    def print_one(self, one: "Question") -> None:
        """Print both sides with their quotes, then what speaks for one and what against."""
        page = self.page
        page.line(f"{_ASKED[one.kind]}  (rank {one.rank})", style="bold")
        for side in (one.a, one.b):
            self._print_side(side)
        for label, reasons in (("for", one.speaks_for), ("against", one.speaks_against)):
            if reasons:
                page.line(f"{label}: {'; '.join(map(plain, reasons))}", indent=2, hang=2)
        page.line(one.id, indent=2, style="dim")
        page.line()

    def _print_side(self, side: "QuestionSide") -> None:
        name = self.names.get(side.id)
        self.page.line(plain(side.name) + (f"  [{name}]" if name else ""), indent=2, hang=2)
        for mention in side.evidence:
            if mention.report_id not in self.texts:
                self.texts[mention.report_id] = self.opened.report(mention.report_id).text
            quote = quote_in_context(self.texts[mention.report_id], mention.start, mention.end)
            report = self.reports[mention.report_id]
            self.page.line(f"{quote} {plain(report.outlet or report.input)}", indent=6, hang=2, style="dim")

    def next_commands(self, one: "Question") -> tuple[str, ...]:
        """What to type to see the first question in full."""
        if one.kind is QuestionKind.SAME_INCIDENT:
            return tuple(f"overt show {self.names[side.id]}" for side in (one.a, one.b))
        reports = short_ids(self.reports)
        ids = dict.fromkeys(mention.report_id for side in (one.a, one.b) for mention in side.evidence)
        return tuple(f"overt report {reports[report_id]}" for report_id in list(ids)[:2])
