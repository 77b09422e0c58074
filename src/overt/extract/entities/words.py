"""The words of `knowledge/` that tell of people and bodies, ready for look-up: YAML in, `Words` out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from overt.base.knowledge import read_knowledge
from overt.types.account import EntityKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Look-up tables. Nouns are lower-case lemmas; names are as written."""

    classes: Mapping[str, frozenset[str]]  # noun -> names of its classes of likeness
    people: frozenset[str]  # all nouns for one person
    plural_only: frozenset[str]
    suffixes: tuple[str, ...]
    generic: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    groups: frozenset[str]
    bodies: Mapping[str, EntityKind]
    vague: frozenset[str]
    relations: Mapping[str, tuple[str, ...]]
    titles: frozenset[str]
    countries: Mapping[str, str]
    ambiguous: Mapping[str, str]
    demonyms: Mapping[str, str]
    regions: Mapping[str, str]
    capitals: Mapping[str, str]
    given_names: Mapping[str, str]  # first name -> "m" or "f"

    def country_of(self, word: str) -> str | None:
        """Return the ISO code that a country's name or a demonym tells, None for other words."""
        return self.demonyms.get(word) or self.countries.get(word) or self.ambiguous.get(word) or self.regions.get(word)

    def is_person(self, noun: str) -> bool:
        """Say whether the noun is one for a person, by the list or by its ending."""
        return noun in self.people or noun.endswith(self.suffixes)

    def gender_of(self, noun: str) -> str | None:
        """Return "m" or "f" where the noun tells it."""
        if noun in self.male:
            return "m"
        return "f" if noun in self.female else None

    def are_alike(self, one: str, other: str) -> bool:
        """Say whether two nouns may name the same person: equal, or of one class."""
        return one == other or bool(self.classes.get(one, frozenset()) & self.classes.get(other, frozenset()))


@cache
def load_words() -> Words:
    """Read the word lists once a process. Raises KnowledgeError if one is missing."""
    nouns = read_knowledge("person_nouns.yaml")
    lands = read_knowledge("nationalities.yaml")
    classes: dict[str, frozenset[str]] = {}
    for name, members in nouns["classes"].items():
        for noun in members:
            classes[noun] = classes.get(noun, frozenset()) | {name}
    people = (
        frozenset(classes) | set(nouns["generic"]) | set(nouns["other"]) | set(nouns["male"]) | set(nouns["female"])
    )
    for name, members in nouns["group_classes"].items():
        for noun in members:
            classes[noun] = classes.get(noun, frozenset()) | {name}
    bodies = {noun: EntityKind(kind) for kind, members in nouns["bodies"].items() for noun in members}
    return Words(
        classes=classes,
        people=people,
        plural_only=frozenset(nouns["plural_only"]),
        suffixes=tuple(nouns["suffixes"]),
        generic=frozenset(nouns["generic"]),
        male=frozenset(nouns["male"]),
        female=frozenset(nouns["female"]),
        groups=frozenset(nouns["groups"]),
        bodies=bodies,
        vague=frozenset(nouns["vague"]),
        relations={noun: tuple(kinds) for noun, kinds in nouns["relations"].items()},
        titles=frozenset(nouns["titles"]),
        countries=lands["countries"],
        ambiguous=lands["ambiguous"],
        demonyms=lands["demonyms"],
        regions=lands["regions"],
        capitals=lands["capitals"],
        given_names={name: gender for gender, names in nouns["given_names"].items() for name in names},
    )


@cache
def cue_words(name: str) -> frozenset[str]:
    """Return one list of knowledge/entity_cues.yaml. Raises KnowledgeError if the file is missing."""
    return frozenset(read_knowledge("entity_cues.yaml")[name])
