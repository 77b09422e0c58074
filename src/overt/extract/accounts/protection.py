"""Spreads what protects a person (minority, risk) over all that a report says of the person: mentions in, facts out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from overt.extract.entities.mentions import EntityMap
from overt.extract.figures.person_facts import is_kin_threatened, read_facts
from overt.extract.parse import Parsed
from overt.types.account import Account, EntityKind, LocalEntity, MentionForm, Participant

_PEOPLE = frozenset({EntityKind.PERSON, EntityKind.UNKNOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """What one report says anywhere of one person."""

    name: str | None
    age: int | None
    is_minor: bool
    at_risk: bool


def find_protected(parsed: Sequence[Parsed], entities: EntityMap) -> Mapping[str, Protection]:
    """Return, by entity key, the people of whom the report says at any mention that they are minors or at risk."""
    found: dict[str, Protection] = {}
    for entity in entities.entities:
        if entity.kind in _PEOPLE:
            protection = _protection_of(parsed, entity)
            if protection.is_minor or protection.at_risk or protection.age is not None:
                found[entity.key] = protection
    return found


def protect(account: Account, protected: Mapping[str, Protection]) -> Account:
    """Return the account with what protects its people, wherever in the report it is said."""
    return replace(account, participants=tuple(_protected(one, protected) for one in account.participants))


def _protected(one: Participant, protected: Mapping[str, Protection]) -> Participant:
    known = protected.get(one.entity_key or "") or _named_in(one.description or "", protected)
    if known is None:
        return one
    facts = one.facts
    merged = replace(
        facts,
        age=facts.age if facts.age is not None else known.age,
        is_minor=facts.is_minor or known.is_minor,
        at_risk=facts.at_risk or known.at_risk,
    )
    return one if merged == facts else replace(one, facts=merged)


def _named_in(description: str, protected: Mapping[str, Protection]) -> Protection | None:
    """Return the person whose name a description holds: "the phone of the blogger Marta Kolin"."""
    return next((known for known in protected.values() if known.name and known.name in description), None)


def _protection_of(parsed: Sequence[Parsed], entity: LocalEntity) -> Protection:
    ages: set[int] = set()
    is_minor = at_risk = False
    for mention in entity.mentions:
        part = next((one for one in parsed if one.passage.span.contains(mention.span)), None)
        words = part.tokens_at(mention.span) if part is not None else None
        if part is None or words is None:
            continue
        facts = read_facts(part, words.root)
        if facts.count_hi == 1 and mention.form is not MentionForm.PRONOUN:
            ages |= {facts.age} if facts.age is not None else set()
            is_minor |= facts.is_minor
        at_risk |= facts.at_risk or is_kin_threatened(words.root)
    age = ages.pop() if len(ages) == 1 else None
    return Protection(name=entity.name, age=age, is_minor=is_minor, at_risk=at_risk)
