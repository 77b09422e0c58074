"""Says in what of an account somebody who denies has a part: a speaker in, `Denier` out."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from overt.base.knowledge import read_knowledge
from overt.extract.entities.mentions import EntityMap
from overt.extract.entities.words import load_words
from overt.types.account import Account, Attribution, EntityKind, Participant, Role
from overt.types.claim import Speaker, SpeakerKind

_DOERS = frozenset({Role.PERPETRATOR, Role.PROXY, Role.DIRECTOR, Role.HANDLER, Role.FACILITATOR})
_LOOKERS_ON = frozenset({SpeakerKind.POLICE, SpeakerKind.PROSECUTOR, SpeakerKind.COURT, SpeakerKind.OUTLET,
                         SpeakerKind.WITNESS, SpeakerKind.EXPERT, SpeakerKind.NGO})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DenialWords:
    """The word lists of knowledge/denials.yaml."""

    accusations: frozenset[str]
    happenings: frozenset[str]
    matters: frozenset[str]
    pointing: frozenset[str]
    not_of: frozenset[str]
    naming: frozenset[str]
    rejecting: frozenset[str]


@cache
def load_denial_words() -> DenialWords:
    """Return the word lists."""
    table = read_knowledge("denials.yaml")
    return DenialWords(**{name: frozenset(words) for name, words in table.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Denier:
    """Who denies: by key, by the states that its words name, and by the words themselves."""

    speaker: Speaker
    key: str | None
    is_state: bool
    countries: frozenset[str]
    country_of: dict[str, str | None]

    def own_actors(self, account: Account) -> list[Attribution]:
        """Return the actors that it is, or speaks for: the same entity, or one of its state."""
        return [
            one
            for one in account.attribution
            if (self.key is not None and one.entity_key == self.key) or self._state(one) & self.countries
        ]

    def own_people(self, account: Account) -> list[Participant]:
        """Return the doers that it is, or speaks for ("Dolny's lawyer")."""
        words = (
            f"{self.speaker.name or ''} {self.speaker.description or ''}".replace("'s", "").replace("’s", "").split()
        )
        doers = [one for one in account.participants if one.role in _DOERS]
        if len(doers) == 1 and self.speaker.kind is SpeakerKind.PARTY_ACCUSED and not self.countries:
            return doers  # "both men denied the charges"
        return [
            one
            for one in doers
            if ((self.key is not None and one.entity_key == self.key) or (one.name and one.name.split()[-1] in words))
        ]

    def is_concerned(self, account: Account) -> bool:
        """Say whether the account accuses it."""
        return bool(self.own_actors(account) or self.own_people(account))

    def is_stranger(self, account: Account) -> bool:
        """Say whether it looks on from outside, or its state is another than all that are accused."""
        if self.speaker.kind in _LOOKERS_ON:
            return True
        accused = frozenset[str]().union(*(self._state(one) for one in account.attribution))
        return bool(self.countries and accused)

    def _state(self, one: Attribution) -> frozenset[str]:
        known = self.country_of.get(one.entity_key or "")
        return frozenset({known}) if known else frozenset(_countries(one.actor))


def meet_denier(speaker: Speaker, entities: EntityMap) -> Denier:
    """Return who a speaker is."""
    entity = entities.entity_at(speaker.span) if speaker.span is not None else None
    own = {entity.country} if entity is not None and entity.country else set()
    return Denier(
        speaker=speaker,
        key=entity.key if entity is not None else None,
        is_state=entity is not None and entity.kind in (EntityKind.STATE, EntityKind.SERVICE),
        countries=frozenset(own | set(_countries(f"{speaker.name or ''} {speaker.description or ''}"))),
        country_of={one.key: one.country for one in entities.entities},
    )


def _countries(text: str) -> Iterator[str]:
    """Yield the states that the words of a name tell: of a country, its people or its capital."""
    words = load_words()
    for word in text.replace("'s", "").replace("’s", "").split():
        code = words.country_of(word) or words.capitals.get(word)
        if code is not None:
            yield code
