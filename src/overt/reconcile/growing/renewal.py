"""Renews findings after reports came or went: the memory of earlier runs and the change -> what is other now.

    copies -> names -> facts -> ties -> clusters -> entities -> incidents with values, grades and links

Each step touches only what the one before it moved, so the cost is that of the change and of what hangs together with
it. A ledger that is read at once is the same with an empty memory: there is one way to work out findings, not two.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from overt.reconcile.growing.asking import ask_names
from overt.reconcile.growing.casting import Recast, recast
from overt.reconcile.growing.comparing import compare_accounts, settle_accounts
from overt.reconcile.growing.copying import Alike, Moved, compare_moved, copies_among, move_reports
from overt.reconcile.growing.deciding import Bound, Deciding
from overt.reconcile.growing.desk import Desk
from overt.reconcile.growing.grouping import Regrouped, regroup, take_seats
from overt.reconcile.growing.linking import link_incidents, linked_accounts
from overt.reconcile.growing.memory import Memory, ReportCard
from overt.reconcile.growing.origins import stand_reports, tie_origins
from overt.reconcile.growing.placing import card_of, heads_of, place_parts
from overt.reconcile.growing.words import move_words
from overt.reconcile.incidents import Gathered, make_incident
from overt.reconcile.matching.beside import ToldNames, names_told
from overt.reconcile.matching.facts import read_facts
from overt.reconcile.questions import ask_questions
from overt.reconcile.sources.letters import make_register
from overt.types.decision import Docket
from overt.types.incident import Incident, Question
from overt.types.kept import CardKind, Renewal
from overt.types.linked import LinkedReading


def renew_incidents(
    memory: Memory, gone: Collection[str], come: Sequence[LinkedReading], arrival: int, docket: Docket | None = None
) -> Renewal:
    """Return what changes when reports go and others come (new, or read again). `arrival`: the number of this run.

    What people decided (`docket`) is replayed over what the engines say. A report that a decision is about, also one
    that was undone since, has to be among those that come.
    """
    work = _Work(Desk(memory), come, Deciding(docket or Docket()))
    desk, come = work.desk, tuple(work.readings.values())
    cards = {reading.report.id: card_of(reading, work.names(reading)) for reading in come}
    former = desk.get(CardKind.REPORT, {*gone, *cards})
    moved = move_reports(desk, gone, cards)
    work.fetch(card.id for card in moved.come)
    alike = compare_moved(desk, moved, {key: reading.report for key, reading in work.readings.items()})
    turned = move_words(desk, moved.gone, moved.come)
    take_seats(desk, moved, arrival)
    told = tuple(work.readings[card.id] for card in moved.come)
    read = {fact.id: fact for reading in told for fact in read_facts(reading, work.names(reading))}
    changed = settle_accounts(desk, moved, read, turned, alike.parted)
    touched = compare_accounts(desk, changed, alike.near)
    touched |= {key for card in moved.come if work.deciding.is_about(card.id) for key in card.claims}
    bound = work.deciding.bind(desk, work.have)
    groups = regroup(desk, touched, bound.binding)
    cast = recast(desk, list(former.values()), list(cards.values()), arrival)
    incidents, gone_incidents = _incidents(work, groups, touched, {*_other(moved, alike, cast), *cards}, bound)
    gone_reports = frozenset(former.keys() - cards.keys())
    tied = tie_origins(desk, incidents, gone_incidents, gone_reports)
    ranked = {*cards, *tied, *alike.touched, *moved.copied}
    recast_reports = {*cards, *cast.touched} - gone_reports
    work.fetch(recast_reports)
    parts = place_parts(desk, [work.readings[key] for key in sorted(recast_reports)])
    asked = frozenset(incident.id for incident in incidents) | gone_incidents
    named = _named(work, [*former.values(), *cards.values()], incidents, recast_reports)
    names = ask_names(desk, cast, named, incidents)
    return Renewal(
        incidents=incidents,
        gone_incidents=gone_incidents,
        questions=(*_questions(work, incidents, asked), *names.questions),
        asked=asked | names.entities,
        heads=tuple(desk.get(CardKind.ENTITY, [key])[key].head for key in sorted(cast.heads)),
        gone_entities=cast.gone,
        parts=parts,
        standings=stand_reports(desk, ranked - gone_reports),
        told=told,
        renewed_reports=frozenset(recast_reports),
        gone_reports=gone_reports,
        untold_reports=frozenset({card.id for card in moved.gone} - {card.id for card in moved.come}),
        kept=desk.kept(),
    )


def _other(moved: Moved, alike: Alike, cast: Recast) -> set[str]:
    """Reports that tell the same as before and stand otherwise: their incidents are chosen and graded again."""
    return {card.id for card in moved.come} | alike.touched | moved.copied | cast.touched


class _Work:
    """The desk with the readings at hand, each read from the memory once."""

    def __init__(self, desk: Desk, come: Sequence[LinkedReading], deciding: Deciding) -> None:
        self.desk, self.deciding = desk, deciding
        self.readings = {reading.report.id: deciding.settle(reading) for reading in come}
        self._names: dict[str, ToldNames] = {}

    def fetch(self, report_ids: Iterable[str]) -> None:
        """Have these readings at hand."""
        missing = set(report_ids) - self.readings.keys()
        if missing:
            found = self.desk.memory.readings(missing)
            self.readings.update({key: self.deciding.settle(reading) for key, reading in found.items()})

    def have(self, report_ids: Collection[str]) -> Mapping[str, LinkedReading]:
        """Return these readings."""
        self.fetch(report_ids)
        return {key: self.readings[key] for key in report_ids if key in self.readings}

    def names(self, reading: LinkedReading) -> ToldNames:
        """Return the names that a report tells."""
        key = reading.report.id
        if key not in self._names:
            self._names[key] = names_told(reading)
        return self._names[key]


def _incidents(
    work: _Work, groups: Regrouped, touched: set[str], other: set[str], bound: Bound
) -> tuple[tuple[Incident, ...], frozenset[str]]:
    """Make the incidents that changed, and link again those that only their neighbours changed for."""
    desk = work.desk
    clusters = _changed_clusters(desk, groups, other)
    gone = frozenset(groups.left - groups.clusters.keys())
    stale = linked_accounts(desk, groups.moved) | touched | groups.refused
    ids = {seat.incident_id for seat in desk.seats_at(stale).values() if seat.incident_id}
    kept = desk.memory.incidents({key for key in ids if key not in clusters and key not in gone})
    of_kept = {key: incident.account_ids for key, incident in kept.items()}
    links = link_incidents(desk, {**of_kept, **clusters}, bound.binding)
    made = _make(work, clusters, bound)
    renewed = [replace(incident, links=links.get(key, ())) for key, incident in {**kept, **made}.items()]
    changed = [incident for incident in renewed if kept.get(incident.id) != incident]
    return tuple(sorted(changed, key=lambda incident: incident.id)), gone


def _changed_clusters(desk: Desk, groups: Regrouped, other: set[str]) -> dict[str, tuple[str, ...]]:
    """Return the accounts of each incident whose accounts, or what their reports are worth, changed."""
    cards = desk.get(CardKind.REPORT, other)
    theirs = {key for card in cards.values() if card.is_told for key in card.claims}
    ids = {seat.incident_id for seat in desk.seats_at(theirs).values() if seat.incident_id}
    found = {
        key: keys
        for key, keys in groups.clusters.items()
        if key in ids or key in groups.left or any(account in groups.moved for account in keys)
    }
    rest = desk.memory.incidents(ids - groups.clusters.keys())
    return found | {key: incident.account_ids for key, incident in rest.items()}


def _make(work: _Work, clusters: Mapping[str, tuple[str, ...]], bound: Bound) -> dict[str, Incident]:
    desk = work.desk
    seats = desk.seats_at(account for keys in clusters.values() for account in keys)
    reports = {seat.report_id for seat in seats.values()}
    work.fetch(reports)
    readings = {key: work.readings[key] for key in sorted(reports)}
    gathered = Gathered(
        copies=copies_among(desk, reports),
        heads=heads_of(desk, readings.values()),
        readings=readings,
        accounts={linked.account.id: linked for one in readings.values() for linked in one.accounts},
        register=make_register(work.deciding.docket),
        said=work.deciding.said,
    )
    made = {key: make_incident(key, keys, gathered) for key, keys in clusters.items()}
    return {key: bound.replay(desk, incident, gathered) for key, incident in made.items()}


def _named(
    work: _Work, cards: Iterable[ReportCard], incidents: Iterable[Incident], recast_reports: Iterable[str]
) -> list[ReportCard]:
    """Return the cards of all reports of which a name may be asked about anew."""
    reports = {claim.report_id for incident in incidents for claim in incident.claims} | set(recast_reports)
    return [*cards, *work.desk.get(CardKind.REPORT, reports).values()]


def _questions(work: _Work, incidents: Sequence[Incident], asked: frozenset[str]) -> tuple[Question, ...]:
    mine = {incident.id: incident for incident in incidents}
    sides = {link.incident_id for incident in incidents for link in incident.links} - mine.keys()
    found = ask_questions([*mine.values(), *work.desk.memory.incidents(sides).values()])
    return tuple(question for question in found if {question.a.id, question.b.id} & asked)
