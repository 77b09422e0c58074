"""Makes incidents: a cluster of accounts with their readings -> Incident with values, disputes, sources and grades."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from overt.reconcile.choosing.sheets import fill_from_sheets
from overt.reconcile.choosing.values import choose_values
from overt.reconcile.grading import grade_incident
from overt.reconcile.people import join_participants
from overt.reconcile.sources.copies import Copies
from overt.reconcile.sources.letters import Register
from overt.reconcile.sources.said import Said
from overt.reconcile.sources.weighing import weigh_witnesses
from overt.reconcile.sources.witness import Witness
from overt.reconcile.telling import Telling
from overt.reconcile.titles import title_of
from overt.types.claim import Claim, Polarity
from overt.types.incident import Entity, Incident
from overt.types.linked import LinkedAccount, LinkedReading


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What is known of the reports of some incidents. An exact copy of a report is in `copies` alone."""

    copies: Copies
    heads: Mapping[tuple[str, str], Entity]  # by report id and LocalEntity.key
    readings: Mapping[str, LinkedReading]  # by report id
    accounts: Mapping[str, LinkedAccount]  # by account id
    register: Register = field(default_factory=Register)  # letters of sources, as people decided
    said: Said = field(default_factory=Said)  # relations of reports, as people decided


def _tellings(keys: Sequence[str], gathered: Gathered) -> tuple[Telling, ...]:
    """The accounts of a cluster in their setting; reports that depend on each other get one origin."""
    accounts = [gathered.accounts[key] for key in keys]
    witnesses = {
        report_id: Witness(
            report=gathered.readings[report_id].report,
            cites=gathered.readings[report_id].cites,
            claims=tuple(c for a in accounts if a.account.report_id == report_id for c in a.account.claims),
        )
        for report_id in {a.account.report_id for a in accounts}
        if gathered.readings[report_id].report.row is None  # a row of a sheet is no witness, and ties none together
    }
    standing = weigh_witnesses(list(witnesses.values()), gathered.said)
    origin_of = {report: group[0] for group in standing.groups for report in group}
    return tuple(_telling(a, origin_of.get(a.account.report_id, a.account.report_id), gathered) for a in accounts)


def _telling(linked: LinkedAccount, origin: str, gathered: Gathered) -> Telling:
    reading = gathered.readings[linked.account.report_id]
    return Telling(
        linked=linked,
        report=reading.report,
        cites=reading.cites,
        origin=origin,
        entities={e.key: gathered.heads[reading.report.id, e.key] for e in reading.entities},
    )


def make_incident(found: str, keys: Sequence[str], gathered: Gathered) -> Incident:
    """Return the incident of these accounts, without its links."""
    tellings = _tellings(keys, gathered)
    told = tuple(telling for telling in tellings if telling.report.row is None)
    values = fill_from_sheets(choose_values(told), tellings) if told else choose_values(tellings)
    participants = join_participants(told or tellings)
    graded = grade_incident(tellings, values, gathered.copies, gathered.register, gathered.said)
    claims: dict[str, Claim] = {c.id: c for t in tellings for c in t.linked.account.claims}
    is_outside = all("out_of_scope" in t.linked.account.flags for t in tellings)
    return Incident(
        id=found,
        type=values.type,
        type_alternatives=values.type_alternatives,
        stage=values.stage,
        granularity=values.granularity,
        status="rejected" if is_outside else "reversed" if _is_reversed(tellings) else "candidate",
        flags=tuple(flag for flag in values.flags if is_outside or flag != "out_of_scope"),
        title=title_of(values, participants),
        time=values.time,
        places=values.places,
        participants=participants,
        means=values.means,
        target_sector=values.target_sector,
        target_object=values.target_object,
        quantities=values.quantities,
        attribution=values.attribution,
        grades=graded.grades,
        disputed=values.disputed,
        sources=graded.sources,
        links=(),
        claims=tuple(sorted(claims.values(), key=lambda c: (c.report_id, c.span, c.field, c.id))),
        account_ids=tuple(keys),
    )


def _is_reversed(tellings: Sequence[Telling]) -> bool:
    """Say whether a report takes the allegation back or finds that it was no act (R12)."""
    return any(
        claim.field == "status" and claim.value == "reversed" and claim.voice.polarity is Polarity.AFFIRMED
        for telling in tellings
        for claim in telling.linked.account.claims
    )
