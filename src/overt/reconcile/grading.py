"""Grades the propositions of an incident: its tellings and chosen values -> numbers, letters and source counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from overt.base.knowledge import read_knowledge
from overt.reconcile.choosing.settle import NUMBER_RANK
from overt.reconcile.choosing.values import Values
from overt.reconcile.grades import Evidence, grade_number
from overt.reconcile.sources.copies import Copies
from overt.reconcile.sources.letters import Register, best_letter
from overt.reconcile.sources.said import Said
from overt.reconcile.sources.weighing import Standing, weigh_witnesses
from overt.reconcile.sources.witness import Witness
from overt.reconcile.telling import Telling
from overt.types.account import Stage
from overt.types.claim import Certainty, Claim, Polarity, SpeakerKind, SpeechAct
from overt.types.incident import Grade, IncidentSources

_DONE = frozenset({Stage.OCCURRED, Stage.ATTEMPTED, Stage.FOILED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """Grades by proposition, who reports it, and pairs of reports that depend on each other."""

    grades: tuple[tuple[str, Grade], ...]
    sources: IncidentSources


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """An incident while it is graded."""

    tellings: Sequence[Telling]
    copies: Copies
    values: Values
    claims: Mapping[str, Claim]
    copied: tuple[str, ...]  # reports that are exact duplicates of tellings
    register: Register
    said: Said


def grade_incident(
    tellings: Sequence[Telling], values: Values, copies: Copies, register: Register, said: Said
) -> Graded:
    """Grade event, attribution, time, place and numbers, each only where something is claimed.

    `register` and `said`: the letters and relations of sources that people decided.
    """
    told = tuple(telling for telling in tellings if telling.report.row is None)  # a row of a sheet says nothing itself
    claims = {claim.id: claim for telling in told for claim in telling.linked.account.claims}
    reports = {telling.report.id for telling in told}
    rows = {telling.report.id for telling in tellings} - reports
    copied = tuple(sorted(key for key, first in copies.duplicate_of.items() if first in reports))
    case = _Case(
        tellings=told,
        copies=copies,
        values=values,
        claims=claims,
        copied=copied,
        register=register,
        said=said,
    )
    event = _event_claims(case)
    standing = _weigh(case, event)
    everyone = _weigh(case, claims.values())
    grades = [("event", _grade(case, "event", event, _event_denials(case)))]
    for name in ("attribution", "time", "place", "numbers"):
        found = [
            _grade(
                case,
                name,
                [claims[key] for key in chosen if key in claims],
                [claims[key] for rival in rivals for key in rival if key in claims]
                + (_denials(case) if name == "attribution" else []),
            )
            for proposition, chosen, rivals in values.settled
            if proposition == name
        ]
        if found:
            grades.append((name, max(found, key=lambda g: (NUMBER_RANK[g.number], g.rule))))
    count = len(reports) + len(copied)
    base = standing if len(standing.groups) else everyone
    silent = len(everyone.groups) - len(base.groups)
    return Graded(
        grades=tuple(grades),
        sources=IncidentSources(
            report_ids=tuple(sorted(reports | rows | set(copied))),
            independent=base.independent,
            undetermined=base.undetermined + max(0, silent),
            dependent=count - base.independent - base.undetermined - max(0, silent),
            relations=everyone.relations,
            groups=_with_copies(everyone.groups, copied, copies),
        ),
    )


def _with_copies(
    groups: Sequence[tuple[str, ...]], copied: Sequence[str], copies: Copies
) -> tuple[tuple[str, ...], ...]:
    """Put each exact copy to the origin of what it copies."""
    return tuple(
        tuple(sorted((*group, *(key for key in copied if copies.duplicate_of[key] in group)))) for group in groups
    )


def _event_claims(case: _Case) -> list[Claim]:
    """What says that it happened: claims of type and stage, else all that are affirmed."""
    affirmed = [c for c in case.claims.values() if c.voice.polarity is Polarity.AFFIRMED]
    direct = [c for c in affirmed if c.field in {"type", "stage"}]
    told = {c.report_id for c in direct}
    return direct + [c for c in affirmed if c.report_id not in told]


def _event_denials(case: _Case) -> list[Claim]:
    """What denies that it happened; who denies another word ("this was not vandalism") does not deny the arson."""
    denied = [c for c in case.claims.values() if c.voice.polarity is Polarity.DENIED]
    return [c for c in denied if c.field == "stage" or (c.field == "type" and c.value == case.values.type)]


def _denials(case: _Case) -> list[Claim]:
    return [
        c for c in case.claims.values() if c.voice.polarity is Polarity.DENIED and c.field.startswith("attribution")
    ]


def _weigh(case: _Case, claims: Iterable[Claim]) -> Standing:
    of_report: dict[str, list[Claim]] = {}
    for claim in claims:
        of_report.setdefault(claim.report_id, []).append(claim)
    seen: dict[str, Witness] = {}
    for telling in case.tellings:
        key = telling.report.id
        if key in of_report:
            found = tuple(sorted(of_report[key], key=lambda c: c.id))
            seen[key] = Witness(report=telling.report, cites=telling.cites, claims=found)
    return weigh_witnesses(list(seen.values()), case.said)


def _grade(case: _Case, name: str, affirming: Sequence[Claim], against: Sequence[Claim]) -> Grade:
    stake = set(read_knowledge("sources.yaml")["stake"]["attribution" if name == "attribution" else "event"])
    disputing = [c for c in against if _origin_kind(c) not in stake or c.voice.polarity is not Polarity.DENIED]
    standing, counter = _weigh(case, affirming), _weigh(case, disputing)
    others = {t.origin for t in case.tellings} - {
        t.origin for t in case.tellings if t.report.id in {c.report_id for c in affirming}
    }
    evidence = Evidence(
        independent=standing.independent if affirming else 0,
        undetermined=standing.undetermined if affirming else 0,
        contradicting=len(counter.groups),
        firm=any(c.voice.certainty is Certainty.FIRM for c in affirming),
        anchor=any(_is_anchor(case, c) for c in affirming),
        fit=bool(others),
        broken=name in {"event", "time"} and _is_broken(case),
        retracted=bool(affirming) and all(c.voice.speech_act is SpeechAct.RETRACT for c in affirming),
        disinterested=any(_origin_kind(c) not in stake for c in affirming),
        attribution=name == "attribution",
        has_basis=any(c.voice.basis not in {"not_stated", "inference"} for c in affirming),
    )
    number, rule = grade_number(evidence) if case.tellings else (6, "N0")
    reports = {t.report.id: t.report for t in case.tellings}
    letter, letter_rule = best_letter(case.register, reports, affirming)
    return Grade(
        number=number,
        rule=rule,
        independent=evidence.independent,
        undetermined=evidence.undetermined,
        contradicting=evidence.contradicting,
        letter=letter,
        letter_rule=letter_rule,
    )


def _origin_kind(claim: Claim) -> str:
    return claim.voice.chain[-1].kind.value if claim.voice.chain else SpeakerKind.OUTLET.value


def _is_anchor(case: _Case, claim: Claim) -> bool:
    """A court's finding (no stake: not a court of the accused state) or an admission by who did it."""
    if claim.voice.speech_act is SpeechAct.ADMIT:
        return _origin_kind(claim) in {"perpetrator", "party_accused", "group_claiming"}
    if claim.voice.speech_act is not SpeechAct.CONVICT and claim.voice.basis != "court_record":
        return False
    accused = {
        e.country
        for t in case.tellings
        for a in t.linked.account.attribution
        for e in [t.entities.get(a.entity_key or "")]
        if e
    }
    courts = {p.country for t in case.tellings if t.report.id == claim.report_id for p in t.linked.places if p.country}
    return not (courts and courts <= accused)


def _is_broken(case: _Case) -> bool:
    """It is said to have happened after every report of it was published."""
    time = case.values.time
    if time is None or time.interval.lo is None or case.values.stage not in _DONE:
        return False
    days = [t.report.published.interval.hi if t.report.published else None for t in case.tellings]
    return all(day is not None and time.interval.lo > day for day in days)
