"""`overt why`: why two accounts are one incident or not, why two reports depend on each other, why a value or grade."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from overt.base.errors import LedgerError
from overt.cli.options import DEFAULT_LEDGER, LedgerOption, find_id, open_to_read, short_ids, tell_errors
from overt.cli.reasons import FIELDS, explain_field
from overt.words.codes import plain, quote_in_context

if TYPE_CHECKING:
    from overt.cli.printing import Page
    from overt.reconcile.explaining import PairExplained, ReportsExplained
    from overt.reconcile.matching.facts import Facts
    from overt.record.ledger import Ledger
    from overt.types.claim import Claim
    from overt.types.kept import Tie

_HEADS = {
    "merge": "the rules join them",
    "propose": "only a reviewer may join them",
    "nothing": "nothing speaks for one incident",
    "must_not": "they must not be one incident",
}
_FACTS = ("type", "stage", "lo", "hi", "countries", "cities", "spots", "persons", "suspects", "bodies", "object_names")
_MORE = ("object_kinds", "means", "actors", "people", "beside", "story")
_FEW = 3


@tell_errors
def why(
    first: Annotated[str, typer.Argument(metavar="A", help="An incident, report, account or claim: its id.")],
    second: Annotated[str, typer.Argument(metavar="B", help=f"Another, or a field: {', '.join(FIELDS)}.")],
    every: Annotated[bool, typer.Option("--all", "-a", help="Also the rules that do not apply.")] = False,
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Say why two are one incident or not, or why a value stands."""
    from overt.cli.printing import Page  # noqa: PLC0415 - keeps `overt --help` quick

    page = Page()
    with open_to_read(ledger) as opened:
        if second.lower() in FIELDS:
            whole = find_id(first, opened.incident_ids(), "incident", "overt list")
            explain_field(page, opened, opened.incident(whole), second.lower())
            return
        view = _View(page, opened, is_full=every)
        one, other = _find_side(opened, first), _find_side(opened, second)
        if one.kind == other.kind == "report":
            view.print_reports(one.id, other.id)
        view.print_pair(one, other)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """What was named, and the accounts that it stands for."""

    kind: str
    id: str
    accounts: Collection[str]


def _find_side(opened: "Ledger", said: str) -> _Side:
    """Return what an id, or the beginning of one, names: an incident, a report, a claim or an account."""
    wanted = said.strip().lower()
    for kind, mark in (("claim", "clm_"), ("account", "acc_")):
        if wanted.startswith(mark):
            accounts = opened.accounts_with(wanted)
            if not accounts:
                raise LedgerError(f"no {kind} has this id", where=said, todo="Ids of claims stand in an export.")
            return _Side(kind=kind, id=wanted, accounts=accounts)
    ids = {"incident": opened.incident_ids(), "report": opened.report_ids()}
    kinds = [kind for kind in ids if wanted[3:4] != "_" or wanted.startswith(kind[:3])]
    begun = [kind for kind in kinds if any(wanted in _starts(one, len(wanted)) for one in ids[kind])]
    if not begun:
        raise LedgerError(
            "no incident, report, account or claim begins with this",
            where=said,
            todo=f"See them: overt list, overt reports. A field is one of {', '.join(FIELDS)}.",
        )
    found = find_id(said, [one for kind in begun for one in ids[kind]], " or ".join(begun), "overt list")
    if found.startswith("inc_"):
        return _Side(kind="incident", id=found, accounts=opened.incident(found).account_ids)
    return _Side(kind="report", id=found, accounts=[seat.account_id for seat in opened.seats("report_id", found)])


def _starts(one: str, length: int) -> tuple[str, str]:
    return one.lower()[:length], one.lower().partition("_")[2][:length]


class _View:
    """An explanation on its page."""

    def __init__(self, page: "Page", opened: "Ledger", *, is_full: bool) -> None:
        self.page, self.opened, self.is_full = page, opened, is_full
        self.reports = short_ids(opened.report_ids())
        self.incidents = short_ids(opened.incident_ids())

    def print_reports(self, a: str, b: str) -> None:
        """Print what makes two reports depend on each other or not."""
        from overt.assemble import explain_two_reports  # noqa: PLC0415

        found = explain_two_reports(self.opened, a, b)
        page = self.page
        page.line(f"Reports {self.reports[a]} and {self.reports[b]}", style="bold")
        self._print_whole(found)
        shared = sorted(set(self.opened.incidents_of(a)) & set(self.opened.incidents_of(b)))
        for incident_id in shared:
            for one in self.opened.incident(incident_id).sources.relations:
                if {one.report_a, one.report_b} == {a, b}:
                    head = f"For incident {self.incidents[incident_id]}: {one.relation} ({one.rule})"
                    page.line(f"{head}: {plain(one.evidence)}", indent=2, hang=2)
        if not shared:
            page.line("They tell of no incident together; independence is asked for each.", indent=2, hang=2)
        page.line()

    def _print_whole(self, found: "ReportsExplained") -> None:
        page = self.page
        if found.is_same_text:
            page.line("dependent (I1): the same text", indent=2)
        for tie in found.direct:
            page.line(self._say_tie(tie), indent=2, hang=2)
        if found.chain:
            page.line("They hang together through others:", indent=2)
            for tie in found.chain:
                ends = f"{self.reports.get(tie.a, tie.a)} - {self.reports.get(tie.b, tie.b)}"
                page.line(f"{ends}: {self._say_tie(tie)}", indent=4, hang=2)
        if not (found.is_same_text or found.direct or found.chain):
            page.line("As a whole: nothing shows that they share an origin (I9).", indent=2, hang=2)

    def _say_tie(self, tie: "Tie") -> str:
        if tie.kind.value == "near":
            return f"dependent (I1): {plain(tie.reasons[0])}"
        if tie.kind.value == "quote":
            return f"dependent (I3): {plain(tie.reasons[0])}"
        shown = ", ".join(self.incidents.get(one, one) for one in tie.reasons)
        return f"dependent by what they tell of {shown}"

    def print_pair(self, one: _Side, other: _Side) -> None:
        """Print why two accounts are, or are not, one incident."""
        from overt.assemble import explain_two_accounts  # noqa: PLC0415

        found = explain_two_accounts(self.opened, one.accounts, other.accounts)
        if found is None:
            self.page.line("There are no two accounts to compare: a side tells of nothing, or they are one account.")
            return
        is_one = found.incidents[0] is not None and found.incidents[0] == found.incidents[1]
        names = [self.incidents.get(key or "", "none") for key in found.incidents]
        head = f"One incident: {names[0]}" if is_one else f"Two incidents: {names[0]} and {names[1]}"
        self.page.line(head, style="bold")
        if sum(count for _, count in found.others) > 1:
            told = ", ".join(f"{count} {_HEADS[answer]}" for answer, count in found.others)
            self.page.line(f"Of the pairs of accounts: {told}. The nearest pair:", hang=2)
        for label, fact in (("A", found.a), ("B", found.b)):
            self._print_account(label, fact)
        self._print_facts(found.a, found.b)
        self._print_tests(found)
        self._print_end(found, is_one=is_one)

    def _print_account(self, label: str, fact: "Facts") -> None:
        report = self.opened.report(fact.report_id)
        self.page.line(f"{label}  {fact.id}, report {self.reports[report.id]}  {plain(report.outlet or '')}")
        for claim in self._claims(fact)[:_FEW]:
            quote = quote_in_context(report.text, claim.span.start, claim.span.end)
            self.page.line(f"{claim.field}: {quote}", indent=4, hang=2, style="dim")

    def _claims(self, fact: "Facts") -> "list[Claim]":
        """The claims of an account, what happened first, then who, where and when."""
        seats = self.opened.seats("account_id", fact.id)
        if not seats or seats[0].incident_id is None:
            return []
        mine = [c for c in self.opened.incident(seats[0].incident_id).claims if c.id in seats[0].claims]
        order = ("type", "participant", "place", "time")
        return sorted(mine, key=lambda c: next((at for at, one in enumerate(order) if c.field.startswith(one)), 9))

    def _print_facts(self, a: "Facts", b: "Facts") -> None:
        self.page.heading("What is compared")
        for name in (*_FACTS, *(_MORE if self.is_full else ())):
            one, other = _say(getattr(a, name)), _say(getattr(b, name))
            if one or other:
                self.page.line(f"{name.replace('_', ' '):<13}{one or '-'}  |  {other or '-'}", indent=2, hang=15)

    def _print_tests(self, found: "PairExplained") -> None:
        self.page.heading("Rule by rule")
        for test in found.tests:
            if test.found is not None:
                self.page.line(f"{test.rule}  {plain(test.found)}", indent=2, hang=4)
                self.page.line(test.asks, indent=6, hang=2, style="dim")
            elif self.is_full:
                self.page.line(f"{test.rule}  no: {test.asks}", indent=2, hang=4, style="dim")
        for tie in found.known:
            self.page.line(f"R2  {plain('; '.join(tie.reasons))}", indent=2, hang=4)
            self.page.line("The other incidents of the case show it.", indent=6, style="dim")
        self.page.line(f"So {_HEADS[found.answer.value]}.", indent=2)

    def _print_end(self, found: "PairExplained", *, is_one: bool) -> None:
        if is_one and (len(found.chain) > 1 or found.answer.value != "merge"):
            self.page.heading("How they came together")
            for tie in found.chain:
                self.page.line(f"{tie.a} - {tie.b}: {plain('; '.join(tie.reasons))}", indent=2, hang=4)
            if not found.chain:
                self.page.line("Both belong to what the steps of one case hold together.", indent=2)
        if not is_one and found.obstacle is not None:
            a, b, reason = found.obstacle
            self.page.line(
                f"Joining them would join {a} and {b}, which must not be: {plain(reason)}.", indent=2, hang=4
            )


def _say(value: object) -> str:
    if isinstance(value, frozenset | tuple):
        return ", ".join(sorted(f"{one:g}" if isinstance(one, float) else plain(str(one)) for one in value))
    return "" if value is None else plain(str(value))
