"""`overt show`: one incident with every value, who says it and how firmly."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from overt.cli.decisions import print_decided
from overt.cli.options import (
    DEFAULT_LEDGER,
    AsOfOption,
    LedgerOption,
    find_id,
    name_ledger,
    open_to_read,
    see_as_of,
    short_ids,
    tell_errors,
)
from overt.cli.origins import Told, print_origins
from overt.words.codes import (
    explain_grade,
    plain,
    quote_in_context,
    say_chain,
    say_code,
    say_count,
    say_firmness,
    say_time,
    sort_claims,
)
from overt.words.values import ROLES, say_attribution, say_participant, say_quantity

if TYPE_CHECKING:
    from overt.cli.printing import Page
    from overt.record.reader import LedgerReader
    from overt.types.claim import Claim
    from overt.types.incident import Incident

_FEW = 3  # quotes for each value, unless all are asked for


@tell_errors
def show(
    incident_id: Annotated[str, typer.Argument(metavar="INCIDENT", help="Its id, or the beginning of it.")],
    every: Annotated[bool, typer.Option("--all", "-a", help=f"All quotes, not the first {_FEW} of a value.")] = False,
    ids: Annotated[bool, typer.Option("--ids", help="With the ids of claims and people, for overt decide.")] = False,
    as_of: AsOfOption = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Show one incident with the quotes behind each value."""
    from overt.cli.printing import Page  # noqa: PLC0415 - keeps `overt --help` quick

    with open_to_read(ledger) as now:
        opened, seen = see_as_of(now, as_of)
        whole = find_id(incident_id, opened.incident_ids(), "incident", "overt list")
        view = _View(Page(), opened, opened.incident(whole), limit=None if every else _FEW)
        if seen:
            view.page.line(seen, style="bold")
        view.has_ids = ids
        view.print_all()


class _View:
    """One incident on its page."""

    def __init__(self, page: "Page", opened: "LedgerReader", incident: "Incident", *, limit: int | None) -> None:
        self.page, self.opened, self.incident, self.limit = page, opened, incident, limit
        self.has_ids = False
        told = {claim.report_id for claim in incident.claims} | set(incident.sources.report_ids)
        self.reports = {one.report.id: one for one in opened.reports(with_superseded=True, ids=told)}
        self.names = short_ids(opened.incident_ids())
        self.report_names = short_ids(opened.report_ids())
        self.claims = {claim.id: claim for claim in incident.claims}
        self.shown: set[str] = set()
        self.texts: dict[str, str] = {}
        self.has_more = False

    def print_all(self) -> None:
        """Print the page from top to bottom."""
        self._print_head()
        self._print_what()
        self._print_time_and_place()
        self._print_people()
        self._print_numbers()
        self._print_attribution()
        self._print_disputes()
        self._print_rest()
        self._print_sources()
        self._print_links()
        print_decided(self.page, self.opened, self.incident)
        self._print_next()

    def _print_head(self) -> None:
        page, one = self.page, self.incident
        page.line(plain(one.title), style="bold")
        page.line(one.id, style="dim")
        page.line()
        for name, grade in one.grades:
            label = "Grade" if name == "event" else f"  {say_code(name)}"
            page.line(f"{label:<14}{grade.number} {grade.rule}  {explain_grade(grade.number, grade.rule)}", hang=14)
        sources = one.sources
        page.line(
            f"{'Sources':<14}{sources.independent} independent, {sources.undetermined} undetermined,"
            f" {sources.dependent} dependent"
        )
        status = [one.status, *([] if one.granularity == "single" else [one.granularity.value])]
        page.line(f"{'Status':<14}{', '.join((*status, *map(say_code, one.flags)))}", hang=14)

    def _print_what(self) -> None:
        one = self.incident
        self.page.heading("What")
        others = f" (or {', '.join(one.type_alternatives)})" if one.type_alternatives else ""
        self._value(f"{one.type}{others}", self._of_field("type"))
        self._value(say_code(one.stage), self._of_field("stage"))
        for means in one.means:
            self._value(f"means: {say_code(means)}", (c for c in self._of_field("means") if c.value == means))
        for code in dict.fromkeys(claim.value for claim in self._of_field("preparation")):
            self._value(f"prepared by: {say_code(code)}", (c for c in self._of_field("preparation") if c.value == code))
        if one.target_object or one.target_sector:
            target = ", ".join(
                (*([plain(one.target_object)] if one.target_object else []), *map(say_code, one.target_sector))
            )
            self._value(f"aimed at: {target}", (*self._of_field("target_object"), *self._of_field("target_sector")))

    def _print_time_and_place(self) -> None:
        self.page.heading("When")
        time = self.incident.time
        if time is None:
            self.page.line("not said", indent=2)
        else:
            label = f"{say_time(time.interval.edtf)} ({time.interval.edtf}, {say_code(time.basis)})"
            self._value(label, self._by_id(time.claim_ids))
        self.page.heading("Where")
        if not self.incident.places:
            self.page.line("not said", indent=2)
        for place in self.incident.places:
            parts = [part for part in (place.name, place.adm1, place.country) if part]
            role = "" if place.role == "event_site" else f" ({say_code(place.role)})"
            same = {claim.id for claim in self._of_field("place") if claim.value in (place.name, place.name_as_written)}
            claims = self._by_id((place.claim_id, *sorted(same - {place.claim_id})))
            self._value(", ".join(map(plain, dict.fromkeys(parts))) + role, claims)

    def _print_people(self) -> None:
        if self.incident.participants:
            self.page.heading("Who")
        for one in self.incident.participants:
            name = f"  [{one.entity_id}]" if self.has_ids and one.entity_id else ""
            self._value(f"{ROLES[one.role]}: {say_participant(one)}{name}", self._by_id(one.claim_ids))

    def _print_numbers(self) -> None:
        if self.incident.quantities:
            self.page.heading("Numbers")
        for one in self.incident.quantities:
            self._value(f"{say_code(one.what)}: {say_quantity(one)}", self._by_id(one.claim_ids))

    def _print_attribution(self) -> None:
        if self.incident.attribution:
            self.page.heading("Who is said to be behind it")
        for one in self.incident.attribution:
            self._value(say_attribution(one), self._by_id(one.claim_ids))

    def _print_disputes(self) -> None:
        if self.incident.disputed:
            self.page.heading("Disputed")
        for dispute in self.incident.disputed:
            self.page.line(f"{say_code(dispute.field)}: chosen by {plain(dispute.rule)}", indent=2, hang=2)
            for number, side in enumerate(dispute.values):
                mark = "chosen" if number == 0 else "also"
                self.page.line(f"{mark:<8}{plain(side.value)}", indent=4, hang=8)
                self._quotes(self._by_id(side.claim_ids), indent=12)

    def _print_rest(self) -> None:
        rest = [claim for claim in self.incident.claims if claim.id not in self.shown]
        if not rest:
            return
        self.page.heading("Also said")
        for claim in rest if self.limit is None else rest[: 2 * self.limit]:
            self._value(f"{say_code(claim.field)}: {plain(claim.value)}", (claim,))
        if self.limit is not None and len(rest) > 2 * self.limit:
            self.has_more = True
            self.page.line(f"and {say_count(len(rest) - 2 * self.limit, 'claim')} more: --all", indent=2, style="dim")

    def _print_sources(self) -> None:
        self.page.heading("Who reports it")
        told = {one: f"{self.report_names.get(one, one)}  {self._say_report(one)}" for one in self.reports}
        said = Told(lines=told, names=self.report_names)
        self.has_more |= print_origins(self.page, self.incident.sources, said, self.limit)

    def _print_links(self) -> None:
        if self.incident.links:
            self.page.heading("Linked incidents")
        for link in self.incident.links:
            known = link.incident_id in self.names
            title = plain(self.opened.incident(link.incident_id).title) if known else "(not in this ledger)"
            name = self.names.get(link.incident_id, link.incident_id)
            self.page.line(f"{say_code(link.kind)} {name}  {title}", indent=2, hang=2)
            self.page.line(plain(link.reason), indent=4, style="dim")

    def _print_next(self) -> None:
        self.page.line()
        parts = [f"overt report {self.report_names[one]}" for one in self.incident.sources.report_ids[:1]]
        parts += [
            f"overt show {self.names[link.incident_id]}"
            for link in self.incident.links[:1]
            if link.incident_id in self.names
        ]
        if self.has_more:
            parts.insert(0, f"overt show {self.names[self.incident.id]} --all")
        self.page.next(*(part + name_ledger(self.opened.address) for part in parts))

    def _value(self, label: str, claims: Iterable["Claim"]) -> None:
        self.page.line(label, indent=2, hang=2)
        self._quotes(tuple(claims), indent=4)

    def _quotes(self, claims: tuple["Claim", ...], *, indent: int) -> None:
        self.shown |= {claim.id for claim in claims}
        ordered = sort_claims(claims)
        # Quotes of one source stand together, so that the source is said once.
        for source, group in groupby(ordered[: self.limit], key=self._say_source):
            for claim in group:
                inferred = " (inferred)" if claim.inferred else ""
                name = f"  [{claim.id}]" if self.has_ids else ""
                self.page.line(self._in_context(claim) + inferred + name, indent=indent, hang=1)
            self.page.line(source, indent=indent + 2, hang=2, style="dim")
        if self.limit is not None and len(ordered) > self.limit:
            self.has_more = True
            self.page.line(f"and {say_count(len(ordered) - self.limit, 'quote')} more", indent=indent, style="dim")

    def _say_source(self, claim: "Claim") -> str:
        stored = self.reports.get(claim.report_id)
        outlet = (stored.report.outlet or PurePath(stored.report.input).name) if stored else None
        dated = f", {say_time(stored.report.published.interval.edtf)}" if stored and stored.report.published else ""
        where = f"[{self.report_names.get(claim.report_id, claim.report_id)}{dated}]"
        return f"{say_chain(claim.voice.chain, outlet)}; {say_firmness(claim.voice)} {where}"

    def _in_context(self, claim: "Claim") -> str:
        """Return the quote as «...»; a short one with the words around it, for "fire" alone says little."""
        if claim.report_id not in self.texts:
            self.texts[claim.report_id] = self.opened.report(claim.report_id).text
        return quote_in_context(self.texts[claim.report_id], claim.span.start, claim.span.end)

    def _of_field(self, field: str) -> tuple["Claim", ...]:
        return tuple(claim for claim in self.incident.claims if claim.field == field)

    def _by_id(self, ids: tuple[str, ...]) -> tuple["Claim", ...]:
        return tuple(self.claims[one] for one in ids if one in self.claims)

    def _say_report(self, report_id: str) -> str:
        stored = self.reports.get(report_id)
        if stored is None:
            return "(not in this ledger)"
        report = stored.report
        when = say_time(report.published.interval.edtf) if report.published else "undated"
        return f"{plain(report.outlet or report.input)}, {when}: {plain(report.title or '(no title)')}"
