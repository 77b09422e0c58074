"""An incident: one event of the world as all its accounts tell it; and the entities, sources and grades around it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

from overt.base.edtf import Interval
from overt.types.account import Attribution as AccountAttribution
from overt.types.account import EntityKind, Granularity, PersonFacts, Quantity, Role, Stage, Statistic
from overt.types.claim import Claim
from overt.types.decision import Conflict
from overt.types.linked import Place
from overt.types.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityMention:
    """A mention with its report."""

    report_id: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRelation:
    """A relation to another entity, with the spans that state it."""

    kind: str
    to: str  # Entity.id
    evidence: tuple[EntityMention, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A person, organisation, service, state or group across reports."""

    id: str  # "ent_" + 16 hex digits
    kind: EntityKind
    name: str
    aliases: tuple[str, ...]
    country: str | None
    relations: tuple[EntityRelation, ...]
    mentions: tuple[EntityMention, ...]
    is_named: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityPart:
    """What one report tells of an entity. `head`: the entity itself, where no other report knows it."""

    entity_id: str
    report_id: str
    head: Entity | None
    mentions: tuple[EntityMention, ...]
    relations: tuple[EntityRelation, ...]


def whole_entity(head: Entity, parts: Iterable[EntityPart]) -> Entity:
    """Return an entity with all that the reports tell of it."""
    rows = sorted(parts, key=lambda part: part.report_id)
    evidence: dict[tuple[str, str], list[EntityMention]] = {}
    for relation in (relation for part in rows for relation in part.relations):
        evidence.setdefault((relation.kind, relation.to), []).extend(relation.evidence)
    relations = (
        EntityRelation(kind=kind, to=to, evidence=tuple(quotes)) for (kind, to), quotes in sorted(evidence.items())
    )
    mentions = tuple(mention for part in rows for mention in part.mentions)
    return replace(head, mentions=mentions, relations=tuple(relations))


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentParticipant:
    """A participant of an incident, over all its accounts."""

    role: Role
    name: str | None
    description: str | None
    kind: EntityKind
    entity_id: str | None
    facts: PersonFacts
    claim_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentTime:
    """The chosen time, with the claims that give it."""

    interval: Interval
    basis: str
    claim_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """An Admiralty information number with the row of the rule table that gave it (codebook §8.6)."""

    number: int
    rule: str  # "N10", "N10+A1"
    independent: int  # I
    undetermined: int  # U
    contradicting: int  # C
    letter: str = "F"  # source letter of the best chain, codebook §8.5; computed from disjoint inputs
    letter_rule: str = "S9"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedValue:
    """One side of a dispute."""

    value: str
    claim_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A field on which claims differ; `values` in the order chosen first; `rule` says why the first was chosen."""

    field: str
    values: tuple[DisputedValue, ...]
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to another incident: legal_stage_of, response_to, led_to, same_operation or possibly_same."""

    incident_id: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceProof:
    """A place in a report that shows where it has something from: words copied, that cite, or that mark it own."""

    report_id: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRelation:
    """How two reports depend on each other, with the rule (I1-I9), the evidence in words, and where it stands."""

    report_a: str
    report_b: str
    relation: str  # independent | dependent | undetermined
    rule: str
    evidence: str
    proofs: tuple[SourceProof, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentSources:
    """Who reports an incident, counted by independence."""

    report_ids: tuple[str, ...]
    independent: int
    undetermined: int
    dependent: int
    relations: tuple[SourceRelation, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()  # the reports by origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision that holds for an incident; its row has the rest."""

    number: int  # Decision.number
    field: str  # the field set, "status", "merge", "split", "apart" or "note"
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One incident. Every value names the claims behind it; `claims` holds them all."""

    id: str  # "inc_" + 26 characters; that of the account that the ledger knew first (R8)
    type: str
    type_alternatives: tuple[str, ...]
    stage: Stage
    granularity: Granularity
    status: str  # candidate | accepted | rejected | reversed
    flags: tuple[str, ...]
    title: str
    time: IncidentTime | None
    places: tuple[Place, ...]
    participants: tuple[IncidentParticipant, ...]
    means: tuple[str, ...]
    target_sector: tuple[str, ...]
    target_object: str | None
    quantities: tuple[Quantity, ...]
    attribution: tuple[AccountAttribution, ...]
    grades: tuple[tuple[str, Grade], ...]  # by proposition: event, attribution, time, place, numbers
    disputed: tuple[Dispute, ...]
    sources: IncidentSources
    links: tuple[Link, ...]
    claims: tuple[Claim, ...]
    account_ids: tuple[str, ...]
    decided: tuple[Decided, ...] = ()  # by people, oldest first
    conflicts: tuple[Conflict, ...] = ()  # where a decision does not fit what the reports tell today


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportStanding:
    """What a report is among the others."""

    report_id: str
    cites: tuple[str, ...]
    origin_group: str  # "org_" + 16 hex digits: reports that depend on each other share it
    duplicate_of: str | None


class QuestionKind(StrEnum):
    """What only a person can decide."""

    SAME_PERSON = "same_person"
    SAME_BODY = "same_body"
    SAME_INCIDENT = "same_incident"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSide:
    """One of the two that may be one. Nothing is asked without the words of the reports on both sides."""

    id: str  # of an incident or an entity
    name: str
    evidence: tuple[EntityMention, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Two that may be one and were not joined, with what speaks for it and against it; a person decides."""

    id: str  # "qst_" + 16 hex digits of the kind and both sides
    kind: QuestionKind
    a: QuestionSide
    b: QuestionSide
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    rank: int  # 0-100, the highest is asked first; says what to look at first, not how likely it is


def question_id(kind: QuestionKind, a: str, b: str) -> str:
    """Return the id of a question: the same two sides give the same one in every run, in either order."""
    return "qst_" + sha256("\0".join((kind.value, *sorted((a, b)))).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that the reports of a ledger amount to."""

    reports: tuple[Report, ...]
    standings: tuple[ReportStanding, ...]
    incidents: tuple[Incident, ...]
    entities: tuple[Entity, ...]
    statistics: tuple[Statistic, ...]
    questions: tuple[Question, ...] = ()
