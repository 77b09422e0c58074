"""`overt decide ...`: what only a person may settle. Each command writes one decision that no run undoes."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from overt.cli.options import DEFAULT_LEDGER, LedgerOption, find_id, name_ledger, short_ids, tell_errors, user_name
from overt.types.address import Address
from overt.words.codes import plain
from overt.words.decisions import say_decision

if TYPE_CHECKING:
    from overt.decide import Desk
    from overt.types.decision import Decision

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Settle what only a person may. Each decision is kept with who, when and why, outlives every run, and can be"
    " undone: overt decide undo N",
)

IncidentArgument = Annotated[str, typer.Argument(metavar="INCIDENT", help="Its id, or the beginning of it.")]
IncidentsArgument = Annotated[list[str], typer.Argument(metavar="INCIDENT...", help="Two or more.")]
EntityArgument = Annotated[str, typer.Argument(metavar="ENTITY", help="Its id: overt show INCIDENT --ids")]
WhyOption = Annotated[str, typer.Option("--why", "-w", help="The reason, for whoever reads the history.")]
ByOption = Annotated[str, typer.Option("--by", envvar="OVERT_USER", help="Who decides; by default the user's name.")]
ReportOption = Annotated[list[str], typer.Option("--report", "-r", metavar="REPORT", help="May be said again.")]


@app.command()
@tell_errors
def accept(
    incident: IncidentArgument, why: WhyOption = "", by: ByOption = "", ledger: LedgerOption = DEFAULT_LEDGER
) -> None:
    """Accept: it is an incident of our subject."""
    with _desk(ledger, by) as desk:
        _tell(desk, desk.accept(_incident(desk, incident), why))


@app.command()
@tell_errors
def reject(
    incident: IncidentArgument, why: WhyOption, by: ByOption = "", ledger: LedgerOption = DEFAULT_LEDGER
) -> None:
    """Reject: it is none. It stays, with the reason."""
    with _desk(ledger, by) as desk:
        _tell(desk, desk.reject(_incident(desk, incident), why))


@app.command("set")
@tell_errors
def set_value(  # noqa: PLR0917 - what is set, to what, on whose word
    incident: IncidentArgument,
    field: Annotated[str, typer.Argument(metavar="FIELD", help="type, stage, time, place, quantity.killed, ...")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help='As "2024-05-09", "Graz, AT" or 3-5.')] = "",
    claim: Annotated[
        list[str] | None, typer.Option("--claim", "-c", metavar="CLAIM", help="Take what this claim says.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Where a typed value comes from.")] = None,
    why: WhyOption = "",
    by: ByOption = "",
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Set a value: what a claim says, or a typed one with its source."""
    with _desk(ledger, by) as desk:
        whole = _incident(desk, incident)
        known = [one.id for one in desk.ledger.incident(whole).claims]
        claims = [find_id(one, known, "claim", f"overt show {incident} --ids") for one in claim or ()]
        _tell(desk, desk.set_value(whole, field, value, claims=claims, source=source, why=why))


@app.command()
@tell_errors
def strike(
    claims: Annotated[list[str], typer.Argument(metavar="CLAIM...", help="Their ids: overt show INCIDENT --ids")],
    why: WhyOption,
    by: ByOption = "",
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Strike claims that were read wrongly."""
    with _desk(ledger, by) as desk:
        _tell(desk, desk.strike(claims, why))


@app.command()
@tell_errors
def merge(
    incidents: IncidentsArgument, why: WhyOption = "", by: ByOption = "", ledger: LedgerOption = DEFAULT_LEDGER
) -> None:
    """Merge incidents into the first."""
    with _desk(ledger, by) as desk:
        _tell(desk, desk.merge(_incidents(desk, incidents), why))


@app.command()
@tell_errors
def split(
    incident: IncidentArgument,
    report: ReportOption,
    why: WhyOption = "",
    by: ByOption = "",
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Split off what some reports tell, as an incident of its own."""
    with _desk(ledger, by) as desk:
        _tell(desk, desk.split(_incident(desk, incident), _reports(desk, report), why))


@app.command()
@tell_errors
def apart(
    incidents: IncidentsArgument, why: WhyOption = "", by: ByOption = "", ledger: LedgerOption = DEFAULT_LEDGER
) -> None:
    """Keep incidents apart, whatever the rules will say."""
    with _desk(ledger, by) as desk:
        _tell(desk, desk.keep_apart(_incidents(desk, incidents), why))


@app.command()
@tell_errors
def same(
    entities: Annotated[list[str], typer.Argument(metavar="ENTITY...", help="Two or more ids.")],
    why: WhyOption = "",
    by: ByOption = "",
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Say that people or organisations are one."""
    with _desk(ledger, by) as desk:
        _tell(desk, desk.same(_entities(desk, entities), why))


@app.command()
@tell_errors
def different(
    entity: EntityArgument,
    report: ReportOption,
    why: WhyOption = "",
    by: ByOption = "",
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Say that some reports mean somebody else."""
    with _desk(ledger, by) as desk:
        _tell(desk, desk.different(_entities(desk, [entity])[0], _reports(desk, report), why))


@app.command("at-risk")
@tell_errors
def at_risk(
    entity: EntityArgument,
    why: WhyOption,
    no: Annotated[bool, typer.Option("--no", help="Not at risk (any more).")] = False,
    by: ByOption = "",
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Mark somebody as a person at risk."""
    with _desk(ledger, by) as desk:
        _tell(desk, desk.mark_at_risk(_entities(desk, [entity])[0], is_so=not no, why=why))


@app.command()
@tell_errors
def public(
    entity: EntityArgument,
    why: WhyOption,
    no: Annotated[bool, typer.Option("--no", help="No public figure.")] = False,
    by: ByOption = "",
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Mark somebody as a public figure."""
    with _desk(ledger, by) as desk:
        _tell(desk, desk.mark_public(_entities(desk, [entity])[0], is_so=not no, why=why))


@app.command()
@tell_errors
def remove(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="Its id, or the beginning of it.")],
    why: WhyOption,
    by: ByOption = "",
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Remove a report: its claims leave all incidents."""
    with _desk(ledger, by) as desk:
        _tell(desk, desk.remove(_reports(desk, [report])[0], why))


@app.command()
@tell_errors
def letter(  # noqa: PLR0917 - what is given to whom, on whose word
    outlet: Annotated[str, typer.Argument(metavar="OUTLET", help="Its name, as overt reports shows it.")],
    grade: Annotated[str, typer.Argument(metavar="A-F", help="The reliability letter.")],
    why: WhyOption,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Its last day; by default in 24 months.")] = None,
    by: ByOption = "",
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Give an outlet a reliability letter."""
    with _desk(ledger, by) as desk:
        _tell(desk, desk.set_letter(outlet, grade.upper(), why, until))


@app.command()
@tell_errors
def sources(
    reports: Annotated[list[str], typer.Argument(metavar="REPORT REPORT", help="Two of them.")],
    relation: Annotated[str, typer.Option("--are", help="independent, dependent or undetermined.")],
    why: WhyOption,
    by: ByOption = "",
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Say whether two reports are independent."""
    with _desk(ledger, by) as desk:
        _tell(desk, desk.relate_sources(_reports(desk, reports), relation, why))


@app.command()
@tell_errors
def note(
    incident: IncidentArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT")],
    by: ByOption = "",
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Write a note beside an incident."""
    with _desk(ledger, by) as desk:
        _tell(desk, desk.note(_incident(desk, incident), text))


@app.command()
@tell_errors
def undo(
    number: Annotated[int, typer.Argument(metavar="N", help="Its number: overt decisions")],
    why: WhyOption = "",
    by: ByOption = "",
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Undo a decision; an undo can be undone."""
    with _desk(ledger, by) as desk:
        _tell(desk, desk.undo(number, why))


@contextmanager
def _desk(address: Address, by: str) -> Iterator["Desk"]:
    from overt.decide import Desk  # noqa: PLC0415 - keeps `overt --help` quick
    from overt.record import open_ledger  # noqa: PLC0415

    with open_ledger(address) as opened:
        yield Desk(opened, by or user_name())


def _incident(desk: "Desk", prefix: str) -> str:
    return find_id(prefix, desk.ledger.incident_ids(), "incident", "overt list")


def _incidents(desk: "Desk", prefixes: Iterable[str]) -> list[str]:
    return [_incident(desk, one) for one in prefixes]


def _reports(desk: "Desk", prefixes: Iterable[str]) -> list[str]:
    ids = desk.ledger.report_ids()
    return [find_id(one, ids, "report", "overt reports") for one in prefixes]


def _entities(desk: "Desk", prefixes: Iterable[str]) -> list[str]:
    ids = [one.id for one in desk.ledger.entities()]
    return [find_id(one, ids, "entity", "overt show INCIDENT --ids") for one in prefixes]


def _tell(desk: "Desk", decision: "Decision") -> None:
    """Say what was decided, what it does not fit, and how to take it back."""
    from overt.cli.printing import Page  # noqa: PLC0415 - keeps `overt --help` quick

    page, draft, opened = Page(), decision.draft, desk.ledger
    page.line(f"Decision {decision.number} by {plain(draft.by)}: {say_decision(decision)}", hang=2)
    for conflict in opened.conflicts():
        if conflict.decision == decision.number:
            page.line(f"But {plain(conflict.what)}. {plain(conflict.todo)}", indent=2, hang=2)
    names = short_ids(opened.incident_ids())
    ids = [subject.id for subject in draft.subjects if subject.id in names]
    commands = [f"overt show {names[one]}" for one in ids[:1]] + [f"overt decide undo {decision.number}"]
    page.next(*(command + name_ledger(opened.address) for command in commands))
