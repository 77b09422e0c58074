"""Asks about names: two entities with their parts in incidents -> a Question, if they may be one, or None."""

from collections.abc import Sequence
from dataclasses import dataclass

from overt.reconcile.matching.bodies import compare_bodies, has_numbers_apart, weigh_bodies
from overt.reconcile.matching.near import Nearness
from overt.reconcile.matching.persons import Likeness, compare_persons, is_slip, weigh_persons
from overt.types.account import ACCUSING, EntityKind, Role
from overt.types.incident import (
    Entity,
    EntityMention,
    Incident,
    IncidentParticipant,
    Question,
    QuestionKind,
    QuestionSide,
    question_id,
)

_FEW = 3  # quotes of a side


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """An entity with the incidents in which it has a part, and the reports that name it."""

    entity: Entity  # without its mentions
    parts: tuple[tuple[Incident, IncidentParticipant], ...]
    reports: frozenset[str]

    @property
    def is_person(self) -> bool:
        """A person, no body."""
        return self.entity.kind is EntityKind.PERSON

    @property
    def countries(self) -> frozenset[str]:
        """Its own country and those of its incidents."""
        places = {place.country for incident, _ in self.parts for place in incident.places}
        return frozenset(country for country in (*places, self.entity.country) if country)

    @property
    def roles(self) -> frozenset[Role]:
        """What it is to the incidents."""
        return frozenset(participant.role for _, participant in self.parts)

    @property
    def titles(self) -> dict[str, str]:
        """Titles of its incidents by id."""
        return {incident.id: incident.title for incident, _ in self.parts}


def ask_about_names(a: Somebody, b: Somebody) -> Question | None:
    """Ask whether two are one. Two that one report names are two; with nothing else in common, only a slip is asked."""
    if not a.parts or not b.parts or a.reports & b.reports or a.entity.kind is not b.entity.kind:
        return None
    x, y = a.entity.name, b.entity.name
    likeness = compare_persons(x, y) if a.is_person else compare_bodies(x, y)
    near = weigh_persons(x, y) if a.is_person else weigh_bodies(x, y)
    shared = sorted(title for key, title in a.titles.items() if key in b.titles)
    places = sorted(a.countries & b.countries)
    if not _is_worth(likeness, has_more=bool(shared or places), is_one_slip=is_slip(x, y), is_one=bool(shared)):
        return None
    if not a.is_person and has_numbers_apart(x, y):
        return None
    is_accusing = bool((a.roles | b.roles) & ACCUSING)
    kind = QuestionKind.SAME_PERSON if a.is_person else QuestionKind.SAME_BODY
    return Question(
        id=question_id(kind, a.entity.id, b.entity.id),
        kind=kind,
        a=_side(a),
        b=_side(b),
        speaks_for=_reasons_for(near, likeness, shared, places),
        speaks_against=_reasons_against(near, a.entity, b.entity),
        rank=30 + 25 * bool(shared) + 10 * bool(places) + 10 * is_accusing - round(10 * min(near.cost, 2)),
    )


def _is_worth(likeness: Likeness, *, has_more: bool, is_one_slip: bool, is_one: bool) -> bool:
    if likeness is Likeness.NEAR:
        return has_more or is_one_slip
    return likeness is Likeness.FULL or (likeness is Likeness.SURNAME and is_one)


def _reasons_for(near: Nearness, likeness: Likeness, shared: Sequence[str], places: Sequence[str]) -> tuple[str, ...]:
    found = [f"both have a part in: {title}" for title in shared]
    if likeness is Likeness.FULL:
        found.append("the names agree in full")
    elif near.speaks_for:
        found.append(f"agree: {', '.join(near.speaks_for)}")
    if places:
        found.append(f"both in {', '.join(places)}")
    return tuple(found)


def _reasons_against(near: Nearness, a: Entity, b: Entity) -> tuple[str, ...]:
    apart = a.country and b.country and a.country != b.country
    return (*near.speaks_against, *((f"from {a.country} and {b.country}",) if apart else ()))


def _side(one: Somebody) -> QuestionSide:
    """One quote a report that gives the name a part: the fullest, whatever order the incidents came in."""
    quotes: dict[str, EntityMention] = {}
    for incident, participant in one.parts:
        for claim in incident.claims:
            if claim.id in participant.claim_ids and claim.report_id in one.reports:
                start, end = claim.span.start, claim.span.end
                mention = EntityMention(report_id=claim.report_id, start=start, end=end, quote=claim.quote)
                former = quotes.get(claim.report_id, mention)
                quotes[claim.report_id] = min(former, mention, key=lambda told: (-len(told.quote), told.start))
    evidence = tuple(mention for _, mention in sorted(quotes.items()))
    return QuestionSide(id=one.entity.id, name=one.entity.name, evidence=evidence[:_FEW])
