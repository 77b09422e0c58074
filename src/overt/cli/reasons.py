"""Says why a value or grade of an incident is what it is: the rule that fired, and the claims on each side."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from overt.cli.options import short_ids
from overt.words.codes import (
    explain_grade,
    plain,
    quote_in_context,
    say_chain,
    say_code,
    say_count,
    say_firmness,
    say_time,
)
from overt.words.rules import LETTERS, STEPS

if TYPE_CHECKING:
    from overt.cli.printing import Page
    from overt.record.ledger import Ledger
    from overt.types.claim import Claim
    from overt.types.incident import Dispute, Incident

# field -> the beginning of the claims' fields behind it
FIELDS = {
    "event": ("type", "stage"),
    "attribution": ("attribution",),
    "time": ("time",),
    "place": ("place",),
    "numbers": ("quantity", "quantities"),
    "type": ("type",),
    "stage": ("stage",),
    "means": ("means",),
    "status": ("status",),
    "id": (),
}


def explain_field(page: "Page", opened: "Ledger", incident: "Incident", field: str) -> None:
    """Print the rule and its inputs."""
    view = _Reasons(page, opened, incident)
    page.line(f"{plain(incident.title)}: {field}", style="bold")
    if field == "id":
        _explain_id(page, opened, incident)
        return
    view.print_grade(field)
    view.print_value(field)
    view.print_disputes(field)
    view.print_claims(field)


def _explain_id(page: "Page", opened: "Ledger", incident: "Incident") -> None:
    seat = next(iter(opened.seats("name", incident.id)), None)
    page.line(incident.id)
    if seat is None:
        page.line("The next run works its account out anew.", indent=2)
        return
    page.line(f"It is named by its first account, {seat.account_id}, which run {seat.arrival} read.", indent=2, hang=2)
    page.line("Accounts that join it later do not change its id (R8).", indent=2)


class _Reasons:
    """The reasons of one incident on their page."""

    def __init__(self, page: "Page", opened: "Ledger", incident: "Incident") -> None:
        self.page, self.opened, self.incident = page, opened, incident
        self.names = short_ids(opened.report_ids())
        self.claims = {claim.id: claim for claim in incident.claims}

    def print_grade(self, field: str) -> None:
        """Print the number, the row of the table that gave it, and what it counted."""
        grade = dict(self.incident.grades).get(field)
        if grade is None:
            return
        self.page.line(f"Grade {grade.number}, by {grade.rule}: {explain_grade(grade.number, grade.rule)}", hang=4)
        counted = f"{grade.independent} independent, {grade.undetermined} undetermined, {grade.contradicting} against"
        self.page.line(f"Origins counted: {counted}.", indent=2)
        letter = LETTERS.get(grade.letter_rule, "")
        self.page.line(
            f"Source letter {grade.letter}, by {grade.letter_rule}{f': {letter}' if letter else ''}.", indent=2
        )
        self._print_dependence()

    def _print_dependence(self) -> None:
        found: dict[str, int] = defaultdict(int)
        for one in self.incident.sources.relations:
            found[f"{one.relation} ({one.rule})"] += 1
        if found:
            told = ", ".join(f"{count} {name}" for name, count in sorted(found.items()))
            self.page.line(f"Pairs of its reports: {told}.", indent=2, hang=2)

    def print_value(self, field: str) -> None:
        """Print what was chosen, and of what."""
        one = self.incident
        chosen = {
            "type": [one.type],
            "stage": [one.stage.value],
            "time": [f"{say_time(one.time.interval.edtf)} ({say_code(one.time.basis)})"] if one.time else [],
            "place": [f"{plain(p.name)}, {p.country or 'no country'} ({say_code(p.role)})" for p in one.places],
            "numbers": [f"{say_code(n.what)} {plain(n.text)}" for n in one.quantities],
            "attribution": [f"{plain(a.actor)}: {say_code(a.level)}" for a in one.attribution],
            "means": [say_code(means) for means in one.means],
            "status": [one.status],
        }
        for value in chosen.get(field, []):
            self.page.line(f"Chosen: {value}", hang=4)
        if field in {"type", "stage"}:
            others = sorted({claim.value for claim in self._of(field)} - {*chosen[field]})
            also = f" Also told: {', '.join(map(plain, others))}." if others else ""
            self.page.line(f"Most reports tell it so; ties go to the graver.{also}", indent=2, hang=2)

    def print_disputes(self, field: str) -> None:
        """Print the sides that compete, and the step that decided."""
        for dispute in self.incident.disputed:
            if dispute.field.startswith(FIELDS[field]):
                self._print_dispute(dispute)

    def _print_dispute(self, dispute: "Dispute") -> None:
        first, *rest = dispute.values
        rivals = ", ".join(plain(side.value) for side in rest)
        why = STEPS.get(dispute.rule, dispute.rule)
        self.page.line(f"{plain(first.value)} stands before {rivals}: {why}.", indent=2, hang=4)
        for side in dispute.values:
            self.page.line(f"{plain(side.value)}:", indent=4)
            self._print_quotes([self.claims[key] for key in side.claim_ids if key in self.claims], indent=6)

    def print_claims(self, field: str) -> None:
        """Print every claim that speaks to it, with its quote."""
        found = self._of(*FIELDS[field])
        if not found:
            self.page.line("No report says anything of it.", indent=2)
            return
        self.page.heading(f"Claims ({say_count(len(found), 'claim')})")
        self._print_quotes(found, indent=2)

    def _of(self, *fields: str) -> "Sequence[Claim]":
        return [claim for claim in self.incident.claims if claim.field.startswith(fields)]

    def _print_quotes(self, claims: "Iterable[Claim]", indent: int) -> None:
        for claim in claims:
            report = self.opened.report(claim.report_id)
            quote = quote_in_context(report.text, claim.span.start, claim.span.end)
            firm = say_firmness(claim.voice)
            who = say_chain(claim.voice.chain, report.outlet)
            polarity = "" if claim.voice.polarity.value == "affirmed" else f" {claim.voice.polarity.value};"
            head = f"{self.names[report.id]}  {plain(claim.value)};{polarity} {plain(who)}"
            self.page.line(f"{head}{f'; {firm}' if firm else ''}", indent=indent, hang=2)
            self.page.line(quote, indent=indent + 2, hang=2, style="dim")
